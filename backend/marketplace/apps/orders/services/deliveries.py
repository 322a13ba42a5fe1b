"""
Deliveries that fail after the parcel was sent: refused, undeliverable, lost, returned to the sender.

What was in the parcel is canceled, by the same rules as what was not sent: the customer gets its price back, and the shipping when
nothing of the vendor order reaches them; the commission on it is reversed; on delivery nothing is collected and nothing booked. Its units
are in stock again when the vendor has received the parcel, as far as they can be sold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders.errors import CannotFulfil
from marketplace.apps.orders.events import ShipmentFailed, ShipmentReturned
from marketplace.apps.orders.services import collection
from marketplace.apps.orders.services.cancellations import cancel_in
from marketplace.apps.orders.services.fulfilment import change_vendor_order, shipment_index
from marketplace.apps.orders.services.reversals import settle_reversal
from marketplace.apps.orders.types import DeliveryFailure, LineQuantity, ReversalCause, Shipment, TimelineEntry, VendorOrder
from marketplace.foundation import audit, tenancy
from marketplace.foundation.events.types import Event
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def fail_delivery(
    *,
    vendor_id: str,
    vendor_order_id: str,
    shipment_id: str,
    failure: DeliveryFailure,
    reason: str,
    by: str,
    actor: Actor,
    now: datetime,
) -> VendorOrder:
    """
    A parcel will not reach the customer: what was in it is canceled and refunded. Safe to repeat. ``by`` is vendor or staff.

    :raises OrderNotFound: if it is no order of that vendor
    :raises NotFound: if the order has no such shipment
    :raises CannotFulfil: if it was delivered, or has failed in another way
    :raises Unavailable: if a dispute of the order is not booked yet; nothing is written
    """
    is_new = False

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        nonlocal is_new
        index = shipment_index(vendor_order, shipment_id)
        shipment = vendor_order.shipments[index]
        if shipment.failure == failure:
            return None
        _require_under_way(vendor_order, shipment)
        is_new = True
        for item in shipment.lines:
            line = vendor_order.line(item.line_id)
            assert line is not None
            line.shipped -= item.quantity
        vendor_order.shipments[index] = msgspec.structs.replace(shipment, failure=failure, failed_at=now)
        vendor_order.timeline.append(TimelineEntry(at=now, kind=f"delivery_{failure}", detail=reason))
        failed = ShipmentFailed(shipment_id=shipment_id, failure=failure, **_names(vendor_order))
        about: dict[str, Any] = {"reason": reason, "by": by, "request_key": shipment_id, "now": now}
        about |= {"cause": ReversalCause.FAILED_DELIVERY, "cause_id": shipment_id}
        return [failed, *cancel_in(vendor_order, shipment.lines, **about)]

    vendor_order = change_vendor_order(vendor_id, vendor_order_id, change, now=now)
    if is_new:
        _audit(f"shipment.{failure}", vendor_order, shipment_id, {}, reason=reason, actor=actor, now=now)
    reversal = next(item for item in vendor_order.reversals if item.cause_id == shipment_id)
    settle_reversal(vendor_order, reversal.id, now=now)
    collection.book_collected(vendor_order, now=now)
    return vendor_order


def receive_return(
    *,
    vendor_id: str,
    vendor_order_id: str,
    shipment_id: str,
    sellable: Sequence[LineQuantity],
    reason: str,
    actor: Actor,
    now: datetime,
) -> VendorOrder:
    """
    A parcel whose delivery failed is with the vendor again: ``sellable`` is what goes back into stock; the rest of it is written off.
    Safe to repeat.

    :raises OrderNotFound: if it is no order of that vendor
    :raises NotFound: if the order has no such shipment
    :raises InvalidInput: if more of a line is sellable than was in the parcel
    :raises CannotFulfil: if its delivery has not failed, or it was received with something else in it
    """
    is_new = False

    def change(vendor_order: VendorOrder) -> list[Event] | None:
        nonlocal is_new
        index = shipment_index(vendor_order, shipment_id)
        shipment = vendor_order.shipments[index]
        _require_in_parcel(shipment, sellable)
        if shipment.failure is None:
            raise CannotFulfil(Text("The delivery of this shipment has not failed."), state=vendor_order.state)
        if shipment.received_at is not None:
            if set(shipment.sellable) != set(sellable):
                raise CannotFulfil(Text("This shipment has been received already."), state=vendor_order.state)
            return None
        is_new = True
        vendor_order.shipments[index] = msgspec.structs.replace(shipment, received_at=now, sellable=tuple(sellable))
        vendor_order.timeline.append(TimelineEntry(at=now, kind="shipment_received", detail=shipment.tracking_number))
        return [ShipmentReturned(shipment_id=shipment_id, **_names(vendor_order))]

    vendor_order = change_vendor_order(vendor_id, vendor_order_id, change, now=now)
    if is_new:
        noted = {"sellable": msgspec.to_builtins(sellable)}
        _audit("shipment.received", vendor_order, shipment_id, noted, reason=reason, actor=actor, now=now)
    restock_return(vendor_order, shipment_id, now=now)
    return vendor_order


def restock_return(vendor_order: VendorOrder, shipment_id: str, *, now: datetime) -> None:
    """Put what can be sold of a received parcel back into stock: for the request and again for its event. Safe to repeat."""
    shipment = vendor_order.shipments[shipment_index(vendor_order, shipment_id)]
    variant_of = {line.line_id: line.variant_id for line in vendor_order.lines}
    lines = [StockLine(variant_of[item.line_id], item.quantity) for item in shipment.sellable]
    if lines:
        inventory_services.restock(owner_id=shipment_id, sold_to=vendor_order.order_id, lines=lines, now=now)


def _require_under_way(vendor_order: VendorOrder, shipment: Shipment) -> None:
    if shipment.delivered_at is not None:
        raise CannotFulfil(Text("This shipment has been delivered."), state=vendor_order.state)
    if shipment.failure is not None:
        raise CannotFulfil(Text("The delivery of this shipment has failed."), state=vendor_order.state)


def _require_in_parcel(shipment: Shipment, sellable: Sequence[LineQuantity]) -> None:
    if len({item.line_id for item in sellable}) != len(sellable):
        raise InvalidInput(errors=[FieldError("sellable", "repeated_line", Text("Name each line once"))])
    sent = {item.line_id: item.quantity for item in shipment.lines}
    for index, item in enumerate(sellable):
        if item.quantity > sent.get(item.line_id, 0):
            most = Text("From {least} to {most}", least=0, most=sent.get(item.line_id, 0))
            raise InvalidInput(errors=[FieldError(f"sellable.{index}.quantity", "not_in_shipment", most)])


def _names(vendor_order: VendorOrder) -> dict[str, str]:
    return {"vendor_order_id": vendor_order.id, "vendor_id": vendor_order.vendor_id, "order_id": vendor_order.order_id}


def _audit(
    action: str, vendor_order: VendorOrder, shipment_id: str, noted: Mapping[str, Any], *, reason: str, actor: Actor, now: datetime
) -> None:
    new = {"shipment_id": shipment_id, "state": vendor_order.state, **noted}
    with tenancy.atomic():
        audit.record(actor=actor, action=action, resource=vendor_order.id, new=new, reason=reason, now=now)
