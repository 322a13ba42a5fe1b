"""The yearly report of vendors: who is in it, that its amounts are the books', and that the file has the form of the schema."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import dac7
import pytest
from lxml import etree

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import VendorActivity, vendor_account
from marketplace.apps.orders.tests.factories import cancel_units, make_listing, make_order, part_of
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.tax.tests.vies_server import with_operator
from marketplace.apps.tax_reports import queries, services
from marketplace.apps.tax_reports.domain.dac7 import seller_of
from marketplace.apps.tax_reports.domain.dac7_file import DPI
from marketplace.apps.tax_reports.errors import OperatorUnknown
from marketplace.apps.tax_reports.tests.selling import refund, sell
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.tests.factories import IBANS, add_payout_account, make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit import queries as audit_queries
from marketplace.foundation.audit.types import AuditLogQuery
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]
SCHEMA = Path(dac7.__file__).parent / "schemas" / "DPIXML_v1.1-fr1.xsd"
NAMES = {"dpi": DPI, "stf": "urn:oecd:ties:dpistf:v1"}


def made(year=2026):
    """The file, by an operator whom the region's settings name."""
    with with_operator(tenancy.current(), operator_tax_number="123456782"):
        return etree.fromstring(services.make_dac7_file(year, actor=STAFF_ACTOR, now=NOW))


def activity(quarter=4, minor=250_000, fee=25_000, count=1, currency="EUR"):
    amounts = {"credited": Money(minor, currency), "charged": Money(fee, currency)}
    return VendorActivity(vendor_id="ven_1", quarter=quarter, sale_count=count, **amounts)


def text(root, path):
    return [str(node if isinstance(node, str) else node.text) for node in root.xpath(path, namespaces=NAMES)]


class TestWhoIsReported:
    @pytest.mark.parametrize(
        ("rows", "exclusion"),
        [
            ([activity(minor=220_000, fee=20_000, count=29)], "few_and_small"),
            ([activity(minor=220_001, fee=20_000, count=29)], None),
            ([activity(minor=1_000, fee=100, count=30)], None),
            ([activity(quarter=1, count=15, minor=1_000, fee=0), activity(quarter=4, count=15, minor=1_000, fee=0)], None),
            ([activity(minor=100, fee=0, currency="USD")], None),
            ([], "no_activity"),
        ],
    )
    def test_by_number_of_sales_and_what_they_brought(self, rows, exclusion):
        seller = seller_of(make_vendor(), rows, currency="EUR", has_account=True)

        assert (seller.exclusion, seller.is_reportable) == (exclusion, exclusion is None)

    def test_what_is_missing_is_named(self):
        bare = seller_of(make_vendor(), [activity(minor=-100, fee=0), activity(currency="USD")], currency="EUR", has_account=False)

        assert bare.missing == [
            "address",
            "registration_number",
            "vat_number",
            "tax_number",
            "bank_account",
            "other_currency",
            "negative_quarter",
        ]


