"""Products as staff finds them, of every vendor, and as vendors find their own: in every state, in one index."""

from __future__ import annotations

import msgspec

from marketplace.apps.catalog.queries.products import get_products
from marketplace.apps.catalog.types import ListingCriteria, ListingState, Product, ProductRef, ProductStatus
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import AnyOf, Filter, IndexDefinition, KeywordField, SearchRequest, Sort
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.pages import Page, PageRequest

_LATEST_FIRST = Sort("updated_at")

LISTING_INDEX = IndexDefinition(
    name="listings",
    keywords=tuple(KeywordField(name, is_counted=False) for name in ("state", "vendor", "category")),
    numbers=("updated_at",),
    is_multilingual=False,
)


def list_listings(criteria: ListingCriteria, page: PageRequest) -> Page[msgspec.Raw]:
    """Products of all vendors, the latest changed first, as ``ListedProduct``. What has just changed may take a moment to be seen."""
    terms = {"state": criteria.state, "vendor": criteria.vendor_id, "category": criteria.category_id}
    filters: list[Filter] = [AnyOf(field, (str(value),)) for field, value in terms.items() if value]
    request = SearchRequest(
        text=criteria.text, filters=tuple(filters), sort=_LATEST_FIRST, limit=page.limit, cursor=page.cursor, with_counts=False
    )
    found = engine().search(LISTING_INDEX, request)
    return Page([hit.card for hit in found.hits if hit.card is not None], found.next_cursor)


def find_vendor_products(vendor_id: str, text: str, *, status: ProductStatus | None = None, page: PageRequest) -> Page[Product]:
    """
    One vendor's products with these words in a title, a brand or a tag, or with that SKU or barcode, the best first. One search and one
    read: what is shown is as it is stored, and a page may have fewer products than asked for where the index lags.

    :raises SearchUnavailable: when the engine does not answer
    """
    states = (status.value, ListingState.TAKEN_DOWN.value) if status else ()  # what is taken down keeps its status, and is read below
    filters: tuple[Filter, ...] = (AnyOf("vendor", (vendor_id,)), *([AnyOf("state", states)] if states else []))
    request = SearchRequest(text=text, filters=filters, limit=page.limit, cursor=page.cursor, with_counts=False)
    found = engine().search(LISTING_INDEX, request)
    ids = [ProductId(hit.id) for hit in found.hits]
    products = get_products([ProductRef(VendorId(vendor_id), product_id) for product_id in ids])
    shown = [products[product_id] for product_id in ids if product_id in products]
    return Page([product for product in shown if status in (None, product.status)], found.next_cursor)
