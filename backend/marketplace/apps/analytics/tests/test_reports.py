"""Reports: what may be asked for, by whom, and that the answer is right."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from marketplace.apps.analytics import services
from marketplace.apps.analytics.domain.catalogue import MEASURES, REPORTS, dimensions_of
from marketplace.apps.analytics.domain.periods import compared, starts_of
from marketplace.apps.analytics.services.aggregates import FEWEST
from marketplace.apps.analytics.tests.factories import did, make_visitor
from marketplace.apps.analytics.types import Comparison, Interval, Measure, ReportName
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = {"since": "2026-11-01", "until": "2026-11-03"}  # NOW is the second of November


@pytest.fixture
def sold(drain):
    """Two vendors: one sold three mugs in two orders, one of them the day before; the other a pan."""
    mug, pan = make_listing(price_minor=2_000, stock=50), make_listing(price_minor=9_000)
    make_order((mug, 1), now=NOW - timedelta(days=1))
    make_order((mug, 2), (pan, 1))
    drain()
    services.refresh(now=NOW)
    return mug, pan


def ask(api, *roles: str, **query):
    return api.get("admin/analytics/report", token=staff_token(*roles or ("admin",)), **{**DAYS, **query})


def test_by_day_every_day_is_there(api, sold):
    report = ask(api, report="sales").json()

    rows = [(row["starts_at"][:13], row["values"]["amounts"]["sales"]["minor"]) for row in report["items"]]
    assert rows == [("2026-10-31T23", 2_500), ("2026-11-01T23", 4_500 + 9_500), ("2026-11-02T23", 0)]
    (total,) = report["totals"]
    assert total["values"]["amounts"]["sales"] == {"minor": 16_500, "currency": "EUR"}
    assert total["values"]["counts"] == {"vendor_orders": 3}
    assert report["next_cursor"] is None


def test_by_hour_week_and_month(api, sold):
    hours = ask(api, report="orders", interval="hour", since="2026-11-02", until="2026-11-02").json()["items"]
    assert len(hours) == 24
    assert [row["starts_at"] for row in hours if row["values"]["counts"]["orders"]] == ["2026-11-02T12:00:00Z"]

    weeks = ask(api, report="orders", interval="week").json()["items"]
    assert [row["values"]["counts"]["orders"] for row in weeks] == [1, 1]  # a Sunday and the Monday after it

    (month,) = ask(api, report="orders", interval="month").json()["items"]
    assert month["values"]["counts"] == {"orders": 2, "vendor_orders": 3, "units": 4}


def test_by_product_and_by_vendor_with_their_names(api, sold):
    mug, pan = sold

    products = ask(api, report="products").json()["items"]
    assert [(row["dimensions"]["product"], row["values"]["counts"]["units"]) for row in products] == [(pan.id, 1), (mug.id, 3)]
    assert products[0]["names"]["product"] == pan.text_in("en")[0].title

    vendors = ask(api, report="vendors").json()["items"]
    assert [row["dimensions"]["vendor"] for row in vendors] == [pan.vendor_id, mug.vendor_id]
    assert all(row["names"]["vendor"] for row in vendors)


def test_a_page_leads_to_the_next_one(api, sold):
    mug, pan = sold

    first = ask(api, report="products", limit=1).json()
    second = ask(api, report="products", limit=1, cursor=first["next_cursor"]).json()

    assert [row["dimensions"]["product"] for page in (first, second) for row in page["items"]] == [pan.id, mug.id]
    assert second["next_cursor"] is None
    assert first["totals"] == second["totals"]


def test_a_page_of_days_and_products_leads_to_the_next_one(api, sold):
    mug, pan = sold
    pages, cursor = [], None
    while not pages or cursor:
        query = {"cursor": cursor} if cursor else {}
        page = ask(api, report="products", interval="day", compare="previous", limit=2, **query).json()
        pages.append([(row["starts_at"][:10], row["dimensions"]["product"]) for row in page["items"]])
        cursor = page["next_cursor"]

    assert pages == [[("2026-10-31", mug.id), ("2026-11-01", pan.id)], [("2026-11-01", mug.id)]]


def test_weeks_and_months_are_compared_with_whole_ones(api, sold):
    """NOW is Monday the second of November: an order on that day, and one on the day before."""
    asked = {"report": "orders", "compare": "previous", "since": "2026-11-04", "until": "2026-11-12"}
    weeks = ask(api, interval="week", **asked).json()
    assert (weeks["compared_since"], weeks["compared_until"]) == ("2026-10-21", "2026-10-29")

    months = ask(api, interval="month", **{**asked, "since": "2026-12-01", "until": "2026-12-31"}).json()
    assert (months["compared_since"], months["compared_until"]) == ("2026-11-01", "2026-11-30")
    (december,) = months["items"]
    assert december["before"]["counts"]["orders"] == 2


@pytest.mark.parametrize(
    ("since", "until", "comparison", "interval", "expected"),
    [
        ("2026-01-01", "2026-03-31", "previous", "month", ("2025-10-01", "2025-12-31")),
        ("2026-03-15", "2026-03-31", "previous", "month", ("2026-02-15", "2026-02-28")),
        ("2025-02-01", "2025-02-28", "year", "month", ("2024-02-01", "2024-02-29")),
        ("2026-11-02", "2026-11-15", "previous", "week", ("2026-10-19", "2026-11-01")),
        ("2026-11-02", "2026-11-04", "previous", "week", ("2026-10-26", "2026-10-28")),
        ("2026-11-02", "2026-11-08", "year", "week", ("2025-11-03", "2025-11-09")),
        ("2028-02-29", "2028-03-01", "year", "day", ("2027-02-28", "2027-03-01")),
        ("2026-11-02", "2026-11-04", "previous", None, ("2026-10-30", "2026-11-01")),
    ],
)
def test_what_a_period_is_compared_with(since, until, comparison, interval, expected):
    days = date.fromisoformat(since), date.fromisoformat(until)

    found = compared(*days, Comparison(comparison), Interval(interval) if interval else None)

    assert tuple(day.isoformat() for day in found) == expected
    if interval:
        assert len(starts_of(*found, Interval(interval), AMSTERDAM)) == len(starts_of(*days, Interval(interval), AMSTERDAM))


def test_is_compared_with_the_days_before(api, sold):
    report = ask(api, report="sales", since="2026-11-02", until="2026-11-02", compare="previous").json()

    (row,) = report["items"]
    assert (report["compared_since"], report["compared_until"]) == ("2026-11-01", "2026-11-01")
    assert (row["values"]["amounts"]["sales"]["minor"], row["before"]["amounts"]["sales"]["minor"]) == (14_000, 2_500)
    assert report["totals"][0]["before"]["amounts"]["sales"]["minor"] == 2_500

    products = ask(api, report="products", since="2026-11-02", until="2026-11-02", compare="previous").json()["items"]
    assert [row["before"]["counts"]["units"] for row in products] == [0, 1]

    years = ask(api, report="sales", compare="year").json()
    assert (years["compared_since"], years["totals"][0]["before"]["amounts"]["sales"]["minor"]) == ("2025-11-01", 0)


def test_is_put_together_from_the_catalogue(api, sold):
    mug, _ = sold

    report = ask(api, measures="units,product_sales", by="product", vendor=mug.vendor_id, country="NL").json()

    (row,) = report["items"]
    assert (row["dimensions"], row["values"]["counts"]) == ({"product": mug.id}, {"units": 3})


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "measures"),
        ({"measures": "units,secrets"}, "measures"),
        ({"measures": "1;DROP TABLE analytics_aggregates"}, "measures"),
        ({"measures": "sales", "by": "password"}, "by"),
        ({"measures": "sales,visits", "by": "vendor"}, "by"),
        ({"measures": "visits", "country": "NL"}, "country"),
        ({"measures": "sales,views"}, "measures"),
        ({"measures": "views,product_sales", "by": "product"}, "measures"),
        ({"report": "search", "interval": "hour", "since": "2026-11-02"}, "interval"),
        ({"report": "sales", "since": "2026-11-09"}, "until"),
        ({"report": "sales", "since": "2020-01-01"}, "since"),
        ({"report": "sales", "interval": "hour", "since": "2026-09-01"}, "since"),
        ({"report": "sales", "interval": "decade"}, "interval"),
        ({"report": "everything"}, "report"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_and_named(api, query, field):
    answer = ask(api, **query)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_what_a_caller_sends_is_a_value_and_never_a_statement(api, sold):
    for _ in range(FEWEST):
        did(make_visitor(), "search", query="'; --", count=1)
    services.refresh(now=NOW)

    (row,) = ask(api, report="search", query="'; --").json()["items"]
    assert row["dimensions"] == {"query": "'; --"}
    assert ask(api, report="search", query="' OR true; --").json()["items"] == []


def test_money_is_for_those_who_handle_it(api, sold):
    assert ask(api, "finance", report="sales").status_code == 200
    assert ask(api, "support", report="sales").status_code == 403
    assert ask(api, "support", report="orders").status_code == 200

    offered = api.get("admin/analytics/catalogue", token=staff_token("support")).json()
    assert not any(measure["is_money"] for measure in offered["measures"])
    assert {report["code"] for report in offered["reports"]} >= {"orders", "search", "funnel"}
    assert "sales" not in {report["code"] for report in offered["reports"]}


class TestVendors:
    def test_a_vendor_has_its_own_alone(self, api, sold):
        mug, pan = sold
        token = vendor_token(mug.vendor_id, "owner")

        (total,) = api.get("vendor/analytics/report", token=token, report="sales", **DAYS).json()["totals"]
        assert total["values"]["amounts"]["sales"]["minor"] == 7_000
        products = api.get("vendor/analytics/report", token=token, report="products", **DAYS).json()["items"]
        assert [row["dimensions"]["product"] for row in products] == [mug.id]
        found = api.get("vendor/analytics/report", token=token, report="products", product=pan.id, **DAYS).json()["items"]
        assert found == []

    @pytest.mark.parametrize(
        "query",
        [
            {"report": "vendors"},
            {"report": "search"},
            {"report": "payments"},
            {"measures": "orders"},
            {"measures": "sales", "by": "vendor,query"},
        ],
    )
    def test_a_vendor_is_refused_what_is_not_its_own(self, api, query):
        answer = api.get("vendor/analytics/report", token=vendor_token(make_vendor().id, "owner"), **DAYS, **query)

        assert answer.status_code == 422

    def test_a_vendor_cannot_name_another(self, api, sold):
        mug, pan = sold

        answer = api.get("vendor/analytics/report", token=vendor_token(mug.vendor_id), report="sales", vendor=pan.vendor_id)

        assert answer.status_code == 422

    def test_is_for_those_who_see_the_vendors_money(self, api):
        vendor = make_vendor().id
        roles = {role: api.get("vendor/analytics/catalogue", token=vendor_token(vendor, role)).status_code for role in ROLES}

        assert roles == {"owner": 200, "manager": 200, "accountant": 200, "fulfilment": 403}


ROLES = ("owner", "manager", "accountant", "fulfilment")


def test_is_closed_to_others(api, mena, sold):
    with tenancy.scope(mena):
        foreign = staff_token("admin")

    for path in ("admin/analytics/report", "admin/analytics/catalogue"):
        assert api.get(path, report="sales").status_code in (401, 422)
        assert api.get(path, token=foreign).status_code == 421
        assert api.get(path, token=vendor_token(make_vendor().id)).status_code == 403
        assert api.get(path).status_code == 401


def test_every_measure_and_report_is_in_the_catalogue_and_holds_together():
    assert set(MEASURES) == set(Measure)
    assert set(REPORTS) == set(ReportName)
    assert [name for name, spec in REPORTS.items() if not set(spec.by) <= dimensions_of(spec.measures)] == []
    assert [name for name, spec in REPORTS.items() if bool(spec.by) == bool(spec.interval)] == []
