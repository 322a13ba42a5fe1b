"""Shapes of the cart doors; nothing here saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.fields import AddressField
from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.pricing import LineFacts
from marketplace.apps.carts.services import CartAnswer
from marketplace.apps.carts.types import Adjustment, CartChange, CartStatus, ChangeKind, QuoteLine, QuotePart
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.payments.types import PaymentMethod
from marketplace.apps.shipping.types import ShippingOption, price_of
from marketplace.apps.tax.types import TaxLine
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import IdField, invalid
from marketplace.foundation.rest.language import pick_text
from marketplace.kit.ids import VariantId
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

MAX_QUANTITY = 1_000_000  # of what may be asked for; how much a cart may hold is the region's setting


class CartLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    Prices contain VAT. Where ``problem`` says why the line cannot be sold, it has no prices.

    ``available`` pieces can be had, null when that is not counted.
    """

    id: str
    variant_id: str
    product_id: str
    slug: str
    sku: str
    title: str
    option_text: str
    image: str
    quantity: int
    available: int | None
    problem: ChangeKind | None
    unit_price: Money | None
    subtotal: Money | None
    adjustments: list[Adjustment]
    total: Money | None
    tax_rate_bp: int | None
    tax: Money | None


class CartVendor(msgspec.Struct, frozen=True, kw_only=True):
    """One vendor's part; its totals count the lines that can be sold."""

    vendor_id: str
    vendor_name: str
    vendor_slug: str
    lines: list[CartLine]
    items_total: Money
    needs_shipping: bool
    shipping_method_id: str
    shipping_name: str
    shipping: Money
    shipping_tax: Money
    total: Money
    tax: Money


class CartQuote(msgspec.Struct, frozen=True, kw_only=True):
    """The whole: ``total`` is what the customer pays and contains ``tax_total``, told per rate in ``taxes``."""

    items_total: Money
    shipping_total: Money
    total: Money
    tax_total: Money
    taxes: list[TaxLine]
    is_complete: bool


class CartDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A whole cart. ``token`` is a guest's secret (header ``Cart-Token``), told once, when the cart is made.

    ``changes`` are since the cart was last changed; ``missing`` is what completing it still needs.
    """

    id: str
    token: str | None
    status: CartStatus
    order_id: str | None
    email: str | None
    shipping_address: Address | None
    billing_address: Address | None
    shipping_choices: dict[str, str]
    codes: list[str]
    country: str
    currency: str
    language: str
    pieces: int
    vendors: list[CartVendor]
    quote: CartQuote
    changes: list[CartChange]
    missing: list[str]
    updated_at: datetime
    etag: str


class VendorShippingOption(ShippingOption, frozen=True, kw_only=True):
    """A way to deliver, with its ``cost`` for what the cart holds of this vendor."""

    cost: Money
    is_chosen: bool


class VendorShippingOptions(msgspec.Struct, frozen=True, kw_only=True):
    vendor_id: str
    vendor_name: str
    options: list[VendorShippingOption]


class PaymentMethodOption(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay; ``kind`` is card, bank or cash."""

    code: str
    kind: str
    name: str


class AddLine(serializers.Serializer):
    variant_id = IdField(prefix="var")
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY, default=1)


class SetQuantity(serializers.Serializer):
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY)


