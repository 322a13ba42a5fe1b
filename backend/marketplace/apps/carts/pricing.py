"""What a cart costs, worked out of facts that were read before. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from marketplace.apps.carts.documents import Cart
from marketplace.apps.carts.types import CartChange, ChangeKind, Line, Quote, QuoteLine, QuotePart
from marketplace.apps.catalog.types import Product, TaxClass, Variant
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.shipping.types import ShippingOption, price_of
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.tax.types import TaxedAmount, tax_lines
from marketplace.apps.vendors.types import VendorBrief
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.money import Money, total


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a price depends on beside the cart: what was read of the other apps, by id, and the day that taxes go by."""

    products: Mapping[ProductId, Product]
    stock: Mapping[VariantId, StockedVariant]
    vendors: Mapping[str, VendorBrief]
    shipping: Mapping[VendorId, Sequence[ShippingOption]]
    images: Mapping[VariantId, str]  # addresses of pictures, by variant
    language: str
    day: date


class LineFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A line with what was found of it. ``problem`` says why it cannot be sold; then it is not priced."""

    line: Line
    product: Product | None
    variant: Variant | None
    stock: StockedVariant | None
    price: Money | None
    problem: ChangeKind | None

    @property
    def available(self) -> int | None:
        """Pieces that can be had; ``None`` when that is not counted."""
        if self.stock is None:
            return 0
        return self.stock.available if self.stock.is_tracked else None

    @property
    def is_short(self) -> bool:
        return self.available is not None and self.available < self.line.quantity


class PricedCart(msgspec.Struct, frozen=True, kw_only=True):
    """A cart's quote, what is new, what is missing, and every line, also those that cannot be sold."""

    quote: Quote
    changes: list[CartChange]
    missing: list[str]
    lines: list[LineFacts]
    facts: Facts


def price(cart: Cart, facts: Facts) -> PricedCart:
    """The cart at today's prices. :raises NoTaxRate: for a country without one"""
    found = [_line_facts(line, cart, facts) for line in cart.lines]
    sold = [item for item in found if item.problem is None]
    quote_lines = [_quote_line(item, cart, facts) for item in sold]
    parts = [_part(vendor_id, sold, quote_lines, cart, facts) for vendor_id in dict.fromkeys(line.vendor_id for line in quote_lines)]
    lacking = [part.vendor_id for part in parts if part.needs_shipping and not part.shipping_method_id]
    return PricedCart(
        quote=_quote(cart.currency, quote_lines, parts, is_complete=bool(found) and len(sold) == len(found) and not lacking),
        changes=[*_line_changes(found), *_shipping_changes(cart, lacking)],
        missing=list(_missing(cart, found, lacking)),
        lines=found,
        facts=facts,
    )


def _line_facts(line: Line, cart: Cart, facts: Facts) -> LineFacts:
    product = facts.products.get(line.product_id)
    variant = product.find_variant(line.variant_id) if product else None
    price_now = variant.price_in(cart.currency) if variant else None
    return LineFacts(
        line=line,
        product=product,
        variant=variant,
        stock=facts.stock.get(line.variant_id),
        price=price_now,
        problem=_problem(product, variant, facts.vendors.get(line.vendor_id), price_now, cart.country),
    )


def _problem(
    product: Product | None, variant: Variant | None, vendor: VendorBrief | None, price_now: Money | None, country: str
) -> ChangeKind | None:
    if product is None or not product.is_published or variant is None or not variant.is_active:
        return "product_gone"
    if vendor is None or not vendor.is_selling:
        return "vendor_not_selling"
    if price_now is None:
        return "not_sold_in_currency"
    return None if product.is_available_in(country) else "not_sent_to_country"


def _quote_line(item: LineFacts, cart: Cart, facts: Facts) -> QuoteLine:
    assert item.product is not None
    assert item.variant is not None
    assert item.price is not None
    subtotal = item.price * item.line.quantity
    rate_bp = tax_queries.vat_rate(cart.country, item.product.tax_class, facts.day)
    return QuoteLine(
        line_id=item.line.id,
        variant_id=item.line.variant_id,
        product_id=item.line.product_id,
        vendor_id=item.line.vendor_id,
        sku=item.variant.sku,
        slug=item.product.slug,
        title=item.product.text_in(facts.language)[0].title,
        option_text=item.product.option_text(item.variant, facts.language),
        image=facts.images.get(item.line.variant_id, ""),
        category_path=list(item.product.category_path),
        tax_class=TaxClass(item.product.tax_class).value,
        quantity=item.line.quantity,
        unit_price=item.price,
        subtotal=subtotal,
        adjustments=[],
        total=subtotal,
        tax_rate_bp=rate_bp,
        tax=subtotal.contained_tax(rate_bp),
    )


