from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.apps.orders.queries.search import list_vendor_orders
from marketplace.apps.orders.tests.factories import deliver_all, make_listing, make_order, part_of
from marketplace.apps.orders.types import OrderCriteria
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def test_a_vendor_lists_its_own_parts_only_newest_first(api, drain):
    mug, shirt = make_listing(), make_listing()
    orders = [make_order((mug, 1), (shirt, 2), now=NOW + timedelta(hours=hour)) for hour in range(2)]
    drain()

    items = api.get("vendor/orders", token=vendor_token(mug.vendor_id)).json()["items"]

    assert [item["id"] for item in items] == [part_of(order, mug).id for order in reversed(orders)]
    assert items[0]["total"] == {"minor": 2500, "currency": "EUR"}


def test_naming_another_vendor_finds_nothing_of_it(api, drain):
    mug, shirt = make_listing(), make_listing()
    make_order((shirt, 1))
    drain()
    token = vendor_token(mug.vendor_id)

    assert api.get("vendor/orders", token=token, q=shirt.vendor_id).json()["items"] == []
    refused = api.get("vendor/orders", token=token, vendor=shirt.vendor_id)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["vendor"]


def test_the_named_orders_are_listed_as_they_are_now_and_of_others_nothing(api):
    mug, shirt = make_listing(), make_listing()
    first, second = (make_order((mug, 1), (shirt, 1)) for _ in range(2))
    mine, other = [part_of(order, mug) for order in (second, first)], part_of(first, shirt)
    deliver_all(mine[0])
    token = vendor_token(mug.vendor_id)

    answer = api.get("vendor/orders", token=token, ids=f"{mine[0].id},{other.id},{mine[1].id}", limit=1)

    assert [(item["id"], item["state"]) for item in answer.json()["items"]] == [(mine[0].id, "delivered"), (mine[1].id, "new")]
    assert answer.json()["next_cursor"] is None
    for wrong in ({"ids": "vord_1"}, {"ids": mine[0].id, "state": "new"}):
        refused = api.get("vendor/orders", token=token, **wrong)
        assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["ids"])


def test_parts_are_found_by_state_number_sku_and_name(api, drain):
    mug = make_listing()
    sent, fresh = make_order((mug, 1)), make_order((mug, 1))
    deliver_all(part_of(sent, mug))
    drain()
    token = vendor_token(mug.vendor_id)

    def numbers(**query: str) -> list[str]:
        return sorted(item["number"] for item in api.get("vendor/orders", token=token, **query).json()["items"])

    assert numbers(state="delivered") == [f"{sent.number}-1"]
    assert numbers(state="new") == [f"{fresh.number}-1"]
    assert numbers(state="new,accepted") == [f"{fresh.number}-1"]
    assert numbers(state="delivered,new") == sorted([f"{sent.number}-1", f"{fresh.number}-1"])
    assert numbers(q=f"{fresh.number}-1") == [f"{fresh.number}-1"]
    assert numbers(q=mug.variants[0].sku) == [f"{sent.number}-1", f"{fresh.number}-1"]
    assert numbers(q="Jansen") == [f"{sent.number}-1", f"{fresh.number}-1"]


def test_orders_are_found_by_amount(api, drain):
    mug = make_listing()
    small, large = make_order((mug, 1)), make_order((mug, 3))
    drain()
    totals = {order.number: order.quote.total.minor for order in (small, large)}
    between = sum(totals.values()) // 2

    def numbers(path: str, token: str, **query: object) -> list[str]:
        answer = api.get(path, token=token, **query)
        assert answer.status_code == 200, answer.content
        return [item["number"] for item in answer.json()["items"]]

    assert numbers("admin/orders", staff_token(), total_min=between) == [large.number]
    assert numbers("admin/orders", staff_token(), total_max=between) == [small.number]
    assert numbers("admin/orders", staff_token(), total_min=totals[small.number], total_max=totals[small.number]) == [small.number]
    assert numbers("vendor/orders", vendor_token(mug.vendor_id), total_min=between, currency="eur") == [f"{large.number}-1"]


def test_amounts_of_a_currency_that_the_region_lacks_are_refused(api):
    answer = api.get("admin/orders", token=staff_token(), total_min=1, currency="KWD")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "foreign_currency"


def test_a_list_for_no_vendor_is_empty(drain):
    make_order((make_listing(), 1))
    drain()

    assert list_vendor_orders("", OrderCriteria(), PageRequest()).items == []


def test_staff_list_all_orders_page_by_page(api, drain):
    mug = make_listing()
    orders = [make_order((mug, 1), now=NOW + timedelta(hours=hour)) for hour in range(3)]
    drain()

    first = api.get("admin/orders", token=staff_token(), limit=2).json()
    second = api.get("admin/orders", token=staff_token(), limit=2, cursor=first["next_cursor"]).json()

    assert [item["number"] for item in [*first["items"], *second["items"]]] == [order.number for order in reversed(orders)]
    assert second["next_cursor"] is None


def test_a_day_as_filter_is_a_day_of_the_region(api, drain):
    late = datetime(2026, 12, 15, 23, 15, tzinfo=UTC)  # 00:15 of the 16th in Amsterdam
    mug = make_listing()
    order = make_order((mug, 1), now=late)
    drain()

    def found(**query: str) -> bool:
        staff = api.get("admin/orders", token=staff_token(), **query).json()["items"]
        vendor = api.get("vendor/orders", token=vendor_token(mug.vendor_id), **query).json()["items"]
        assert [f"{item['number']}-1" for item in staff] == [item["number"] for item in vendor]
        return [item["number"] for item in staff] == [order.number]

    assert found(placed_from="2026-12-16", placed_to="2026-12-16")
    assert not found(placed_from="2026-12-17")
    assert not found(placed_to="2026-12-15")
    assert found(placed_from="2026-12-16T00:00:00", placed_to="2026-12-16T00:30")
    assert found(placed_from="2026-12-15T23:00:00Z", placed_to="2026-12-15T23:30:00Z")
    for wrong in ("2026-02-30", "yesterday", "2026-13-01"):
        assert api.get("vendor/orders", token=vendor_token(mug.vendor_id), placed_from=wrong).status_code == 422


def test_the_endpoints_refuse_the_wrong_audience(api, eu):
    assert api.get("vendor/orders", token=staff_token()).status_code == 403
    assert api.get("admin/orders", token=vendor_token("ven_1")).status_code == 403
    assert api.get("admin/orders").status_code == 401
