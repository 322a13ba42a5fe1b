"""What a vendor does with its part: accept, send in parcels, deliver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec

from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import VENDOR_ORDERS
from marketplace.apps.orders.errors import CannotFulfil
from marketplace.apps.orders.events import ShipmentSent, VendorOrderChanged, VendorOrderDelivered
from marketplace.apps.orders.services import collection
from marketplace.apps.orders.types import LineQuantity, Shipment, TimelineEntry, VendorOrder, VendorOrderLine, VendorOrderState
from marketplace.foundation.documents.container import Changed
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import derived_id
from marketplace.kit.texts import Text

Change = Callable[[VendorOrder], list[Event] | None]


def change_vendor_order(vendor_id: str, vendor_order_id: str, change: Change, *, now: datetime) -> VendorOrder:
    """
    Change a vendor order and publish its events.

    ``change`` edits the document and returns the events that follow, besides ``VendorOrderChanged``, or None if there was nothing to do.

    :raises OrderNotFound: if it is no order of that vendor
    :raises DocumentContended: if others change it all the time
    """

    def change_and_announce(vendor_order: VendorOrder) -> Changed[VendorOrder] | None:
        events = change(vendor_order)
        if events is None:
            return None
        vendor_order.revision += 1
        return Changed(vendor_order, [outbox.record(event, now=now) for event in [*events, _changed(vendor_order)]])

    known = queries.get_vendor_order(vendor_id, vendor_order_id)
    return VENDOR_ORDERS.change(VENDOR_ORDERS.pk(known), known.id, change_and_announce, known=known)


def accept(*, vendor_id: str, vendor_order_id: str, now: datetime) -> VendorOrder:
    """The vendor will fulfil it. :raises CannotFulfil: if it was canceled"""

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        if vendor_order.accepted_at is not None:
            return None
        _require(vendor_order, VendorOrderState.NEW)
        vendor_order.accepted_at = now
        vendor_order.timeline.append(TimelineEntry(at=now, kind="accepted"))
        return []

    return change_vendor_order(vendor_id, vendor_order_id, change, now=now)


def ship(
    *,
    vendor_id: str,
    vendor_order_id: str,
    lines: Sequence[LineQuantity],
    carrier: str,
    tracking_number: str,
    tracking_url: str,
    request_key: str,
    now: datetime,
) -> VendorOrder:
    """
    Send a parcel with these units; the same ``request_key`` makes no second one of the same units. Shipping also accepts a new order.

    :raises InvalidInput: for a line that is not in the order, or without the tracking number by which a courier remits what it collects
    :raises CannotFulfil: if more would be sent than is neither sent nor canceled
    """

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        shipment_id = shipment_id_of(vendor_order, lines, request_key)
        if any(shipment.id == shipment_id for shipment in vendor_order.shipments):
            return None
        _require(vendor_order, VendorOrderState.NEW, VendorOrderState.ACCEPTED, VendorOrderState.PARTLY_SHIPPED)
        if vendor_order.courier and not tracking_number:
            raise InvalidInput(errors=[FieldError("tracking_number", "required", Text("The courier remits by it what it collects"))])
        _take_unsent(vendor_order, lines)
        shipment = Shipment(
            id=shipment_id,
            lines=tuple(lines),
            carrier=carrier,
            tracking_number=tracking_number,
            tracking_url=tracking_url,
            shipped_at=now,
        )
        vendor_order.shipments.append(shipment)
        vendor_order.accepted_at = vendor_order.accepted_at or now
        vendor_order.timeline.append(TimelineEntry(at=now, kind="shipped", detail=f"{carrier} {tracking_number}".strip()))
        facts = {"vendor_order_id": vendor_order.id, "vendor_id": vendor_id, "order_id": vendor_order.order_id}
        return [ShipmentSent(shipment_id=shipment_id, **facts)]

    return change_vendor_order(vendor_id, vendor_order_id, change, now=now)


def shipment_id_of(vendor_order: VendorOrder, lines: Sequence[LineQuantity], request_key: str) -> str:
    """The id of the parcel that ``ship`` makes of these units for that key."""
    units = sorted(f"{item.line_id}={item.quantity}" for item in lines)
    return derived_id("shp", vendor_order.id, request_key, *units, at=vendor_order.created_at)


def deliver(*, vendor_id: str, vendor_order_id: str, shipment_id: str, now: datetime) -> VendorOrder:
    """
    A parcel has arrived. Safe to repeat.

    :raises NotFound: if the order has no such parcel
    :raises CannotFulfil: if its delivery has failed
    """

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        index = shipment_index(vendor_order, shipment_id)
        shipment = vendor_order.shipments[index]
        if shipment.delivered_at is not None:
            return None
        if shipment.failure is not None:
            raise CannotFulfil(Text("The delivery of this shipment has failed."), state=vendor_order.state)
        for item in shipment.lines:
            line = vendor_order.line(item.line_id)
            assert line is not None
            line.delivered += item.quantity
        vendor_order.shipments[index] = msgspec.structs.replace(shipment, delivered_at=now)
        vendor_order.timeline.append(TimelineEntry(at=now, kind="delivered", detail=shipment.tracking_number))
        return mark_delivered(vendor_order, now=now)

    vendor_order = change_vendor_order(vendor_id, vendor_order_id, change, now=now)
    collection.book_collected(vendor_order, now=now)
    return vendor_order


def shipment_index(vendor_order: VendorOrder, shipment_id: str) -> int:
    """Where the shipment is in the document. :raises NotFound: if it is not there"""
    index = next((i for i, shipment in enumerate(vendor_order.shipments) if shipment.id == shipment_id), None)
    if index is None:
        raise NotFound(Text("There is no such shipment."))
    return index


def mark_delivered(vendor_order: VendorOrder, *, now: datetime) -> list[Event]:
    """Note the day from which the return window runs, once everything that is due has arrived."""
    if vendor_order.state != VendorOrderState.DELIVERED or vendor_order.delivered_at is not None:
        return []
    vendor_order.delivered_at = now
    facts = {"vendor_order_id": vendor_order.id, "vendor_id": vendor_order.vendor_id, "order_id": vendor_order.order_id}
    return [VendorOrderDelivered(**facts)]


def _take_unsent(vendor_order: VendorOrder, lines: Sequence[LineQuantity]) -> None:
    for line, quantity in chosen_lines(vendor_order, lines):
        if quantity > line.unsent:
            raise CannotFulfil(
                Text("Units of {sku} that can still be sent: {unsent}.", sku=line.sku, unsent=line.unsent),
                state=vendor_order.state,
            )
        line.shipped += quantity


def chosen_lines(vendor_order: VendorOrder, lines: Sequence[LineQuantity]) -> Iterator[tuple[VendorOrderLine, int]]:
    """The lines that a caller names, each with how many of its units. :raises InvalidInput: for one named twice, or of another order"""
    if len({item.line_id for item in lines}) != len(lines):
        raise InvalidInput(errors=[FieldError("lines", "repeated_line", Text("Name each line once"))])
    for index, item in enumerate(lines):
        line = vendor_order.line(item.line_id)
        if line is None:
            raise InvalidInput(errors=[FieldError(f"lines.{index}.line_id", "unknown_line", Text("Not a line of this order"))])
        yield line, item.quantity


def _require(vendor_order: VendorOrder, *states: VendorOrderState) -> None:
    if vendor_order.state not in states:
        raise CannotFulfil(state=vendor_order.state)


def _changed(vendor_order: VendorOrder) -> Event:
    return VendorOrderChanged(vendor_order_id=vendor_order.id, vendor_id=vendor_order.vendor_id, order_id=vendor_order.order_id)
