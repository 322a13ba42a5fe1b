"""Lists of products and suggestions: one call to search each; cards are passed on as they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from msgspec import Raw, Struct, json
from msgspec.structs import replace

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.domain.lexicons import purposes_in
from marketplace.apps.discovery.domain.projection import delivery_key, option_key
from marketplace.apps.discovery.domain.things import things
from marketplace.apps.discovery.queries import local_cache, tuning
from marketplace.apps.discovery.types.lists import (
    Criteria,
    Facet,
    FacetValue,
    NamedCard,
    NamedSlug,
    Notice,
    Place,
    ProductCard,
    SimilarList,
    Suggestions,
    VendorName,
)
from marketplace.foundation.search import embeddings
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.errors import IndexOutdated, SearchUnavailable
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import MOST_AMONG, AnyOf, Counts, Filter, Hit, Nearness, Range, SearchRequest, Sort, SuggestRequest
from marketplace.foundation.search.port import Facet as CountedFacet
from marketplace.foundation.search.synonyms import named_otherwise
from marketplace.foundation.texts import render
from marketplace.kit.errors import NotFound, Unavailable
from marketplace.kit.ids import is_id
from marketplace.kit.money import Money
from marketplace.kit.slugs import is_slug

SUGGESTED = 5  # of each kind
ALIKE = Nearness(floor=0.4, margin=0.6)  # products are described alike, so they lie nearer to each other than questions do to them
UNKNOWN = Nearness(floor=0.24)  # of a question of which no word is known: nearness alone has to say more
OTHERWISE, GUESSED = 1.5, 2.0  # what synonyms say of a question, and what serves a need that it speaks of; its own words weigh 3


_Members = dict[str, Raw]
SILENT = (SearchUnavailable, IndexOutdated)  # nothing can be found now


class _OfVendor(Struct):
    vendor: VendorName


class ProductNotFound(NotFound):
    """No product that customers may see has this address."""


def list_similar(slug: str, *, place: Place, limit: int, in_stock: bool = False) -> SimilarList:
    """What is most like a product, without it; ``in_stock``: only what can be had. :raises ProductNotFound: for no address of a product"""
    filters = (*for_everybody_at(place), *([AnyOf("in_stock", ("true",))] if in_stock else []))
    request = SearchRequest(language=place.language, edition=place.currency, filters=filters, limit=limit, with_counts=False)
    try:
        return SimilarList(cards_of(engine().search(PRODUCTS, asking(request, "", like=slug)).hits))
    except SILENT as error:
        return SimilarList([], notice_of(error, place))


def notice_of(error: Unavailable, place: Place) -> Notice:
    """What a list says while search is silent: the rest of the page, and the shop, are there all the same."""
    return Notice(error.code, render(error.detail, place.language))


def asking(request: SearchRequest, text: str, *, like: str, is_meant: bool = True) -> SearchRequest:
    """
    With what is to be found: products like another one, or what a text says, and means if ``is_meant``, as the operator has tuned it.
    """
    if like:
        return replace(request, similar_to=_id_of(like), nearness=ALIKE)
    if not text.strip():
        return request
    tuned = tuning.current()
    alternatives = tuned.alternatives(text, request.language)
    guess = purposes_in(request.language).guess(text)
    nearby = {", ".join(named_otherwise(text, alternatives)): OTHERWISE, ", ".join(guess.names): GUESSED * guess.share}
    is_known = bool(alternatives or guess.names or things().named(text, request.language))
    return replace(
        request,
        text=text,
        alternatives=alternatives,
        nearness=Nearness() if is_known else UNKNOWN,
        vector=embeddings.find_vector_of(text, nearby=nearby) if is_meant else None,
        pins=tuned.pins_for(text),
        boosts=tuned.boosts,
    )


def _id_of(slug: str) -> str:
    product = catalog_queries.find_product_by_slug(slug) if is_slug(slug) else None
    if product is None:
        raise ProductNotFound
    return product.id


def suggest(text: str, *, place: Place) -> Suggestions:
    request = SuggestRequest(
        text=text,
        language=place.language,
        edition=place.currency,
        fields=("category", "vendor"),
        filters=for_everybody_at(place),
        boosts=tuning.current().boosts,
        limit=SUGGESTED,
    )
    try:
        found = engine().suggest(PRODUCTS, request)
    except SILENT as error:
        return Suggestions(queries=[], products=[], categories=[], vendors=[], notice=notice_of(error, place))
    return Suggestions(
        queries=list(found.queries),
        products=cards_of(found.hits),
        categories=[NamedSlug(slug=term.value, name=term.label) for term in found.terms if term.field == "category"],
        vendors=[NamedSlug(slug=term.value, name=term.label) for term in found.terms if term.field == "vendor"],
    )


def find_offers(group_id: str, *, but: str, place: Place) -> list[ProductCard]:
    """Other listings of the same thing, the cheapest first, without the product ``but`` itself; none while search is silent."""
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        filters=(*for_everybody_at(place), AnyOf("group", (group_id,))),
        sort=Sort(f"price.{place.currency}", descending=False),
        with_counts=False,
    )
    try:
        return cards_of(hit for hit in engine().search(PRODUCTS, request).hits if hit.id != but)
    except SILENT:
        return []


def listing_tag() -> str:
    """What cached answers with cards depend on (``foundation.cache.tags``)."""
    return PRODUCTS.tag


def list_named(product_ids: Sequence[str], *, place: Place) -> list[NamedCard]:
    """
    Those of these products (at most ``MOST_AMONG``) that are in stock and may be sold at the place, in the order given.

    Returns ``[]`` while search is silent.
    """
    if not product_ids:
        return []
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        filters=(*for_everybody_at(place), AnyOf("in_stock", ("true",))),
        among=tuple(product_ids[:MOST_AMONG]),
        sort=Sort("sold"),
        limit=MOST_AMONG,
        with_counts=False,
    )
    try:
        found = {hit.id: hit for hit in engine().search(PRODUCTS, request).hits if hit.card is not None}
    except SILENT:
        return []
    return [_named(found[name]) for name in product_ids if name in found]


def _named(hit: Hit) -> NamedCard:
    (card,) = cards_of([hit])
    return NamedCard(hit.id, json.decode(cast(Raw, card), type=_OfVendor).vendor.id, card)


def count_by_category(place: Place) -> dict[str, int] | None:
    """How many products each category has, by its slug, those below it included; None while search is silent."""
    return _count(place, (), "category")


def count_of_vendor(vendor_slug: str, place: Place) -> int | None:
    """How many products the vendor shows; None while search is silent."""
    counts = _count(place, (AnyOf("vendor", (vendor_slug,)),), "vendor")
    return None if counts is None else counts.get(vendor_slug, 0)


def _count(place: Place, filters: tuple[Filter, ...], field: str) -> dict[str, int] | None:
    request = SearchRequest(language=place.language, filters=(*for_everybody_at(place), *filters), sort=Sort("published_at"), limit=1)
    try:
        counts = engine().search(PRODUCTS, request).counts or Counts()
    except SILENT:
        return None
    return {value.value: value.count for facet in counts.facets if facet.field == field for value in facet.values}


def for_everybody_at(place: Place) -> tuple[Filter, ...]:
    """What may be shown at the place at all."""
    return AnyOf("country", (place.country,)), AnyOf("currency", (place.currency,))


def filters_of(criteria: Criteria, place: Place) -> Iterator[Filter]:
    """Those that the customer has set."""
    price = f"price.{place.currency}"
    by_id = tuple(value for value in criteria.categories if is_id(value, "cat"))
    by_slug = tuple(value for value in criteria.categories if value not in by_id)
    brands = tuple(folded for brand in criteria.brands if (folded := fold(brand)))
    chosen = {"category": by_slug, "category_id": by_id, "vendor": criteria.vendors, "brand": brands}
    for name, values in criteria.options.items():
        chosen[f"option.{option_key({'': name})}"] = tuple(map(fold, values))
    yield from (AnyOf(field, values) for field, values in chosen.items() if values)
    if criteria.in_stock:
        yield AnyOf("in_stock", ("true",))
    if criteria.on_sale:
        yield AnyOf("on_sale", (place.currency,))
    if criteria.is_delivered:
        yield AnyOf("delivered_to", (delivery_key(place.country, place.currency),))
    if criteria.price_min is not None or criteria.price_max is not None:
        yield Range(price, criteria.price_min, criteria.price_max)
    if criteria.rating_min is not None:
        yield Range("rating", at_least=criteria.rating_min)


def sort_of(criteria: Criteria, price: str, *, is_by_relevance: bool) -> Sort | None:
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


def facets_of(counts: Counts, place: Place) -> Iterator[Facet]:
    """Those of the list, prices in the currency alone."""
    for facet in counts.facets:
        if not facet.field.startswith("price."):
            yield _facet(_as_staff_call_it(facet, place.language), facet.field)
        elif facet.field == f"price.{place.currency}":
            span = counts.spans[facet.field]
            yield _facet(
                facet,
                "price",
                lowest=None if span.lowest is None else Money(span.lowest, place.currency),
                highest=None if span.highest is None else Money(span.highest, place.currency),
            )


def _as_staff_call_it(facet: CountedFacet, language: str) -> CountedFacet:
    """An option's filter under the name that staff gave it in the language; else as the products call it."""
    named = local_cache.attribute_names().get(facet.field.removeprefix("option."), {}) if facet.field.startswith("option.") else {}
    return replace(facet, label=named[language]) if language in named else facet


def _facet(facet: CountedFacet, field: str, lowest: Money | None = None, highest: Money | None = None) -> Facet:
    values = [FacetValue(value=value.value, label=value.label, count=value.count) for value in facet.values]
    if field == "price":
        values.sort(key=lambda value: int(value.value.partition("-")[0]))
    return Facet(field=field, label=facet.label, values=values, lowest=lowest, highest=highest)


def cards_of(hits: Iterable[Hit]) -> list[ProductCard]:
    """Cards are JSON already, and are copied into the answer; with the price and the stock of the variant that the filters choose."""
    return cast(list[ProductCard], [_card(hit) for hit in hits if hit.card is not None])


def _card(hit: Hit) -> Raw:
    assert hit.card is not None
    if hit.variant is None:
        return hit.card
    return Raw(json.encode(json.decode(hit.card, type=_Members) | json.decode(hit.variant, type=_Members)))
