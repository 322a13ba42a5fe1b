"""Orders of the dashboards by a column, in both directions, over the borders of pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.orders.tests.factories import make_listing, make_order, part_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mug():
    return make_listing(price_minor=1000, shipping_minor=0, stock=50)


@pytest.fixture
def orders(mug, drain):
    """Of 3, 1, 2 and 1 mugs, in the order of time."""
    made = [make_order((mug, quantity), now=NOW + timedelta(minutes=number)) for number, quantity in enumerate((3, 1, 2, 1))]
    drain()
    return made


def pages(api, path, token, **asked):
    """All items of a list, read two at a time."""
    found, cursor = [], None
    while True:
        page = api.get(path, token=token, limit=2, **asked, **({"cursor": cursor} if cursor else {})).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def test_the_newest_come_first_unless_said_otherwise(api, orders):
    ids = [order.id for order in orders]

    assert [item["id"] for item in pages(api, "admin/orders", staff_token())] == ids[::-1]
    assert [item["id"] for item in pages(api, "admin/orders", staff_token(), sort="-placed_at")] == ids[::-1]
    assert [item["id"] for item in pages(api, "admin/orders", staff_token(), sort="placed_at")] == ids


@pytest.mark.parametrize(("sort", "totals"), [("total", [1000, 1000, 2000, 3000]), ("-total", [3000, 2000, 1000, 1000])])
def test_by_total_each_order_comes_once(api, orders, sort, totals):
    found = pages(api, "admin/orders", staff_token("finance"), sort=sort)

    assert [item["total"]["minor"] for item in found] == totals
    assert {item["id"] for item in found} == {order.id for order in orders}


def test_totals_of_another_currency_are_not_compared(api, orders):
    currency = "USD" if orders[0].quote.currency == "EUR" else "EUR"

    answer = api.get("admin/orders", token=staff_token(), sort="total", currency=currency)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "currency")


def test_a_vendor_sorts_its_own_and_sees_no_others(api, mug, orders, drain):
    other = make_listing(price_minor=9000)
    make_order((other, 1))
    drain()

    found = pages(api, "vendor/orders", vendor_token(mug.vendor_id), sort="-total")

    assert [item["total"]["minor"] for item in found] == [3000, 2000, 1000, 1000]
    assert {item["id"] for item in found} == {part_of(order, mug).id for order in orders}


def test_a_cursor_is_of_one_order(api, orders):
    first = api.get("admin/orders", token=staff_token(), limit=2, sort="total").json()

    other = api.get("admin/orders", token=staff_token(), limit=2, sort="-total", cursor=first["next_cursor"])
    none = api.get("admin/orders", token=staff_token(), limit=2, cursor=first["next_cursor"])

    assert [answer.json()["errors"][0]["code"] for answer in (other, none)] == ["invalid_cursor", "invalid_cursor"]


@pytest.mark.parametrize("sort", ["email", "-", "--total", "total,placed_at"])
def test_what_no_index_sorts_by_is_refused(api, sort):
    answer = api.get("admin/orders", token=staff_token(), sort=sort)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "sort")
