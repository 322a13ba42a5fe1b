"""The words of payments that other apps may use."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money

CASH_PROVIDER = "cash"  # the provider that is nobody: the money is taken at the door


class PaymentState(StrEnum):
    """
    How far a payment is. ``succeeded``, ``failed`` and ``canceled`` are ends, of which only ``succeeded`` can still replace another.

    Cash on delivery stays ``authorized`` until all of it has been collected.
    """

    CREATED = "created"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    AUTHORIZED = "authorized"
    FAILED = "failed"
    CANCELED = "canceled"
    SUCCEEDED = "succeeded"


class RefundState(StrEnum):
    """``pending`` from the request until the provider says how it ended. What ``succeeded`` may still fail: the bank sent it back."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class DisputeState(StrEnum):
    """A charge back by the customer's bank. ``won`` by the shop, or ``lost``."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class PaymentAction(msgspec.Struct, frozen=True):
    """What the customer has to do next: visit ``url``."""

    type: Literal["redirect"]
    url: str


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as it is now. All amounts are in the currency of ``amount``; refunds that may still fail count as refunded."""

    id: PaymentId
    checkout_id: CheckoutId
    order_id: OrderId
    provider: str
    method: str
    amount: Money
    state: PaymentState
    action: PaymentAction | None
    captured: Money
    refunded: Money
    failure_code: str
    created_at: datetime
    updated_at: datetime

    @property
    def is_settled(self) -> bool:
        """Whether nothing further is expected of the customer or the provider."""
        return self.state in (PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.CANCELED)

    @property
    def refundable(self) -> Money:
        """What was captured and not given back; an open dispute may still hold a part of it."""
        return self.captured - self.refunded


class RefundView(msgspec.Struct, frozen=True, kw_only=True):
    """A refund as it is now. ``origin`` tells whether we asked for it or somebody did in the provider's own dashboard."""

    id: str
    payment_id: PaymentId
    order_id: OrderId
    amount: Money
    state: RefundState
    reason: str
    origin: Literal["marketplace", "provider"]
    failure_code: str
    created_at: datetime
    settled_at: datetime | None


class DisputeView(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute as it is now."""

    id: str
    payment_id: PaymentId
    order_id: OrderId
    amount: Money
    state: DisputeState
    reason: str
    opened_at: datetime
    closed_at: datetime | None


class PaymentMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay that a customer can choose. ``kind`` is card, bank or cash; ``names`` by language."""

    code: str
    provider: str
    kind: Literal["card", "bank", "cash"]
    names: dict[str, str]
