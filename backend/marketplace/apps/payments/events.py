"""What payments tell the apps above. Each holds the order's id, so that a subscriber finds its own rows without asking back."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from marketplace.apps.payments.types import ProviderState
from marketplace.foundation.events.types import Event
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money


class PaymentEvent(Event, frozen=True, kw_only=True):
    """Base: whose payment it is."""

    payment_id: PaymentId
    checkout_id: CheckoutId
    order_id: OrderId


class PaymentAuthorized(PaymentEvent, frozen=True, kw_only=True):
    """The money is authorized and not taken: a card is captured later, or cash is collected on delivery."""

    wire_name: ClassVar[str] = "payments.payment_authorized.v1"


class PaymentSucceeded(PaymentEvent, frozen=True, kw_only=True):
    """The provider has taken the money. It may follow a failure or cancellation that was published before."""

    wire_name: ClassVar[str] = "payments.payment_succeeded.v1"
    captured: Money


class PaymentFailed(PaymentEvent, frozen=True, kw_only=True):
    """The provider refused; nothing was taken."""

    wire_name: ClassVar[str] = "payments.payment_failed.v1"
    failure_code: str


class PaymentCanceled(PaymentEvent, frozen=True, kw_only=True):
    """The payment was canceled, by the customer or by us; nothing was taken."""

    wire_name: ClassVar[str] = "payments.payment_canceled.v1"


class PaymentCollected(PaymentEvent, frozen=True, kw_only=True):
    """``amount`` was collected on delivery. ``reference`` is what it was collected for, such as a vendor order's id."""

    wire_name: ClassVar[str] = "payments.payment_collected.v1"
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


class RefundReduced(RefundEvent, frozen=True, kw_only=True):
    """``amount`` of what was decided is not left of the payment, so the provider is not asked for it: the customer had it another way."""

    wire_name: ClassVar[str] = "payments.refund_reduced.v1"


class RefundSettled(RefundEvent, frozen=True, kw_only=True):
    """Staff paid a failed refund outside the provider."""

    wire_name: ClassVar[str] = "payments.refund_settled.v1"


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


class DisputeDue(DisputeEvent, frozen=True, kw_only=True):
    """Evidence can be given until ``respond_by``, which is near; published once for each deadline, and once more on its last day."""

    wire_name: ClassVar[str] = "payments.dispute_due.v1"
    respond_by: datetime
    is_last: bool = False


class CardRemoved(Event, frozen=True, kw_only=True):
    """A saved card is out of use, by its customer's wish or since it was saved again; the provider has not forgotten it yet."""

    wire_name: ClassVar[str] = "payments.card_removed.v1"
    card_id: str


class VendorAccountChanged(Event, frozen=True, kw_only=True):
    """
    Something changed in a vendor's account at a provider, which has to be asked. ``failed_payout`` is the provider's name of what did not
    reach the vendor's bank, or empty.
    """

    wire_name: ClassVar[str] = "payments.vendor_account_changed.v1"
    provider: str
    account: str
    failed_payout: str = ""


class VendorTransferChanged(Event, frozen=True, kw_only=True):
    """
    Something changed about a transfer to a vendor at a provider, which has to be asked. ``end_to_end_id`` is ours, as it has it;
    ``reference`` is its own, where it is needed to ask, else empty.
    """

    wire_name: ClassVar[str] = "payments.vendor_transfer_changed.v1"
    provider: str
    end_to_end_id: str
    reference: str = ""


class ProviderSkipped(Event, frozen=True, kw_only=True):
    """A provider does not answer, or does not know our key: its methods are off the list until it does."""

    wire_name: ClassVar[str] = "payments.provider_skipped.v1"
    provider: str
    state: ProviderState
    since: datetime


class ProviderResumed(Event, frozen=True, kw_only=True):
    """A provider answers again, and its methods are offered again."""

    wire_name: ClassVar[str] = "payments.provider_resumed.v1"
    provider: str


class ProviderEventReceived(Event, frozen=True, kw_only=True):
    """A provider's webhook was stored and waits to be interpreted."""

    wire_name: ClassVar[str] = "payments.provider_event_received.v1"
    provider: str
    event_id: str
