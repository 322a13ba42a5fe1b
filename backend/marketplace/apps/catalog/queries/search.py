"""Products as staff finds them: of every vendor, in every state, in one index of their own."""

from __future__ import annotations

import msgspec

from marketplace.apps.catalog.types import ListingCriteria
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import AnyOf, Filter, IndexDefinition, KeywordField, SearchRequest, Sort
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
