"""Types and values of payouts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.kit.money import Money, total


class RunState(StrEnum):
    """A preview binds nothing; approving takes the earnings; paying is booked and sent; done, or canceled before anything was sent."""

    PREVIEW = "preview"
    APPROVED = "approved"
    PAYING = "paying"
    DONE = "done"
    CANCELED = "canceled"


class PayoutState(StrEnum):
    """Approved, then paying (sent) until the bank says paid or failed; a failed one is sent again; a paid one may be returned."""

    APPROVED = "approved"
    PAYING = "paying"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELED = "canceled"


# The rows are taken, and the money is not yet surely with the vendor.
LIVE = (PayoutState.APPROVED, PayoutState.PAYING, PayoutState.FAILED)
# Nothing more is done with it, except for money that the bank returns.
OVER = (PayoutState.PAID, PayoutState.RETURNED, PayoutState.CANCELED)


class HoldCause(StrEnum):
    """
    Why the earnings of a vendor order are held: the customer's bank disputes the payment, a member of staff looks into the order, or the
    customer sends products back.
    """

    DISPUTE = "dispute"
    REVIEW = "review"
    RETURN = "return"


class ConnectedState(StrEnum):
    """
    Of a vendor's account at the payment provider: ``pending`` until the vendor has given what is asked, ``active`` while it can be paid,
    ``restricted`` if the provider has stopped it since, ``revoked`` if the provider no longer lets us ask about it: another can be opened.
    """

    PENDING = "pending"
    ACTIVE = "active"
    RESTRICTED = "restricted"
    REVOKED = "revoked"


CONFIRMATION = "confirmation"  # what is missing of an account whose address was not confirmed yet

# Why a vendor's earnings are not paid now.
IneligibilityReason = Literal[
    "below_minimum",
    "debt",
    "debt_over_limit",  # in this currency or another: nothing is paid until it is settled
    "vendor_suspended",
    "vendor_not_approved",
    "no_payout_account",
    "account_changed_lately",
    "held",  # the payout was canceled: the earnings of an order in it are on hold
    "transfer_not_valid",  # no bank would take the transfer: the payout has failed
    "account_changed_since",  # the account was changed after the payout was sent: it has failed, unless an earlier file has it
]


class BalanceAdjustmentKind(StrEnum):
    """What staff may book by hand: a correction either way, money that the vendor transferred, a debt that the operator bears."""

    ADJUSTMENT = "adjustment"
    REPAYMENT = "repayment"
    WRITE_OFF = "write_off"


class AdjustmentState(StrEnum):
    """One person proposes an adjustment, another one approves or rejects it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


# Which amount of a statement a row of the books counts towards.
STATEMENT_AMOUNT_OF: dict[str, str] = {
    "sale": "sales",
    "shipping": "shipping",
    "discount": "sales",
    "refund": "refunds",
    "refund_discount": "refunds",
    "commission": "commission",
    "refund_commission": "commission",
    "commission_vat": "commission_vat",
    "refund_commission_vat": "commission_vat",
    "refund_provider_fee": "refunds",
    "cash_collected": "cash_collected",
    "cash_returned": "cash_collected",
    "adjustment": "corrections",
    "repayment": "corrections",
    "write_off": "corrections",
    "dispute": "corrections",
    "provider_fee": "corrections",
    "payout_returned": "corrections",
}
STATEMENT_AMOUNTS = ("sales", "shipping", "refunds", "commission", "commission_vat", "cash_collected", "corrections")


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


class PayoutAmounts(msgspec.Struct, frozen=True, kw_only=True):
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
        return sum(getattr(self, name) for name in STATEMENT_AMOUNTS)


class PreviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    What one vendor would get, or why it gets nothing (``ineligibility_reason``) although rows are payable. ``payout_id`` is of a payout
    that was made and could not be sent.
    """

    vendor_id: str
    amount: Money
    row_count: int
    ineligibility_reason: IneligibilityReason | None = None
    payout_id: str = ""


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a vendor has with the operator, in one currency.

    ``pending`` waits for delivery and the return window, or is on hold; ``payable`` may be paid now, and is negative for a
    debt; ``being_paid`` is in payouts under way; ``paid`` has reached the bank account. ``owed`` is the account's balance in the books.
    A debt over ``debt_limit`` (null: none), in any currency, holds every payout (``is_over_debt_limit``).
    """

    currency: str
    pending: Money
    payable: Money
    being_paid: Money
    paid: Money
    owed: Money
    debt_limit: Money | None
    is_over_debt_limit: bool


class PayoutOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the next payout run would do for a vendor in one currency, as things are now.

    ``amount`` is payable (negative for a debt); ``ineligibility_reason`` is why nothing would be paid, null if it would be. Below
    ``minimum`` nothing is sent. ``next_run_at`` is when the schedule prepares the next run, which staff then approve: null where no run
    was made yet; it may have passed. ``account_ready_at`` is when a changed account may be paid to, null once it may be, or without one.
    """

    currency: str
    amount: Money
    minimum: Money
    ineligibility_reason: IneligibilityReason | None
    account_ready_at: datetime | None
    next_run_at: datetime | None


class Debt(msgspec.Struct, frozen=True, kw_only=True):
    """What a vendor owes the operator in one currency, since more was taken back than it has earned and not been paid. Positive."""

    vendor_id: str
    amount: Money


class StatementVendor(msgspec.Struct, frozen=True, kw_only=True):
    """Who is paid."""

    id: str
    name: str
    legal_name: str
    registration_number: str
    vat_number: str
    country: str
    address: Address | None


class StatementAmounts(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of the lines, each with the sign with which it counts; ``commission`` is net of what refunds returned of it."""

    sales: Money
    shipping: Money
    refunds: Money
    commission: Money
    commission_vat: Money
    cash_collected: Money
    corrections: Money

    @property
    def total(self) -> Money:
        return total((getattr(self, name) for name in STATEMENT_AMOUNTS), self.sales.currency)


class PayoutDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A payout; ``reason`` is of its last failure or return, or of its cancellation. ``attempts`` is the number of the last attempt, by
    which the bank knows it as ``end_to_end_id`` (empty before the first). ``returned`` is what came back of it in parts while the rest
    stays paid: the vendor's balance has it again.
    """

    id: str
    run_id: str
    vendor_id: str
    state: PayoutState
    currency: str
    period_start: datetime
    period_end: datetime
    amounts: StatementAmounts
    amount: Money
    returned: Money
    method: str
    attempts: int
    end_to_end_id: str
    masked_account: str
    bank_reference: str
    reason: str
    created_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None


class StatementLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    A row of the books; ``amount`` is positive for what the vendor gets, ``title`` the product's, or the reason of a booking by hand.

    Of what was taken back, ``reason_code`` says why, and ``sold_in_payout`` names the earlier payout that had paid the sale.
    """

    transaction_id: int
    occurred_at: datetime
    type: str
    order_number: str
    sku: str
    title: str
    amount: Money
    reason_code: str = ""
    sold_in_payout: str = ""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """The report of one payout. Its days are those of ``timezone``, the region's; times here are in UTC."""

    payout_id: str
    state: str
    marketplace: str
    vendor: StatementVendor
    currency: str
    timezone: str
    period_start: datetime
    period_end: datetime
    method: str
    masked_account: str
    bank_reference: str
    sent_at: datetime | None
    settled_at: datetime | None
    amounts: StatementAmounts
    amount: Money
    lines: list[StatementLine]
