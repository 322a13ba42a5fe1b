"""
Search on Elasticsearch: an index for each of ours and each tenant, behind an alias that moves when it was rebuilt.

A list is one question with its counts; by words and meaning two. The names of facets' values are remembered for some seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from elasticsearch import NotFoundError
from elasticsearch.dsl.query import Bool, Exists

from marketplace.foundation.search.elasticsearch import generations, meaning, reading, rebuilding, suggesting, words, writing
from marketplace.foundation.search.elasticsearch.client import answering, reader, writer
from marketplace.foundation.search.elasticsearch.mapping import made_by
from marketplace.foundation.search.elasticsearch.query import IS_DOCUMENT, Asked, search_of, wanted
from marketplace.foundation.search.elasticsearch.reading import Position
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.search.port import (
    Counts,
    DocumentVector,
    IndexDefinition,
    MissingVector,
    Removal,
    SearchDocument,
    SearchEngine,
    SearchRequest,
    SearchResult,
    Source,
    Suggestions,
    SuggestRequest,
    Vector,
)

NOTHING = SearchResult(hits=(), counts=Counts())


class ElasticSearch(SearchEngine):
    def provision(self) -> None:
        """An index begins with its first document. One whose switch was broken off by a crash shows its writes again."""
        with answering():
            for index, _ in all_indices():
                rebuilding.show_writes(index)

    def upsert(self, index: IndexDefinition, documents: Sequence[SearchDocument]) -> int:
        with answering():
            return writing.upsert(index, documents) if documents else 0

    def delete(self, index: IndexDefinition, removals: Sequence[Removal]) -> int:
        with answering():
            return writing.delete(index, removals) if removals else 0

    def missing_vectors(self, index: IndexDefinition, *, limit: int) -> Sequence[MissingVector]:
        with answering():
            if not generations.holds_vectors(index):
                return []
            lacking = Bool(must=Exists(field="digest"), must_not=Exists(field="vector"), filter=IS_DOCUMENT)
            found = reading.ask(index, search_of(lacking, size=limit, source=["id", "digest", "passages"]))
            sources = [hit["_source"] for hit in found.hits]
            return [MissingVector(source["id"], source["digest"], tuple(source["passages"])) for source in sources]

    def set_vectors(self, index: IndexDefinition, vectors: Sequence[DocumentVector]) -> int:
        with answering():
            return writing.set_vectors(index, vectors) if vectors and generations.holds_vectors(index) else 0

    def search(self, index: IndexDefinition, request: SearchRequest) -> SearchResult:
        position = reading.read_position(request)
        with answering():
            return _search(index, request, position)

    def suggest(self, index: IndexDefinition, request: SuggestRequest) -> Suggestions:
        if not fold(request.text):
            return Suggestions()
        with answering():
            return suggesting.suggest(index, request)

    def rebuild(self, index: IndexDefinition, source: Source) -> int:
        with answering():
            return rebuilding.rebuild(index, source)

    def refresh(self, index: IndexDefinition) -> None:
        """The one being built first: it must never show less than the one in use."""
        with answering():
            for name in (generations.next_alias(index), generations.alias(index)):
                writer().indices.refresh(index=name, ignore_unavailable=True)

    def is_current(self, index: IndexDefinition) -> bool:
        with answering():
            try:
                reader().indices.get_alias(name=generations.alias(index))
            except NotFoundError:
                return True
            return generations.made(index, anew=True) == made_by(index)

    def check(self) -> None:
        with answering():
            reader().info()


def _search(index: IndexDefinition, request: SearchRequest, position: Position | None) -> SearchResult:
    mended = position.mended if position else None
    typed = wanted(request.text) if request.text.strip() else None
    if typed is not None and not typed.words:
        return NOTHING
    if request.similar_to is not None:
        typed = None
    asked = Asked(index, request, mended or typed, is_mended=mended is not None)
    vector = None if mended else _vector(index, request)
    if vector is None:
        return NOTHING if request.similar_to is not None else _by_words(asked, position, is_meant=request.vector is not None)
    found = meaning.find(asked, vector)
    if found.is_code:
        return _by_words(asked, position if position and len(position.keys) > 1 else None)
    if typed is not None and not found.by_words.hits and not _finds(asked):
        if position is None and (better := _mended(asked)) is not None:
            return better
        if request.vector is not None:
            found = found._replace(near=meaning.find_partly(asked, vector))
    if request.sort is not None:
        return meaning.read_sorted(asked, found, position)
    return meaning.read_fused(asked, found, position)


def _vector(index: IndexDefinition, request: SearchRequest) -> Vector | None:
    """What to be near to, if the index knows nearness."""
    if not (request.vector or request.similar_to) or not generations.holds_vectors(index):
        return None
    return meaning.vector_of(index, request.similar_to) if request.similar_to else request.vector


def _by_words(asked: Asked, position: Position | None, *, is_meant: bool = False) -> SearchResult:
    """``is_meant``: a vector was given that the index cannot compare; without words it finds nothing."""
    if is_meant and asked.words is None:
        return NOTHING
    result, _ = reading.read_page(asked, position)
    is_first = asked.words is not None and position is None
    if is_first and not result.hits and not _finds(asked) and (better := _mended(asked)) is not None:
        return better
    return result


def _finds(asked: Asked) -> bool:
    """
    Whether the words find anything before a facet is chosen: what is searched must not depend on it, or a facet's count would not be
    what choosing it finds.
    """
    if asked.text is None or not asked.own_filters():
        return False
    query = Bool(must=asked.text, filter=asked.base_filters())
    return bool(reading.ask(asked.index, search_of(query, size=1)).hits)


def _mended(asked: Asked) -> SearchResult | None:
    """The search for better words, if they find anything."""
    meant = words.mend(asked)
    if meant is None:
        return None
    better = Asked(asked.index, asked.request, meant.words, is_mended=True)
    result, _ = reading.read_page(better, None)
    return msgspec.structs.replace(result, did_you_mean=meant.text) if result.hits or _finds(better) else None
