"""Papers of the operator's commission: what the books charged a vendor in the months that are over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from marketplace.apps.invoices import queries, services
from marketplace.apps.invoices.domain.commission import commission_content
from marketplace.apps.invoices.models import Invoice, InvoicedCommission, InvoiceFile
from marketplace.apps.invoices.statements import CLAIM_COMMISSIONS
from marketplace.apps.invoices.tests.invoicing import SHOP, assert_books_agree, fill_profile, text_of
from marketplace.apps.invoices.types import Party
from marketplace.apps.orders.tests.factories import cancel_units, make_listing, make_order, part_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sandbox")]
OPERATOR = {
    "operator_name": "GlobalMarket B.V.",
    "operator_street": "Damrak 1",
    "operator_postcode": "1012 LG",
    "operator_city": "Amsterdam",
    "operator_country": "NL",
    "operator_vat_number": "NL123456782B90",
}
# Rows as those of one sale, of each of many.
_LONG_BOOKS = """
    INSERT INTO financial_transactions SELECT (jsonb_populate_record(t, jsonb_build_object(
        'id', 100000 * n + (t).id, 'key', n || (t).key, 'vendor_id', 'ven_' || n % 100, 'vendor_order_id', 'vo_' || n
    ))).* FROM (SELECT t FROM financial_transactions AS t WHERE type = 'commission' LIMIT 1) AS one, generate_series(1, 5000) AS n
