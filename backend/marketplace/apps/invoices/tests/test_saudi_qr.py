"""The QR code on a Saudi seller's paper."""

from __future__ import annotations

import base64

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.domain.pdf_file import as_pdf
from marketplace.apps.invoices.domain.saudi_qr import has_saudi_qr, qr_text
from marketplace.apps.invoices.tests.test_structured import an_invoice
from marketplace.apps.invoices.types import Party

RIYADH = Address(name="متجر الخليج", line1="King Fahd Road 7", postcode="12211", city="Riyadh", country="SA")


def of_a_saudi_seller(name="متجر الخليج", vat_number="300000000000003"):
    invoice = an_invoice(language="ar", currency="SAR")
    seller = Party(name=name, address=RIYADH, vat_number=vat_number)
    return msgspec.structs.replace(invoice, content=msgspec.structs.replace(invoice.content, seller=seller))


def fields(text):
    content, found = base64.b64decode(text), {}
    while content:
        tag, length = content[0], content[1]
        found[tag], content = content[2 : 2 + length].decode(), content[2 + length :]
    return found


def test_it_says_who_sold_when_for_how_much():
    invoice = of_a_saudi_seller()

    assert has_saudi_qr(invoice)
    assert fields(qr_text(invoice)) == {1: "متجر الخليج", 2: "300000000000003", 3: "2026-11-02T12:00:00Z", 4: "38.30", 5: "5.16"}


def test_a_name_that_is_too_long_is_cut_between_letters():
    name = fields(qr_text(of_a_saudi_seller(name="م" * 150)))[1]

    assert name == "م" * 127


def test_no_other_seller_has_one():
    assert not has_saudi_qr(an_invoice())
    assert not has_saudi_qr(of_a_saudi_seller(vat_number=""))


def test_the_paper_is_drawn_with_it_and_stays_the_same_file():
    assert as_pdf(of_a_saudi_seller()) == as_pdf(of_a_saudi_seller())
    assert len(as_pdf(of_a_saudi_seller())) > len(as_pdf(of_a_saudi_seller(vat_number=""))) + 1000
