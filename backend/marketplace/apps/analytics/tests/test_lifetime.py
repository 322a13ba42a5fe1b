"""Cohorts, and what is expected of customers: sums equal what was sold, and nothing is foretold that a simple mean does as well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum

from marketplace.apps.analytics import queries, services
from marketplace.apps.analytics.domain.lifetime import FEWEST, Group, evaluate, expected_of
from marketplace.apps.analytics.models import CohortCell, CustomerValue
from marketplace.apps.analytics.tests.factories import bought
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant")]

PATH = "admin/analytics/cohorts"


class TestCohorts:
    def test_are_by_the_month_of_the_first_order(self):
        """NOW is the second of November 2026."""
        bought("cus_1", 40, 5, 1, minor=1_000)  # September, October, November
        bought("cus_2", 45, minor=500)
        bought("cus_3", 1, minor=2_000)
        services.score_customers(now=NOW)

        november, september = queries.list_cohorts("EUR")

        assert (november.month, november.customers, november.bought_again) == (date(2026, 11, 1), 1, 0)
        assert (september.month, september.customers, september.bought_again) == (date(2026, 9, 1), 2, 1)
        assert [(at.months_after, at.customers, at.orders, at.revenue.minor) for at in september.months] == [
            (0, 2, 2, 1_500),
            (1, 1, 1, 1_000),
            (2, 1, 1, 1_000),
        ]
        assert september.revenue.minor == 3_500

    def test_months_are_the_regions(self):
        last_minute = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)  # half past midnight of the first of October in Amsterdam
        bought("cus_1", 0, now=last_minute)
        services.score_customers(now=NOW)

        assert [cohort.month for cohort in queries.list_cohorts("EUR")] == [date(2026, 10, 1)]

    def test_a_second_order_in_the_first_month_counts_as_bought_again(self):
        bought("cus_1", 1, 0)
        services.score_customers(now=NOW)

        (cohort,) = queries.list_cohorts("EUR")
        assert (cohort.customers, cohort.bought_again) == (1, 1)

    def test_revenue_is_what_customers_spent_to_the_minor_unit(self):
        for number in range(30):
            bought(f"cus_{number % 7}", number * 9, minor=333 + number, canceled=number % 11 == 0)
        bought("", 3, minor=9_999)  # a guest
        services.score_customers(now=NOW)

        revenue = CohortCell.objects.aggregate(Sum("revenue_minor"))["revenue_minor__sum"]
        assert revenue == CustomerValue.objects.aggregate(Sum("spent_minor"))["spent_minor__sum"]
        assert CohortCell.objects.aggregate(Sum("orders"))["orders__sum"] == CustomerValue.objects.aggregate(Sum("orders"))["orders__sum"]

    def test_building_again_is_the_same_and_an_order_that_comes_late_is_in(self):
        bought("cus_1", 40)
        services.score_customers(now=NOW)
        before = list(CohortCell.objects.values_list())
        services.score_customers(now=NOW)
        assert list(CohortCell.objects.values_list()) == before

        bought("cus_1", 70)  # copied late, and earlier than what was the first one
        services.score_customers(now=NOW)
        assert [cohort.month for cohort in queries.list_cohorts("EUR")] == [date(2026, 8, 1)]


class TestExpected:
    def test_of_a_group_is_its_mean_drawn_towards_that_of_all(self):
        few, many = Group((0, 1), 20, 20 * 9_000, 0, 0), Group((3, 1), 180, 180 * 1_000, 0, 0)

        expected = expected_of([few, many])

        mean = (20 * 9_000 + 180 * 1_000) / 200
        assert expected == {(0, 1): round((20 * 9_000 + 20 * mean) / 40), (3, 1): round((180 * 1_000 + 20 * mean) / 200)}

    def test_is_nothing_of_too_few(self):
        assert expected_of([Group((0, 1), FEWEST - 1, 1, 1, 1)]) == {}

    def test_errors_are_those_of_the_single_customers(self):
        """Two groups of 50: one whose customers spent 100 each, one whose spent nothing; before it was the other way round."""
        good = Group((0, 1), 50, 50 * 100, 50 * 100**2, 50 * 100**2)
        idle = Group((3, 1), 50, 0, 0, 50 * 100**2)

        test = evaluate([good, idle], [good, idle])

        assert (test.error_of_mean, test.error_of_repeat) == (50, 100)
        assert test.error == round(50 * 20 / 70)  # each guess is drawn by 20 of 70 towards the mean
        assert test.is_passed

    def test_a_group_that_was_not_known_is_expected_to_spend_the_mean(self):
        known = Group((0, 1), 60, 60 * 100, 60 * 100**2, 0)

        assert evaluate([known], [Group((1, 2), 60, 60 * 100, 60 * 100**2, 0)]).error == 0

    def test_is_shown_where_it_beats_the_mean_and_the_same_again(self, api):
        """Who bought lately buys again, much and little by turns, so that nobody does the same as before; who has left stays away."""
        for number in range(60):
            bought(f"cus_keen{number}", 250, 280, 290, 300)
            for days, turn in ((170, number % 2), (80, 1 - number % 2)):
                bought(f"cus_keen{number}", days, minor=3_000 if turn else 1_000)
            bought(f"cus_idle{number}", 400 + number, minor=2_000)
        services.score_customers(now=NOW)

        found = queries.find_lifetime("EUR")

        assert found is not None
        assert found.error.minor < min(found.error_of_mean.minor, found.error_of_repeat.minor)
        assert found.is_answered
        idle, keen = (CustomerValue.objects.get(customer_id=f"cus_{kind}0").expected_minor for kind in ("idle", "keen"))
        assert idle is not None
        assert keen is not None
        assert idle < keen
        listed = api.get("admin/segments/top/customers", token=staff_token("admin")).json()["items"]
        assert all(one["expected"]["currency"] == "EUR" for one in listed)

    def test_is_nothing_where_there_are_few_customers(self):
        for number in range(5):
            bought(f"cus_{number}", 200, 100, 10)
        services.score_customers(now=NOW)

        found = queries.find_lifetime("EUR")
        assert found is not None
        assert (found.is_answered, found.groups) == (False, [])
        assert set(CustomerValue.objects.values_list("expected_minor", flat=True)) == {None}


def test_is_for_who_handles_money_in_this_region(api, mena):
    bought("cus_1", 1)
    services.score_customers(now=NOW)
    with tenancy.scope(mena):
        foreign = staff_token("admin")

    (cohort,) = api.get(PATH, token=staff_token("finance")).json()["items"]
    assert cohort["customers"] == 1
    assert api.get(PATH, token=staff_token("finance"), currency="XYZ").status_code == 422
    assert api.get(PATH, token=staff_token("support")).status_code == 403
    assert api.get(PATH, token=vendor_token(make_vendor().id)).status_code == 403
    assert api.get(PATH, token=foreign).status_code == 421
    assert api.get(PATH).status_code == 401
    with tenancy.scope(mena):
        assert queries.list_cohorts("EUR") == []


def test_before_the_first_night_there_is_nothing(api):
    answer = api.get(PATH, token=staff_token("admin")).json()

    assert answer == {"items": [], "lifetime": None}


def test_windows_end_where_they_end():
    """An order exactly 90 days ago is in the next 90 days of who stood there, and in none of what was before."""
    bought("cus_1", 180, 90)
    services.score_customers(now=NOW + timedelta(0))

    assert queries.find_lifetime("EUR") is not None
