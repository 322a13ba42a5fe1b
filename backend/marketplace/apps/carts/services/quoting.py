"""Pricing a cart: its products in one store call; stock, vendors and shipping in one query each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.carts.domain.evaluation import Facts, PricedCart, basket_of, find_lines, priced_cart
from marketplace.apps.carts.types import Cart, Line, QuotedCart
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Image, Product, ProductRef
from marketplace.apps.credit import queries as credit_queries
from marketplace.apps.credit.types import CreditOffer
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.pricing import queries as pricing_queries
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation.blobs import public_url
from marketplace.kit.ids import ProductId, VariantId

Stock = Mapping[VariantId, StockedVariant]


class CartAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A cart as stored, with its prices; ``token`` is a guest's secret, returned once, when the cart is made."""

    cart: Cart
    priced: PricedCart
    token: str | None = None
    is_new: bool = False


def quote_cart(cart: Cart, *, language: str, now: datetime) -> QuotedCart:
    """What ``cart`` costs now, read anew from products, stock, vendors and shipping; stores nothing."""
    priced = price_cart(cart, language=language, now=now)
    return QuotedCart(priced.quote, priced.changes, priced.missing)


def price_cart(cart: Cart, *, language: str, now: datetime, stock: Stock | None = None) -> PricedCart:
    """The same with every line's facts, for showing the cart; ``stock`` if all of its variants were read just now."""
    return evaluate(cart, gather(cart, language=language, now=now, stock=stock))


def evaluate(cart: Cart, facts: Facts) -> PricedCart:
    """The cart at the prices that ``facts`` say. Reads no store."""
    lines = find_lines(cart, facts)
    return priced_cart(cart, pricing_queries.quote_basket(basket_of(cart, lines, facts), on=facts.day), lines, facts)


def gather(cart: Cart, *, language: str, now: datetime, stock: Stock | None = None) -> Facts:
    """Read what the prices of ``cart`` depend on."""
    day = tax_queries.tax_day(now)
    has_tax_rate = tax_queries.has_vat_rate(cart.country, day, postcode=cart.postcode)
    lines = [*cart.lines, *cart.saved]
    if not lines:
        nothing: dict[str, Any] = {name: {} for name in ("products", "stock", "vendors", "shipping", "images")}
        return Facts(**nothing, language=language, day=day, has_tax_rate=has_tax_rate, credits=_credits(cart, now=now))
    refs = {ProductRef(line.vendor_id, line.product_id) for line in lines}
    vendor_ids = {line.vendor_id for line in lines}
    products = catalog_queries.get_products(list(refs))
    return Facts(
        products=products,
        stock=inventory_queries.find_variants(line.variant_id for line in lines) if stock is None else stock,
        vendors=vendor_queries.briefs_by_id(vendor_ids),
        shipping=shipping_queries.methods_for(vendor_ids, cart.country, cart.currency, language=language),
        images=_images(lines, products),
        language=language,
        day=day,
        has_tax_rate=has_tax_rate,
        credits=_credits(cart, now=now),
    )


def _credits(cart: Cart, *, now: datetime) -> list[CreditOffer]:
    """Asked for by carts that have any: gift cards pay first, as they were added, and then the customer's store credit."""
    own = [credit_queries.store_credit_id(cart.customer_id, cart.currency)] if cart.uses_store_credit and cart.customer_id else []
    credit_ids = [*cart.gift_cards, *own]
    return credit_queries.offers_for(cart.id, credit_ids, currency=cart.currency, now=now) if credit_ids else []


def _images(lines: Sequence[Line], products: Mapping[ProductId, Product]) -> dict[VariantId, str]:
    addresses = {}
    for line in lines:
        product = products.get(line.product_id)
        variant = product.find_variant(line.variant_id) if product else None
        image = product.image_of(variant) if product and variant else None
        if image is not None:
            addresses[line.variant_id] = _address(image)
    return addresses


def _address(image: Image) -> str:
    path = image.small_path or image.path
    return public_url(path) if path else image.url
