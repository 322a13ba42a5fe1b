"""What orders tell the apps above them."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class CheckoutOpened(Event, frozen=True, kw_only=True):
    """A customer committed to buy: stock is reserved and a payment exists; no money has moved."""

    wire_name: ClassVar[str] = "orders.checkout_opened.v1"
    checkout_id: str


class CheckoutSettled(Event, frozen=True, kw_only=True):
    """The payment is booked, the stock is sold and the commissions are frozen; the vendors' parts follow."""

    wire_name: ClassVar[str] = "orders.checkout_settled.v1"
    checkout_id: str


class OrderChanged(Event, frozen=True, kw_only=True):
    """An order document was written; ``owner`` is its partition's owner."""

    wire_name: ClassVar[str] = "orders.order_changed.v1"
    order_id: str
    owner: str


class OrderConfirmed(Event, frozen=True, kw_only=True):
    """An order is paid (or will be at the door) and with its vendors."""

    wire_name: ClassVar[str] = "orders.order_confirmed.v1"
    order_id: str
    owner: str


class OrderAbandoned(Event, frozen=True, kw_only=True):
    """An order will not be paid: its stock is free again."""

    wire_name: ClassVar[str] = "orders.order_abandoned.v1"
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


class VendorOrderDelivered(Event, frozen=True, kw_only=True):
    """Everything of a vendor order that was not canceled has arrived: the return window begins."""

    wire_name: ClassVar[str] = "orders.vendor_order_delivered.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str


class LinesCanceled(Event, frozen=True, kw_only=True):
    """Pieces of a vendor order were canceled; the refund follows."""

    wire_name: ClassVar[str] = "orders.lines_canceled.v1"
    vendor_order_id: str
    vendor_id: str
    order_id: str
    cancellation_id: str
