"""The operator's monthly return of the import scheme: products from outside the EU, in consignments of up to EUR 150."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from marketplace.apps.orders.tests.factories import AMSTERDAM
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.tax_reports import queries
from marketplace.apps.tax_reports.tests.selling import refund, sell
from marketplace.apps.tax_reports.types import Month, Quarter
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.testing import NOW

NOVEMBER = Month(2026, 11)
IN_DECEMBER = datetime(2026, 12, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(("month", "after"), [((2026, 11), (2026, 12)), ((2026, 12), (2027, 1))])
def test_months_follow_each_other(month, after):
    assert Month(*month).next == Month(*after) == Month.of(date(*after, 28))
    assert str(Month(2026, 3)) == "2026-03"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant", "sandbox")
class TestOfAMonth:
    def test_has_low_value_consignments_from_outside_the_eu_alone(self, tea, ring):
        sell(tea, 9)  # 180.00 with VAT, 148.76 without
        sell(tea, 10)  # more: customs ask for its VAT
        sell(ring, 1)  # of a vendor in the EU
        sell(tea, 1, address=msgspec.structs.replace(AMSTERDAM, company="Noor B.V.", vat_number="NL000000103B01"))

        report = queries.ioss_report(NOVEMBER)

        (item,) = report.totals
        assert (item.scheme, item.destination, item.rate_bp, item.supplied_in) == ("deemed_import", "NL", 2100, "2026-11")
        assert (item.net.minor, item.tax.minor) == (18_500 - 3211, 3211)
        assert (report.tax, report.due_on) == (item.tax, date(2026, 12, 31))

    def test_and_no_other_month(self, tea):
        sell(tea, 1, now=NOW)
        sell(tea, 2, now=IN_DECEMBER)

        found = [queries.ioss_report(month).totals for month in (Month(2026, 10), NOVEMBER, NOVEMBER.next, Month(2027, 1))]

        assert [[(item.supplied_in, item.net.minor + item.tax.minor) for item in items] for items in found] == [
            [],
            [("2026-11", 2500)],
            [("2026-12", 4500)],
            [],
        ]

    def test_what_is_taken_back_later_corrects_the_month_of_the_sale(self, tea):
        part = sell(tea, 2)
        before = queries.ioss_report(NOVEMBER)
        refund(part, 1000, now=IN_DECEMBER)

        (correction,) = queries.ioss_report(NOVEMBER.next).totals
        assert queries.ioss_report(NOVEMBER) == before
        assert (correction.supplied_in, correction.net.minor + correction.tax.minor) == ("2026-11", -1000)

    def test_the_months_of_a_quarter_are_what_the_quarter_says_of_the_scheme(self, tea, ring):
        refund(sell(tea, 3), 333, now=IN_DECEMBER)
        sell(ring, 1)

        months = [item for number in (10, 11, 12) for item in queries.ioss_report(Month(2026, number)).totals]
        (quarter,) = [item for item in queries.oss_report(Quarter(2026, 4)).totals if item.scheme == "deemed_import"]

        assert sum(item.net.minor for item in months) == quarter.net.minor > 0
        assert sum(item.tax.minor for item in months) == quarter.tax.minor > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant", "sandbox")
class TestWhoReadsIt:
    def test_staff_read_totals_vendors_and_the_file(self, api, tea):
        sell(tea, 1)
        token, wanted = staff_token("finance"), {"year": 2026, "month": 11}

        report = api.get("admin/ioss-report", token=token, **wanted).json()
        (row,) = api.get("admin/ioss-report/vendors", token=token, **wanted).json()["items"]
        file = api.get("admin/ioss-report.csv", token=token, **wanted)

        assert (report["due_on"], report["waiting_sales"]) == ("2026-12-31", 0)
        assert row["vendor_id"] == tea.vendor_id
        assert row["tax"] == report["tax"] == report["totals"][0]["tax"]
        assert len(file.content.decode("utf-8-sig").splitlines()) == 2
        assert file["Content-Disposition"] == 'attachment; filename="ioss-2026-11.csv"'

    def test_nobody_else_does(self, api, tea):
        wanted = {"year": 2026, "month": 11}
        for path in ("admin/ioss-report", "admin/ioss-report/vendors", "admin/ioss-report.csv"):
            assert api.get(path, token=staff_token("support"), **wanted).status_code == 403, path
            assert api.get(path, token=vendor_token(tea.vendor_id), **wanted).status_code in (401, 403), path
            assert api.get(path, token=staff_token("finance"), tenant="mena", **wanted).status_code in (401, 403, 421), path

    @pytest.mark.parametrize("wanted", [{}, {"year": 2026}, {"year": 2026, "month": 13}, {"year": "x", "month": 1}])
    def test_a_month_that_there_is_not_is_refused(self, api, tenant, wanted):
        assert api.get("admin/ioss-report", token=staff_token("finance"), **wanted).status_code == 422