class TestTheAmounts:
    def test_are_what_the_books_owe_the_vendor(self, ring):
        sell(ring, 3)
        refund(sell(ring, 1), 500, now=NOW)

        ((_, seller),) = queries.dac7_sellers(2026).values()

        owed = ledger_queries.get_balance(vendor_account(ring.vendor_id), "EUR")
        assert [quarter.sale_count for quarter in seller.quarters] == [0, 0, 0, 2]
        assert sum(quarter.consideration.minor for quarter in seller.quarters) == owed.minor > 0
        assert queries.dac7_sellers(2025) == queries.dac7_sellers(2027) == {}

    def test_a_sale_that_is_canceled_in_full_is_none(self, ring):
        sell(ring, 1)
        cancel_units(part_of(make_order((ring, 1)), ring), 1, now=NOW)

        ((_, seller),) = queries.dac7_sellers(2026).values()
        assert [quarter.sale_count for quarter in seller.quarters] == [0, 0, 0, 1]

    def test_a_year_ends_by_the_regions_clock(self):
        make_order((make_listing(stock=5), 1), now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # half past midnight in Amsterdam

        assert queries.dac7_sellers(2026) == {}
        assert len(queries.dac7_sellers(2027)) == 1


class TestTheFile:
    @pytest.fixture
    def reported(self, ring):
        """A vendor with 125 units sold: EUR 2,500 and the delivery."""
        add_payout_account(ring.vendor_id, country="BE")
        sell(ring, 99)
        sell(ring, 26)
        return ring

    def test_states_operator_seller_account_and_quarters(self, reported):
        root = made()

        ((_, seller),) = queries.dac7_sellers(2026).values()
        assert text(root, "dpi:MessageSpec/dpi:MessageTypeIndic") == ["DPI401"]
        assert text(root, "dpi:MessageSpec/dpi:ReportingPeriod") == ["2026-12-31"]
        assert text(root, "//dpi:PlatformOperator/dpi:TIN") == ["123456782"]
        assert text(root, "//dpi:EntSellerID/dpi:Name") == [vendor_queries.get_vendor(reported.vendor_id).legal_name]
        assert text(root, "//dpi:FinancialIdentifier/dpi:Identifier") == [IBANS["BE"]]
        assert text(root, "//dpi:NumberOfActivities/*") == ["0", "0", "0", "2"]
        in_file = text(root, "//dpi:Consideration/dpi:ConsQ4")
        assert in_file == [str((seller.quarters[3].consideration.minor + 50) // 100)]
        assert len(set(text(root, "//stf:DocRefId"))) == 2

    def test_has_the_form_of_the_schema_that_the_french_tax_office_made_of_the_oecds(self, reported):
        """Its README names the differences: namespaces without a version, TaxesQ for TaxQ, an id of its own for the message."""
        with with_operator(tenancy.current(), operator_country="FR", operator_tax_number="123456782"):
            content = services.make_dac7_file(2026, actor=STAFF_ACTOR, now=NOW).decode()
        (message_id,) = text(etree.fromstring(content.encode()), "//dpi:MessageRefId")
        french = re.sub(r"(urn:oecd:ties:dpi(stf)?):v1", r"\1", content).replace(":TaxQ", ":TaxesQ")
        french = french.replace(f"MessageRefId>{message_id}<", "MessageRefId>OP_2026_123456782_1<")

        schema = etree.XMLSchema(etree.parse(str(SCHEMA)))

        assert schema.validate(etree.fromstring(french.encode())), schema.error_log
        assert not schema.validate(etree.fromstring(french.replace("ConsQ4", "ConsQ5").encode()))

    def test_reading_accounts_is_in_the_audit_log(self, reported):
        made()

        (entry,) = audit_queries.list_entries(AuditLogQuery(resource="dac7-2026"), PageRequest(10)).items
        assert (entry.action, entry.new["vendors"]) == ("vendor.payout_accounts_read", [reported.vendor_id])

    def test_who_sold_little_is_not_in_it(self, ring):
        sell(ring, 1)

        root = made()

        assert text(root, "dpi:MessageSpec/dpi:MessageTypeIndic") == ["DPI403"]
        assert text(root, "//dpi:ReportableSeller") == []

    def test_there_is_none_before_the_operator_is_known(self):
        with pytest.raises(OperatorUnknown):
            services.make_dac7_file(2026, actor=STAFF_ACTOR, now=NOW)


class TestWhoReadsIt:
    def test_staff_who_handle_money_by_pages(self, api):
        for _ in range(2):
            make_order((make_listing(stock=5), 1))
        token = staff_token("finance")

        first = api.get("admin/dac7-report", token=token, year=2026, limit=1).json()
        rest = api.get("admin/dac7-report", token=token, year=2026, limit=1, cursor=first["next_cursor"]).json()
        file = api.get("admin/dac7-report.xml", token=token, year=2026)

        sellers = first["items"] + rest["items"]
        assert [(seller["exclusion"], seller["is_reportable"]) for seller in sellers] == [("few_and_small", False)] * 2
        assert "tax_number" in sellers[0]["missing"]
        assert (file.status_code, file.json()["code"]) == (409, "operator_unknown")

    def test_nobody_else(self, api):
        vendor = vendor_token(make_vendor().id)
        for path in ("admin/dac7-report", "admin/dac7-report.xml"):
            assert api.get(path, token=staff_token("support"), year=2026).status_code == 403
            assert api.get(path, token=vendor, year=2026).status_code in (401, 403)
            assert api.get(path, year=2026).status_code in (401, 403)
            assert api.get(path, token=staff_token("finance"), year="x").status_code == 422
