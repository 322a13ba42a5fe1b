"""What orders do when they hear of something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marketplace.apps.orders import queries, search
from marketplace.apps.orders.documents import FIRST_REVISION
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
from marketplace.foundation.events.subscribers import batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(PaymentSucceeded, PaymentFailed, PaymentCanceled, name="orders.follow_payment")
def follow_payments(events: Sequence[PaymentSucceeded | PaymentFailed | PaymentCanceled]) -> None:
    """Settle, or give up: what a provider's webhook sets off."""
    _drive(event.checkout_id for event in events)


@batch_subscriber(CheckoutSettled, name="orders.complete_checkout")
def complete_checkouts(events: Sequence[CheckoutSettled]) -> None:
    """Usually done by the request already; after a crash it is done here."""
    _drive(event.checkout_id for event in events)


@subscriber(OrderAbandoned, name="orders.mark_abandoned")
def mark_abandoned(event: OrderAbandoned, recorded: Recorded) -> None:
    progress.mark_abandoned(event.order_id, event.owner, now=clock.now())


@batch_subscriber(VendorOrderChanged, name="orders.update_order")
def update_orders(events: Sequence[VendorOrderChanged]) -> None:
    for part in queries.vendor_orders_by_ref((event.vendor_id, event.vendor_order_id) for event in events):
        if part.revision > FIRST_REVISION:  # which the order was confirmed with
            projection.update_part(part, now=clock.now())


@batch_subscriber(OrderChanged, name="orders.index_order")
def index_orders(events: Sequence[OrderChanged]) -> None:
    search.index_orders((event.owner, event.order_id) for event in events)


@batch_subscriber(VendorOrderChanged, name="orders.index_vendor_order")
def index_vendor_orders(events: Sequence[VendorOrderChanged]) -> None:
    search.index_vendor_orders((event.vendor_id, event.vendor_order_id) for event in events)


@subscriber(LinesCanceled, name="orders.settle_cancellation")
def settle_cancellation(event: LinesCanceled, recorded: Recorded) -> None:
    vendor_order = queries.get_vendor_order(event.vendor_id, event.vendor_order_id)
    cancellations.settle_cancellation(vendor_order, event.cancellation_id, now=clock.now())


@subscriber(VendorOrderDelivered, name="orders.book_cash")
def book_cash(event: VendorOrderDelivered, recorded: Recorded) -> None:
    cash.book_collected(queries.get_vendor_order(event.vendor_id, event.vendor_order_id), now=clock.now())


def _drive(checkout_ids: Iterable[str]) -> None:
    """Those that have not come to an end already, which the request that paid has usually seen to."""
    unfinished = Checkout.objects.filter(pk__in=set(checkout_ids)).exclude(state__in=("completed", "refunded"))
    for checkout in unfinished.order_by("pk"):
        try:
            progress.drive_on(checkout, now=clock.now())
        except PaymentDeclined:
            continue  # given up by now, which is all there is to do here
