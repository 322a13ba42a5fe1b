"""What payments tell the apps above. Each holds the order's id, so that a subscriber finds its own rows without asking back."""

from __future__ import annotations

from typing import ClassVar, Literal

from marketplace.foundation.events.types import Event
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money


class PaymentEvent(Event, frozen=True, kw_only=True):
    """Base: whose payment it is."""

    payment_id: PaymentId
    checkout_id: CheckoutId
    order_id: OrderId


class PaymentAuthorized(PaymentEvent, frozen=True, kw_only=True):
    """The money is promised and not taken: a card to be captured later, or cash to be collected at the door."""

    wire_name: ClassVar[str] = "payments.payment_authorized.v1"


class PaymentSucceeded(PaymentEvent, frozen=True, kw_only=True):
    """The provider has taken the money. It may follow a failure or cancellation that was told before."""

    wire_name: ClassVar[str] = "payments.payment_succeeded.v1"
    captured: Money


class PaymentFailed(PaymentEvent, frozen=True, kw_only=True):
    """The provider refused; nothing was taken."""

    wire_name: ClassVar[str] = "payments.payment_failed.v1"
    failure_code: str


class PaymentCanceled(PaymentEvent, frozen=True, kw_only=True):
    """The customer or we gave the payment up; nothing was taken."""

    wire_name: ClassVar[str] = "payments.payment_canceled.v1"


class CashCollected(PaymentEvent, frozen=True, kw_only=True):
    """Somebody took ``amount`` at the door. ``reference`` is what it was collected for, such as a vendor order's id."""

    wire_name: ClassVar[str] = "payments.cash_collected.v1"
    reference: str
    amount: Money


class RefundEvent(Event, frozen=True, kw_only=True):
    """Base: which refund of which payment. An origin ``provider`` means that nobody here asked for it."""

    refund_id: str
    payment_id: PaymentId
    order_id: OrderId
    amount: Money
    origin: Literal["marketplace", "provider"] = "marketplace"


class RefundRequested(RefundEvent, frozen=True, kw_only=True):
    """A refund was decided and its amount is set aside; the provider does not know of it yet."""

    wire_name: ClassVar[str] = "payments.refund_requested.v1"


class RefundSucceeded(RefundEvent, frozen=True, kw_only=True):
    """The provider has sent the money back."""

    wire_name: ClassVar[str] = "payments.refund_succeeded.v1"


class RefundFailed(RefundEvent, frozen=True, kw_only=True):
    """The money could not be sent back and is refundable again."""

    wire_name: ClassVar[str] = "payments.refund_failed.v1"
    failure_code: str


class DisputeEvent(Event, frozen=True, kw_only=True):
    """Base: which dispute of which payment."""

    dispute_id: str
    payment_id: PaymentId
    order_id: OrderId
    amount: Money


class DisputeOpened(DisputeEvent, frozen=True, kw_only=True):
    """The customer's bank asks for the money back and holds it meanwhile."""

    wire_name: ClassVar[str] = "payments.dispute_opened.v1"
    reason: str


class DisputeWon(DisputeEvent, frozen=True, kw_only=True):
    """The held money is ours again."""

    wire_name: ClassVar[str] = "payments.dispute_won.v1"


class DisputeLost(DisputeEvent, frozen=True, kw_only=True):
    """The held money is gone."""

    wire_name: ClassVar[str] = "payments.dispute_lost.v1"
