"""
Search in the tenant's own PostgreSQL: full text by its dictionaries over words folded by us, keywords and spelling by ours.

A list is one statement, and a second one for counts unless the index has not changed since they were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.db import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

from marketplace.foundation import tenancy
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import (
    Counts,
    IndexDefinition,
    RebuildRunning,
    Removal,
    SearchDocument,
    SearchEngine,
    SearchRequest,
    SearchResult,
    SearchUnavailable,
    Source,
    Suggestions,
    SuggestRequest,
)
from marketplace.foundation.search.postgres import counting, generations, reading, words, writing
from marketplace.foundation.search.postgres.generations import BUILDING, Generation
from marketplace.foundation.search.postgres.query import Query, Wanted, wanted
from marketplace.foundation.search.postgres.reading import Position

BATCH = 200
NOTHING = SearchResult(hits=(), counts=Counts())

R = TypeVar("R")


class PostgresSearch(SearchEngine):
    def provision(self) -> None:
        """The migrations did; an index begins with its first document."""

    def upsert(self, index: IndexDefinition, documents: Sequence[SearchDocument]) -> int:
        return sum(self._upsert(index, documents[start : start + BATCH]) for start in range(0, len(documents), BATCH))

    def delete(self, index: IndexDefinition, removals: Sequence[Removal]) -> int:
        return self._write(index, lambda generation: writing.delete(index, generation, removals)) if removals else 0

    def search(self, index: IndexDefinition, request: SearchRequest) -> SearchResult:
        position = reading.read_position(request)
        with _answering():
            return self._with_generation(index, lambda generation: _search(index, generation, request, position)) or NOTHING

    def suggest(self, index: IndexDefinition, request: SuggestRequest) -> Suggestions:
        if not fold(request.text):
            return Suggestions()
        with _answering():
            generation = generations.look_up(index)
            return _suggest(index, generation, request) if generation else Suggestions()

    def rebuild(self, index: IndexDefinition, source: Source) -> int:
        with _answering(), _only_rebuild(index):
            _abandon(index, state=BUILDING)
            with tenancy.atomic():
                building = generations.insert(index, BUILDING)
            for documents in source():
                with tenancy.atomic():
                    generations.lock_for_writing(index)
                    writing.upsert(index, building, documents)
            _switch(index, building)
            _abandon(index, state="retired")
            (count,) = generations.rows("SELECT count(*) FROM search_documents WHERE generation = %s AND NOT is_removed", [building.id])[0]
            return int(count)

    def refresh(self, index: IndexDefinition) -> None:
        """What is committed can be found."""

    def is_current(self, index: IndexDefinition) -> bool:
        with _answering():
            generation = generations.look_up(index)
        return generation is None or generation.number_names == index.number_names()

    def check(self) -> None:
        with _answering():
            generations.rows("SELECT 1 FROM search_generations LIMIT 1", [])

    def _upsert(self, index: IndexDefinition, documents: Sequence[SearchDocument]) -> int:
        return self._write(index, lambda generation: writing.upsert(index, generation, documents))

    def _write(self, index: IndexDefinition, write: Callable[[Generation], int]) -> int:
        """To the active generation and to one being built; what counts is what the active one took."""
        with _answering(), tenancy.atomic():
            written = [write(generation) for generation in generations.lock_for_writing(index)]
        return written[0]

    def _with_generation(self, index: IndexDefinition, read: Callable[[Generation], R | None]) -> R | None:
        """Read from the generation last seen in use; where it is not any more, from the one that is."""
        hint = generations.hint(index)
        if hint is None:
            return None
        result = read(hint)
        if result is None and (present := generations.look_up(index)) is not None:
            result = read(present)
        return result


def _search(index: IndexDefinition, generation: Generation, request: SearchRequest, position: Position | None) -> SearchResult | None:
    """None if the generation is not in use any more."""
    words_wanted = wanted(request.text) if request.text.strip() else None
    if words_wanted is not None and not words_wanted.words:
        return NOTHING
    if position and position.mended:
        words_wanted = position.mended
    query = Query(index, generation, request.language, filters=request.filters, words=words_wanted)
    page, meant = reading.read_page(query, request, position), None
    if page is None:
        return None
    if not page.hits and words_wanted and position is None and (mended := words.mend(query)) is not None:
        query, better, meant = _mended(query, mended.words, request, mended.text)
        page = better or page
    return SearchResult(
        hits=page.hits,
        next_cursor=page.next_cursor,
        counts=counting.count(query, request, revision=page.revision) if request.with_counts else None,
        did_you_mean=meant,
    )


def _mended(query: Query, better: Wanted, request: SearchRequest, text: str | None) -> tuple[Query, reading.HitPage | None, str | None]:
    """The search for the better words, if they find anything."""
    other = Query(query.index, query.generation, query.language, filters=query.filters, words=better)
    page = reading.read_page(other, request, None)
    return (other, page, text) if page and page.hits else (query, None, None)


def _suggest(index: IndexDefinition, generation: Generation, request: SuggestRequest) -> Suggestions:
    begun = Wanted(tuple(fold(request.text).split()), is_mended=True, is_begun=True)
    query = Query(index, generation, request.language, filters=request.filters, words=begun)
    return Suggestions(
        queries=words.suggest_queries(query, request),
        hits=words.suggest_hits(query, request),
        terms=words.suggest_terms(query, request),
    )


def _switch(index: IndexDefinition, building: Generation) -> None:
    with tenancy.atomic():
        generations.lock_for_writing(index)
        with generations.cursor() as db:
            db.execute("UPDATE search_generations SET state = 'retired' WHERE index_name = %s AND state = 'active'", [index.name])
            db.execute("UPDATE search_generations SET state = 'active' WHERE id = %s", [building.id])


def _abandon(index: IndexDefinition, *, state: str) -> None:
    """Erase what a rebuild left behind: generations that are not in use any more, or never were."""
    with tenancy.atomic():
        old = generations.rows("SELECT id FROM search_generations WHERE index_name = %s AND state = %s FOR UPDATE", [index.name, state])
        if old:
            writing.erase([identifier for (identifier,) in old])


@contextmanager
def _only_rebuild(index: IndexDefinition) -> Iterator[None]:
    """:raises RebuildRunning: if another one holds the lock, which ends with its connection"""
    key = f"rebuild:{index.name}"
    ((is_ours,),) = generations.rows("SELECT pg_try_advisory_lock(hashtext('search'), hashtext(%s))", [key])
    if not is_ours:
        raise RebuildRunning
    try:
        yield
    finally:
        generations.rows("SELECT pg_advisory_unlock(hashtext('search'), hashtext(%s))", [key])


@contextmanager
def _answering() -> Iterator[None]:
    tenancy.current()
    tenancy.forbid_in_transaction("search")
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise SearchUnavailable from error