def _part(vendor_id: VendorId, sold: Sequence[LineFacts], quote_lines: Sequence[QuoteLine], cart: Cart, facts: Facts) -> QuotePart:
    lines = [line for line in quote_lines if line.vendor_id == vendor_id]
    items_total = total((line.total for line in lines), cart.currency)
    needs_shipping = any(_is_shipped(item) for item in sold if item.line.vendor_id == vendor_id)
    chosen = _chosen_option(vendor_id, cart, facts) if needs_shipping else None
    shipping = price_of(chosen, items_total) if chosen else Money.zero(cart.currency)
    rate_bp = tax_queries.shipping_rate(cart.country, facts.day)
    shipping_tax = shipping.contained_tax(rate_bp)
    return QuotePart(
        vendor_id=vendor_id,
        vendor_name=facts.vendors[vendor_id].name,
        line_ids=[line.line_id for line in lines],
        items_total=items_total,
        needs_shipping=needs_shipping,
        shipping_method_id=chosen.method_id if chosen else "",
        shipping_name=chosen.name if chosen else "",
        shipping=shipping,
        shipping_tax_rate_bp=rate_bp,
        shipping_tax=shipping_tax,
        total=items_total + shipping,
        tax=total((line.tax for line in lines), cart.currency) + shipping_tax,
    )


def _is_shipped(item: LineFacts) -> bool:
    return item.variant is not None and item.variant.requires_shipping


def _chosen_option(vendor_id: VendorId, cart: Cart, facts: Facts) -> ShippingOption | None:
    wanted = cart.shipping_choices.get(vendor_id)
    return next((option for option in facts.shipping.get(vendor_id, ()) if option.method_id == wanted), None)


def _quote(currency: str, lines: list[QuoteLine], parts: list[QuotePart], *, is_complete: bool) -> Quote:
    taxed = [
        *(TaxedAmount(line.total, line.tax_rate_bp, line.tax) for line in lines),
        *(TaxedAmount(part.shipping, part.shipping_tax_rate_bp, part.shipping_tax) for part in parts if part.shipping),
    ]
    items_total = total((part.items_total for part in parts), currency)
    shipping_total = total((part.shipping for part in parts), currency)
    return Quote(
        currency=currency,
        lines=lines,
        parts=parts,
        items_total=items_total,
        shipping_total=shipping_total,
        total=items_total + shipping_total,
        tax_total=total((part.tax for part in parts), currency),
        taxes=tax_lines(taxed),
        is_complete=is_complete,
    )


def _line_changes(found: Sequence[LineFacts]) -> Iterator[CartChange]:
    for item in found:
        line, seen = item.line, item.line.seen_price
        about = CartChange(kind=item.problem or "price_changed", line_id=line.id, vendor_id=line.vendor_id, variant_id=line.variant_id)
        if item.problem is not None:
            yield about
            continue
        if seen is not None and seen != item.price:
            yield msgspec.structs.replace(about, old_price=seen, new_price=item.price)
        if item.is_short:
            yield msgspec.structs.replace(about, kind="less_stock", requested=line.quantity, available=item.available)


def _shipping_changes(cart: Cart, lacking: Sequence[VendorId]) -> Iterator[CartChange]:
    for vendor_id in lacking:
        if vendor_id in cart.shipping_choices:
            yield CartChange(kind="shipping_gone", vendor_id=vendor_id)


def _missing(cart: Cart, found: Sequence[LineFacts], lacking: Sequence[VendorId]) -> Iterator[str]:
    if not found:
        yield "lines"
    yield from (f"line:{item.line.id}" for item in found if item.problem is not None)
    if not cart.email:
        yield "email"
    if cart.shipping_address is None:
        yield "shipping_address"
    yield from (f"shipping_choice:{vendor_id}" for vendor_id in lacking)
