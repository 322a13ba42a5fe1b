"""Shapes of orders in the API; nothing here saves."""

from __future__ import annotations

from datetime import datetime

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.fields import AddressField
from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.types import Quote, QuotePart
from marketplace.apps.orders.documents import Order, VendorOrder
from marketplace.apps.orders.models import OPEN_STATES
from marketplace.apps.orders.services.progress import Progress
from marketplace.apps.orders.types import (
    Cancellation,
    CheckoutStatus,
    OrderState,
    PaymentStanding,
    Shipment,
    TimelineEntry,
    VendorOrderState,
)
from marketplace.apps.payments.types import PaymentAction, PaymentState
from marketplace.foundation.rest.fields import MAX_MINOR, IdField, MoneyField, OwnPageField
from marketplace.kit.money import Money

STATUS_OF: dict[str, CheckoutStatus] = {
    "prepared": "awaiting_payment",
    "ordered": "awaiting_payment",
    "settled": "confirmed",
    "completed": "confirmed",
    "failed": "payment_failed",
    "expired": "expired",
    "refunded": "refunded",
}


class PlaceOrder(serializers.Serializer):
    cart_id = IdField(prefix="cart")
    quoted_total = MoneyField()
    email = serializers.EmailField(required=False)
    shipping_address = AddressField(required=False)
    billing_address = AddressField(required=False)
    shipping_choices = serializers.DictField(child=IdField(prefix="shm"), required=False)
    payment_method = serializers.CharField(max_length=40)
    return_url = OwnPageField(required=False, default="", max_length=1000, allow_blank=True)
    card_token = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)


class ListOrders(serializers.Serializer):
    q = serializers.CharField(max_length=100, required=False, default="", source="text")
    state = serializers.CharField(max_length=30, required=False, default="")
    product = IdField(prefix="prod", required=False, default="", source="product_id")
    placed_from = serializers.DateTimeField(required=False)
    placed_to = serializers.DateTimeField(required=False)
    total_min = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False, help_text="Minor units of the currency.")
    total_max = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False, help_text="Minor units of the currency.")
    currency = serializers.CharField(max_length=3, required=False, default="", help_text="The region's default one when absent.")


class ListAllOrders(ListOrders):
    vendor = IdField(prefix="ven", required=False, default="", source="vendor_id")
    customer = IdField(prefix="cus", required=False, default="", source="customer_id")


class LineQuantityInput(serializers.Serializer):
    line_id = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=100_000)


class CancelLines(serializers.Serializer):
    lines = serializers.ListField(child=LineQuantityInput(), allow_empty=False, max_length=200)
    reason = serializers.CharField(max_length=500)


class CancelOrder(CancelLines):
    lines = serializers.ListField(
        child=LineQuantityInput(), required=False, max_length=200, help_text="Left out: everything that was not sent."
    )


class ShipLines(serializers.Serializer):
    lines = serializers.ListField(child=LineQuantityInput(), allow_empty=False, max_length=200)
    carrier = serializers.CharField(max_length=60)
    tracking_number = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    tracking_url = serializers.URLField(max_length=500, required=False, default="", allow_blank=True)


