"""Shapes of orders in the API; nothing here saves."""

from __future__ import annotations

from datetime import datetime

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.types import LeftOut
from marketplace.apps.orders.types import (
    DELIVERY_FAILURES,
    Order,
    OrderState,
    Reversal,
    Shipment,
    TimelineEntry,
    VendorOrder,
    VendorOrderState,
)
from marketplace.apps.pricing.types import Adjustment
from marketplace.foundation.rest.fields import (
    MAX_MINOR,
    CodeField,
    EmailField,
    IdField,
    LineField,
    RegionTimeField,
    WebAddressField,
)
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.money import Money


class ListOrders(StrictSerializer):
    q = LineField(max_length=100, required=False, default="", source="text")
    state = CodeField(max_length=30, required=False, default="")
    product = IdField(prefix="prod", required=False, default="", source="product_id")
    placed_from = RegionTimeField(required=False, help_text="From this time on, or from this day of the region on.")
    placed_to = RegionTimeField(is_end=True, required=False, help_text="Up to this time, or to the end of this day of the region.")
    total_min = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False, help_text="Minor units of the currency.")
    total_max = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False, help_text="Minor units of the currency.")
    currency = CodeField(max_length=3, required=False, default="", help_text="The region's default one when absent.")


class ListAllOrders(ListOrders):
    vendor = IdField(prefix="ven", required=False, default="", source="vendor_id")
    customer = IdField(prefix="cus", required=False, default="", source="customer_id")


class LineQuantityInput(StrictSerializer):
    line_id = CodeField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=100_000)


class CancelLines(StrictSerializer):
    lines = serializers.ListField(child=LineQuantityInput(), allow_empty=False, max_length=200)
    reason = LineField(max_length=500)


class ShipLines(StrictSerializer):
    lines = serializers.ListField(child=LineQuantityInput(), allow_empty=False, max_length=200)
    carrier = LineField(max_length=60)
    tracking_number = CodeField(max_length=100, required=False, default="", allow_blank=True)
    tracking_url = WebAddressField(max_length=500, required=False, default="", allow_blank=True)


class FailDelivery(StrictSerializer):
    failure = serializers.ChoiceField(choices=DELIVERY_FAILURES, help_text="Returned: the carrier sends it back, whatever the cause.")
    reason = LineField(max_length=500)


class ReceiveReturn(StrictSerializer):
    sellable = serializers.ListField(
        child=LineQuantityInput(), allow_empty=True, max_length=200, help_text="What goes back into stock; the rest is written off."
    )
    reason = LineField(max_length=500, required=False, default="", allow_blank=True)


class LookUpOrder(StrictSerializer):
    number = CodeField(max_length=30)
    email = EmailField(max_length=254)


class OrderFound(msgspec.Struct, kw_only=True, frozen=True):
    """A guest's order, and the secret (header ``Order-Token``) that opens it."""

    order_id: str
    order_token: str


class Reordered(msgspec.Struct, kw_only=True, frozen=True):
    """
    The cart that now has what could be bought again. ``cart_token`` is the secret of a guest's new cart (header ``Cart-Token``), null for a
    customer. ``left_out`` names what is not in it, or not whole, and why.
    """

    cart_id: str
    cart_token: str | None
    item_count: int
    left_out: list[LeftOut]


class OrderSummary(msgspec.Struct, kw_only=True, frozen=True):
    id: str
    number: str
    state: OrderState
    total: Money
    refunded: Money
    item_count: int
    placed_at: datetime


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
    subtotal: Money
    adjustments: list[Adjustment]
    total: Money
    tax_rate_bp: int
    tax: Money
    commission: Money
    commission_vat: Money


class VendorOrderDetail(msgspec.Struct, kw_only=True, frozen=True):
    """
    One vendor's part: neither the other vendors' lines nor the order's total are in it. ``amount_to_collect`` is what the customer pays
    on delivery for what is not canceled, and null where it is paid before.
    """

    id: str
    number: str
    state: VendorOrderState
    settles_on_delivery: bool
    email: str
    language: str
    shipping_address: Address | None
    note: str
    lines: list[VendorOrderLineDetail]
    shipping_name: str
    shipping: Money
    fees: Money
    adjustments: list[Adjustment]
    total: Money
    amount_to_collect: Money | None
    refunded: Money
    withheld: Money
    shipments: list[Shipment]
    reversals: list[Reversal]
    timeline: list[TimelineEntry]
    created_at: datetime
    accepted_at: datetime | None
    delivered_at: datetime | None


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
        settles_on_delivery=part.settles_on_delivery,
        email=part.email,
        language=part.language,
        shipping_address=part.shipping_address,
        note=part.note,
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
        fees=part.fees,
        adjustments=part.adjustments,
        total=part.total,
        amount_to_collect=part.amount_to_collect,
        refunded=part.refunded,
        withheld=part.withheld,
        shipments=part.shipments,
        reversals=part.reversals,
        timeline=part.timeline,
        created_at=part.created_at,
        accepted_at=part.accepted_at,
        delivered_at=part.delivered_at,
    )
