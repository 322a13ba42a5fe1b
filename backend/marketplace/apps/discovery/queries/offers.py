"""What of some products can be bought now, at which prices: for pages that show them already."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Product, ProductRef, Variant
from marketplace.apps.discovery.domain.projection import is_visible, offered
from marketplace.apps.discovery.queries.product import stock_state
from marketplace.apps.discovery.types.pages import VariantOffer, VariantPrice
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.kit.ids import VariantId
from marketplace.kit.money import Money


def current_offers(refs: Collection[ProductRef]) -> dict[str, list[VariantOffer]]:
    """The variants on sale of each product, by product: three reads for all of them. A product that is not sold has none."""
    products = catalog_queries.get_products(list(refs))
    vendors = vendor_queries.vendors_by_id(product.vendor_id for product in products.values())
    sold = {product.id: product for product in products.values() if is_visible(product, vendors.get(product.vendor_id))}
    stock = inventory_queries.find_variants(variant.id for product in sold.values() for variant in offered(product))
    return {ref.product_id: _offers(sold[ref.product_id], stock) if ref.product_id in sold else [] for ref in refs}


def _offers(product: Product, stock: Mapping[VariantId, StockedVariant]) -> list[VariantOffer]:
    return [
        VariantOffer(variant_id=variant.id, stock=stock_state(stock.get(variant.id)), prices=_prices(variant))
        for variant in offered(product)
    ]


def _prices(variant: Variant) -> list[VariantPrice]:
    """In every currency that it is sold in."""
    compare_at = {currency: Money(minor, currency) for currency, minor in variant.compare_at.items()}
    return [
        VariantPrice(price=Money(minor, currency), compare_at=compare_at.get(currency))
        for currency, minor in sorted(variant.prices.items())
    ]
