"""What payouts do when they hear of something. Each re-reads what the event is about."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.orders.events import LinesCanceled, VendorOrderChanged, VendorOrderDelivered
from marketplace.apps.payments.events import DisputeLost, DisputeOpened, DisputeWon, RefundFailed, RefundSucceeded
from marketplace.apps.payouts import services
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(VendorOrderChanged, VendorOrderDelivered, LinesCanceled, name="payouts.note_maturity")
def note_maturities(events: Sequence[VendorOrderChanged | VendorOrderDelivered | LinesCanceled]) -> None:
    services.note_maturities([(event.vendor_id, event.vendor_order_id) for event in events], now=clock.now())


@subscriber(DisputeOpened, DisputeWon, DisputeLost, name="payouts.book_dispute")
def book_dispute(event: DisputeOpened | DisputeWon | DisputeLost, recorded: Recorded) -> None:
    services.book_dispute(dispute_id=event.dispute_id, payment_id=event.payment_id, now=clock.now())


@subscriber(RefundSucceeded, name="payouts.book_foreign_refund")
def book_foreign_refund(event: RefundSucceeded, recorded: Recorded) -> None:
    services.book_foreign_refund(refund_id=event.refund_id, now=clock.now())


@subscriber(RefundFailed, name="payouts.book_failed_refund")
def book_failed_refund(event: RefundFailed, recorded: Recorded) -> None:
    services.book_failed_refund(refund_id=event.refund_id, now=clock.now())
