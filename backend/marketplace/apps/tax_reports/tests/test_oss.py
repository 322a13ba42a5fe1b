"""Sales to consumers in other countries: which are declared, by whom, in which quarter, and that nothing of the papers is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.invoices import queries as invoice_queries
from marketplace.apps.invoices.statements import VAT_SUMS_OF_VENDOR
from marketplace.apps.invoices.types import VatSum
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders.tests.factories import AMSTERDAM, make_listing
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.tax_reports import queries
from marketplace.apps.tax_reports.domain import oss
from marketplace.apps.tax_reports.tests.selling import refund, sell
from marketplace.apps.tax_reports.types import OssScheme, Quarter
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.testing import NOW

Q4 = Quarter(2026, 4)
NEXT_QUARTER = datetime(2027, 1, 10, 12, tzinfo=UTC)  # NOW is in November 2026
# A paper as the one that is there, of each of many vendors.
_MANY_VENDORS = """
    INSERT INTO invoices SELECT (jsonb_populate_record(i, jsonb_build_object(
        'id', 'inv_' || n, 'vendor_id', 'ven_' || n, 'issuer', 'ven_' || n, 'vendor_order_id', 'vo_' || n
    ))).* FROM (SELECT i FROM invoices AS i LIMIT 1) AS one, generate_series(1, 2000) AS n
