"""Lists of goods and suggestions: one question to search each; cards are passed on as they are stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from msgspec.structs import replace

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.discovery.lexicons import purposes_in
from marketplace.apps.discovery.phrases import Understood, read_prices
from marketplace.apps.discovery.projection import PRODUCTS, option_key
from marketplace.apps.discovery.tuning import queries as tuning_queries
from marketplace.apps.discovery.types import (
    Criteria,
    Facet,
    FacetValue,
    NamedSlug,
    Place,
    ProductCard,
    ProductList,
    SimilarList,
    Suggestions,
    UnderstoodPrices,
)
from marketplace.foundation.search import embeddings
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import (
    AnyOf,
    Counts,
    Filter,
    Hit,
    Nearness,
    Range,
    SearchRequest,
    SearchUnavailable,
    Sort,
    SuggestRequest,
)
from marketplace.foundation.search.port import Facet as CountedFacet
from marketplace.foundation.search.synonyms import named_otherwise
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import is_id
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest

SUGGESTED = 5  # of each kind
ALIKE = Nearness(floor=0.4, margin=0.6)  # goods are described alike, so they lie nearer to each other than questions do to them
OTHERWISE, GUESSED = 1.5, 2.0  # what synonyms say of a question, and what serves a need that it speaks of, beside itself (3)

_SLUG = re.compile(r"[\w-]{1,150}")


class ProductNotFound(NotFound):
    """No product that customers may see has this address."""


def is_slug(text: str) -> bool:
    """Whether it could be the address of a product or vendor; stores need not be asked for anything else."""
    return _SLUG.fullmatch(text) is not None


def list_products(criteria: Criteria, *, place: Place, page: PageRequest) -> ProductList:
    """
    Visible goods that may go to the country and have a price in the currency: by words and by meaning where there is a text.

    :raises InvalidInput: for a foreign cursor :raises ProductNotFound: if there is no product to be like
    """
    price = f"price.{place.currency}"
    understood = read_prices(criteria.q, place.currency) if criteria.q else None
    text = understood.text if understood else criteria.q
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        filters=(*_for_everybody_at(place), *_filters(criteria, understood, price)),
        sort=_sort(criteria, price, is_by_relevance=bool(text.strip() or criteria.like)),
        limit=page.limit,
        cursor=page.cursor,
        spans=(price,),
    )
    result = engine().search(PRODUCTS, _asking(request, text, like=criteria.like))
    counts = result.counts or Counts()
    return ProductList(
        items=_cards(result.hits),
        next_cursor=result.next_cursor,
        total=counts.total,
        facets=list(_facets(counts, place.currency)),
        did_you_mean=result.did_you_mean,
        understood=_as_answer(understood, place.currency),
    )


def list_similar(slug: str, *, place: Place, limit: int) -> SimilarList:
    """What is most like a product, without it. :raises ProductNotFound: for no address of a product"""
    request = SearchRequest(
        language=place.language, edition=place.currency, filters=_for_everybody_at(place), limit=limit, with_counts=False
    )
    return SimilarList(_cards(engine().search(PRODUCTS, _asking(request, "", like=slug)).hits))


def _asking(request: SearchRequest, text: str, *, like: str) -> SearchRequest:
    """With what is to be found: goods like another one, or what a text says and means, as the operator has tuned it."""
    if like:
        return replace(request, similar_to=_id_of(like), nearness=ALIKE)
    if not text.strip():
        return request
    tuned = tuning_queries.current()
    alternatives = tuned.alternatives(text)
    guess = purposes_in(request.language).guess(text)
    beside = {", ".join(named_otherwise(text, alternatives)): OTHERWISE, ", ".join(guess.names): GUESSED * guess.share}
    return replace(
        request,
        text=text,
        alternatives=alternatives,
        vector=embeddings.find_vector_of(text, beside=beside),
        pins=tuned.pins_for(text),
        boosts=tuned.boosts,
    )


def _id_of(slug: str) -> str:
    product = catalog_queries.find_product_by_slug(slug) if is_slug(slug) else None
    if product is None:
        raise ProductNotFound
    return product.id


def _as_answer(understood: Understood | None, currency: str) -> UnderstoodPrices | None:
    if understood is None:
        return None
    lowest, highest = (None if minor is None else Money(minor, currency) for minor in (understood.price_min, understood.price_max))
    return UnderstoodPrices(text=understood.text, price_min=lowest, price_max=highest)


def suggest(text: str, *, place: Place) -> Suggestions:
    request = SuggestRequest(
        text=text,
        language=place.language,
        edition=place.currency,
        fields=("category", "vendor"),
        filters=_for_everybody_at(place),
        boosts=tuning_queries.current().boosts,
        limit=SUGGESTED,
    )
    found = engine().suggest(PRODUCTS, request)
    return Suggestions(
        queries=list(found.queries),
        products=_cards(found.hits),
        categories=[NamedSlug(slug=term.value, name=term.label) for term in found.terms if term.field == "category"],
        vendors=[NamedSlug(slug=term.value, name=term.label) for term in found.terms if term.field == "vendor"],
    )


def find_offers(group_id: str, *, but: str, place: Place) -> list[ProductCard]:
    """Other listings of the same thing, the cheapest first, without the product ``but`` itself; none while search is silent."""
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        filters=(*_for_everybody_at(place), AnyOf("group", (group_id,))),
        sort=Sort(f"price.{place.currency}", descending=False),
        with_counts=False,
    )
    try:
        return _cards(hit for hit in engine().search(PRODUCTS, request).hits if hit.id != but)
    except SearchUnavailable:
        return []


def count_by_category(place: Place) -> dict[str, int] | None:
    """How many goods lie in each category, by its slug, those below it included; None while search is silent."""
    return _count(place, (), "category")


def count_of_vendor(vendor_slug: str, place: Place) -> int | None:
    """How many goods the vendor shows; None while search is silent."""
    counts = _count(place, (AnyOf("vendor", (vendor_slug,)),), "vendor")
    return None if counts is None else counts.get(vendor_slug, 0)


def _count(place: Place, filters: tuple[Filter, ...], field: str) -> dict[str, int] | None:
    request = SearchRequest(language=place.language, filters=(*_for_everybody_at(place), *filters), sort=Sort("published_at"), limit=1)
    try:
        counts = engine().search(PRODUCTS, request).counts or Counts()
    except SearchUnavailable:
        return None
    return {value.value: value.count for facet in counts.facets if facet.field == field for value in facet.values}


def _for_everybody_at(place: Place) -> tuple[Filter, ...]:
    return AnyOf("country", (place.country,)), AnyOf("currency", (place.currency,))


def _filters(criteria: Criteria, understood: Understood | None, price: str) -> Iterator[Filter]:
    by_id = tuple(value for value in criteria.categories if is_id(value, "cat"))
    by_slug = tuple(value for value in criteria.categories if value not in by_id)
    brands = tuple(folded for brand in criteria.brands if (folded := fold(brand)))
    chosen = {"category": by_slug, "category_id": by_id, "vendor": criteria.vendors, "brand": brands}
    for name, values in criteria.options.items():
        chosen[f"option.{option_key({'': name})}"] = tuple(map(fold, values))
    yield from (AnyOf(field, values) for field, values in chosen.items() if values)
    if criteria.in_stock:
        yield AnyOf("in_stock", ("true",))
    if criteria.price_min is not None or criteria.price_max is not None:
        yield Range(price, criteria.price_min, criteria.price_max)
    if understood:
        yield Range(price, understood.price_min, understood.price_max)
    if criteria.rating_min is not None:
        yield Range("rating", at_least=criteria.rating_min)


def _sort(criteria: Criteria, price: str, *, is_by_relevance: bool) -> Sort | None:
    """None is relevance, which without anything to be relevant to is newness."""
    orders = {
        "newest": Sort("published_at"),
        "price_asc": Sort(price, descending=False),
        "price_desc": Sort(price),
        "rating": Sort("rating"),
        "sold": Sort("sold"),
    }
    by_relevance = None if is_by_relevance else orders["newest"]
    return orders.get(criteria.sort or "relevance", by_relevance)


def _facets(counts: Counts, currency: str) -> Iterator[Facet]:
    for facet in counts.facets:
        if not facet.field.startswith("price."):
            yield _facet(facet, facet.field)
        elif facet.field == f"price.{currency}":
            span = counts.spans[facet.field]
            yield _facet(
                facet,
                "price",
                lowest=None if span.lowest is None else Money(span.lowest, currency),
                highest=None if span.highest is None else Money(span.highest, currency),
            )


def _facet(facet: CountedFacet, field: str, lowest: Money | None = None, highest: Money | None = None) -> Facet:
    values = [FacetValue(value=value.value, label=value.label, count=value.count) for value in facet.values]
    if field == "price":
        values.sort(key=lambda value: int(value.value.partition("-")[0]))
    return Facet(field=field, label=facet.label, values=values, lowest=lowest, highest=highest)


def _cards(hits: Iterable[Hit]) -> list[ProductCard]:
    """Cards are JSON already, and are copied into the answer."""
    return cast(list[ProductCard], [hit.card for hit in hits if hit.card is not None])
