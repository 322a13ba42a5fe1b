"""The topics that people listen to, and what their messages say. No message contains a person's name, address or e-mail."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

import msgspec

from marketplace.apps.analytics.types import LiveWindow
from marketplace.apps.discovery.types.pages import VariantOffer
from marketplace.apps.imports.types import ImportState
from marketplace.apps.messaging.types import Side
from marketplace.apps.orders.types import LineQuantity, OrderState, PaymentStatus, RefundReason, ReversalCause, VendorOrderState
from marketplace.apps.payouts.types import PayoutState
from marketplace.apps.returns.types import ReturnState
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation.realtime import topics
from marketplace.foundation.realtime.addresses import LiveAddresses
from marketplace.foundation.realtime.messages import Body
from marketplace.foundation.realtime.topics import TopicKind
from marketplace.kit.money import Money

ORDERS = topics.declare("orders", "All orders of a customer.")
ORDER = topics.declare("order", "One order: a guest's, by its token.")
VENDOR_ORDERS = topics.declare("vendor_orders", "A vendor's orders.")
VENDOR_STOCK = topics.declare("vendor_stock", "A vendor's stock.")
VENDOR_IMPORTS = topics.declare("vendor_imports", "A vendor's product files.")
VENDOR_PAYOUTS = topics.declare("vendor_payouts", "A vendor's payouts.")
STAFF_ORDERS = topics.declare("staff_orders", "The region's orders.")
STAFF_VENDORS = topics.declare("staff_vendors", "The region's vendors.")
STAFF_PAYMENTS = topics.declare("staff_payments", "Refunds and disputes that need a person.")
STAFF_PAYOUTS = topics.declare("staff_payouts", "The region's payouts.")
STAFF_METRICS = topics.declare("staff_metrics", "What happens in the region's shop right now.")
PRODUCT = topics.declare_public("product", "What of a product can be bought, at which prices.", parameter="products", prefix="prod")
REGION = "region"  # whose the topics of staff are

ShipmentState = Literal["sent", "delivered", "failed"]
DisputeState = Literal["opened", "won", "lost"]


class MessageType(StrEnum):
    ORDER_CHANGED = "order_changed"
    PRODUCT_CHANGED = "product_changed"
    VENDOR_ORDER_PLACED = "vendor_order_placed"
    VENDOR_ORDER_CHANGED = "vendor_order_changed"
    LINES_CANCELED = "lines_canceled"
    SALE_REFUNDED = "sale_refunded"
    RETURN_CHANGED = "return_changed"
    MESSAGE_ARRIVED = "message_arrived"
    STOCK_CHANGED = "stock_changed"
    IMPORT_PROGRESSED = "import_progressed"
    PAYOUT_CHANGED = "payout_changed"
    ORDER_CONFIRMED = "order_confirmed"
    VENDOR_CHANGED = "vendor_changed"
    REFUND_FAILED = "refund_failed"
    DISPUTE_CHANGED = "dispute_changed"
    METRICS_CHANGED = "metrics_changed"


class ShipmentUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel of an order."""

    id: str
    state: ShipmentState
    carrier: str
    tracking_number: str
    tracking_url: str


class OrderPartUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """What one vendor fulfils of an order."""

    vendor_order_id: str
    state: VendorOrderState
    shipments: list[ShipmentUpdate]


class OrderUpdate(Body, frozen=True, kw_only=True):
    """The present state of an order, its parts and its parcels."""

    type: ClassVar[MessageType] = MessageType.ORDER_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (ORDERS, ORDER)
    order_id: str
    number: str
    state: OrderState
    payment_status: PaymentStatus
    refunded: Money
    refund_pending: Money
    parts: list[OrderPartUpdate]


class ProductUpdate(Body, frozen=True, kw_only=True):
    """
    What of a product can be bought now. Where ``is_sold`` is false, nothing can, and there are no variants: it is not published, or its
    vendor does not sell at the moment.
    """

    type: ClassVar[MessageType] = MessageType.PRODUCT_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (PRODUCT,)
    product_id: str
    is_sold: bool
    variants: list[VariantOffer]


class _VendorOrder(Body, frozen=True, kw_only=True):
    vendor_order_id: str
    order_id: str
    number: str
    state: VendorOrderState
    revision: int
    total: Money


class VendorOrderPlaced(_VendorOrder, frozen=True, kw_only=True):
    """A new order of the vendor."""

    type: ClassVar[MessageType] = MessageType.VENDOR_ORDER_PLACED
    kinds: ClassVar[tuple[TopicKind, ...]] = (VENDOR_ORDERS,)


class VendorOrderUpdate(_VendorOrder, frozen=True, kw_only=True):
    """The present state of an order of the vendor; ``revision`` counts its changes."""

    type: ClassVar[MessageType] = MessageType.VENDOR_ORDER_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (VENDOR_ORDERS,)


