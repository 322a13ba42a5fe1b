"""The labels of an invoice, and the agreement by which they are issued. Their translations are in the catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from marketplace.apps.invoices.types import COMMISSION_LINE, SHIPPING_LINE, InvoiceLine
from marketplace.foundation.texts import in_language

_LABELS = {
    "invoice": pgettext_lazy("invoice", "Invoice"),
    "credit_note": pgettext_lazy("invoice", "Credit note"),
    "commission_invoice": pgettext_lazy("invoice", "Invoice for commission"),
    "commission_credit_note": pgettext_lazy("invoice", "Credit note for commission"),
    "commission": pgettext_lazy("invoice", "Commission of the marketplace"),
    "period": pgettext_lazy("invoice", "Period"),
    # The words of Directive 2006/112/EC, art. 226 (11a), in each language version of it.
    "reverse_charge": pgettext_lazy("invoice", "Reverse charge"),
    "is_settled": pgettext_lazy("invoice", "The amount is settled with the seller's earnings."),
    "number": pgettext_lazy("invoice", "Number"),
    "issued_at": pgettext_lazy("invoice", "Date"),
    "supplied_at": pgettext_lazy("invoice", "Supplied on"),
    "order": pgettext_lazy("invoice", "Order"),
    "corrects": pgettext_lazy("invoice", "Corrects invoice"),
    "reason": pgettext_lazy("invoice", "Reason"),
    "seller": pgettext_lazy("invoice", "Seller"),
    "buyer": pgettext_lazy("invoice", "Customer"),
    "delivered_to": pgettext_lazy("invoice", "Delivered to"),
    "vat_number": pgettext_lazy("invoice", "VAT number"),
    "registration": pgettext_lazy("invoice", "Registration"),
    "item": pgettext_lazy("invoice", "Item"),
    "sku": pgettext_lazy("invoice", "SKU"),
    "quantity": pgettext_lazy("invoice", "Quantity"),
    "rate": pgettext_lazy("invoice", "VAT rate"),
    "net": pgettext_lazy("invoice", "Without VAT"),
    "vat": pgettext_lazy("invoice", "VAT"),
    "gross": pgettext_lazy("invoice", "Amount"),
    "by_rate": pgettext_lazy("invoice", "VAT by rate"),
    "total": pgettext_lazy("invoice", "Total"),
    "credited": pgettext_lazy("invoice", "Total credited"),
    "delivery": pgettext_lazy("invoice", "Delivery"),
    "price_lowered": pgettext_lazy("invoice", "price lowered"),
    "is_paid": pgettext_lazy("invoice", "This invoice has been paid."),
    "issued_by": pgettext_lazy("invoice", "Issued in the seller's name by"),
}
_REASONS = {
    "cancellation": pgettext_lazy("invoice", "canceled"),
    "failed_delivery": pgettext_lazy("invoice", "not delivered"),
    "return": pgettext_lazy("invoice", "returned"),
    "refund": pgettext_lazy("invoice", "refunded"),
    "dispute": pgettext_lazy("invoice", "disputed payment"),
    "damaged": pgettext_lazy("refund reason", "damaged"),
    "not_as_described": pgettext_lazy("refund reason", "not as described"),
    "not_received": pgettext_lazy("refund reason", "missing from the parcel"),
    "late": pgettext_lazy("refund reason", "late"),
    "wrong_price": pgettext_lazy("refund reason", "wrong price"),
    "withdrawal": pgettext_lazy("refund reason", "withdrawal"),
    "goodwill": pgettext_lazy("refund reason", "goodwill"),
    "other": pgettext_lazy("refund reason", "other reason"),
}
_ALL = _LABELS | {f"reason.{name}": text for name, text in _REASONS.items()}

AGREEMENT_VERSION = "2026-11"  # a text that says something else has another version, which vendors read and accept again
_AGREEMENT = (
    pgettext_lazy(
        "invoicing agreement",
        "The seller authorizes the marketplace to issue invoices and credit notes for sales on this marketplace in the seller's name and "
        "for the seller's account. The seller remains responsible for them and for the VAT that they state.",
    ),
    pgettext_lazy(
        "invoicing agreement",
        "The marketplace numbers them without gaps in a series of the seller's own, sends them to the customer, and keeps them unchanged. "
        "The seller reads each of them here, and reports an error without delay.",
    ),
    pgettext_lazy(
        "invoicing agreement",
        "The seller keeps its legal name, address and VAT number up to date here, and issues no invoice of its own for the same sale.",
    ),
)


def labels(language: str) -> Mapping[str, str]:
    """All labels in a language; in English where its catalogue lacks one."""
    return {name: in_language(text, language) for name, text in _ALL.items()}


def line_title(line: InvoiceLine, words: Mapping[str, str], title: str = "") -> str:
    """What a line is about; ``title`` stands for its own where that cannot be printed."""
    if line.line_id == COMMISSION_LINE:
        return words["commission"]
    if line.line_id == SHIPPING_LINE:
        return f"{words['delivery']} {line.title}".strip()
    title = title or line.title
    return title if line.quantity else f"{title} ({words['price_lowered']})"


def agreement_text(language: str) -> str:
    """What a vendor accepts, in paragraphs."""
    return "\n\n".join(in_language(text, language) for text in _AGREEMENT)
