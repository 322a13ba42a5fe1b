"""What orders do when they hear of something."""

from __future__ import annotations

from marketplace.apps.orders import queries, search
from marketplace.apps.orders.events import (
    CheckoutSettled,
    LinesCanceled,
    OrderAbandoned,
    OrderChanged,
    VendorOrderChanged,
    VendorOrderDelivered,
)
from marketplace.apps.orders.models import Checkout
from marketplace.apps.orders.services import cancellations, cash, progress, projection
from marketplace.apps.orders.services.errors import PaymentDeclined
from marketplace.apps.payments.events import PaymentCanceled, PaymentFailed, PaymentSucceeded
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(PaymentSucceeded, PaymentFailed, PaymentCanceled, name="orders.follow_payment")
def follow_payment(event: PaymentSucceeded | PaymentFailed | PaymentCanceled, recorded: Recorded) -> None:
    """Settle, or give up: what a provider's webhook sets off."""
    _drive(event.checkout_id)


@subscriber(CheckoutSettled, name="orders.complete_checkout")
def complete_checkout(event: CheckoutSettled, recorded: Recorded) -> None:
    """Usually done by the request already; after a crash it is done here."""
    _drive(event.checkout_id)


@subscriber(OrderAbandoned, name="orders.mark_abandoned")
def mark_abandoned(event: OrderAbandoned, recorded: Recorded) -> None:
    progress.mark_abandoned(event.order_id, event.owner, now=clock.now())


@subscriber(VendorOrderChanged, name="orders.update_order")
def update_order(event: VendorOrderChanged, recorded: Recorded) -> None:
    projection.update_part(queries.get_vendor_order(event.vendor_id, event.vendor_order_id), now=clock.now())


@subscriber(OrderChanged, name="orders.index_order")
def index_order(event: OrderChanged, recorded: Recorded) -> None:
    search.index_order(event.owner, event.order_id)


@subscriber(VendorOrderChanged, name="orders.index_vendor_order")
def index_vendor_order(event: VendorOrderChanged, recorded: Recorded) -> None:
    search.index_vendor_order(event.vendor_id, event.vendor_order_id)


@subscriber(LinesCanceled, name="orders.settle_cancellation")
def settle_cancellation(event: LinesCanceled, recorded: Recorded) -> None:
    vendor_order = queries.get_vendor_order(event.vendor_id, event.vendor_order_id)
    cancellations.settle_cancellation(vendor_order, event.cancellation_id, now=clock.now())


@subscriber(VendorOrderDelivered, name="orders.book_cash")
def book_cash(event: VendorOrderDelivered, recorded: Recorded) -> None:
    cash.book_collected(queries.get_vendor_order(event.vendor_id, event.vendor_order_id), now=clock.now())


def _drive(checkout_id: str) -> None:
    if not Checkout.objects.filter(pk=checkout_id).exists():
        return  # a payment of something else
    try:
        progress.drive(checkout_id, now=clock.now())
    except PaymentDeclined:
        return  # given up by now, which is all there is to do here
