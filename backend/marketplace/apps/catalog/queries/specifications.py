"""How products of a category say what they are: what an editor suggests, so that vendors use the same names and words."""

from __future__ import annotations

import msgspec

from marketplace.apps.catalog.domain import specifications
from marketplace.apps.catalog.queries.products import get_category, get_products
from marketplace.apps.catalog.queries.search import LISTING_INDEX, ListingState
from marketplace.apps.catalog.types import ProductRef, SuggestedSpecification
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import AnyOf, SearchRequest, Sort
from marketplace.kit.ids import ProductId, VendorId

SAMPLE = 100  # products that are looked at


class SpecificationSuggestions(msgspec.Struct, frozen=True):
    items: list[SuggestedSpecification]


class _OfVendor(msgspec.Struct):
    vendor_id: VendorId


def suggest_specifications(category_id: str) -> SpecificationSuggestions:
    """
    What the latest published products of the category and those below it, of any vendor, say of themselves. One search and one read.

    :raises CategoryNotFound: :raises SearchUnavailable: when the engine does not answer
    """
    get_category(category_id)
    request = SearchRequest(
        filters=(AnyOf("state", (ListingState.PUBLISHED,)), AnyOf("category", (category_id,))),
        sort=Sort("updated_at"),
        limit=SAMPLE,
        with_counts=False,
    )
    hits = engine().search(LISTING_INDEX, request).hits
    refs = [ProductRef(msgspec.json.decode(hit.card, type=_OfVendor).vendor_id, ProductId(hit.id)) for hit in hits if hit.card is not None]
    products = get_products(refs).values()
    return SpecificationSuggestions(specifications.suggested(product for product in products if product.is_published))