class LinesCanceled(Body, frozen=True, kw_only=True):
    """Units of a vendor order were canceled, or did not arrive. ``by`` is customer, vendor or staff."""

    type: ClassVar[MessageType] = MessageType.LINES_CANCELED
    kinds: ClassVar[tuple[TopicKind, ...]] = (VENDOR_ORDERS,)
    vendor_order_id: str
    reversal_id: str
    cause: ReversalCause
    by: str
    lines: list[LineQuantity]


class SaleRefunded(Body, frozen=True, kw_only=True):
    """Money of a vendor order is refunded: for what the customer keeps, or has returned. ``amount`` is what the customer gets."""

    type: ClassVar[MessageType] = MessageType.SALE_REFUNDED
    kinds: ClassVar[tuple[TopicKind, ...]] = (VENDOR_ORDERS,)
    vendor_order_id: str
    reversal_id: str
    cause: ReversalCause
    reason_code: RefundReason | None
    by: str
    amount: Money


class ReturnUpdate(Body, frozen=True, kw_only=True):
    """The present state of a return: to its customer, or guest, and to its vendor."""

    type: ClassVar[MessageType] = MessageType.RETURN_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (ORDERS, ORDER, VENDOR_ORDERS)
    return_id: str
    order_id: str
    vendor_order_id: str
    state: ReturnState


class MessageArrived(Body, frozen=True, kw_only=True):
    """A customer or a vendor has written about a vendor order; its text is read from the API. To both sides."""

    type: ClassVar[MessageType] = MessageType.MESSAGE_ARRIVED
    kinds: ClassVar[tuple[TopicKind, ...]] = (ORDERS, ORDER, VENDOR_ORDERS)
    message_id: str
    order_id: str
    vendor_order_id: str
    sender: Side


class StockLevel(msgspec.Struct, frozen=True, kw_only=True):
    variant_id: str
    sku: str
    on_hand: int
    available: int


class StockUpdate(Body, frozen=True, kw_only=True):
    """Variants of a product ran out or came back."""

    type: ClassVar[MessageType] = MessageType.STOCK_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (VENDOR_STOCK,)
    product_id: str
    variants: list[StockLevel]


class ImportUpdate(Body, frozen=True, kw_only=True):
    """How far a product file is."""

    type: ClassVar[MessageType] = MessageType.IMPORT_PROGRESSED
    kinds: ClassVar[tuple[TopicKind, ...]] = (VENDOR_IMPORTS,)
    import_id: str
    state: ImportState
    progress_percent: int
    rows_total: int
    rows_done: int
    created: int
    updated: int
    unchanged: int
    refused: int
    errors: int


class PayoutUpdate(Body, frozen=True, kw_only=True):
    """The present state of a payout."""

    type: ClassVar[MessageType] = MessageType.PAYOUT_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (VENDOR_PAYOUTS, STAFF_PAYOUTS)
    payout_id: str
    vendor_id: str
    state: PayoutState
    amount: Money


class OrderConfirmedNotice(Body, frozen=True, kw_only=True):
    """An order is paid, or will be on delivery, and is with its vendors."""

    type: ClassVar[MessageType] = MessageType.ORDER_CONFIRMED
    kinds: ClassVar[tuple[TopicKind, ...]] = (STAFF_ORDERS,)
    order_id: str
    number: str
    total: Money


class VendorUpdate(Body, frozen=True, kw_only=True):
    """The present state of a vendor."""

    type: ClassVar[MessageType] = MessageType.VENDOR_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (STAFF_VENDORS,)
    vendor_id: str
    name: str
    state: VendorState


class RefundFailedNotice(Body, frozen=True, kw_only=True):
    """A refund could not be sent, and waits for a person."""

    type: ClassVar[MessageType] = MessageType.REFUND_FAILED
    kinds: ClassVar[tuple[TopicKind, ...]] = (STAFF_PAYMENTS,)
    refund_id: str
    payment_id: str
    order_id: str
    amount: Money
    failure_code: str


class DisputeUpdate(Body, frozen=True, kw_only=True):
    """A customer's bank has asked for the money back, or has decided."""

    type: ClassVar[MessageType] = MessageType.DISPUTE_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (STAFF_PAYMENTS,)
    dispute_id: str
    payment_id: str
    order_id: str
    amount: Money
    state: DisputeState


class MetricsUpdate(Body, frozen=True, kw_only=True):
    """The live metrics, every five seconds. ``day`` is made of sums by hour, which are a few minutes old."""

    type: ClassVar[MessageType] = MessageType.METRICS_CHANGED
    kinds: ClassVar[tuple[TopicKind, ...]] = (STAFF_METRICS,)
    made_at: datetime
    minutes: LiveWindow
    day: LiveWindow


class LiveTicket(LiveAddresses, frozen=True, kw_only=True):
    """
    Opens one connection within ``expires_in_s``, to one of the two addresses, and to these ``topics``. The connection ends after
    ``ends_in_s``.
    """

    ticket: str
    expires_in_s: int
    ends_in_s: int
    topics: list[str]
