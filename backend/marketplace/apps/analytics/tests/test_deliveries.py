"""Whether deliveries came in time: by the vendor's working days when it was ordered, whatever the method says later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from marketplace.apps.analytics import services
from marketplace.apps.analytics.domain.due_days import due_by
from marketplace.apps.analytics.models import DueDelivery
from marketplace.apps.orders.tests.factories import CASH, cancel_units, deliver_all, make_listing, make_order, part_of
from marketplace.apps.shipping.models import ShippingMethod
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("ordered", "days", "due"),
    [
        ("2026-11-02T12:00", 1, "2026-11-03"),  # a Monday
        ("2026-11-06T12:00", 1, "2026-11-09"),  # a Friday
        ("2026-11-07T12:00", 2, "2026-11-10"),  # a Saturday
        ("2026-11-07T12:00", 0, "2026-11-09"),
        ("2026-11-02T23:30", 0, "2026-11-03"),  # it is Tuesday in Amsterdam
        ("2026-11-02T12:00", 5, "2026-11-09"),
    ],
)
def test_working_days_are_monday_to_friday_of_the_region(ordered, days, due):
    found = due_by(datetime.fromisoformat(ordered).replace(tzinfo=UTC), days, AMSTERDAM)

    assert found.isoformat().startswith(f"{due}T23:59:59")


def ask(api, token: str | None = None, **query):
    side = "vendor" if token else "admin"
    asked = {"report": "deliveries", "since": "2026-11-01", "until": "2026-11-30", **query}
    (total,) = api.get(f"{side}/analytics/report", token=token or staff_token("support"), **asked).json()["totals"]
    return total["values"]["counts"]


@pytest.fixture
def two_orders(drain):
    """Of one vendor, ordered now, each due within the days of its method."""
    mug = make_listing(stock=9)
    orders = [make_order((mug, 1), payment=CASH) for _ in range(2)]
    drain()
    return mug, orders


def test_what_came_by_the_day_is_kept_and_what_came_later_is_not(api, two_orders, drain):
    mug, (early, late) = two_orders
    due = DueDelivery.objects.first().due_at
    deliver_all(part_of(early, mug), now=NOW + timedelta(hours=1))
    deliver_all(part_of(late, mug), now=due + timedelta(minutes=1))
    drain()
    services.refresh(now=due + timedelta(hours=1))

    assert ask(api) == {"deliveries_due": 2, "deliveries_kept": 1}
    assert ask(api, vendor_token(mug.vendor_id, "owner")) == {"deliveries_due": 2, "deliveries_kept": 1}
    assert ask(api, vendor_token(make_listing().vendor_id, "owner")) == {"deliveries_due": 0, "deliveries_kept": 0}


def test_what_was_canceled_was_not_due(api, two_orders, drain):
    mug, (first, _) = two_orders
    cancel_units(part_of(first, mug), now=NOW + timedelta(minutes=20))
    drain()
    services.refresh(now=NOW + timedelta(hours=1))

    assert ask(api) == {"deliveries_due": 1, "deliveries_kept": 0}


def test_the_day_stays_when_the_method_changes_and_when_it_is_noted_again(two_orders, drain):
    mug, (first, _) = two_orders
    before = set(DueDelivery.objects.values_list("vendor_order_id", "due_at"))
    ShippingMethod.objects.update(min_days=30, max_days=40)

    deliver_all(part_of(first, mug), now=NOW + timedelta(hours=1))
    drain()

    assert set(DueDelivery.objects.values_list("vendor_order_id", "due_at")) == before
    assert DueDelivery.objects.filter(delivered_at__isnull=False).count() == 1