"""
NEXT_MONTH = datetime(2026, 12, 1, 12, tzinfo=UTC)  # NOW is in November


@pytest.fixture
def region(eu):
    """The region, which says who runs it."""
    with tenancy.scope(msgspec.structs.replace(eu, settings={**eu.settings, **OPERATOR})) as scoped:
        yield scoped


@pytest.fixture
def mug(region):
    """Of 20.00, with 10 % of commission and 21 % of VAT on that, of a vendor with an address."""
    mug = make_listing(price_minor=2000, shipping_minor=500, stock=50)
    fill_profile(mug.vendor_id, address=SHOP)
    return mug


def papers(vendor_id):
    return list(reversed(queries.list_invoices(PageRequest(100), vendor_id=vendor_id).items))


def test_a_month_is_invoiced_once_it_is_over(mug):
    make_order((mug, 2))
    make_order((mug, 1))

    assert services.issue_commission_invoices(now=NOW + timedelta(days=20)) == 0
    assert services.issue_commission_invoices(now=NEXT_MONTH) == 1
    assert services.issue_commission_invoices(now=NEXT_MONTH) == 0

    (paper,) = papers(mug.vendor_id)
    assert (paper.kind, paper.number, paper.seller_name) == ("commission_invoice", "EU-COM-2026-000001", "GlobalMarket B.V.")
    assert (paper.total, paper.tax) == (Money(600 + 126, "EUR"), Money(126, "EUR"))
    assert [(tax.rate_bp, tax.base.minor, tax.tax.minor) for tax in paper.taxes] == [(2100, 600, 126)]
    assert InvoicedCommission.objects.filter(invoice_id=paper.id).count() == 4
    assert_books_agree()


def test_what_is_returned_is_netted_and_a_later_month_has_a_credit_note(mug):
    part = part_of(make_order((mug, 2)), mug)
    cancel_units(part, 1, now=NOW + timedelta(days=1))
    services.issue_commission_invoices(now=NEXT_MONTH)
    cancel_units(part_of(make_order((mug, 1)), mug), 1, now=NOW)  # booked into the month that was invoiced: the next one's paper has it
    second = part_of(make_order((mug, 1), now=NEXT_MONTH), mug)
    services.issue_commission_invoices(now=NEXT_MONTH + timedelta(days=31))
    cancel_units(second, 1, now=NEXT_MONTH + timedelta(days=32))
    services.issue_commission_invoices(now=NEXT_MONTH + timedelta(days=62))

    assert [(item.kind, item.total.minor, item.tax.minor) for item in papers(mug.vendor_id)] == [
        ("commission_invoice", 242, 42),
        ("commission_invoice", 242, 42),
        ("commission_credit_note", 242, 42),
    ]
    assert_books_agree()


def test_its_file_says_who_owes_what_to_whom_for_which_month(mug):
    make_order((mug, 2))
    services.issue_commission_invoices(now=NEXT_MONTH)
    (paper,) = papers(mug.vendor_id)
    services.archive_file(invoice_id=paper.id, now=NEXT_MONTH)

    text = text_of(InvoiceFile.objects.get(pk=paper.id).path)
    for words in ("GlobalMarket B.V.", "NL123456782B90", "Keizersgracht 12", "November 1, 2026 – November 30, 2026", "4.84 EUR"):
        assert words in text, words


def test_nothing_is_issued_before_the_operator_and_the_vendor_are_known(eu, mug):
    make_order((mug, 2))
    unknown = {name: value for name, value in eu.settings.items() if name not in OPERATOR}
    with tenancy.scope(msgspec.structs.replace(eu, settings=unknown)):
        assert services.issue_commission_invoices(now=NEXT_MONTH) == 0
    fill_profile(mug.vendor_id, address=None)
    assert services.issue_commission_invoices(now=NEXT_MONTH) == 0
    fill_profile(mug.vendor_id, address=SHOP)
    assert services.issue_commission_invoices(now=NEXT_MONTH) == 1


def test_many_that_issue_at_once_put_each_row_on_one_paper(mug):
    for _ in range(3):
        make_order((mug, 1))

    outcomes = at_once(4, lambda _: services.issue_commission_invoices(now=NEXT_MONTH))

    assert sorted(outcomes) == [0, 0, 0, 1]
    assert [item.total.minor for item in papers(mug.vendor_id)] == [3 * 242]
    assert list(Invoice.objects.values_list("sequence", flat=True)) == [1]
    assert_books_agree()


def test_the_vendor_and_staff_read_it_and_no_other_vendor(api, mug):
    make_order((mug, 1))
    services.issue_commission_invoices(now=NEXT_MONTH)
    (paper,) = papers(mug.vendor_id)

    own = api.get("vendor/invoices", token=vendor_token(mug.vendor_id), kind="commission_invoice").json()["items"]
    assert [item["id"] for item in own] == [paper.id]
    assert api.get(f"admin/invoices/{paper.id}", token=staff_token("finance")).status_code == 200
    assert api.get(f"vendor/invoices/{paper.id}", token=vendor_token(make_vendor().id)).status_code == 404


def test_rates_whose_signs_differ_are_on_papers_of_their_own(region, mug):
    part = part_of(make_order((mug, 1)), mug)
    services.issue_commission_invoices(now=NEXT_MONTH)
    with tenancy.scope(msgspec.structs.replace(region, settings={**region.settings, "commission_vat_bp": 0})):
        make_order((mug, 2), now=NEXT_MONTH)
        cancel_units(part, 1, now=NEXT_MONTH + timedelta(days=1))
        assert services.issue_commission_invoices(now=NEXT_MONTH + timedelta(days=31)) == 2

    assert [(item.kind, item.total.minor, item.tax.minor) for item in papers(mug.vendor_id)[1:]] == [
        ("commission_invoice", 400, 0),
        ("commission_credit_note", 242, 42),
    ]
    assert_books_agree()


def test_cents_of_rounding_whose_signs_differ_wait_for_a_later_month(eu):
    about = {"seller": Party(name="Us", address=SHOP), "buyer": Party(name="Them", address=SHOP), "tenant": eu, "rate_bp": 2100}
    about |= {"is_reverse_charge": False, "period_start": NOW, "until": NEXT_MONTH}

    def content(fee, vat):
        return commission_content(Money(fee, "EUR"), Money(vat, "EUR"), **about)

    for sums in ((0, 0), (1, -1), (-1, 2), (2, -1)):
        assert content(*sums) is None, sums
    assert content(100, 21).total == content(-100, -21).total == Money(121, "EUR")


def test_a_claim_reads_by_index_however_long_the_books_are(mug):
    make_order((mug, 1))
    names = ("tenant_id", "invoice_id", "vendor_id", "currency", "bought_under", "rate_bp", "until")
    with sql.connection().cursor() as db:
        db.execute(_LONG_BOOKS)
        db.execute("EXPLAIN (GENERIC_PLAN) " + CLAIM_COMMISSIONS % {name: f"${number}" for number, name in enumerate(names, start=1)})
        plan = "\n".join(line for (line,) in db.fetchall())

    assert "Seq Scan on financial_transactions" not in plan, plan
