"""
An invoice as UBL 2.1: the same terms of EN 16931 as in Factur-X, as Peppol BIS Billing 3 sends them where both parties can be reached by
Peppol, and as plain EN 16931 elsewhere (a consumer has no address there).
"""

from __future__ import annotations

import re

from marketplace.apps.invoices.domain.structured import terms_of
from marketplace.apps.invoices.types import IssuedInvoice, Party

# Peppol BIS Billing 3, "Invoice and Credit note": BT-24 and BT-23.
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_CUSTOMIZATION = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}CustomizationID"

# By country, the scheme under which Peppol knows a VAT number (code list "Electronic Address Scheme"). Denmark's is that of
# another number.
_ADDRESS_SCHEMES = {
    "AT": "9914",
    "BE": "9925",
    "BG": "9926",
    "CY": "9928",
    "CZ": "9929",
    "DE": "9930",
    "EE": "9931",
    "ES": "9920",
    "FI": "0213",
    "FR": "9957",
    "GR": "9933",
    "HR": "9934",
    "HU": "9910",
    "IE": "9935",
    "IT": "0211",
    "LT": "9937",
    "LU": "9938",
    "LV": "9939",
    "MT": "9943",
    "NL": "9944",
    "PL": "9945",
    "PT": "9946",
    "RO": "9947",
    "SE": "9955",
    "SI": "9949",
    "SK": "9950",
}
# By country, the scheme of the number in the register of companies (ISO 6523), and what such a number looks like.
_REGISTER_SCHEMES = {
    "NL": ("0106", re.compile(r"(?<!\d)\d{8}(?!\d)")),
    "BE": ("0208", re.compile(r"(?<!\d)[01]\d{9}(?!\d)")),
    "FR": ("0002", re.compile(r"(?<!\d)\d{9}(?!\d)")),
}
_SEPARATORS = re.compile(r"[\s.]")


def as_ubl(invoice: IssuedInvoice) -> bytes:
    """
    The UBL Invoice or CreditNote, checked against its schema.

    :raises ValueError: if it lacks what the standard requires
    """
    from facturx import generate_xml  # lxml and schemas, which few processes need
    from lxml import etree

    terms = {**terms_of(invoice), "BT-10": invoice.content.order_number or invoice.number}
    parties = (("BG-4", invoice.content.seller), ("BG-7", invoice.content.buyer))
    is_for_peppol = all(_address(party) for _, party in parties)
    for group, party in parties:
        terms[group] |= {**_register(party), **(_address(party) if is_for_peppol else {})}
    if is_for_peppol:
        terms["BT-23"] = PEPPOL_PROCESS
    root = etree.fromstring(generate_xml(terms, flavor="ubl-2.1", level="en16931", check_xsd=True, check_schematron=False))
    if is_for_peppol:
        root.find(_CUSTOMIZATION).text = PEPPOL  # the library writes that of the standard alone
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content


def _address(party: Party) -> dict[str, str]:
    """Where Peppol finds it, by its VAT number; nothing for who has none."""
    scheme = _ADDRESS_SCHEMES.get(party.address.country if party.address else "")
    if scheme is None or not party.vat_number[:2].isalpha():
        return {}
    return {"einvoicing_addr": party.vat_number, "einvoicing_addr_schemeid": scheme}


def _register(party: Party) -> dict[str, str]:
    """The number in the register of companies with its scheme, where what was entered has such a number in it."""
    scheme, pattern = _REGISTER_SCHEMES.get(party.address.country if party.address else "", ("", None))
    found = pattern.search(_SEPARATORS.sub("", party.registration_number)) if pattern else None
    return {"legal_identifier": found[0], "legal_identifier_schemeid": scheme} if found else {}
