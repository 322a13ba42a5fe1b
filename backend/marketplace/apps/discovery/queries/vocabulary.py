"""What the region's catalogue calls its brands and categories, kept in each process, since every question is read with it."""

from __future__ import annotations

import time

from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.domain.understanding import Value, Vocabulary
from marketplace.apps.discovery.queries import local_cache
from marketplace.foundation import tenancy
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.errors import IndexOutdated, SearchUnavailable
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import Counts, SearchRequest, Sort
from marketplace.foundation.search.synonyms import roots_of

LIFE_S = 60.0
SHORTEST_BRAND = 3  # letters: a shorter name stands in too many questions by chance

_Names = dict[tuple[str, ...], Value]
_known: dict[tuple[str, str], tuple[float, Vocabulary]] = {}


def current(language: str) -> Vocabulary:
    """Of the tenant in scope. One search a minute in each process and language; while search is silent, without brands."""
    key, now = (tenancy.current().slug, language), time.monotonic()
    until, known = _known.get(key, (0.0, Vocabulary()))
    if until < now:
        _known[key] = (now + LIFE_S, known)  # before it is read, so that one thread reads it
        known = Vocabulary(brands=_read_brands(), categories=_categories(language))
        _known[key] = (now + LIFE_S, known)
    return known


def forget() -> None:
    _known.clear()


def _categories(language: str) -> _Names:
    """By their names in every language."""
    named: _Names = {}
    for category in local_cache.categories(with_ids=[]).values():
        for name in category.names.values():
            named.setdefault(roots_of(name), Value(category.slug, category.name_in(language)))
    return named


def _read_brands() -> _Names:
    """Those with the most products, as many as a facet has."""
    request = SearchRequest(language=tenancy.current().default_language, sort=Sort("published_at"), limit=1)
    try:
        counts = engine().search(PRODUCTS, request).counts or Counts()
    except (SearchUnavailable, IndexOutdated):
        return {}
    found = [value for facet in counts.facets if facet.field == "brand" for value in facet.values if len(value.value) >= SHORTEST_BRAND]
    return {tuple(fold(value.label).split()): Value(value.value, value.label) for value in found}
