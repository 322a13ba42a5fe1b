"""Keeps the order's copy of each vendor's part up to date."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import ORDERS, Order, VendorOrder
from marketplace.apps.orders.events import OrderChanged
from marketplace.apps.orders.types import TimelineEntry
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.events import outbox

TRIES = 5


def update_part(vendor_order: VendorOrder, *, now: datetime) -> None:
    """Copy what the customer may see of a vendor order into the order, unless a newer copy is there. Safe to repeat."""
    for attempt in range(TRIES):
        order = queries.get_order(vendor_order.order_owner, vendor_order.order_id)
        if not _copy(vendor_order, order, now=now):
            return
        event = OrderChanged(order_id=order.id, owner=order.owner)
        try:
            ORDERS.replace(order, etag=order.etag, events=[outbox.record(event, now=now)])
            return
        except StaleDocument:
            if attempt == TRIES - 1:
                raise


def _copy(vendor_order: VendorOrder, order: Order, *, now: datetime) -> bool:
    part = next(part for part in order.parts if part.vendor_order_id == vendor_order.id)
    if part.revision >= vendor_order.revision:
        return False
    if part.state != vendor_order.state:
        order.timeline.append(TimelineEntry(at=now, kind=f"part_{vendor_order.state}", detail=part.vendor_name))
    part.state, part.revision = vendor_order.state, vendor_order.revision
    part.canceled = {line.line_id: line.canceled for line in vendor_order.lines if line.canceled}
    part.refunded, part.shipments = vendor_order.refunded, tuple(vendor_order.shipments)
    return True
