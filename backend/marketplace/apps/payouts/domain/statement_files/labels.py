"""The labels of a statement. Their translations are in the catalogues, each with the context that is named here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from marketplace.apps.payouts.types import StatementLine
from marketplace.foundation.texts import in_language

_LABELS = {
    "statement": pgettext_lazy("statement", "Payout statement"),
    "payout": pgettext_lazy("statement", "Payout"),
    "vendor": pgettext_lazy("statement", "Vendor"),
    "period": pgettext_lazy("statement", "Period"),
    "account": pgettext_lazy("statement", "Account"),
    "reference": pgettext_lazy("statement", "Bank reference"),
    "state": pgettext_lazy("statement", "State"),
    "registration": pgettext_lazy("statement", "Registration"),
    "vat_number": pgettext_lazy("statement", "VAT number"),
    "summary": pgettext_lazy("statement", "Summary"),
    "transactions": pgettext_lazy("statement", "Transactions"),
    "date": pgettext_lazy("statement", "Date"),
    "what": pgettext_lazy("statement", "What"),
    "order": pgettext_lazy("statement", "Order"),
    "item": pgettext_lazy("statement", "Item"),
    "sku": pgettext_lazy("statement", "SKU"),
    "amount": pgettext_lazy("statement", "Amount"),
    "paid_out": pgettext_lazy("statement", "Paid out"),
    "sales": pgettext_lazy("statement", "Sales"),
    "shipping": pgettext_lazy("statement", "Shipping"),
    "refunds": pgettext_lazy("statement", "Refunds"),
    "commission": pgettext_lazy("statement", "Commission"),
    "commission_vat": pgettext_lazy("statement", "VAT on commission"),
    "cash_collected": pgettext_lazy("statement", "Cash you collected"),
    "corrections": pgettext_lazy("statement", "Corrections"),
    "sold_in_payout": pgettext_lazy("statement", "paid out with"),
}
_TYPES = {
    "sale": pgettext_lazy("posting", "Sale"),
    "shipping": pgettext_lazy("posting", "Shipping"),
    "discount": pgettext_lazy("posting", "Paid by the marketplace"),
    "refund": pgettext_lazy("posting", "Refund"),
    "refund_discount": pgettext_lazy("posting", "Returned to the marketplace"),
    "commission": pgettext_lazy("posting", "Commission"),
    "refund_commission": pgettext_lazy("posting", "Commission returned"),
    "commission_vat": pgettext_lazy("posting", "VAT on commission"),
    "refund_commission_vat": pgettext_lazy("posting", "VAT on commission returned"),
    "refund_provider_fee": pgettext_lazy("posting", "Payment provider's fee"),
    "cash_collected": pgettext_lazy("posting", "Cash collected"),
    "cash_returned": pgettext_lazy("posting", "Cash returned"),
    "adjustment": pgettext_lazy("posting", "Adjustment"),
    "repayment": pgettext_lazy("posting", "Repayment"),
    "write_off": pgettext_lazy("posting", "Write-off"),
    "dispute": pgettext_lazy("posting", "Dispute"),
    "provider_fee": pgettext_lazy("posting", "Provider's fee"),
    "payout_returned": pgettext_lazy("posting", "Returned payout"),
}
_STATES = {
    "approved": pgettext_lazy("payout state", "approved"),
    "paying": pgettext_lazy("payout state", "on its way"),
    "paid": pgettext_lazy("payout state", "paid"),
    "failed": pgettext_lazy("payout state", "failed, will be sent again"),
    "returned": pgettext_lazy("payout state", "returned by the bank"),
    "canceled": pgettext_lazy("payout state", "canceled, not paid"),
}
_REASONS = {
    "damaged": pgettext_lazy("refund reason", "damaged"),
    "not_as_described": pgettext_lazy("refund reason", "not as described"),
    "not_received": pgettext_lazy("refund reason", "missing from the parcel"),
    "late": pgettext_lazy("refund reason", "late"),
    "wrong_price": pgettext_lazy("refund reason", "wrong price"),
    "withdrawal": pgettext_lazy("refund reason", "withdrawal"),
    "goodwill": pgettext_lazy("refund reason", "goodwill"),
    "other": pgettext_lazy("refund reason", "other reason"),
}
_ALL = _LABELS | {f"type.{name}": text for name, text in _TYPES.items()} | {f"state.{name}": text for name, text in _STATES.items()}
_ALL |= {f"reason.{name}": text for name, text in _REASONS.items()}


def labels(language: str) -> Mapping[str, str]:
    """All labels in a language; in English where its catalogue lacks one."""
    return {name: in_language(text, language) for name, text in _ALL.items()}


def item_text(line: StatementLine, words: Mapping[str, str]) -> str:
    """What a line is about: the product; and of what was taken back, why, and which payout had paid it."""
    reason = words.get(f"reason.{line.reason_code}", "")
    earlier = f"{words['sold_in_payout']} {line.sold_in_payout}" if line.sold_in_payout else ""
    why = ", ".join(filter(None, (reason, earlier)))
    return f"{line.title} ({why})".strip() if why else line.title
