from __future__ import annotations

import hashlib

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
    pk=lambda lookup: _slug_pk(lookup.tenant_id, lookup.slug),
)


def products_pk(vendor_id: str) -> str:
    return f"{tenancy.current().slug}:{vendor_id}"


def slug_pk(slug: str) -> str:
    return _slug_pk(tenancy.current().slug, slug)


def _slug_pk(tenant_id: str, slug: str) -> str:
    """One of 16 partitions: few enough that an import claims many slugs by one batch, many enough to grow."""
    return f"{tenant_id}:slug:{hashlib.sha256(slug.encode()).hexdigest()[0]}"
