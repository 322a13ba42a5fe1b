"""PayPal's answers and events as declared types, and what they mean in the contract's words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Changed, ProviderDispute, ProviderPayment, ProviderRefund, Rejected
from marketplace.apps.payments.providers.calls import Name, Phrase, code_of
from marketplace.apps.payments.types import DisputeState, PaymentState, RefundState, VisitAddress
from marketplace.kit.money import InvalidAmount, Money

# https://developer.paypal.com/docs/api/orders/v2/#orders_get: an order that was approved waits for our capture
ORDER_STATES = {
    "CREATED": PaymentState.REQUIRES_ACTION,
    "SAVED": PaymentState.REQUIRES_ACTION,
    "PAYER_ACTION_REQUIRED": PaymentState.REQUIRES_ACTION,
    "APPROVED": PaymentState.AUTHORIZED,
    "VOIDED": PaymentState.CANCELED,
}
CAPTURE_STATES = {
    "PENDING": PaymentState.PROCESSING,  # a check of PayPal's, or an eCheck
    "COMPLETED": PaymentState.SUCCEEDED,
    "PARTIALLY_REFUNDED": PaymentState.SUCCEEDED,
    "REFUNDED": PaymentState.SUCCEEDED,
    "DECLINED": PaymentState.FAILED,
    "FAILED": PaymentState.FAILED,
}
REFUND_STATES = {
    "PENDING": RefundState.PENDING,
    "COMPLETED": RefundState.SUCCEEDED,
    "FAILED": RefundState.FAILED,
    "CANCELLED": RefundState.FAILED,
}
# https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_get: how a resolved dispute has ended. PayPal bears a payout itself.
OUTCOMES = {
    "RESOLVED_BUYER_FAVOUR": DisputeState.LOST,
    "ACCEPTED": DisputeState.LOST,
    "RESOLVED_SELLER_FAVOUR": DisputeState.WON,
    "RESOLVED_WITH_PAYOUT": DisputeState.WON,
    "CANCELED_BY_BUYER": DisputeState.WON,
    "DENIED": DisputeState.WON,
    "NONE": DisputeState.WON,
}

Kind = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[A-Z0-9_.-]+\Z")]


class Amount(msgspec.Struct):
    currency_code: str
    value: str


class Link(msgspec.Struct):
    href: Phrase
    rel: str


class Details(msgspec.Struct):
    reason: Phrase = ""


class Breakdown(msgspec.Struct):
    paypal_fee: Amount | None = None


class Related(msgspec.Struct):
    order_id: Name | None = None


class Supplement(msgspec.Struct):
    related_ids: Related = msgspec.field(default_factory=Related)


class Capture(msgspec.Struct):
    id: Name
    status: str
    amount: Amount
    status_details: Details = msgspec.field(default_factory=Details)
    seller_receivable_breakdown: Breakdown = msgspec.field(default_factory=Breakdown)
    supplementary_data: Supplement = msgspec.field(default_factory=Supplement)

    @property
    def order_id(self) -> str:
        """The order that it is a capture of; empty for one of another product of PayPal's."""
        return self.supplementary_data.related_ids.order_id or ""


class Refund(msgspec.Struct):
    id: Name
    status: str
    amount: Amount
    custom_id: str = ""  # ours; one made in the dashboard has none
    status_details: Details = msgspec.field(default_factory=Details)
    links: list[Link] = []


class Payments(msgspec.Struct):
    captures: list[Capture] = []
    refunds: list[Refund] = []


class Unit(msgspec.Struct):
    amount: Amount
    custom_id: str = ""
    payments: Payments = msgspec.field(default_factory=Payments)


class Order(msgspec.Struct):
    id: Name
    status: str
    purchase_units: Annotated[list[Unit], msgspec.Meta(min_length=1, max_length=1)]
    links: list[Link] = []

    @property
    def unit(self) -> Unit:
        """The one that an order of ours has."""
        return self.purchase_units[0]

    @property
    def capture(self) -> Capture | None:
        """The one that took money, or the latest; None before the first."""
        captures = self.unit.payments.captures
        taken = (each for each in captures if CAPTURE_STATES.get(each.status) == PaymentState.SUCCEEDED)
        return next(taken, captures[-1] if captures else None)

    @property
    def refunds(self) -> list[Refund]:
        return self.unit.payments.refunds


class Transaction(msgspec.Struct):
    seller_transaction_id: Name | None = None


class Outcome(msgspec.Struct):
    outcome_code: str = ""


class Dispute(msgspec.Struct):
    dispute_id: Name
    status: str
    dispute_amount: Amount
    reason: Phrase = ""
    dispute_outcome: Outcome = msgspec.field(default_factory=Outcome)
    disputed_transactions: list[Transaction] = []
    seller_response_due_date: datetime | None = None

    @property
    def capture_id(self) -> str:
        """The capture that it is about, which PayPal calls the seller's transaction."""
        return next((each.seller_transaction_id for each in self.disputed_transactions if each.seller_transaction_id), "")


class PayoutItem(msgspec.Struct):
    sender_item_id: Name | None = None  # ours


class Resource(msgspec.Struct):
    """What an event names: of each kind of resource the fields that say which one it is."""

    id: Name | None = None
    dispute_id: Name | None = None
    supplementary_data: Supplement = msgspec.field(default_factory=Supplement)
    payout_item: PayoutItem = msgspec.field(default_factory=PayoutItem)
    payout_batch_id: Name | None = None


