"""What payouts do on events. Each subscriber reads again what the event is about."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.orders.events import CollectionSettled, SaleReversed, VendorOrderChanged, VendorOrderDelivered
from marketplace.apps.payments.events import DisputeLost, DisputeOpened, DisputeWon
from marketplace.apps.payouts import services
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(VendorOrderChanged, VendorOrderDelivered, SaleReversed, CollectionSettled, name="payouts.record_eligibility")
def record_eligibility(events: Sequence[VendorOrderChanged | VendorOrderDelivered | SaleReversed | CollectionSettled]) -> None:
    services.record_eligibility([(event.vendor_id, event.vendor_order_id) for event in events], now=clock.now())


@subscriber(DisputeOpened, DisputeWon, DisputeLost, name="payouts.book_dispute")
def book_dispute(event: DisputeOpened | DisputeWon | DisputeLost, recorded: Recorded) -> None:
    services.book_dispute(dispute_id=event.dispute_id, payment_id=event.payment_id, now=clock.now())
