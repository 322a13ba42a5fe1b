from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache

from marketplace.apps.insights import queries
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.rates.models import ExchangeRate
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation import tenancy
from marketplace.foundation.cache import responses
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

# Shortly after midnight in Amsterdam, where summer time is over: in UTC it is the day before.
MIDNIGHT = datetime(2026, 11, 9, 23, 30, tzinfo=UTC)


@pytest.fixture
def reporting_in_dollars():
    before = TenantRecord.objects.get(slug="eu").settings
    TenantRecord.objects.filter(slug="eu").update(settings={**before, "reporting_currency": "USD"})
    directory.forget()
    with tenancy.scope(directory.get("eu")):
        yield
    TenantRecord.objects.filter(slug="eu").update(settings=before)
    directory.forget()


def overview(now: datetime = MIDNIGHT):
    responses.forget()
    cache.clear()
    return queries.get_overview(sees_money=True, now=now)


def problems(found) -> dict[str, int]:
    return {problem.code: problem.count for problem in found.problems if problem.count}


def test_days_are_the_regions(drain):
    mug = make_listing(price_minor=2000, shipping_minor=500)
    make_order((mug, 1), now=MIDNIGHT)
    make_order((mug, 2), now=MIDNIGHT - timedelta(hours=1))  # the day before in Amsterdam
    make_order((mug, 1), now=MIDNIGHT - timedelta(days=8))

    found = overview()

    (euros,) = found.sales
    assert found.today.isoformat() == "2026-11-10"
    assert (euros.orders_today, euros.sales_today) == (1, Money(2500, "EUR"))
    assert (euros.orders_7_days, euros.sales_7_days) == (2, Money(7000, "EUR"))
    assert (euros.orders_7_days_before, euros.sales_7_days_before) == (1, Money(2500, "EUR"))
    assert len(euros.days) == 14
    assert sum(day.orders for day in euros.days) == 3


def test_a_day_without_sales_is_a_day_of_nothing():
    (euros,) = overview().sales

    assert {day.sales for day in euros.days} == {Money(0, "EUR")}


def test_what_waits_for_staff_is_counted():
    make_vendor(state=VendorState.PENDING)
    make_vendor(state=VendorState.PENDING)

    assert problems(overview()) == {"vendors_to_review": 2}


def test_it_costs_two_statements_and_then_none_for_a_while(django_assert_num_queries):
    with django_assert_num_queries(2, using="eu"):
        overview()
    with django_assert_num_queries(0, using="eu"):
        queries.get_overview(sees_money=True, now=MIDNIGHT)


def test_money_is_for_those_who_handle_it(api):
    assert api.get("admin/overview", token=staff_token("finance")).json()["sales"] is not None
    support = api.get("admin/overview", token=staff_token("support")).json()
    assert support["sales"] is None
    assert support["problems"]


def test_a_region_counts_its_own_and_is_closed_to_others(api, mena):
    make_vendor(state=VendorState.PENDING)
    with tenancy.scope(mena):
        foreign = staff_token()
        assert problems(overview()) == {}

    assert api.get("admin/overview").status_code == 401
    assert api.get("admin/overview", token=foreign).status_code == 421
    assert api.get("admin/overview", token=vendor_token(make_vendor().id)).status_code == 403


def test_currencies_are_added_up_in_the_reporting_currency_by_the_rates_of_each_day(reporting_in_dollars):
    mug = make_listing(price_minor=2000, shipping_minor=500)
    make_order((mug, 1), now=MIDNIGHT)
    make_order((mug, 1), now=MIDNIGHT - timedelta(days=1))
    ExchangeRate.objects.create(day=date(2026, 11, 10), currency="USD", per_euro=Decimal("1.10"))
    lacking = overview().together
    ExchangeRate.objects.create(day=date(2026, 11, 6), currency="USD", per_euro=Decimal("1.00"))

    together = overview().together

    assert lacking is None  # a sum that lacks a day is none
    assert (together.currency, together.sales_today, together.sales_7_days) == ("USD", Money(2750, "USD"), Money(5250, "USD"))
    assert queries.get_overview(sees_money=False, now=MIDNIGHT).together is None


def test_currencies_are_not_added_up_where_the_region_names_none():
    assert overview().together is None
