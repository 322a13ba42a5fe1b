"""Pricing a cart: its products in one store call; stock, vendors and shipping in one query each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from marketplace.apps.carts.documents import Cart
from marketplace.apps.carts.pricing import Facts, PricedCart, price
from marketplace.apps.carts.types import QuotedCart
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Image, Product, ProductRef
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation.blobs import public_url
from marketplace.kit.ids import ProductId, VariantId

Stock = Mapping[VariantId, StockedVariant]


class CartAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A cart as stored, with its prices; ``token`` is a guest's secret, told once when the cart is made."""

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
    return price(cart, gather(cart, language=language, now=now, stock=stock))


def gather(cart: Cart, *, language: str, now: datetime, stock: Stock | None = None) -> Facts:
    """Read what the prices of ``cart`` depend on."""
    day = tax_queries.tax_day(now)
    if not cart.lines:
        return Facts(products={}, stock={}, vendors={}, shipping={}, images={}, language=language, day=day)
    refs = {ProductRef(line.vendor_id, line.product_id) for line in cart.lines}
    vendor_ids = {line.vendor_id for line in cart.lines}
    products = catalog_queries.get_products(list(refs))
    return Facts(
        products=products,
        stock=inventory_queries.find_variants(line.variant_id for line in cart.lines) if stock is None else stock,
        vendors=vendor_queries.briefs_by_id(vendor_ids),
        shipping=shipping_queries.methods_for(vendor_ids, cart.country, cart.currency, language=language),
        images=_images(cart, products),
        language=language,
        day=day,
    )


def _images(cart: Cart, products: Mapping[ProductId, Product]) -> dict[VariantId, str]:
    addresses = {}
    for line in cart.lines:
        product = products.get(line.product_id)
        variant = product.find_variant(line.variant_id) if product else None
        image = product.image_of(variant) if product and variant else None
        if image is not None:
            addresses[line.variant_id] = _address(image)
    return addresses


def _address(image: Image) -> str:
    path = image.small_path or image.path
    return public_url(path) if path else image.url
