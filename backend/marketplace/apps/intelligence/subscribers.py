"""What models learn from the apps below."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.intelligence import services
from marketplace.apps.orders.events import OrderConfirmed
from marketplace.foundation.events.subscribers import BULK, batch_subscriber


@batch_subscriber(OrderConfirmed, name="intelligence.record_purchases", queue=BULK)
def record_purchases(events: Sequence[OrderConfirmed]) -> None:
    services.record_purchases([(event.owner, event.order_id) for event in events])
