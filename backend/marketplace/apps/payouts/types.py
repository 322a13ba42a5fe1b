"""The words of payouts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from marketplace.kit.money import Money

RunState = Literal["preview", "approved", "paying", "done", "canceled"]
PREVIEW, APPROVED, PAYING, DONE = "preview", "approved", "paying", "done"

PayoutState = Literal["approved", "paying", "paid", "failed", "returned", "canceled"]
PAID, FAILED, RETURNED, CANCELED = "paid", "failed", "returned", "canceled"
LIVE = (APPROVED, PAYING, FAILED)  # the rows are taken, and the money is not yet surely with the vendor
OVER = (PAID, RETURNED, CANCELED)  # nothing more is done with it, but for money that the bank returns

SEPA, BANK_TRANSFER = "sepa_credit_transfer", "bank_transfer"

# Why a balance is not paid now.
SkipReason = Literal["below_minimum", "debt", "vendor_suspended", "vendor_not_approved", "no_payout_account", "account_changed_lately"]

# Which figure of a statement a row of the books counts towards.
FIGURE_OF: dict[str, str] = {
    "sale": "sales",
    "shipping": "shipping",
    "refund": "refunds",
    "commission": "commission",
    "refund_commission": "commission",
    "commission_vat": "commission_vat",
    "refund_commission_vat": "commission_vat",
    "cash_collected": "cash_collected",
    "adjustment": "corrections",
    "dispute": "corrections",
    "provider_fee": "corrections",
    "payout_returned": "corrections",
}
FIGURES = ("sales", "shipping", "refunds", "commission", "commission_vat", "cash_collected", "corrections")


class Earning(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the books as its vendor sees it: ``amount_minor`` is positive for what the vendor gets, negative for what it owes."""

    transaction_id: int
    type: str
    amount_minor: int
    occurred_at: datetime
    order_id: str = ""
    vendor_order_id: str = ""
    line_id: str = ""
    details: dict[str, str | int] = {}


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a payout is made of, in minor units, each with the sign with which it counts. They add up to the amount."""

    sales: int = 0
    shipping: int = 0
    refunds: int = 0
    commission: int = 0
    commission_vat: int = 0
    cash_collected: int = 0
    corrections: int = 0

    @property
    def amount(self) -> int:
        return sum(getattr(self, name) for name in FIGURES)


class PreviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one vendor would get, or why it gets nothing (``skipped``) although rows are payable."""

    vendor_id: str
    amount: Money
    row_count: int
    skipped: SkipReason | None = None


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a vendor has with the operator, in one currency.

    ``pending`` waits for delivery and the return window (or for a dispute); ``payable`` may be paid now, and is negative for a
    debt; ``being_paid`` is in payouts under way; ``paid`` has reached the bank account. ``owed`` is the account's balance in the books.
    """

    currency: str
    pending: Money
    payable: Money
    being_paid: Money
    paid: Money
    owed: Money
