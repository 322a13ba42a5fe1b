"""What orders do when they hear of something."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.orders import queries
from marketplace.apps.orders.events import (
    OrderChanged,
    SaleReversed,
    ShipmentReturned,
    VendorOrderChanged,
    VendorOrderDelivered,
)
from marketplace.apps.orders.services import collection, deliveries, indexing, projection, refund_books, reversals
from marketplace.apps.orders.types import FIRST_REVISION
from marketplace.apps.payments.events import (
    RefundEvent,
    RefundFailed,
    RefundReduced,
    RefundRequested,
    RefundSettled,
    RefundSucceeded,
)
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(VendorOrderChanged, name="orders.update_order")
def update_orders(events: Sequence[VendorOrderChanged]) -> None:
    for part in queries.vendor_orders_by_ref((event.vendor_id, event.vendor_order_id) for event in events):
        if part.revision > FIRST_REVISION:  # which the order was confirmed with
            projection.update_part(part, now=clock.now())


@batch_subscriber(OrderChanged, name="orders.index_order", queue=BULK)
def index_orders(events: Sequence[OrderChanged]) -> None:
    indexing.index_orders((event.owner, event.order_id) for event in events)


@batch_subscriber(VendorOrderChanged, name="orders.index_vendor_order", queue=BULK)
def index_vendor_orders(events: Sequence[VendorOrderChanged]) -> None:
    indexing.index_vendor_orders((event.vendor_id, event.vendor_order_id) for event in events)


@subscriber(SaleReversed, name="orders.settle_reversal")
def settle_reversal(event: SaleReversed, recorded: Recorded) -> None:
    vendor_order = queries.get_vendor_order(event.vendor_id, event.vendor_order_id)
    reversals.settle_reversal(vendor_order, event.reversal_id, now=clock.now())


@subscriber(ShipmentReturned, name="orders.restock_return")
def restock_return(event: ShipmentReturned, recorded: Recorded) -> None:
    vendor_order = queries.get_vendor_order(event.vendor_id, event.vendor_order_id)
    deliveries.restock_return(vendor_order, event.shipment_id, now=clock.now())


@subscriber(VendorOrderDelivered, name="orders.book_collected")
def book_collected(event: VendorOrderDelivered, recorded: Recorded) -> None:
    collection.book_collected(queries.get_vendor_order(event.vendor_id, event.vendor_order_id), now=clock.now())


@subscriber(RefundRequested, name="orders.book_refund_follower")
def book_refund_follower(event: RefundRequested, recorded: Recorded) -> None:
    refund_books.book_follower(event.refund_id, now=clock.now())


@subscriber(RefundReduced, name="orders.book_refund_reduction")
def book_refund_reduction(event: RefundReduced, recorded: Recorded) -> None:
    refund_books.book_reduction(event.refund_id, event.amount, event_id=recorded.id, now=clock.now())


@subscriber(RefundSettled, name="orders.book_settled_refund")
def book_settled_refund(event: RefundSettled, recorded: Recorded) -> None:
    refund_books.book_settled(event.refund_id, now=clock.now())


@subscriber(RefundSucceeded, name="orders.book_foreign_refund")
def book_foreign_refund(event: RefundSucceeded, recorded: Recorded) -> None:
    refund_books.book_foreign(event.refund_id, now=clock.now())


@subscriber(RefundFailed, name="orders.book_failed_refund")
def book_failed_refund(event: RefundFailed, recorded: Recorded) -> None:
    refund_books.book_failed(event.refund_id, now=clock.now())


@batch_subscriber(RefundRequested, RefundReduced, RefundSucceeded, RefundFailed, RefundSettled, name="orders.update_refunds")
def update_refunds(events: Sequence[RefundEvent]) -> None:
    """What the customer reads of refunds: each order once, from the refunds as they are now."""
    for order_id, owner in queries.owners_of_orders(event.order_id for event in events).items():
        projection.update_refunds(owner, order_id, now=clock.now())
