"""Shapes of orders in the API; nothing here saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.types import LeftOut
from marketplace.apps.orders.domain.refundable import refundable_of, refundable_units
from marketplace.apps.orders.types import (
    DELIVERY_FAILURES,
    REFUND_REASONS,
    Order,
    OrderState,
    RefundedLine,
    RefundRequest,
    Reversal,
    Shipment,
    TimelineEntry,
    VendorOrder,
    VendorOrderLine,
    VendorOrderState,
)
from marketplace.apps.pricing.types import Adjustment
from marketplace.foundation.rest.fields import (
    MAX_MINOR,
    CodeField,
    EmailField,
    IdField,
    LineField,
    MoneyField,
    RegionTimeField,
    SortField,
    WebAddressField,
    invalid,
)
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.ids import is_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

MAX_NAMED = 50  # orders that a request names, each once


class ListOrders(StrictSerializer):
    q = LineField(max_length=100, required=False, default="", source="text")
    state = CodeField(max_length=200, required=False, default="", help_text="One state, or several, parted by commas.")
    product = IdField(prefix="prod", required=False, default="", source="product_id")
    placed_from = RegionTimeField(required=False, help_text="From this time on, or from this day of the region on.")
    placed_to = RegionTimeField(is_end=True, required=False, help_text="Up to this time, or to the end of this day of the region.")
    total_min = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False, help_text="Minor units of the currency.")
    total_max = serializers.IntegerField(min_value=0, max_value=MAX_MINOR, required=False, help_text="Minor units of the currency.")
    currency = CodeField(max_length=3, required=False, default="", help_text="The region's default one when absent.")
    sort = SortField("placed_at", "total")


class ListAllOrders(ListOrders):
    vendor = IdField(prefix="ven", required=False, default="", source="vendor_id")
    customer = IdField(prefix="cus", required=False, default="", source="customer_id")


class ListCollections(StrictSerializer):
    """The query string of the list of what couriers collected."""

    courier = CodeField(max_length=30, required=False, help_text="Its code.")
    is_settled = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="False: what is still owed.")


class ListVendorOrders(ListOrders):
    ids = CodeField(
        max_length=2_000,
        required=False,
        default="",
        help_text=f"These orders alone, as they are now; at most {MAX_NAMED}, parted by commas. No other filter goes with it.",
    )

    def validate_ids(self, ids: str) -> list[str]:
        return _order_ids(ids) if ids else []

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["ids"] and any(value not in ("", None) for name, value in data.items() if name != "ids"):
            raise serializers.ValidationError({"ids": invalid(Text("Leave out the other filters"), "invalid").detail})
        return data


class PrintOrders(StrictSerializer):
    """The query string of what is printed for several orders."""

    orders = CodeField(max_length=2_000, help_text=f"Ids of the vendor's orders, parted by commas; at most {MAX_NAMED}.")

    def validate_orders(self, orders: str) -> list[str]:
        return _order_ids(orders)


def _order_ids(text: str) -> list[str]:
    named = list(dict.fromkeys(filter(None, text.split(","))))
    if not named or len(named) > MAX_NAMED or not all(is_id(order_id, "vord") for order_id in named):
        raise invalid(Text("1 to {limit} ids of orders, parted by commas", limit=MAX_NAMED), "invalid")
    return named


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


class RefundLineInput(StrictSerializer):
    line_id = CodeField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=100_000, required=False, help_text="Delivered units, with their price.")
    amount = MoneyField(required=False, help_text="Instead: an amount of the line's price.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("quantity" in attrs) == ("amount" in attrs):
            raise invalid(Text("Name either units or an amount"), "units_or_amount")
        return attrs


class RefundSale(StrictSerializer):
    """Either parts of the sale, or one amount that is spread over what is left of it."""

    lines = serializers.ListField(child=RefundLineInput(), allow_empty=True, max_length=200, required=False, default=list)
    shipping = MoneyField(required=False)
    amount = MoneyField(required=False, help_text="Without lines and shipping: spread over the lines, and then taken from the shipping.")
    reason = serializers.ChoiceField(choices=REFUND_REASONS)
    note = LineField(max_length=500, required=False, default="", allow_blank=True, help_text="The customer reads it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        parts = attrs["lines"] or "shipping" in attrs or "fees" in attrs
        if bool(parts) == ("amount" in attrs):
            raise invalid(Text("Name either parts of the sale or one amount"), "parts_or_amount")
        return attrs


class RefundSaleAsStaff(RefundSale):
    vendor_order_id = IdField(prefix="vord")
    fees = MoneyField(required=False, help_text="Of what the payment method cost the customer.")
    as_store_credit = serializers.BooleanField(required=False, help_text="At the customer's wish: not to the card, but to store credit.")


def refund_request(data: dict[str, Any]) -> RefundRequest:
    """Takes what is to be refunded out of validated data."""
    lines = tuple(RefundedLine(**item) for item in data.pop("lines"))
    amounts = {name: data.pop(name) for name in ("shipping", "fees", "amount", "as_store_credit") if name in data}
    return RefundRequest(lines=lines, **amounts)


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
    refundable: Money
    refundable_units: int


class VendorOrderDetail(msgspec.Struct, kw_only=True, frozen=True):
    """
    One vendor's part: neither the other vendors' lines nor the order's total are in it. ``amount_to_collect`` is what the customer pays
    on delivery for what is not canceled, and null where it is paid before; ``courier`` collects it, or the vendor if that is empty.
    ``refundable`` is what is left of what the customer paid.
    """

    id: str
    number: str
    state: VendorOrderState
    settles_on_delivery: bool
    courier: str
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
    refundable: Money
    refundable_shipping: Money
    refundable_fees: Money
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
    left = refundable_of(part)
    return VendorOrderDetail(
        id=part.id,
        number=part.number,
        state=part.state,
        settles_on_delivery=part.settles_on_delivery,
        courier=part.courier,
        email=part.email,
        language=part.language,
        shipping_address=part.shipping_address,
        note=part.note,
        lines=[_line_detail(part, line, left.lines[line.line_id]) for line in part.lines],
        shipping_name=part.shipping_name,
        shipping=part.shipping,
        fees=part.fees,
        adjustments=part.adjustments,
        total=part.total,
        amount_to_collect=part.amount_to_collect,
        refunded=part.refunded,
        withheld=part.withheld,
        refundable=left.total,
        refundable_shipping=left.shipping,
        refundable_fees=left.fees,
        shipments=part.shipments,
        reversals=part.reversals,
        timeline=part.timeline,
        created_at=part.created_at,
        accepted_at=part.accepted_at,
        delivered_at=part.delivered_at,
    )


def _line_detail(part: VendorOrder, line: VendorOrderLine, refundable: Money) -> VendorOrderLineDetail:
    same = {name for name in VendorOrderLineDetail.__struct_fields__ if not name.startswith(("commission", "refundable"))}
    return VendorOrderLineDetail(
        **{name: getattr(line, name) for name in same},
        commission=line.commission.fee,
        commission_vat=line.commission.vat,
        refundable=refundable,
        refundable_units=refundable_units(part, line),
    )
