"""What happens right now: the last five minutes from single events, the last day from sums by hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.analytics import queries, services
from marketplace.apps.analytics.tests.factories import bought, did, make_visitor
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

PATH = "admin/analytics/live"
MINUTE = timedelta(minutes=1)


def test_the_last_minutes_are_counted_by_visitor():
    mug = make_listing()
    noor, sam, robot = make_visitor(now=NOW - timedelta(hours=1)), make_visitor(), make_visitor()
    did(noor, "view", NOW - MINUTE, product_id=mug.id)
    did(noor, "add", NOW - MINUTE, product_id=mug.id)
    did(noor, "add", NOW, product_id=mug.id)
    did(sam, "checkout", NOW, step="details")
    did(robot, "view", NOW, product_id=mug.id, is_program=True)
    did(noor, "view", NOW - 6 * MINUTE, product_id=mug.id)

    minutes = queries.live_metrics(now=NOW).minutes

    assert (minutes.visitors, minutes.carts, minutes.checkouts, minutes.orders) == (2, 1, 1, 0)


def test_revenue_is_by_currency_and_what_orders_were_sold_for(drain):
    make_order((make_listing(price_minor=1_999), 2), now=NOW)
    bought("cus_1", 1, minor=500)  # longer ago
    drain()

    minutes = queries.live_metrics(now=NOW).minutes

    assert minutes.orders == 1
    assert minutes.revenue[0] == Money(2 * 1_999, "EUR")
    assert {money.minor for money in minutes.revenue[1:]} <= {0}


def test_the_last_day_is_that_of_the_sums_by_hour(drain):
    mug = make_listing(price_minor=1_000, stock=50)
    for hours in (1, 20, 30):
        make_order((mug, 1), now=NOW - timedelta(hours=hours))
    visitor = make_visitor(now=NOW - timedelta(hours=40))
    for hours in (2, 10, 30):
        did(visitor, "view", NOW - timedelta(hours=hours), product_id=mug.id)
    drain()
    services.refresh(now=NOW)

    day = queries.live_metrics(now=NOW).day

    assert (day.orders, day.visitors) == (2, 2)
    assert day.revenue[0] == Money(2_000, "EUR")


def test_is_for_who_handles_money_in_this_region(api, mena):
    with tenancy.scope(mena):
        foreign = staff_token("admin")

    assert api.get(PATH, token=staff_token("finance")).status_code == 200
    assert api.get(PATH, token=staff_token("support")).status_code == 403
    assert api.get(PATH, token=staff_token("catalogue")).status_code == 403
    assert api.get(PATH, token=vendor_token(make_vendor().id)).status_code == 403
    assert api.get(PATH, token=foreign).status_code == 421
    assert api.get(PATH).status_code == 401
