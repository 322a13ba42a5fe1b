"""The same invoice as UBL: valid by the schema of UBL 2.1 and by every rule of EN 16931, with the amounts of the paper."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.domain.structured import as_cii
from marketplace.apps.invoices.domain.ubl import PEPPOL, PEPPOL_PROCESS, as_ubl
from marketplace.apps.invoices.tests.invoicing import guest
from marketplace.apps.invoices.tests.test_structured import COMMISSION, CREDIT, RAM, an_invoice, broken_rules
from marketplace.apps.invoices.types import InvoiceLine, Party
from marketplace.apps.orders.tests.factories import make_order, part_of, send_parcel
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.kit.money import Money

RULES = "ubl-2.1/EN16931-UBL-validation.xslt"
NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
BELGIAN = Party(
    name="Zilver NV",
    address=Address(name="Zilver NV", line1="Meir 1", postcode="2000", city="Antwerpen", country="BE"),
    vat_number="BE0000000196",
    registration_number="0000.000.196",
)


def to_a_business(**options):
    """The invoice of the tests, to a company in BE."""
    invoice = an_invoice(**options)
    return msgspec.structs.replace(invoice, content=msgspec.structs.replace(invoice.content, buyer=BELGIAN))


def under_reverse_charge():
    fee = Money(400, "EUR")
    line = InvoiceLine(
        line_id="commission", sku="", title="", quantity=1, gross=fee, tax_rate_bp=0, tax=Money(0, "EUR"), is_reverse_charge=True
    )
    invoice = to_a_business(**COMMISSION)
    return msgspec.structs.replace(invoice, content=msgspec.structs.replace(invoice.content, lines=(line,)))


def text(root, path):
    return [node.text if isinstance(node, etree._Element) else str(node) for node in root.xpath(path, namespaces=NAMES)]


CASES = {
    "to a consumer": lambda: an_invoice(),
    "credit": lambda: an_invoice(language="de", **CREDIT),
    "yen": lambda: an_invoice(currency="JPY"),
    "to a business": lambda: to_a_business(),
    "credit to a business": lambda: to_a_business(**CREDIT),
    "commission": lambda: to_a_business(**COMMISSION),
    "reverse charge": under_reverse_charge,
}


@pytest.mark.parametrize("name", list(CASES))
def test_it_keeps_every_rule_of_the_standard_and_says_what_the_paper_says(name):
    invoice = CASES[name]()

    xml = as_ubl(invoice)

    root, content = etree.fromstring(xml), invoice.content
    assert broken_rules(xml, RULES) == []
    assert text(root, "cbc:ID") == [invoice.number]
    assert text(root, "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount") == [f"{content.total.decimal():f}"]
    assert [Decimal(amount) for amount in text(root, "cac:TaxTotal/cbc:TaxAmount")] == [content.tax.decimal()]
    assert text(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == [f"{Money.zero(content.currency).decimal():f}"]
    assert etree.QName(root).localname == ("CreditNote" if "credit" in name else "Invoice")


def test_a_rule_that_is_broken_is_noticed():
    xml = as_ubl(an_invoice()).replace(b">38.30</cbc:TaxInclusiveAmount>", b">38.31</cbc:TaxInclusiveAmount>")

    assert any("BR-CO-15" in rule for rule in broken_rules(xml, RULES))


def test_both_forms_state_the_same_lines():
    invoice = an_invoice()
    cii, ubl = etree.fromstring(as_cii(invoice)), etree.fromstring(as_ubl(invoice))

    stated = [node.text for node in cii.iter(f"{RAM}LineTotalAmount")]
    assert text(ubl, "//cbc:LineExtensionAmount")[-4:] == stated[:4]
    assert text(ubl, "//cac:Item/cbc:Name") == [node.text for node in cii.iter(f"{RAM}Name") if node.getparent().tag.endswith("Product")]


class TestPeppol:
    def test_a_business_is_found_by_its_vat_number(self):
        root = etree.fromstring(as_ubl(to_a_business()))

        assert text(root, "cbc:CustomizationID") == [PEPPOL]
        assert text(root, "cbc:ProfileID") == [PEPPOL_PROCESS]
        assert text(root, "//cac:Party/cbc:EndpointID") == ["NL004495445B01", "BE0000000196"]
        assert text(root, "//cac:Party/cbc:EndpointID/@schemeID") == ["9944", "9925"]
        assert text(root, "//cac:PartyLegalEntity/cbc:CompanyID") == ["12345678", "0000000196"]
        assert text(root, "//cac:PartyLegalEntity/cbc:CompanyID/@schemeID") == ["0106", "0208"]
        assert text(root, "cbc:BuyerReference") == ["EU-2026-000123"]

    def test_a_consumer_is_not_and_has_the_plain_standard(self):
        root = etree.fromstring(as_ubl(an_invoice()))

        assert text(root, "cbc:CustomizationID") == ["urn:cen.eu:en16931:2017"]
        assert text(root, "//cbc:EndpointID") == []

    def test_the_vendor_owes_the_vat_of_commission_by_category_and_reason(self):
        root = etree.fromstring(as_ubl(under_reverse_charge()))

        assert text(root, "//cac:TaxCategory/cbc:ID") == ["AE"]
        assert text(root, "//cbc:TaxExemptionReasonCode") == ["VATEX-EU-AE"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant", "sandbox")
class TestWhoReadsIt:
    @pytest.fixture
    def part(self, mug, drain):
        part = send_parcel(part_of(make_order((mug, 2)), mug), 2)
        drain()
        return part

    @pytest.fixture
    def invoice_id(self, api, mug, part):
        return api.get("vendor/invoices", token=vendor_token(mug.vendor_id)).json()["items"][0]["id"]

    def test_customer_vendor_and_staff_download_it(self, api, mug, part, invoice_id):
        answers = [
            api.get(f"store/orders/{part.order_id}/invoices/{invoice_id}/ubl", headers=guest(part)),
            api.get(f"vendor/invoices/{invoice_id}/ubl", token=vendor_token(mug.vendor_id, "accountant")),
            api.get(f"admin/invoices/{invoice_id}/ubl", token=staff_token("finance")),
        ]

        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert len({answer.content for answer in answers}) == 1
        assert answers[0]["Content-Type"] == "application/xml"
        assert answers[0]["Content-Disposition"] == 'attachment; filename="EU-INV-2026-000001.xml"'
        assert broken_rules(answers[0].content, RULES) == []

    def test_nobody_else_does(self, api, mug, part, invoice_id):
        of_order = f"store/orders/{part.order_id}/invoices/{invoice_id}/ubl"

        assert api.get(of_order).status_code == 404
        assert api.get(of_order, headers=guest(part), tenant="mena").status_code == 404
        assert api.get(f"vendor/invoices/{invoice_id}/ubl", token=vendor_token(make_vendor().id)).status_code == 404
        assert api.get(f"vendor/invoices/{invoice_id}/ubl", token=vendor_token(mug.vendor_id, "fulfilment")).status_code == 403
        assert api.get(f"admin/invoices/{invoice_id}/ubl", token=staff_token("catalogue")).status_code == 403