class Event(msgspec.Struct):
    """https://developer.paypal.com/api/rest/webhooks/event-names/"""

    id: Name
    event_type: Kind
    resource_type: str = ""
    resource: Resource = msgspec.field(default_factory=Resource)


class Anything(msgspec.Struct):
    """An answer of which nothing is read."""


def to_paypal(amount: Money) -> dict[str, str]:
    """
    In the decimals that PayPal takes (https://developer.paypal.com/api/rest/reference/currency-codes/): 10.00 EUR, 1000 JPY, 1000 HUF.

    :raises Rejected: for a part of a forint or of a Taiwan dollar: nothing is rounded here, so that what was shown is what is charged
    """
    value, _, currency = str(amount).partition(" ")
    if currency in ("HUF", "TWD"):
        if amount.minor % 100:
            raise Rejected("amount_not_representable")
        value = str(amount.minor // 100)
    return {"currency_code": currency, "value": value}


def amount_of(amount: Amount) -> Money:
    """:raises ProviderUnavailable: for what is no amount"""
    try:
        return Money.parse(amount.value, amount.currency_code)
    except InvalidAmount as error:
        raise ProviderUnavailable(note=f"PayPal names an amount that cannot be read: {error}") from error


def payment_of(order: Order) -> ProviderPayment:
    """:raises ProviderUnavailable: for a status that PayPal never named before"""
    capture = order.capture
    state = CAPTURE_STATES.get(capture.status) if capture else ORDER_STATES.get(order.status)
    if state is None:
        status = capture.status if capture else order.status
        raise ProviderUnavailable(note=f"PayPal says that a payment is {status!r}, which is no state of it that we know")
    amount = amount_of(order.unit.amount)
    page = next((link.href for link in order.links if link.rel in ("payer-action", "approve")), None)
    return ProviderPayment(
        reference=order.id,
        payment_id=order.unit.custom_id,
        amount=amount,
        state=state,
        captured_minor=amount_of(capture.amount).minor if capture and state == PaymentState.SUCCEEDED else 0,
        capture_reference=capture.id if capture else "",
        fee_minor=_fee(capture, amount.currency) if capture and state == PaymentState.SUCCEEDED else 0,
        action=VisitAddress(url=page) if page and state == PaymentState.REQUIRES_ACTION else None,
        failure_code=code_of(capture.status_details.reason or capture.status) if capture and state == PaymentState.FAILED else "",
    )


def _fee(capture: Capture, currency: str) -> int:
    """What PayPal keeps, in the payment's currency: in another one it is a matter of its payout."""
    fee = capture.seller_receivable_breakdown.paypal_fee
    return amount_of(fee).minor if fee and fee.currency_code == currency else 0


def refund_of(refund: Refund, *, payment_reference: str) -> ProviderRefund:
    """:raises ProviderUnavailable: for a status that PayPal never named before"""
    state = REFUND_STATES.get(refund.status)
    if state is None:
        raise ProviderUnavailable(note=f"PayPal says that a refund is {refund.status!r}, which is no state of it that we know")
    return ProviderRefund(
        reference=refund.id,
        refund_id=refund.custom_id or refund.id,
        payment_reference=payment_reference,
        amount=amount_of(refund.amount),
        state=state,
        failure_code=code_of(refund.status_details.reason or refund.status) if state == RefundState.FAILED else "",
    )


def dispute_of(dispute: Dispute, *, payment_reference: str) -> ProviderDispute:
    """PayPal holds the money from the first inquiry on. :raises ProviderUnavailable: for an outcome that it never named before"""
    is_over = dispute.status == "RESOLVED"
    state = OUTCOMES.get(dispute.dispute_outcome.outcome_code) if is_over else DisputeState.OPEN
    if state is None:
        raise ProviderUnavailable(
            note=f"PayPal says that a dispute ended as {dispute.dispute_outcome.outcome_code!r}, which we do not know"
        )
    return ProviderDispute(
        reference=dispute.dispute_id,
        payment_reference=payment_reference,
        amount=amount_of(dispute.dispute_amount),
        state=state,
        reason=code_of(dispute.reason) if dispute.reason else "",
        respond_by=dispute.seller_response_due_date,
    )


def last_part(links: list[Link], rel: str) -> str:
    """The name at the end of that link's address; empty if there is none that could be a name."""
    href = next((link.href for link in links if link.rel == rel), "")
    name = href.rpartition("/")[2]
    return name if name.isascii() and name.isalnum() else ""


def changed(event: Event) -> Changed | None:
    """None for what is of no order and no payout to a vendor: subscriptions, invoices."""
    resource = event.resource
    match event.resource_type:
        case "checkout-order" if resource.id:
            return Changed(kind="payment", reference=resource.id)
        case "capture" if resource.supplementary_data.related_ids.order_id:
            return Changed(kind="payment", reference=resource.supplementary_data.related_ids.order_id)
        case "refund" if resource.id:
            return Changed(kind="refund", reference=resource.id)
        case "dispute" if resource.dispute_id:
            return Changed(kind="dispute", reference=resource.dispute_id)
        case "payouts_item" if resource.payout_item.sender_item_id:
            batch_id = resource.payout_batch_id or ""
            return Changed(kind="vendor_transfer", reference=resource.payout_item.sender_item_id, transfer_reference=batch_id)
    return None
