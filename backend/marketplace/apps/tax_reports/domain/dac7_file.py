"""
The yearly report of vendors as XML: the OECD's schema for digital platforms (DPI, version 1.0), which the EU uses for DAC7. Its user guide
gives the order of the elements. National tax offices publish variants; see the guide "Invoices and tax reports".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from lxml import etree

from marketplace.apps.accounts.types import Address
from marketplace.apps.tax_reports.types import Dac7Seller
from marketplace.apps.vendors.types import PayoutAccount, VendorView
from marketplace.kit.money import Money, digits_of, round_half_up

DPI = "urn:oecd:ties:dpi:v1"
STF = "urn:oecd:ties:dpistf:v1"
NEW_DATA, NOTHING_TO_REPORT = "DPI401", "DPI403"
NEW_ENTRY = "OECD1"
RESIDENT = "RPONEX1"  # the operator is resident for tax in the member state that it reports to
NO_TIN = "NOTIN"


class Dac7Operator(msgspec.Struct, frozen=True, kw_only=True):
    """Who reports."""

    name: str
    platform_name: str
    country: str
    tax_number: str
    vat_number: str
    address: Address


class ReportedSeller(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor in the file; ``account`` is where its money goes, if it has said so."""

    vendor: VendorView
    seller: Dac7Seller
    account: PayoutAccount | None


def as_xml(operator: Dac7Operator, sellers: Sequence[ReportedSeller], *, year: int, message_id: str, made_at: datetime) -> bytes:
    """
    The message; ``message_id`` is of this message alone. Amounts are whole units, as the schema wants them.

    A vendor's TIN is stated as unknown, since vendors are not asked for it; its number in the register of companies is there.
    """
    root = etree.Element(_name("DPI_OECD"), nsmap={"dpi": DPI, "stf": STF}, version="1.0")
    spec = _add(root, "MessageSpec")
    for name, value in (
        ("TransmittingCountry", operator.country),
        ("ReceivingCountry", operator.country),
        ("MessageType", "DPI"),
        ("MessageRefId", message_id),
        ("MessageTypeIndic", NEW_DATA if sellers else NOTHING_TO_REPORT),
        ("ReportingPeriod", f"{year}-12-31"),
        ("Timestamp", made_at.isoformat(timespec="seconds").replace("+00:00", "Z")),
    ):
        _add(spec, name, value)
    body = _add(root, "DPIBody")
    _add_operator(body, operator, message_id)
    for reported in sellers:
        _add_seller(body, reported, message_id)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content


def _add_operator(body: Any, operator: Dac7Operator, message_id: str) -> None:
    node = _add(body, "PlatformOperator")
    _add(node, "ResCountryCode", operator.country)
    _add(node, "TIN", operator.tax_number, issuedBy=operator.country)
    if operator.vat_number:
        _add(node, "VAT", operator.vat_number)
    _add(node, "Name", operator.name)
    _add(node, "PlatformBusinessName", operator.platform_name)
    _add_address(node, operator.address)
    _add(node, "Nexus", RESIDENT)
    _add(node, "AssumedReporting", "false")
    _add_doc_spec(node, f"{message_id}.OP")


def _add_seller(body: Any, reported: ReportedSeller, message_id: str) -> None:
    vendor, node = reported.vendor, _add(body, "ReportableSeller")
    standard = _add(_add(_add(node, "Identity"), "EntitySeller"), "Standard")
    party = _add(standard, "EntSellerID")
    _add(party, "ResCountryCode", vendor.country)
    _add(party, "TIN", NO_TIN, unknown="true")
    if vendor.registration_number:
        _add(party, "IN", vendor.registration_number, INType="BRN", issuedBy=vendor.country)
    if vendor.vat_number:
        _add(party, "VAT", vendor.vat_number)
    _add(party, "Name", vendor.legal_name)
    _add_address(party, vendor.address or Address(name=vendor.legal_name, line1="", country=vendor.country))
    if reported.account is not None:
        identifier = _add(standard, "FinancialIdentifier")
        _add(identifier, "Identifier", reported.account.account, AccountNumberType="IBAN" if reported.account.is_iban else "OBAN")
        _add(identifier, "AccountHolderName", reported.account.holder)
    activity = _add(_add(node, "RelevantActivities"), "SaleOfGoods")
    quarters = reported.seller.quarters
    _add_amounts(activity, "Consideration", "ConsQ", [quarter.consideration for quarter in quarters])
    counts = _add(activity, "NumberOfActivities")
    for number, quarter in enumerate(quarters, start=1):
        _add(counts, f"NumbQ{number}", str(quarter.sale_count))
    _add_amounts(activity, "Fees", "FeesQ", [quarter.fees for quarter in quarters])
    _add_amounts(activity, "Taxes", "TaxQ", [Money.zero(quarter.fees.currency) for quarter in quarters])
    _add_doc_spec(node, f"{message_id}.{vendor.id}")


def _add_amounts(parent: Any, name: str, prefix: str, amounts: Sequence[Money]) -> None:
    node = _add(parent, name)
    for number, amount in enumerate(amounts, start=1):
        _add(node, f"{prefix}{number}", str(max(_whole(amount), 0)), currCode=amount.currency)


def _add_address(parent: Any, address: Address) -> None:
    node = _add(parent, "Address")
    _add(node, "CountryCode", address.country)
    if not address.city:
        _add(node, "AddressFree", " ".join(filter(None, (address.line1, address.line2))) or address.country)
        return
    fixed = _add(node, "AddressFix")
    for name, value in _address_fields(address):
        _add(fixed, name, value)


def _address_fields(address: Address) -> Iterator[tuple[str, str]]:
    fields: Mapping[str, str] = {
        "Street": " ".join(filter(None, (address.line1, address.line2))),
        "DistrictName": address.area,
        "PostCode": address.postcode,
        "City": address.city,
        "CountrySubentity": address.region,
    }
    yield from ((name, value) for name, value in fields.items() if value)


def _add_doc_spec(parent: Any, reference: str) -> None:
    node = _add(parent, "DocSpec")
    for name, value in (("DocTypeIndic", NEW_ENTRY), ("DocRefId", reference)):
        etree.SubElement(node, f"{{{STF}}}{name}").text = value


def _whole(amount: Money) -> int:
    """In whole units of the currency, halves upwards."""
    sign = -1 if amount.minor < 0 else 1
    return sign * round_half_up(abs(amount.minor), 10 ** digits_of(amount.currency))


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    node = etree.SubElement(parent, _name(name), **attributes)
    if text:
        node.text = text
    return node


def _name(name: str) -> str:
    return f"{{{DPI}}}{name}"
