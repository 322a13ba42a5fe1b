"""Invoices and credit notes of sales: when they are issued, and what they say."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError

from marketplace.apps.invoices import queries, services
from marketplace.apps.invoices.domain.pdf_file import as_pdf
from marketplace.apps.invoices.models import Invoice, InvoiceFile
from marketplace.apps.invoices.tests.invoicing import assert_books_agree, fill_profile, make_seller, papers, text_of
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import (
    CASH,
    cancel_units,
    deliver_all,
    make_listing,
    make_order,
    part_of,
    send_parcel,
)
from marketplace.apps.orders.types import RefundReason, RefundRequest
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.foundation import clock, mail
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]
EUR = "EUR"


def digest(invoice):
    return hashlib.sha256(as_pdf(invoice)).hexdigest()


def series_and_sequence(paper):
    head, _, sequence = paper.number.rpartition("-")
    return head.rpartition("-")[0], sequence


def refund(part, wanted, *, reason=RefundReason.DAMAGED, key="r1"):
    order_services.refund_sale(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        wanted=wanted,
        reason=reason,
        note="",
        by="vendor",
        actor=VENDOR_ACTOR,
        request_key=key,
        now=clock.now(),
    )


class TestWhen:
    def test_the_invoice_is_issued_once_nothing_is_left_to_send(self, mug, drain):
        part = part_of(make_order((mug, 2)), mug)
        send_parcel(part, 1)
        drain()
        before = papers(part)
        send_parcel(part, 1, key="second")
        drain()

        (invoice,) = papers(part)
        assert before == []
        assert (invoice.kind, invoice.total, invoice.tax) == ("invoice", Money(4500, EUR), Money(694 + 87, EUR))
        assert [(line.quantity, line.gross.minor, line.tax.minor, line.tax_rate_bp) for line in invoice.lines] == [
            (2, 4000, 694, 2100),
            (1, 500, 87, 2100),
        ]
        assert [(tax.rate_bp, tax.base + tax.tax, tax.tax) for tax in invoice.taxes] == [(2100, Money(4500, EUR), Money(781, EUR))]
        assert_books_agree()

    def test_what_is_canceled_before_is_not_on_the_invoice(self, mug, drain):
        part = part_of(make_order((mug, 3)), mug)
        cancel_units(part, 1)
        send_parcel(part, 2)
        drain()

        (invoice,) = papers(part)
        assert [(line.quantity, line.gross.minor) for line in invoice.lines] == [(2, 4000), (1, 500)]
        assert_books_agree()

    def test_nothing_is_issued_for_what_was_canceled_as_a_whole(self, mug, drain):
        part = part_of(make_order((mug, 1)), mug)
        cancel_units(part, 1)
        drain()

        assert papers(part) == []

    def test_cash_is_invoiced_when_it_is_paid(self, mug, drain):
        part = part_of(make_order((mug, 3), payment=CASH), mug)
        cancel_units(part, 1)
        send_parcel(part, 2)
        drain()
        before = papers(part)
        shipment = order_queries.get_vendor_order(part.vendor_id, part.id).shipments[0]
        names = {"vendor_id": part.vendor_id, "vendor_order_id": part.id}
        order_services.deliver(shipment_id=shipment.id, now=NOW + timedelta(days=2), **names)
        drain()

        (invoice,) = papers(part)
        assert before == []
        assert (invoice.lines[0].quantity, invoice.lines[0].gross.minor) == (2, 4000)
        assert_books_agree()

    def test_each_vendor_of_an_order_has_its_own_numbers(self, mug, drain):
        pan = make_listing(price_minor=3000, shipping_minor=0)
        make_seller(pan.vendor_id)
        order = make_order((mug, 1), (pan, 1))
        for product in (mug, pan):
            send_parcel(part_of(order, product), 1)
        drain()

        found = [papers(part_of(order, product))[0] for product in (mug, pan)]
        assert [series_and_sequence(item) for item in found] == [("EU-INV", "000001")] * 2
        assert {item.vendor_id for item in found} == {mug.vendor_id, pan.vendor_id}


class TestCreditNotes:
    def test_each_reversal_after_the_invoice_has_one(self, mug, drain):
        part = deliver_all(part_of(make_order((mug, 3)), mug))
        drain()
        refund(part, RefundRequest(amount=Money(1, EUR)), reason=RefundReason.GOODWILL)
        refund(part, RefundRequest(shipping=Money(200, EUR)), key="r2")
        drain()

        invoice, *notes = papers(part)
        assert [(note.total.minor, note.lines[0].quantity, note.reason) for note in notes] == [(1, 0, "goodwill"), (200, 1, "damaged")]
        assert {(note.corrects, note.corrects_id) for note in notes} == {(invoice.number, invoice.id)}
        assert [series_and_sequence(note) for note in notes] == [("EU-CRN", "000001"), ("EU-CRN", "000002")]
        assert_books_agree()

    def test_once_all_is_reversed_nothing_is_left_of_the_vat(self, mug, drain):
        part = deliver_all(part_of(make_order((mug, 3)), mug))
        drain()
        for number, minor in enumerate((7, 1993, 4000, 500)):
            refund(part, RefundRequest(amount=Money(minor, EUR)), key=f"r{number}")
            drain()

        invoice, *notes = papers(part)
        assert sum(note.total.minor for note in notes) == invoice.total.minor
        assert sum(note.tax.minor for note in notes) == invoice.tax.minor
        assert_books_agree()

    def test_a_parcel_that_fails_is_credited(self, mug, drain):
        part = send_parcel(part_of(make_order((mug, 1)), mug), 1)
        drain()
        names = {"vendor_id": part.vendor_id, "vendor_order_id": part.id, "shipment_id": part.shipments[0].id}
        order_services.fail_delivery(failure="lost", reason="Lost", by="vendor", actor=VENDOR_ACTOR, now=NOW + timedelta(days=2), **names)
        drain()

        invoice, note = papers(part)
        assert (note.total, note.tax, note.reason) == (invoice.total, invoice.tax, "failed_delivery")
        assert_books_agree()


class TestTheVendorsPart:
    def test_a_sale_waits_until_its_vendor_has_done_its_part(self, drain):
        pan = make_listing()
        part = send_parcel(part_of(make_order((pan, 1)), pan), 1)
        drain()
        before = queries.get_status(pan.vendor_id, language="en")
        make_seller(pan.vendor_id)
        drain()

        assert (before.missing, before.waiting, before.is_issued) == (["agreement", "address", "vat_number"], 1, False)
        after = queries.get_status(pan.vendor_id, language="en")
        assert (after.missing, after.waiting, after.is_issued) == ([], 0, True)
        assert [paper.kind for paper in papers(part)] == ["invoice"]

    def test_what_is_refunded_as_a_whole_meanwhile_waits_no_longer(self, drain):
        pan = make_listing(price_minor=2000, shipping_minor=0)
        part = deliver_all(part_of(make_order((pan, 1)), pan))
        drain()
        refund(part, RefundRequest(amount=Money(2000, EUR)))
        make_seller(pan.vendor_id)
        drain()

        assert (papers(part), queries.get_status(pan.vendor_id, language="en").waiting) == ([], 0)

    def test_a_profile_that_is_filled_later_is_noticed_within_the_hour(self, drain):
        pan = make_listing()
        make_seller(pan.vendor_id, vat_number="")
        part = send_parcel(part_of(make_order((pan, 1)), pan), 1)
        drain()
        assert papers(part) == []

        fill_profile(pan.vendor_id, vat_number="NL004495445B01")
        services.issue_waiting(now=clock.now())

        assert [paper.kind for paper in papers(part)] == ["invoice"]
        assert vendor_queries.get_vendor(pan.vendor_id).is_vat_registered


class TestAtRest:
    def test_the_database_refuses_to_change_or_delete_a_paper(self, mug, drain):
        part = send_parcel(part_of(make_order((mug, 1)), mug), 1)
        drain()

        for statement in (
            "UPDATE invoices SET total_minor = 1",
            "DELETE FROM invoices",
            "UPDATE invoice_files SET sha256 = ''",
            "DELETE FROM invoicing_agreements",
        ):
            with pytest.raises(DatabaseError, match="append-only"):
                sql.run(statement, {})
        assert len(papers(part)) == 1

    def test_the_file_is_archived_with_its_digest_and_made_again_the_same(self, mug, drain):
        part = send_parcel(part_of(make_order((mug, 2)), mug), 2)
        drain()

        (invoice,) = papers(part)
        file = InvoiceFile.objects.get(pk=invoice.id)
        text = text_of(file.path)
        assert invoice.sha256 == file.sha256
        assert digest(Invoice.objects.get(pk=invoice.id).as_issued()) == file.sha256
        for word in (invoice.number, "45.00", "7.81", "NL004495445B01", invoice.seller_name, "Noor Jansen", "Keizersgracht 12"):
            assert word in text, word

    def test_a_file_that_was_not_made_is_made_later(self, mug, drain):
        part = send_parcel(part_of(make_order((mug, 1)), mug), 1)
        services.issue_papers(vendor_id=part.vendor_id, vendor_order_id=part.id, now=NOW)
        before = papers(part)[0].sha256

        assert services.archive_missing_files(now=NOW) == 1
        assert (before, len(papers(part)[0].sha256)) == ("", 64)
        assert services.archive_missing_files(now=NOW) == 0


class TestTheMail:
    def test_the_customer_hears_of_each_paper_once(self, mug, drain):
        part = deliver_all(part_of(make_order((mug, 1)), mug))
        drain()
        refund(part, RefundRequest(amount=Money(100, EUR)))
        drain()
        drain()

        mails = {message.subject: message for message in Message.objects.filter(occasion__startswith="invoice_issued")}
        invoice, note = papers(part)
        assert sorted(mails) == sorted(
            [
                f"Invoice {invoice.number} for your order {invoice.order_number}",
                f"Credit note {note.number} for your order {note.order_number}",
            ]
        )
        assert {message.recipient for message in mails.values()} == {"noor@customer.example"}
        assert any("€25.00" in message.body for message in mails.values())

    @pytest.mark.parametrize("language", ["nl", "de", "fr", "ar"])
    @pytest.mark.parametrize("is_credit", [True, False])
    def test_it_is_written_in_each_language(self, language, is_credit):
        about = {
            "number": "EU-1",
            "invoice": "EU-INV-1",
            "vendor": "Kiln",
            "amount": "€1.00",
            "name": "Noor",
            "url": "https://shop.example/",
        }
        text = mail.render("notifications/invoice_issued", language=language, context={**about, "is_credit": is_credit})

        assert text.language == language
        assert "EU-INV-1" in text.subject
        assert not any(word in text.body for word in ("issued", "your order"))
