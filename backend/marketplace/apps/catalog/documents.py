from __future__ import annotations

from marketplace.apps.catalog.types import Product, SlugLookup
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Container

PRODUCTS = Container(
    Product,
    name="products",
    pk=lambda product: f"{product.tenant_id}:{product.vendor_id}",  # one vendor's products can change in one batch
)

PRODUCT_SLUGS = Container(
    SlugLookup,
    name="product_slugs",
    pk=lambda lookup: f"{lookup.tenant_id}:slug:{lookup.slug}",
)


def products_pk(vendor_id: str) -> str:
    return f"{tenancy.current().slug}:{vendor_id}"


def slug_pk(slug: str) -> str:
    return f"{tenancy.current().slug}:slug:{slug}"