"""


def vat_sum(**changes):
    about = {"vendor_id": "ven_1", "origin": "BE", "destination": "NL", "is_to_business": False, "is_low_value": True, "rate_bp": 2100}
    return VatSum(**{**about, "supplied_in": date(2026, 10, 1), "net": Money(1000, "EUR"), "tax": Money(210, "EUR"), **changes})


class TestWhichSalesAreDeclared:
    @pytest.mark.parametrize(
        ("changes", "scheme"),
        [
            ({}, OssScheme.UNION),
            ({"origin": "NL"}, None),
            ({"destination": "GB"}, None),
            ({"is_to_business": True}, None),
            ({"rate_bp": 0}, None),
            ({"origin": "GB"}, OssScheme.DEEMED_IMPORT),
            ({"origin": "GB", "is_low_value": False}, OssScheme.IMPORT),
            ({"origin": "GB", "is_to_business": True}, None),
            ({"origin": "MC"}, OssScheme.UNION),
            ({"destination": "MC"}, OssScheme.UNION),
            ({"origin": "GB", "destination": "MC"}, OssScheme.DEEMED_IMPORT),
            ({"origin": "MC", "destination": "FR"}, None),
            ({"origin": "FR", "destination": "MC"}, None),
        ],
    )
    def test_by_route_buyer_and_value(self, changes, scheme):
        assert oss.scheme_of(vat_sum(**changes)) is scheme

    def test_monaco_is_declared_as_france(self):
        rows = oss.vendor_rows([vat_sum(destination="MC"), vat_sum(destination="FR"), vat_sum(origin="MC")], {})

        assert [(row.origin, row.destination, row.tax.minor) for row in rows] == [("BE", "FR", 420), ("FR", "NL", 210)]

    @given(st.lists(st.builds(vat_sum, origin=st.sampled_from(["BE", "GB"]), destination=st.sampled_from(["NL", "FR", "BE"]))))
    def test_totals_are_the_sums_of_the_vendors_rows(self, sums):
        rows = oss.vendor_rows(sums, {})

        wanted = [item for item in sums if oss.scheme_of(item)]
        assert sum(item.tax.minor for item in oss.totals(rows)) == sum(row.tax.minor for row in rows) == sum(i.tax.minor for i in wanted)
        assert sum(item.net.minor for item in oss.totals(rows)) == sum(i.net.minor for i in wanted)


class TestTheThreshold:
    @pytest.mark.parametrize(
        ("present", "previous", "is_over"),
        [(1_000_000, 0, False), (1_000_001, 0, True), (0, 1_000_001, True), (1_000_000, 1_000_000, False)],
    )
    def test_is_passed_in_the_year_or_the_one_before(self, present, previous, is_over):
        sums = [
            vat_sum(net=Money(present, "EUR"), supplied_in=date(2026, 1, 1)),
            vat_sum(net=Money(previous, "EUR"), supplied_in=date(2025, 10, 1)),
            vat_sum(net=Money(9_999_999, "EUR"), origin="NL"),
        ]

        (found,) = oss.thresholds(sums, {}, year=2026)

        assert (found.year.minor, found.previous_year.minor, found.is_over) == (present, previous, is_over)


def test_quarters_follow_each_other():
    assert [str(Quarter.of(date(2026, month, 28))) for month in (1, 3, 4, 6, 7, 9, 10, 12)] == [
        f"2026-Q{number}" for number in (1, 1, 2, 2, 3, 3, 4, 4)
    ]
    assert Quarter(2026, 3).next == Q4
    assert Q4.next == Quarter(2027, 1)
    assert Q4.first_day == date(2026, 10, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant", "sandbox")
class TestFromThePapers:
    def test_a_sale_across_a_border_is_declared_by_country_and_rate(self, ring, mug):
        for listing in (ring, mug):
            sell(listing, 2)

        report = queries.oss_report(Q4)

        (item,) = report.totals
        assert (item.scheme, item.destination, item.rate_bp, item.supplied_in) == ("union", "NL", 2100, "2026-Q4")
        assert (item.net.minor, item.tax.minor) == (4500 - 781, 781)
        assert queries.oss_report(Quarter(2026, 3)).totals == queries.oss_report(Q4.next).totals == []

    def test_a_vendor_outside_the_eu_makes_the_operator_the_supplier_up_to_150_euro(self, tea):
        sell(tea, 9)  # 180.00 with VAT, 148.76 without
        sell(tea, 10)

        assert [(row.scheme, row.origin, row.net.minor + row.tax.minor) for row in queries.oss_vendor_rows(Q4)] == [
            ("deemed_import", "GB", 18_500),
            ("import", "GB", 20_500),
        ]

    def test_a_business_declares_itself(self, ring):
        sell(ring, 1, address=msgspec.structs.replace(AMSTERDAM, company="Noor B.V.", vat_number="NL000000103B01"))

        assert queries.oss_report(Q4).totals == []

    def test_what_is_taken_back_later_corrects_the_quarter_of_the_sale(self, ring):
        part = sell(ring, 2)
        before = queries.oss_report(Q4)
        refund(part, 1000, now=NEXT_QUARTER)

        (correction,) = queries.oss_report(Q4.next).totals
        assert queries.oss_report(Q4) == before
        assert (correction.supplied_in, correction.net.minor + correction.tax.minor) == ("2026-Q4", -1000)

    def test_a_sale_without_an_invoice_is_said_to_be_missing(self):
        sell(make_listing(country="BE", stock=5), 1)

        report = queries.oss_report(Q4)
        assert (report.totals, report.waiting_sales) == ([], 1)
        assert queries.oss_report(Q4, vendor_id="ven_other").waiting_sales == 0

    def test_a_vendors_own_report_reads_its_own_papers_and_no_others(self, ring, mug):
        sell(ring, 2)
        sell(mug, 1)
        since, until = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)

        own = invoice_queries.vat_sums(since=since, until=until, vendor_id=ring.vendor_id)

        assert own == [item for item in invoice_queries.vat_sums(since=since, until=until) if item.vendor_id == ring.vendor_id] != []
        numbers = {
            name: f"${number}"
            for number, name in enumerate(("timezone", "low_value_minor", "since", "until", "vendor_id", "period"), start=1)
        }
        with sql.connection().cursor() as db:
            db.execute(_MANY_VENDORS)
            db.execute("EXPLAIN (GENERIC_PLAN) " + VAT_SUMS_OF_VENDOR % numbers)  # as it is made for every vendor
            plan = "\n".join(line for (line,) in db.fetchall())
        assert "invoice_of_vendor" in plan, plan

    def test_all_that_the_books_have_kept_is_inside_or_outside_of_the_report(self, ring, mug, tea):
        for listing, quantity in ((ring, 2), (mug, 1), (tea, 3), (ring, 1)):
            sell(listing, quantity)
        refund(sell(ring, 1), 333, now=NOW)

        sums = invoice_queries.vat_sums(since=datetime(2026, 10, 1, tzinfo=UTC), until=datetime(2027, 1, 1, tzinfo=UTC))

        signs = {"sale": 1, "shipping": 1, "refund": -1}
        booked = FinancialTransaction.objects.filter(type__in=signs).values_list("type", "amount_minor")
        assert sum(item.net.minor + item.tax.minor for item in sums) == sum(signs[kind] * minor for kind, minor in booked)
        declared = sum(item.tax.minor for item in queries.oss_report(Q4).totals)
        assert declared == sum(item.tax.minor for item in sums if item.origin != "NL") > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant", "sandbox")
class TestWhoReadsIt:
    @pytest.fixture(autouse=True)
    def sold(self, sandbox, ring, tea):
        for listing in (ring, tea):
            sell(listing, 1)

    def test_staff_read_totals_vendors_thresholds_and_the_file(self, api, ring):
        token, wanted = staff_token("finance"), {"year": 2026, "quarter": 4}

        report = api.get("admin/oss-report", token=token, **wanted).json()
        first = api.get("admin/oss-report/vendors", token=token, limit=1, **wanted).json()
        rest = api.get("admin/oss-report/vendors", token=token, limit=1, cursor=first["next_cursor"], **wanted).json()
        (threshold,) = api.get("admin/oss-report/thresholds", token=token, **wanted).json()["items"]
        file = api.get("admin/oss-report.csv", token=token, **wanted)

        assert {item["scheme"] for item in report["totals"]} == {"union", "deemed_import"}
        rows = first["items"] + rest["items"]
        assert (len(rows), rest["next_cursor"]) == (2, None)
        assert sum(row["tax"]["minor"] for row in rows) == sum(item["tax"]["minor"] for item in report["totals"]) > 0
        assert (threshold["vendor_id"], threshold["is_over"]) == (ring.vendor_id, False)
        lines = file.content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("scheme,supplied_in,vendor_id")
        assert len(lines) == 3
        assert file["Content-Disposition"] == 'attachment; filename="oss-2026-Q4.csv"'

    def test_a_vendor_reads_its_own_alone(self, api, ring):
        report = api.get("vendor/oss-report", token=vendor_token(ring.vendor_id, "accountant"), year=2026, quarter=4).json()

        (item,) = report["totals"]
        assert (item["scheme"], item["net"]["minor"] + item["tax"]["minor"]) == ("union", 2500)
        assert report["threshold"]["vendor_id"] == ring.vendor_id

    def test_nobody_else_does(self, api, ring):
        wanted = {"year": 2026, "quarter": 4}
        for path in ("admin/oss-report", "admin/oss-report/vendors", "admin/oss-report/thresholds", "admin/oss-report.csv"):
            assert api.get(path, token=staff_token("support"), **wanted).status_code == 403, path
            assert api.get(path, token=vendor_token(ring.vendor_id), **wanted).status_code in (401, 403), path
            assert api.get(path, **wanted).status_code in (401, 403), path
        assert api.get("vendor/oss-report", token=vendor_token(ring.vendor_id, "fulfilment"), **wanted).status_code == 403
        foreign = api.get("vendor/oss-report", token=vendor_token(ring.vendor_id), tenant="mena", **wanted)
        assert foreign.status_code in (401, 403, 421)

    @pytest.mark.parametrize("wanted", [{}, {"year": 2026}, {"year": 2026, "quarter": 5}, {"year": "x", "quarter": 1}])
    def test_a_quarter_that_there_is_not_is_refused(self, api, wanted):
        assert api.get("admin/oss-report", token=staff_token("finance"), **wanted).status_code == 422