class CheckoutPayment(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    method: str
    state: PaymentState
    action: PaymentAction | None


class CheckoutDetail(msgspec.Struct, kw_only=True, frozen=True):
    """``order_token`` opens a guest's order; it is told to whoever holds the cart."""

    id: str
    order_id: str
    order_number: str
    order_token: str
    status: CheckoutStatus
    payment: CheckoutPayment


class OrderPartDetail(msgspec.Struct, kw_only=True, frozen=True):
    vendor_order_id: str
    vendor_id: str
    vendor_name: str
    state: VendorOrderState
    line_ids: list[str]
    canceled: dict[str, int]
    shipping: Money
    total: Money
    refunded: Money
    shipments: tuple[Shipment, ...]


class OrderDetail(msgspec.Struct, kw_only=True, frozen=True):
    """A whole order as its customer sees it."""

    id: str
    number: str
    state: OrderState
    payment_state: PaymentStanding
    payment_method: str
    email: str
    language: str
    shipping_address: Address
    billing_address: Address
    quote: Quote
    total: Money
    refunded: Money
    parts: list[OrderPartDetail]
    timeline: list[TimelineEntry]
    placed_at: datetime
    confirmed_at: datetime | None


class OrderSummary(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    number: str
    state: OrderState
    total: Money
    refunded: Money
    item_count: int
    placed_at: datetime


class StaffOrderSummary(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    number: str
    state: OrderState
    payment_state: PaymentStanding
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
    is_cash: bool
    name: str
    city: str
    country: str
    item_count: int
    total: Money
    refunded: Money
    created_at: datetime


class VendorOrderLineDetail(msgspec.Struct, kw_only=True, frozen=True):
    line_id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    option_text: str
    quantity: int
    canceled: int
    shipped: int
    delivered: int
    unit_price: Money
    total: Money
    tax_rate_bp: int
    tax: Money
    commission: Money
    commission_vat: Money


class VendorOrderDetail(msgspec.Struct, kw_only=True, frozen=True):
    """One vendor's part: neither the other vendors' lines nor the order's total are in it."""

    id: str
    number: str
    state: VendorOrderState
    is_cash: bool
    email: str
    language: str
    shipping_address: Address
    lines: list[VendorOrderLineDetail]
    shipping_name: str
    shipping: Money
    total: Money
    refunded: Money
    shipments: list[Shipment]
    cancellations: list[Cancellation]
    timeline: list[TimelineEntry]
    created_at: datetime
    accepted_at: datetime | None
    delivered_at: datetime | None


def checkout_detail(progress: Progress, *, order_token: str) -> CheckoutDetail:
    checkout, payment = progress.checkout, progress.payment
    is_waiting = checkout.state in OPEN_STATES
    return CheckoutDetail(
        id=checkout.id,
        order_id=checkout.order_id,
        order_number=checkout.order_number,
        order_token=order_token,
        status=STATUS_OF[checkout.state],
        payment=CheckoutPayment(id=payment.id, method=payment.method, state=payment.state, action=payment.action if is_waiting else None),
    )


def order_detail(order: Order) -> OrderDetail:
    quoted: dict[str, QuotePart] = {part.vendor_id: part for part in order.quote.parts}
    return OrderDetail(
        id=order.id,
        number=order.number,
        state=order.state,
        payment_state=order.payment_state,
        payment_method=order.payment_method,
        email=order.email,
        language=order.language,
        shipping_address=order.shipping_address,
        billing_address=order.billing_address,
        quote=order.quote,
        total=order.quote.total,
        refunded=order.refunded,
        parts=[
            OrderPartDetail(
                vendor_order_id=part.vendor_order_id,
                vendor_id=part.vendor_id,
                vendor_name=part.vendor_name,
                state=part.state,
                line_ids=list(quoted[part.vendor_id].line_ids),
                canceled=part.canceled,
                shipping=quoted[part.vendor_id].shipping,
                total=quoted[part.vendor_id].total,
                refunded=part.refunded,
                shipments=part.shipments,
            )
            for part in order.parts
        ],
        timeline=order.timeline,
        placed_at=order.placed_at,
        confirmed_at=order.confirmed_at,
    )


def order_summary(order: Order) -> OrderSummary:
    return OrderSummary(
        id=order.id,
        number=order.number,
        state=order.state,
        total=order.quote.total,
        refunded=order.refunded,
        item_count=sum(line.quantity for line in order.quote.lines),
        placed_at=order.placed_at,
    )


def vendor_order_detail(part: VendorOrder) -> VendorOrderDetail:
    return VendorOrderDetail(
        id=part.id,
        number=part.number,
        state=part.state,
        is_cash=part.is_cash,
        email=part.email,
        language=part.language,
        shipping_address=part.shipping_address,
        lines=[
            VendorOrderLineDetail(
                **{name: getattr(line, name) for name in VendorOrderLineDetail.__struct_fields__ if not name.startswith("commission")},
                commission=line.commission.fee,
                commission_vat=line.commission.vat,
            )
            for line in part.lines
        ],
        shipping_name=part.shipping_name,
        shipping=part.shipping,
        total=part.total,
        refunded=part.refunded,
        shipments=part.shipments,
        cancellations=part.cancellations,
        timeline=part.timeline,
        created_at=part.created_at,
        accepted_at=part.accepted_at,
        delivered_at=part.delivered_at,
    )
