"""What cached answers depend on, by the names that ``foundation.cache.tags`` knows it by."""

from __future__ import annotations

from marketplace.apps.discovery.documents import PRODUCTS

LISTING = PRODUCTS.tag  # what lists show: the index of products
CATEGORIES = "categories"
ATTRIBUTES = "attributes"  # what staff call the filters of options


def product_tag(product_id: str) -> str:
    return f"product:{product_id}"


def vendor_tag(vendor_id: str) -> str:
    return f"vendor:{vendor_id}"
