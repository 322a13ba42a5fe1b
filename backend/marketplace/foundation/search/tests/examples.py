"""Two indices, as apps define them, and a shop around the first: what the contract suite speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import msgspec

from marketplace.foundation.search.port import (
    AnyOf,
    Filter,
    IndexDefinition,
    KeywordField,
    Removal,
    SearchDocument,
    SearchEngine,
    SearchRequest,
    SearchResult,
    Term,
    Text,
    Vector,
    VectorSpace,
)

ITEMS = IndexDefinition(
    name="items",
    keywords=(
        KeywordField("category"),
        KeywordField("brand"),
        KeywordField("price.*"),
        KeywordField("option.*"),
        KeywordField("in_stock", is_broad=True),
        KeywordField("country", is_counted=False, is_broad=True),
        KeywordField("slug", is_counted=False),
    ),
    numbers=("created_at", "sold"),
    numbers_by_currency=("price",),
)

# The same, found by meaning too. Vectors of four numbers can be read: things to drink from, to wear, to read, to play with.
MEANT = msgspec.structs.replace(ITEMS, name="meant", vectors=VectorSpace("by-hand", 4))

# As dashboards need it: no language, found by names, numbers and SKUs, filtered by state, people, dates and amounts.
SALES = IndexDefinition(
    name="sales",
    keywords=(
        KeywordField("state"),
        KeywordField("vendor"),
        KeywordField("customer", is_counted=False),
        KeywordField("product", is_counted=False),
    ),
    numbers=("placed_at",),
    numbers_by_currency=("total",),
    is_multilingual=False,
)

_versions = count(1)


class Shop:
    """Puts items into an index and asks for them, with as few words as a test needs."""

    def __init__(self, engine: SearchEngine, index: IndexDefinition = ITEMS) -> None:
        self.engine, self.index = engine, index

    def add(self, id: str, titles: Mapping[str, str] | str = "", **options: Any) -> None:
        self.add_all([document(id, titles, **options)])

    def add_all(self, documents: Sequence[SearchDocument]) -> int:
        stored = self.engine.upsert(self.index, documents)
        self.engine.refresh(self.index)
        return stored

    def remove(self, id: str, *, version: int | None = None) -> int:
        removed = self.engine.delete(self.index, [Removal(id, version or next(_versions))])
        self.engine.refresh(self.index)
        return removed

    def ask(self, text: str = "", language: str = "en", **options: Any) -> SearchResult:
        return self.engine.search(self.index, SearchRequest(text=text, language=language, **options))

    def ids(self, text: str = "", language: str = "en", **options: Any) -> list[str]:
        return [hit.id for hit in self.ask(text, language, **options).hits]

    def pages(self, text: str = "", **options: Any) -> Iterator[list[str]]:
        """All pages, one after the other."""
        cursor: str | None = None
        while True:
            result = self.ask(text, cursor=cursor, **options)
            yield [hit.id for hit in result.hits]
            cursor = result.next_cursor
            if cursor is None:
                return


def document(
    id: str,
    titles: Mapping[str, str] | str = "",
    *,
    version: int | None = None,
    keywords: Sequence[str] = (),
    bodies: Mapping[str, str] | None = None,
    codes: Sequence[str] = (),
    terms: Sequence[tuple[str, str] | Term] = (),
    numbers: Mapping[str, int] | None = None,
    boost: int = 0,
    passages: tuple[str, ...] = (),
    vector: Vector | None = None,
) -> SearchDocument:
    """A title alone is English; terms are ``(field, value)``."""
    texts = {"en": titles} if isinstance(titles, str) else titles
    return SearchDocument(
        id=id,
        version=version or next(_versions),
        texts={language: Text(title=title, keywords=keywords, body=(bodies or {}).get(language, "")) for language, title in texts.items()},
        codes=codes,
        terms=[term if isinstance(term, Term) else Term(field=term[0], value=term[1]) for term in terms],
        numbers=numbers or {},
        cards={language: {"EUR": card(id, title)} for language, title in texts.items()},
        boost=boost,
        passages=passages,
        vector=vector,
    )


def card(id: str, title: str) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode({"id": id, "title": title}))


def only(**fields: str) -> tuple[Filter, ...]:
    """Filters ``only(brand="acme")``; a value may name several, split by commas."""
    return tuple(AnyOf(field.replace("__", "."), tuple(value.split(","))) for field, value in fields.items())


def counts_of(result: SearchResult, field: str) -> dict[str, int]:
    assert result.counts is not None
    return {value.value: value.count for facet in result.counts.facets if facet.field == field for value in facet.values}


def total_of(result: SearchResult) -> int:
    assert result.counts is not None
    return result.counts.total
