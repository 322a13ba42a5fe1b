"""The words of invoices."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.tax.types import TaxedAmount, TaxLine, tax_lines
from marketplace.kit.money import Money, total

OPERATOR = "operator"  # as an issuer; every other one is a vendor's id
SHIPPING_LINE = ""  # the id of the line that is the delivery, as in the ledger
COMMISSION_LINE = "commission"


class InvoiceKind(StrEnum):
    """What a paper is. Amounts of a credit note are positive: it says how much less is owed."""

    INVOICE = "invoice"  # of a vendor to its customer
    CREDIT_NOTE = "credit_note"  # of what was taken back of such a sale
    COMMISSION_INVOICE = "commission_invoice"  # of the operator to a vendor, for a month
    COMMISSION_CREDIT_NOTE = "commission_credit_note"  # of a month in which more was returned than charged


CREDITS = (InvoiceKind.CREDIT_NOTE, InvoiceKind.COMMISSION_CREDIT_NOTE)
OF_COMMISSION = (InvoiceKind.COMMISSION_INVOICE, InvoiceKind.COMMISSION_CREDIT_NOTE)
INVOICE_KINDS = tuple(kind.value for kind in InvoiceKind)


class WaitsFor(StrEnum):
    """What keeps commission from being invoiced."""

    OPERATOR = "operator"  # the region's settings do not say who runs it
    ADDRESS = "address"  # of the vendor


class WaitingCommission(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor's commission of months that are over, in a currency, that is not invoiced yet."""

    vendor_id: str
    vendor_name: str
    currency: str
    waits_for: WaitsFor


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells or who buys, as the paper names it. ``name`` is the legal one of a company."""

    name: str
    address: Address | None
    vat_number: str = ""
    registration_number: str = ""


class InvoiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``gross`` is paid for ``quantity`` units, and contains ``tax`` of ``tax_rate_bp``. The quantity is 0 where a price is lowered and the
    customer keeps its units. ``line_id`` is that of the vendor order; ``SHIPPING_LINE`` for the delivery. With ``is_reverse_charge`` the
    buyer owes the VAT, and the rate is 0.
    """

    line_id: str
    sku: str
    title: str
    quantity: int
    gross: Money
    tax_rate_bp: int
    tax: Money
    is_reverse_charge: bool = False

    @property
    def net(self) -> Money:
        return self.gross - self.tax


class InvoiceContent(msgspec.Struct, frozen=True, kw_only=True):
    """
    All that is printed, as it was when the paper was issued: the file is made of it alone, whenever that is.

    ``supplied_at`` is when everything had been sent, for what is paid on delivery when it had arrived, and for commission the end of the
    period that began at ``period_start``. A credit note ``corrects`` the
    invoice of that number, issued at ``corrects_issued_at``, for ``reason`` (the cause of the reversal, or the reason of its refund).
    """

    kind: InvoiceKind
    language: str
    timezone: str
    marketplace: str
    seller: Party
    buyer: Party
    delivered_to: Address | None = None
    order_number: str = ""
    currency: str
    lines: tuple[InvoiceLine, ...]
    supplied_at: datetime
    period_start: datetime | None = None
    corrects: str = ""
    corrects_issued_at: datetime | None = None
    reason: str = ""

    @property
    def total(self) -> Money:
        return total((line.gross for line in self.lines), self.currency)

    @property
    def tax(self) -> Money:
        return total((line.tax for line in self.lines), self.currency)

    @property
    def is_reverse_charge(self) -> bool:
        """Whether the buyer owes the VAT of some of it: of the lines without VAT, then."""
        return any(line.is_reverse_charge for line in self.lines)

    @property
    def taxes(self) -> list[TaxLine]:
        """Net amount and VAT of each rate, the highest first; they add up to ``total``."""
        return tax_lines(TaxedAmount(line.gross, line.tax_rate_bp, line.tax) for line in self.lines)


class IssuedInvoice(msgspec.Struct, frozen=True, kw_only=True):
    """A paper with its number: what its file says."""

    id: str
    number: str
    issued_at: datetime
    content: InvoiceContent


class InvoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """
    An invoice or a credit note. ``taxes`` add up to ``total``; ``corrects_id`` is the invoice that a credit note is about.
    ``sha256`` is the digest of the file as it was archived; empty for the moment until it is.
    """

    id: str
    kind: InvoiceKind
    number: str
    seller_name: str
    buyer_name: str
    vendor_id: str
    order_id: str
    order_number: str
    vendor_order_id: str
    corrects_id: str
    corrects: str
    reason: str
    total: Money
    tax: Money
    taxes: list[TaxLine]
    lines: tuple[InvoiceLine, ...]
    issued_at: datetime
    sha256: str


class UblFile(msgspec.Struct, frozen=True):
    """An invoice as XML, and the name under which it is downloaded."""

    name: str
    content: bytes


class VatSum(msgspec.Struct, frozen=True, kw_only=True):
    """
    Net amount and VAT of one rate that a vendor's invoices less credit notes state for one route: from the country of the seller to that
    of the delivery. ``supplied_in`` is the first day of the quarter, or of the month, of the supply. ``is_to_business``: the buyer has a
    VAT number; ``is_low_value``: the products of the consignment are worth EUR 150 at most.
    """

    vendor_id: str
    origin: str
    destination: str
    is_to_business: bool
    is_low_value: bool
    rate_bp: int
    supplied_in: date
    net: Money
    tax: Money


class InvoicingStatus(msgspec.Struct, frozen=True, kw_only=True):
    """
    Whether invoices are issued in a vendor's name. ``missing`` is what has to be there first: ``agreement``, ``address``, ``vat_number``
    (this one only for sales that contain VAT). ``waiting`` sales are invoiced as soon as it is. ``accepted_version`` is the text that was
    accepted last; ``agreement_version`` the present one, whose text is ``agreement``.
    """

    is_issued: bool
    missing: list[str]
    waiting: int
    agreement_version: str
    agreement: str
    accepted_version: str
    accepted_at: datetime | None
    accepted_by: str