class OpenCart(serializers.Serializer):
    country = serializers.CharField(max_length=2, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    lines = serializers.ListField(child=AddLine(), required=False, max_length=100)


class EditCart(serializers.Serializer):
    """What is left out stays; null removes. ``shipping_choices`` (vendor id to method id) adds to the choices made before."""

    email = serializers.EmailField(required=False, allow_null=True, max_length=254)
    shipping_address = AddressField(required=False, allow_null=True)
    billing_address = AddressField(required=False, allow_null=True)
    shipping_choices = serializers.DictField(child=IdField(prefix="shm", allow_null=True), required=False)
    country = serializers.CharField(max_length=2, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    language = serializers.CharField(max_length=5, required=False)
    codes = serializers.ListField(child=serializers.CharField(max_length=50), required=False, max_length=10)

    def validate_language(self, value: str) -> str:
        if value not in tenancy.current().languages:
            raise invalid(Text("This marketplace does not speak this language"), "unknown_language")
        return value

    def validate_codes(self, value: list[str]) -> list[str]:
        if value:  # no code gives anything here, and saying so is better than keeping one that does nothing
            raise invalid(Text("There is no such code"), "unknown_code")
        return value


class AddressQuery(serializers.Serializer):
    country = serializers.CharField(max_length=2, required=False, help_text="Where to; the cart's country when left out.")

    def validate_country(self, value: str) -> str:
        if value not in tenancy.current().countries:
            raise invalid(Text("This marketplace does not serve this country"), "country_not_served")
        return value


def stock_lines(data: list[dict[str, Any]]) -> list[StockLine]:
    return [StockLine(VariantId(item["variant_id"]), item["quantity"]) for item in data]


def cart_detail(answer: CartAnswer) -> CartDetail:
    cart, priced = answer.cart, answer.priced
    quote = priced.quote
    return CartDetail(
        id=cart.id,
        token=answer.token,
        status=cart.status,
        order_id=cart.order_id or None,
        email=cart.email or None,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address,
        shipping_choices=cart.shipping_choices,
        codes=cart.codes,
        country=cart.country,
        currency=cart.currency,
        language=cart.language,
        pieces=cart.pieces,
        vendors=_vendors(answer),
        quote=CartQuote(
            items_total=quote.items_total,
            shipping_total=quote.shipping_total,
            total=quote.total,
            tax_total=quote.tax_total,
            taxes=quote.taxes,
            is_complete=quote.is_complete,
        ),
        changes=priced.changes,
        missing=priced.missing,
        updated_at=cart.updated_at,
        etag=cart.etag,
    )


def shipping_options(answer: CartAnswer) -> list[VendorShippingOptions]:
    """What each vendor of the cart offers, with its cost."""
    priced = answer.priced
    return [
        VendorShippingOptions(
            vendor_id=part.vendor_id,
            vendor_name=part.vendor_name,
            options=[_option(option, part) for option in priced.facts.shipping.get(part.vendor_id, ())],
        )
        for part in priced.quote.parts
        if part.needs_shipping
    ]


def payment_method_option(method: PaymentMethod, language: str) -> PaymentMethodOption:
    return PaymentMethodOption(code=method.code, kind=method.kind, name=pick_text(method.names, language)[0])


def _option(option: ShippingOption, part: QuotePart) -> VendorShippingOption:
    return VendorShippingOption(
        **msgspec.structs.asdict(option),
        cost=price_of(option, part.items_total),
        is_chosen=option.method_id == part.shipping_method_id,
    )


def _vendors(answer: CartAnswer) -> list[CartVendor]:
    priced = answer.priced
    quoted = {line.line_id: line for line in priced.quote.lines}
    parts = {part.vendor_id: part for part in priced.quote.parts}
    by_vendor: dict[str, list[CartLine]] = {}
    for item in priced.lines:
        by_vendor.setdefault(item.line.vendor_id, []).append(_line(item, quoted.get(item.line.id), answer))
    return [_vendor(vendor_id, lines, parts.get(vendor_id), answer) for vendor_id, lines in by_vendor.items()]  # type: ignore[call-overload]


def _vendor(vendor_id: str, lines: list[CartLine], part: QuotePart | None, answer: CartAnswer) -> CartVendor:
    vendor, zero = answer.priced.facts.vendors.get(vendor_id), Money.zero(answer.cart.currency)
    return CartVendor(
        vendor_id=vendor_id,
        vendor_name=vendor.name if vendor else "",
        vendor_slug=vendor.slug if vendor else "",
        lines=lines,
        items_total=part.items_total if part else zero,
        needs_shipping=part.needs_shipping if part else False,
        shipping_method_id=part.shipping_method_id if part else "",
        shipping_name=part.shipping_name if part else "",
        shipping=part.shipping if part else zero,
        shipping_tax=part.shipping_tax if part else zero,
        total=part.total if part else zero,
        tax=part.tax if part else zero,
    )


def _line(item: LineFacts, quoted: QuoteLine | None, answer: CartAnswer) -> CartLine:
    facts, product, variant = answer.priced.facts, item.product, item.variant
    return CartLine(
        id=item.line.id,
        variant_id=item.line.variant_id,
        product_id=item.line.product_id,
        slug=product.slug if product else "",
        sku=variant.sku if variant else "",
        title=product.text_in(facts.language)[0].title if product else "",
        option_text=product.option_text(variant, facts.language) if product and variant else "",
        image=facts.images.get(item.line.variant_id, ""),
        quantity=item.line.quantity,
        available=item.available,
        problem=item.problem or ("less_stock" if item.is_short else None),
        unit_price=quoted.unit_price if quoted else None,
        subtotal=quoted.subtotal if quoted else None,
        adjustments=quoted.adjustments if quoted else [],
        total=quoted.total if quoted else None,
        tax_rate_bp=quoted.tax_rate_bp if quoted else None,
        tax=quoted.tax if quoted else None,
    )
