"""Orders as their customer, their vendor and staff read them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders.types.values import (
    OrderRefund,
    OrderState,
    PartRefund,
    PaymentStatus,
    Shipment,
    TimelineEntry,
    VendorOrderState,
)
from marketplace.apps.pricing.types import Quote
from marketplace.kit.money import Money
from marketplace.kit.pages import Sorting


class CollectionView(msgspec.Struct, kw_only=True, frozen=True):
    """What a courier collected for one parcel; it owes the operator ``amount`` until ``settled_at`` (null: still)."""

    id: str
    courier: str
    tracking_number: str
    vendor_order_id: str
    vendor_id: str
    order_id: str
    payment_id: str
    amount: Money
    collected_at: datetime
    settled_at: datetime | None


class OrderPartDetail(msgspec.Struct, kw_only=True, frozen=True):
    """
    ``refund_due`` is what goes back to the customer of this part, and ``refunds`` why; the order's ``refunds`` say what has arrived.
    ``closed_reason`` says why the part was not sold when the order was: ``vendor_not_selling`` or ``out_of_stock``; empty for one that was.
    """

    vendor_order_id: str
    vendor_id: str
    vendor_name: str
    state: VendorOrderState
    line_ids: list[str]
    canceled: dict[str, int]
    shipping: Money
    fees: Money
    total: Money
    refund_due: Money
    withheld: Money
    closed_reason: str
    shipments: tuple[Shipment, ...]
    refunds: tuple[PartRefund, ...]


class OrderDetail(msgspec.Struct, kw_only=True, frozen=True):
    """
    A whole order as its customer sees it. ``paid`` was taken (null before, and where it is paid on delivery); of it, ``refunded`` is back
    with the customer and ``refund_pending`` is not yet. ``closed_reason`` says why it was not completed.
    """

    id: str
    number: str
    state: OrderState
    payment_status: PaymentStatus
    closed_reason: str
    payment_method: str
    paid: Money | None
    paid_at: datetime | None
    email: str
    language: str
    shipping_address: Address | None
    billing_address: Address | None
    note: str
    quote: Quote
    total: Money
    refunded: Money
    refund_pending: Money
    refunds: list[OrderRefund]
    parts: list[OrderPartDetail]
    timeline: list[TimelineEntry]
    placed_at: datetime
    confirmed_at: datetime | None


class StaffOrderSummary(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    number: str
    state: OrderState
    payment_status: PaymentStatus
    customer_id: str
    email: str
    name: str
    country: str
    vendor_ids: list[str]
    total: Money
    refunded: Money
    placed_at: datetime


class VendorOrderSummary(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    number: str
    state: VendorOrderState
    settles_on_delivery: bool
    name: str
    city: str
    country: str
    item_count: int
    total: Money
    amount_to_collect: Money | None = None
    refunded: Money
    created_at: datetime


class OrderCriteria(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a list of orders is narrowed to; empty means any. ``text`` is words of a number, a name, an address or a SKU. Totals are in minor
    units of ``currency``, the region's default one when empty. ``sort`` is by ``placed_at`` or by ``total``, which is compared within that
    currency; the newest come first without it.
    """

    text: str = ""
    state: str = ""
    vendor_id: str = ""
    customer_id: str = ""
    product_id: str = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    total_min: int | None = None
    total_max: int | None = None
    currency: str = ""
    sort: Sorting | None = None
