"""Segments: by rules of what was bought, for who handles customers, and without who was erased."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.analytics import queries, services
from marketplace.apps.analytics.models import CustomerValue
from marketplace.apps.analytics.tests.factories import bought
from marketplace.apps.analytics.types import Segment
from marketplace.apps.orders.tests.factories import CASH, cancel_units, make_listing, make_order, part_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def members(segment: Segment) -> list[str]:
    return [one.customer_id for one in queries.list_segment(segment, "EUR", PageRequest(100), now=NOW).items]


@pytest.fixture
def shop():
    """Ten customers: two who buy much and lately, one who did and stays away, one new, one long gone, five others."""
    bought("cus_vip1", 1, 5, 9, 20, 40, minor=9_000)
    bought("cus_vip2", 2, 6, 30, 50, minor=8_000)
    bought("cus_away", 120, 130, 140, 150, 160, 170, minor=5_000)
    bought("cus_new", 3, minor=700)
    bought("cus_gone", 400, minor=600)
    for place, days in enumerate((80, 79, 60, 59, 70)):
        bought(f"cus_other{place}", days, days + 30, minor=1_000 + place)
    services.score_customers(now=NOW)


def test_each_rule_finds_its_customers(shop):
    assert members(Segment.TOP)[:3] == ["cus_vip1", "cus_vip2", "cus_away"]
    assert members(Segment.VIP) == ["cus_vip1", "cus_vip2"]
    assert members(Segment.NEW) == ["cus_new"]
    assert members(Segment.AT_RISK) == ["cus_away"]
    assert members(Segment.INACTIVE) == ["cus_gone"]


def test_sizes_are_those_of_the_lists(shop):
    sizes = {one.segment: (one.customers, one.spent.minor) for one in queries.segment_sizes("EUR", now=NOW)}

    assert {segment: size for segment, (size, _) in sizes.items()} == {segment: len(members(segment)) for segment in Segment}
    assert sizes[Segment.VIP] == (2, 5 * 9_000 + 4 * 8_000)


def test_what_was_canceled_and_guests_are_not_counted():
    bought("cus_1", 1, canceled=1)
    bought("", 1)

    assert services.score_customers(now=NOW) == 0


def test_scoring_again_is_the_same(shop):
    before = set(CustomerValue.objects.values_list("customer_id", "recency", "frequency", "monetary"))

    services.score_customers(now=NOW)

    assert set(CustomerValue.objects.values_list("customer_id", "recency", "frequency", "monetary")) == before


def test_an_erased_customer_is_in_no_segment(shop):
    services.forget_sales(customer_id="cus_vip1")

    assert "cus_vip1" not in members(Segment.TOP)
    services.score_customers(now=NOW)
    assert "cus_vip1" not in members(Segment.TOP)


def test_a_list_is_paged_named_and_entered_into_the_audit_log(api):
    noor = make_customer(email="noor@example.com", name="Noor Jansen")
    bought(noor.id, 1, minor=5_000)
    bought("cus_deleted", 2, minor=4_000)
    services.score_customers(now=NOW)
    staff = staff_token("support")

    first = api.get("admin/segments/top/customers", token=staff, limit=1).json()
    second = api.get("admin/segments/top/customers", token=staff, limit=1, cursor=first["next_cursor"]).json()

    assert [(one["name"], one["email"], one["spent"]["minor"]) for page in (first, second) for one in page["items"]] == [
        ("Noor Jansen", "noor@example.com", 5_000),
        ("", "", 4_000),
    ]
    assert second["next_cursor"] is None
    assert AuditEntry.objects.filter(action="GET admin/segments/<segment>/customers").count() == 2


def test_is_for_who_handles_customers(api):
    assert api.get("admin/segments", token=staff_token("support")).status_code == 200
    assert api.get("admin/segments", token=staff_token("finance")).status_code == 403
    assert api.get("admin/segments/top/customers", token=staff_token("catalogue")).status_code == 403
    assert api.get("admin/segments/friends/customers", token=staff_token("admin")).status_code == 404
    assert api.get("admin/segments", token=staff_token("admin"), currency="XYZ").status_code == 422
    assert api.get("admin/segments").status_code == 401


class TestByEvents:
    """Who has ordered or canceled is scored at once, and as the night will."""

    def test_an_order_puts_its_customer_into_segments_at_once(self, drain):
        noor = make_customer()
        order = make_order((make_listing(price_minor=2_500), 2), customer_id=noor.id, payment=CASH)

        drain()

        assert members(Segment.NEW) == [noor.id]
        assert CustomerValue.objects.get().spent_minor == 5_000
        assert order.id

    def test_a_canceled_order_takes_its_customer_out(self, drain):
        noor, mug = make_customer(), make_listing()
        order = make_order((mug, 1), customer_id=noor.id, payment=CASH)
        drain()

        cancel_units(part_of(order, mug), now=NOW + timedelta(minutes=20))
        drain()

        assert members(Segment.TOP) == []

    def test_comes_to_what_the_night_counts(self, shop):
        bought("cus_other1", 0, minor=7_000)
        services.refresh_customers(["cus_other1"])
        at_once = CustomerValue.objects.get(customer_id="cus_other1")

        services.score_customers(now=NOW)
        anew = CustomerValue.objects.get(customer_id="cus_other1")

        assert (at_once.orders, at_once.spent_minor, at_once.last_order_at) == (anew.orders, anew.spent_minor, anew.last_order_at)
        assert at_once.recency == anew.recency == 5

    def test_in_the_fifths_of_the_night_also_when_others_have_left_since(self, shop):
        limit = CustomerValue.objects.get(customer_id="cus_vip2")  # the least of the best fifth
        services.forget_sales(customer_id="cus_vip2")
        bought("cus_rich", 0, minor=limit.spent_minor)

        services.refresh_customers(["cus_rich"])

        assert CustomerValue.objects.get(customer_id="cus_rich").monetary == limit.monetary == 5

    def test_nobody_who_was_erased_comes_back(self, shop):
        services.forget_sales(customer_id="cus_vip1")

        services.refresh_customers(["cus_vip1", ""])

        assert "cus_vip1" not in members(Segment.TOP)

    def test_repeats_change_nothing(self, shop):
        before = set(CustomerValue.objects.values_list("customer_id", "orders", "spent_minor", "recency"))

        for _ in range(2):
            services.refresh_customers([customer_id for customer_id, *_ in before])

        after = set(CustomerValue.objects.values_list("customer_id", "orders", "spent_minor"))
        assert after == {row[:3] for row in before}
