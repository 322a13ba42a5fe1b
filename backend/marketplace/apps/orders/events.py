"""What orders tell the apps above them."""

from __future__ import annotations

from typing import ClassVar

from marketplace.apps.orders.types import ReversalCause
from marketplace.foundation.events.types import Event


class OrderChanged(Event, frozen=True, kw_only=True):
    """An order document was written; ``owner`` is its partition's owner."""

    wire_name: ClassVar[str] = "orders.order_changed.v1"
    order_id: str
    owner: str


class OrderConfirmed(Event, frozen=True, kw_only=True):
    """An order is paid (or will be on delivery) and with its vendors."""

    wire_name: ClassVar[str] = "orders.order_confirmed.v1"
    order_id: str
    owner: str


class VendorOrderChanged(Event, frozen=True, kw_only=True):
    """A vendor order was written; read it again for its present state."""

    wire_name: ClassVar[str] = "orders.vendor_order_changed.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str


class ShipmentSent(Event, frozen=True, kw_only=True):
    """A parcel is on its way."""

    wire_name: ClassVar[str] = "orders.shipment_sent.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str
    shipment_id: str


class ShipmentFailed(Event, frozen=True, kw_only=True):
    """A parcel did not reach the customer: what was in it is canceled. ``failure`` says why."""

    wire_name: ClassVar[str] = "orders.shipment_failed.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str
    shipment_id: str
    failure: str


class ShipmentReturned(Event, frozen=True, kw_only=True):
    """A parcel that failed is with its vendor again: what of it can be sold is put back into stock."""

    wire_name: ClassVar[str] = "orders.shipment_returned.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str
    shipment_id: str


class VendorOrderDelivered(Event, frozen=True, kw_only=True):
    """Everything of a vendor order that was not canceled has arrived: the return window begins."""

    wire_name: ClassVar[str] = "orders.vendor_order_delivered.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str


class CollectionSettled(Event, frozen=True, kw_only=True):
    """A courier has remitted what it collected for a parcel, or staff have resolved what differs."""

    wire_name: ClassVar[str] = "orders.collection_settled.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str


class SaleReversed(Event, frozen=True, kw_only=True):
    """A part of a vendor order's sale was reversed, for the ``cause``; its books and its refund follow."""

    wire_name: ClassVar[str] = "orders.sale_reversed.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str
    reversal_id: str
    cause: ReversalCause
