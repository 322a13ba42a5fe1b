from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.notifications import services
from marketplace.apps.notifications.tasks import send_messages
from marketplace.apps.orders.events import LinesCanceled, OrderConfirmed, ShipmentSent
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(OrderConfirmed, name="notifications.order_confirmed")
def on_orders_confirmed(events: Sequence[OrderConfirmed]) -> None:
    _have_sent(services.tell_orders_confirmed([(event.owner, event.order_id) for event in events], now=clock.now()))


@subscriber(ShipmentSent, name="notifications.shipment_sent")
def on_shipment_sent(event: ShipmentSent, recorded: Recorded) -> None:
    names = {"vendor_id": event.vendor_id, "vendor_order_id": event.vendor_order_id}
    _have_sent(services.tell_shipment_sent(shipment_id=event.shipment_id, now=clock.now(), **names))


@subscriber(LinesCanceled, name="notifications.lines_canceled")
def on_lines_canceled(event: LinesCanceled, recorded: Recorded) -> None:
    names = {"vendor_id": event.vendor_id, "vendor_order_id": event.vendor_order_id}
    _have_sent(services.tell_lines_canceled(cancellation_id=event.cancellation_id, now=clock.now(), **names))


def _have_sent(message_ids: Sequence[str]) -> None:
    if message_ids:
        send_messages.apply_async(kwargs={"message_ids": message_ids})
