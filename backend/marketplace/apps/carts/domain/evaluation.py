"""What of a cart can be sold, what is new about it, and what it lacks: worked out of facts that were read before. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from marketplace.apps.carts.types import Cart, CartChange, ChangeKind, Line
from marketplace.apps.catalog.types import Product, TaxClass, Variant
from marketplace.apps.credit.types import CreditOffer
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.pricing.types import Basket, BasketLine, BasketVendor, ProposedTender, Quote
from marketplace.apps.shipping.types import ShippingOption
from marketplace.apps.vendors.types import VendorBrief
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.money import Money


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """
    All that a price depends on apart from the cart: what was read of the other apps, by id, the region's day (taxes and vacations go by
    it), and whether it is
    known which tax is due at the cart's place (only then is anything sold there); and what can pay besides the payment.
    """

    products: Mapping[ProductId, Product]
    stock: Mapping[VariantId, StockedVariant]
    vendors: Mapping[str, VendorBrief]
    shipping: Mapping[VendorId, Sequence[ShippingOption]]
    images: Mapping[VariantId, str]  # addresses of pictures, by variant
    language: str
    day: date
    has_tax_rate: bool
    credits: Sequence[CreditOffer] = ()  # gift cards and store credit, in the order in which they pay

    def is_on_vacation(self, vendor_id: str) -> bool:
        vendor = self.vendors.get(vendor_id)
        return vendor is not None and vendor.vacation is not None and vendor.vacation.covers(self.day)


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
        """Units that can be had; ``None`` when there is no limit."""
        if self.stock is None:
            return 0
        return self.stock.available if self.stock.is_limited else None

    @property
    def is_short(self) -> bool:
        return self.available is not None and self.available < self.line.quantity


class PricedCart(msgspec.Struct, frozen=True, kw_only=True):
    """A cart's quote, what is new, what is missing, and every line and saved item, also those that cannot be sold."""

    quote: Quote
    changes: list[CartChange]
    missing: list[str]
    lines: list[LineFacts]
    saved: list[LineFacts]
    facts: Facts


def find_lines(cart: Cart, facts: Facts) -> list[LineFacts]:
    """Every line of the cart with what was found of it."""
    return [_line_facts(line, cart, facts) for line in cart.lines]


def basket_of(cart: Cart, lines: Sequence[LineFacts], facts: Facts) -> Basket:
    """What of ``lines`` can be sold, with the choices that were made for it."""
    sold = [item for item in lines if item.problem is None]
    vendor_ids = dict.fromkeys(item.line.vendor_id for item in sold)
    shipped = {item.line.vendor_id for item in sold if _is_shipped(item)}
    return Basket(
        country=cart.country,
        postcode=cart.postcode,
        currency=cart.currency,
        lines=[_basket_line(item, facts) for item in sold],
        vendors=[_basket_vendor(vendor_id, cart, facts, is_shipped=vendor_id in shipped) for vendor_id in vendor_ids],
        tenders=[ProposedTender(kind=item.kind, reference=item.id, available=item.available) for item in facts.credits if not item.problem],
        codes=cart.codes,
        payment_method=cart.payment_method,
        is_complete=bool(lines) and len(sold) == len(lines),
    )


def priced_cart(cart: Cart, quote: Quote, lines: list[LineFacts], facts: Facts) -> PricedCart:
    """The cart with its ``quote``, what is new about it and what it lacks."""
    lacking = [part.vendor_id for part in quote.parts if part.needs_shipping and not part.shipping_method_id]
    return PricedCart(
        quote=quote,
        changes=[*_line_changes(lines, is_held=bool(cart.exchange_of)), *_choice_changes(cart, quote, lacking)],
        missing=list(_missing(cart, lines, lacking)),
        lines=lines,
        saved=[_line_facts(line, cart, facts) for line in cart.saved],
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
        problem=_problem(product, variant, facts.vendors.get(line.vendor_id), price_now, cart.country)
        or (None if facts.has_tax_rate else "no_tax_rate")
        or ("vendor_on_vacation" if facts.is_on_vacation(line.vendor_id) else None),
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


def _basket_line(item: LineFacts, facts: Facts) -> BasketLine:
    assert item.product is not None
    assert item.variant is not None
    assert item.price is not None
    return BasketLine(
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
        tax_class=TaxClass(item.product.tax_class),
        quantity=item.line.quantity,
        unit_price=item.price,
    )


def _basket_vendor(vendor_id: VendorId, cart: Cart, facts: Facts, *, is_shipped: bool) -> BasketVendor:
    return BasketVendor(
        vendor_id=vendor_id,
        name=facts.vendors[vendor_id].name,
        needs_shipping=is_shipped,
        option=_chosen_option(vendor_id, cart, facts) if is_shipped else None,
    )


def _is_shipped(item: LineFacts) -> bool:
    return item.variant is not None and item.variant.requires_shipping


def _chosen_option(vendor_id: VendorId, cart: Cart, facts: Facts) -> ShippingOption | None:
    wanted = cart.shipping_choices.get(vendor_id)
    offered = facts.shipping.get(vendor_id, ())
    chosen = next((option for option in offered if option.method_id == wanted), None)
    if chosen is not None and cart.exchange_of and chosen.price <= offered[0].price:  # the vendor bears its cheapest way, and no other
        return msgspec.structs.replace(chosen, price=Money.zero(cart.currency))
    return chosen


def _line_changes(found: Sequence[LineFacts], *, is_held: bool) -> Iterator[CartChange]:
    """``is_held``: the stock is reserved for this cart, whatever is left for others."""
    for item in found:
        line, seen, is_short = item.line, item.line.seen_price, item.is_short and not is_held
        is_other_price = item.problem is None and seen is not None and seen != item.price
        if not (line.kept_from or item.problem or is_other_price or is_short):
            continue
        about = CartChange(kind=item.problem or "price_changed", line_id=line.id, vendor_id=line.vendor_id, variant_id=line.variant_id)
        if line.kept_from:
            yield msgspec.structs.replace(about, kind="not_in_order", requested=line.quantity, order_id=line.kept_from)
        if item.problem is not None:
            yield about
            continue
        if is_other_price:
            yield msgspec.structs.replace(about, old_price=seen, new_price=item.price)
        if is_short:
            yield msgspec.structs.replace(about, kind="less_stock", requested=line.quantity, available=item.available)


def _choice_changes(cart: Cart, quote: Quote, lacking: Sequence[VendorId]) -> Iterator[CartChange]:
    for vendor_id in lacking:
        if vendor_id in cart.shipping_choices:
            yield CartChange(kind="shipping_gone", vendor_id=vendor_id)
    if cart.payment_method != quote.payment_method:
        yield CartChange(kind="payment_method_gone")


def _missing(cart: Cart, found: Sequence[LineFacts], lacking: Sequence[VendorId]) -> Iterator[str]:
    if not found:
        yield "lines"
    yield from (f"line:{item.line.id}" for item in found if item.problem is not None)
    if not cart.email:
        yield "email"
    if cart.shipping_address is None and (not found or any(_is_shipped(item) for item in found)):
        yield "shipping_address"
    yield from (f"shipping_choice:{vendor_id}" for vendor_id in lacking)
