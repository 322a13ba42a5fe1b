"""The provider's nouns as they are kept, and as they go over the wire."""

import secrets
from typing import Annotated, Any, Literal

import msgspec

Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
ShortText = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Url = Annotated[str, msgspec.Meta(pattern="^https?://[^\\s]+$", max_length=2000)]
Metadata = dict[str, Annotated[str, msgspec.Meta(max_length=500)]]

Method = Literal["card", "ideal", "mobile_money", "bank_transfer"]
PaymentStatus = Literal["requires_action", "processing", "authorized", "succeeded", "failed", "canceled"]
RefundStatus = Literal["pending", "succeeded", "failed"]
DisputeStatus = Literal["open", "won", "lost"]

# Kept with an object for the sandbox's own use; never shown.
_PRIVATE = ("settle_at", "card_token", "account", "is_challenged")


class Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A positive amount in the currency's smallest unit: 1999 EUR is 19.99 euro, 1999 KWD is 1.999 dinar."""

    minor: Annotated[int, msgspec.Meta(gt=0, le=10**12)]
    currency: Currency


class Payment(msgspec.Struct, kw_only=True):
    """What one customer pays at once. ``captured`` and ``refunded`` are in the minor unit of ``amount``."""

    id: str
    status: PaymentStatus
    amount: Amount
    captured: int = 0
    refunded: int = 0
    failure_code: str | None = None
    reference: str
    description: str
    method: Method
    capture: Literal["automatic", "manual"]
    redirect_url: str | None = None
    next_action: dict[str, Any] | None = None
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Metadata = {}
    created_at: float
    settle_at: float | None = None
    card_token: str | None = None
    is_challenged: bool = False
    account: str

    @property
    def refundable(self) -> int:
        """What can still be paid back, in minor units."""
        return self.captured - self.refunded

    def shown(self) -> dict[str, Any]:
        """The payment as callers and webhooks see it; all sums are amounts with their currency."""
        fields = _without_private(self)
        for name in ("captured", "refunded"):
            fields[name] = {"minor": fields[name], "currency": self.amount.currency}
        return {"object": "payment", **fields}


class Refund(msgspec.Struct, kw_only=True):
    """Money that goes back to the customer of one payment."""

    id: str
    payment: str
    status: RefundStatus
    amount: Amount
    reference: str
    failure_code: str | None = None
    created_at: float
    settle_at: float | None = None

    def shown(self) -> dict[str, Any]:
        """The refund as callers and webhooks see it."""
        return {"object": "refund", **_without_private(self)}


class Dispute(msgspec.Struct, kw_only=True):
    """A customer's bank that asks for the money back."""

    id: str
    payment: str
    payment_reference: str
    status: DisputeStatus
    amount: Amount
    reason: str
    created_at: float

    def shown(self) -> dict[str, Any]:
        """The dispute as callers and webhooks see it."""
        return {"object": "dispute", **_without_private(self)}


class StartPayment(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The body of ``POST /v1/payments``. ``challenge``: the shop wants the card's bank to look at the customer, if the bank can."""

    amount: Amount
    reference: ShortText
    description: Annotated[str, msgspec.Meta(max_length=500)] = ""
    return_url: Url | None = None
    webhook_url: Url | None = None
    method: Method = "card"
    capture: Literal["automatic", "manual"] = "automatic"
    card: str | None = None
    challenge: bool = False
    metadata: Metadata = {}


class CapturePayment(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``POST /v1/payments/{id}/capture``; without an amount, all is captured."""

    amount: Amount | None = None


class StartRefund(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The body of ``POST /v1/refunds``."""

    payment: str
    amount: Amount
    reference: ShortText


class Settle(msgspec.Struct, forbid_unknown_fields=True):
    """The body of the test controls that settle a payment or a refund; without an outcome, the card decides."""

    outcome: Literal["succeeded", "failed"] | None = None


class Contest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of the test control that opens a dispute, or ends it."""

    outcome: DisputeStatus = "open"
    amount: Amount | None = None
    reason: ShortText = "fraudulent"


class RefundAtProvider(msgspec.Struct, forbid_unknown_fields=True):
    """The body of the test control that refunds as if a person had done it in the provider's own dashboard."""

    amount: Amount | None = None


class SetRefundBehaviour(msgspec.Struct, forbid_unknown_fields=True):
    """The body of the test control that says what becomes of a payment's next refunds, as ``metadata.refunds`` does at its start."""

    refunds: Literal["normal", "pending", "fail", "reject"]


def new_id(prefix: str) -> str:
    """A new id that cannot be guessed: anyone who knows a payment's id may open its hosted page."""
    return f"{prefix}_{secrets.token_hex(12)}"


def _without_private(thing: msgspec.Struct) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(thing)
    return {name: value for name, value in fields.items() if name not in _PRIVATE}
