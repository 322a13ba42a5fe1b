"""Products as staff finds them, of every vendor, and as vendors find their own: in every state, in one index."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.catalog.queries.products import get_products
from marketplace.apps.catalog.types import Product, ProductRef, ProductStatus, Texts
from marketplace.foundation.rows.pages import currency_of_list
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import AnyOf, Filter, IndexDefinition, KeywordField, SearchRequest, Sort
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, Sorting


class ListingState(StrEnum):
    """A product's status as staff filters by it: what is taken down is only that, whatever its vendor made of it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    TAKEN_DOWN = "taken_down"


class ListingCriteria(msgspec.Struct, frozen=True, kw_only=True):
    """What staff looks for; what is empty does not matter. ``text`` finds titles, brands and SKUs in every language.

    ``sort`` is by ``updated_at``, or by the lowest ``price`` of products that have one in ``currency`` (the region's default one when
    empty).
    """

    text: str = ""
    vendor_id: str = ""
    state: ListingState | None = None
    category_id: str = ""
    currency: str = ""
    sort: Sorting | None = None


class ListedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product of any vendor in staff's list. ``picture`` is an address, empty without one; ``prices`` are the lowest of its variants."""

    id: str
    vendor_id: str
    slug: str
    state: ListingState
    titles: Texts
    brand: str
    category_id: str | None
    picture: str
    variant_count: int
    prices: list[Money]
    updated_at: datetime


_LATEST_FIRST = Sort("updated_at")

LISTING_INDEX = IndexDefinition(
    name="listings",
    keywords=tuple(KeywordField(name, is_counted=False) for name in ("state", "vendor", "category", "currency")),
    numbers=("updated_at",),
    numbers_by_currency=("price",),
    is_multilingual=False,
)


def list_listings(criteria: ListingCriteria, page: PageRequest) -> Page[msgspec.Raw]:
    """
    Products of all vendors, the latest changed first unless ``sort`` says otherwise, as ``ListedProduct``. What has just changed may take a
    moment to be seen.

    :raises InvalidInput: for a currency that is not the region's
    """
    terms = {"state": criteria.state, "vendor": criteria.vendor_id, "category": criteria.category_id}
    sort, priced = _sort_of(criteria.sort, criteria.currency)
    filters: list[Filter] = [AnyOf(field, (str(value),)) for field, value in terms.items() if value]
    request = SearchRequest(
        text=criteria.text, filters=(*filters, *priced), sort=sort, limit=page.limit, cursor=page.cursor, with_counts=False
    )
    found = engine().search(LISTING_INDEX, request)
    return Page([hit.card for hit in found.hits if hit.card is not None], found.next_cursor)


def find_vendor_products(
    vendor_id: str,
    text: str = "",
    *,
    status: ProductStatus | None = None,
    sort: Sorting | None = None,
    currency: str = "",
    page: PageRequest,
) -> Page[Product]:
    """
    One vendor's products with these words in a title, a brand or a tag, or with that SKU or barcode, the best first unless ``sort`` says
    otherwise (as for ``ListingCriteria``), without which ``text`` is needed. One search and one read: what is shown is as it is stored, and
    a page may have fewer products than asked for where the index lags.

    :raises SearchUnavailable: when the engine does not answer
    :raises InvalidInput: for a currency that is not the region's
    """
    states = (status.value, ListingState.TAKEN_DOWN.value) if status else ()  # what is taken down keeps its status, and is read below
    order, priced = _sort_of(sort, currency) if sort else (None, ())
    filters: tuple[Filter, ...] = (AnyOf("vendor", (vendor_id,)), *([AnyOf("state", states)] if states else []), *priced)
    request = SearchRequest(text=text, filters=filters, sort=order, limit=page.limit, cursor=page.cursor, with_counts=False)
    found = engine().search(LISTING_INDEX, request)
    ids = [ProductId(hit.id) for hit in found.hits]
    products = get_products([ProductRef(VendorId(vendor_id), product_id) for product_id in ids])
    shown = [products[product_id] for product_id in ids if product_id in products]
    return Page([product for product in shown if status in (None, product.status)], found.next_cursor)


def _sort_of(sort: Sorting | None, currency: str) -> tuple[Sort, tuple[Filter, ...]]:
    """The order, and what keeps out products that it cannot compare: those without a price in the currency."""
    if sort is None:
        return _LATEST_FIRST, ()
    if sort.column != "price":
        return Sort(sort.column, descending=sort.descending), ()
    wanted = currency_of_list(currency)
    return Sort(f"price.{wanted}", descending=sort.descending), (AnyOf("currency", (wanted,)),)
