"""Products as discovery's tests describe them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import set_stock
from marketplace.apps.catalog.types import CategoryView, Product, ProductChanges, ProductOption, ProductTexts, VariantInput
from marketplace.foundation import tenancy
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.money import Money
from marketplace.testing import NOW


def texts(**titles: str) -> dict[str, ProductTexts]:
    return {language: ProductTexts(title=title) for language, title in titles.items()}


def edit_title(product: Product, title: str) -> Product:
    """Another title in English."""
    return catalog_services.edit_product(
        vendor_id=product.vendor_id,
        product_id=ProductId(product.id),
        etag=product.etag,
        changes=ProductChanges(texts=dict(texts(en=title))),
        now=NOW,
    )


def make_coloured(
    vendor_id: str,
    *,
    titles: Mapping[str, str],
    colours: Sequence[Mapping[str, str]],
    prices: Sequence[int],
    category: CategoryView | None = None,
    **changes: Any,
) -> Product:
    """A published product with a variant per colour, at so many minor units each, ten units of each."""
    currency = tenancy.current().default_currency
    product = catalog_services.create_product(
        vendor_id=VendorId(vendor_id),
        changes=ProductChanges(
            texts=texts(**titles),
            category_id=category.id if category else None,
            options=[ProductOption(name={"en": "Colour", "nl": "Kleur", "ar": "اللون"}, values=[dict(colour) for colour in colours])],
            variants=[
                VariantInput(option_values=[place], prices=[Money(minor, currency)], weight_g=100) for place, minor in enumerate(prices)
            ],
            **changes,
        ),
        now=NOW,
    )
    set_stock(product, 10)
    return catalog_services.publish_product(vendor_id=VendorId(vendor_id), product_id=ProductId(product.id), now=NOW)
