"""
An invoice for programs: the terms of EN 16931 (BT and BG are its numbers), which Factur-X puts into the PDF and Peppol sends as UBL.

Prices here contain VAT, those of the standard do not. A line's net amount is stated for all of its units at once (BT-149 is the quantity),
so that price times quantity is exact and nothing is rounded a second time.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.domain.labels import labels, line_title
from marketplace.apps.invoices.types import CREDITS, InvoiceContent, InvoiceLine, IssuedInvoice, Party
from marketplace.apps.tax.types import TaxLine
from marketplace.kit.money import Money, digits_of

INVOICE, CREDIT_NOTE = "380", "381"  # UNTDID 1001
STANDARD_RATE, ZERO_RATE, REVERSE_CHARGE = "S", "Z", "AE"  # UNCL 5305
REVERSE_CHARGE_REASON = "VATEX-EU-AE"  # the code list of reasons why no VAT is charged
ONE_UNIT = "C62"  # UN/ECE recommendation 20: one
MAX_DIGITS = 2


def has_structured_form(content: InvoiceContent) -> bool:
    """
    Whether EN 16931 can say it: in a currency of at most two decimals (BR-DEC), between parties with addresses, of a seller whose VAT
    number begins with its country (BR-CO-09), as those of the EU do.
    """
    has_addresses = content.seller.address is not None and content.buyer.address is not None
    return has_addresses and digits_of(content.currency) <= MAX_DIGITS and content.seller.vat_number[:2].isalpha()


def as_cii(invoice: IssuedInvoice) -> bytes:
    """
    The Cross Industry Invoice of Factur-X's profile EN 16931, checked against its schema.

    :raises ValueError: if it lacks what the standard requires
    """
    from facturx import generate_xml  # lxml and schemas, which few processes need

    xml: bytes = generate_xml(terms_of(invoice), flavor="factur-x", level="en16931", check_xsd=True, check_schematron=False)
    return xml


def terms_of(invoice: IssuedInvoice) -> dict[str, Any]:
    """The invoice by the standard's numbers. It is paid, so nothing is due; a credit note is refunded, so nothing is either."""
    content = invoice.content
    net, tax = content.total - content.tax, content.tax
    terms: dict[str, Any] = {
        "BT-1": invoice.number,
        "BT-2": _day(invoice.issued_at, content),
        "BT-3": CREDIT_NOTE if content.kind in CREDITS else INVOICE,
        "BT-5": content.currency,
        "BT-72": _day(content.supplied_at, content),
        "BG-4": _party(content.seller),
        "BG-7": _party(content.buyer),
        "BG-23": [_tax(line, content) for line in content.taxes],
        "BG-25": [_line(number, line, content) for number, line in enumerate(content.lines, start=1)],
        "BT-106": _amount(net),
        "BT-109": _amount(net),
        "BT-110": _amount(tax),
        "BT-112": _amount(content.total),
        "BT-113": _amount(content.total),
        "BT-115": _amount(Money.zero(content.currency)),
    }
    if content.order_number:
        terms["BT-13"] = content.order_number
    if content.period_start is not None:
        terms |= {"BT-73": _day(content.period_start, content), "BT-74": _day(content.supplied_at, content)}
    if content.corrects_issued_at is not None:
        terms["BG-3"] = [{"BT-25": content.corrects, "BT-26": _day(content.corrects_issued_at, content)}]
    if content.delivered_to is not None:
        terms["BG-13"] = {"name": content.delivered_to.name, **_address(content.delivered_to)}
    return terms


def _line(number: int, line: InvoiceLine, content: InvoiceContent) -> dict[str, Any]:
    quantity = str(line.quantity or 1)
    terms = {
        "BT-126": str(number),
        "BT-153": line_title(line, labels(content.language)),
        "BT-129": quantity,
        "BT-130": ONE_UNIT,
        "BT-146": _amount(line.net),
        "BT-149": quantity,
        "BT-131": _amount(line.net),
        "BT-151": _category(line.tax_rate_bp, content),
        "BT-152": _percent(line.tax_rate_bp),
    }
    return {**terms, "BT-155": line.sku} if line.sku else terms


def _tax(line: TaxLine, content: InvoiceContent) -> dict[str, Any]:
    category = _category(line.rate_bp, content)
    terms = {"BT-116": _amount(line.base), "BT-117": _amount(line.tax), "BT-118": category, "BT-119": _percent(line.rate_bp)}
    if category == REVERSE_CHARGE:
        terms |= {"BT-120": labels(content.language)["reverse_charge"], "BT-121": REVERSE_CHARGE_REASON}
    return terms


def _party(party: Party) -> dict[str, Any]:
    known = {"name": party.name, "vat_identifier": party.vat_number, "legal_identifier": party.registration_number}
    return {**{name: value for name, value in known.items() if value}, **_address(party.address)}


def _address(address: Address | None) -> dict[str, Any]:
    if address is None:
        return {}
    known = {
        "addr_l1": address.line1,
        "addr_l2": address.line2,
        "addr_l3": address.area,
        "postcode": address.postcode,
        "city": address.city,
        "country_subdivision": address.region,
        "country_code": address.country,
    }
    return {name: value for name, value in known.items() if value}


def _category(rate_bp: int, content: InvoiceContent) -> str:
    if rate_bp:
        return STANDARD_RATE
    return REVERSE_CHARGE if content.is_reverse_charge else ZERO_RATE


def _percent(rate_bp: int) -> str:
    return f"{Decimal(rate_bp) / 100:.2f}"


def _amount(amount: Money) -> str:
    return f"{amount.decimal():f}"


def _day(at: datetime, content: InvoiceContent) -> Any:
    return at.astimezone(ZoneInfo(content.timezone)).date()
