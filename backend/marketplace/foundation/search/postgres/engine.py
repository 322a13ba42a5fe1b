"""
Search in the tenant's own PostgreSQL: full text by its dictionaries over words folded by us, keywords and spelling by ours.

A list is one statement, and a second one for counts unless the index has not changed since they were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from django.db import DataError, InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

from marketplace.foundation import tenancy
from marketplace.foundation.search import unindexed
from marketplace.foundation.search.errors import RebuildRunning, SearchUnavailable
from marketplace.foundation.search.folding import fold
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
)
from marketplace.foundation.search.postgres import counting, generations, reading, vectors, words, writing
from marketplace.foundation.search.postgres.generations import BUILDING, Generation
from marketplace.foundation.search.postgres.query import Query, Wanted, wanted
from marketplace.foundation.search.postgres.reading import HitPage, Position
from marketplace.foundation.search.postgres.vectors import NOWHERE, Near
from marketplace.foundation.search.searched import words_of

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

    def missing_vectors(self, index: IndexDefinition, *, limit: int) -> Sequence[MissingVector]:
        with _answering():
            generation = generations.look_up(index)
            return vectors.missing(generation, limit) if generation and generation.holds_vectors_of(index) else []

    def set_vectors(self, index: IndexDefinition, vectors: Sequence[DocumentVector]) -> int:
        return self._write(index, lambda generation: writing.set_vectors(index, generation, vectors)) if vectors else 0

    def rebuild(self, index: IndexDefinition, source: Source) -> int:
        with _answering(), _only_rebuild(index):
            _discard(index, state=BUILDING)
            with tenancy.atomic():
                building = generations.insert(index, BUILDING)

            def store(documents: Sequence[SearchDocument]) -> int:
                with tenancy.atomic():
                    generations.lock_for_writing(index)
                    return writing.upsert(index, building, documents)

            for documents in source():
                _but_refused(index, documents, store)
            _switch(index, building)
            _discard(index, state="retired")
            (count,) = generations.rows("SELECT count(*) FROM search_documents WHERE generation = %s AND NOT is_removed", [building.id])[0]
            return int(count)

    def refresh(self, index: IndexDefinition) -> None:
        """What is committed can be found; by meaning too, if nothing is remembered from before."""
        vectors.forget_near()

    def is_current(self, index: IndexDefinition) -> bool:
        with _answering():
            generation = generations.look_up(index)
        if generation is None:
            return True
        return (generation.number_names, generation.vector_space) == (index.number_names(), generations.vector_space_of(index))

    def check(self) -> None:
        with _answering():
            generations.rows("SELECT 1 FROM search_generations LIMIT 1", [])

    def _upsert(self, index: IndexDefinition, documents: Sequence[SearchDocument]) -> int:
        return _but_refused(index, documents, lambda some: self._write(index, lambda generation: writing.upsert(index, generation, some)))

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


class _Answer(NamedTuple):
    query: Query
    near: Near
    page: HitPage


def _search(index: IndexDefinition, generation: Generation, request: SearchRequest, position: Position | None) -> SearchResult | None:
    """None if the generation is not in use any more."""
    words_wanted = wanted(request.text, request.alternatives) if request.text.strip() else None
    if words_wanted is not None and not words_wanted.words:
        return NOTHING
    if position and position.mended:
        words_wanted = position.mended
    query = Query(
        index, generation, request.language, filters=request.filters, words=words_wanted, boosts=request.boosts, among=request.among
    )
    answer, meant = _answer(query, request, position), None
    if answer is None:
        return None
    if words_wanted and not answer.page.has_words and position is None and not _finds(query):
        answer, meant = _mended(query, request) or (_partial(answer, request), None)
    return SearchResult(
        hits=answer.page.hits,
        next_cursor=answer.page.next_cursor,
        counts=counting.count(answer.query, request, revision=answer.page.revision, near=answer.near) if request.with_counts else None,
        did_you_mean=meant,
    )


def _finds(query: Query) -> bool:
    """
    Whether the words find anything before a facet is chosen: what is searched must not depend on it, or a facet's count would not be
    what choosing it finds.
    """
    return query.has_facets and reading.has_any(query.without_facets())


def _mended(query: Query, request: SearchRequest) -> tuple[_Answer, str | None] | None:
    """What the words find that were probably meant, if anything."""
    mended = words.mend(query)
    if mended is None:
        return None
    meant = query.with_words(mended.words)
    better = _answer(meant, request, None)
    return (better, mended.text) if better and (better.page.has_words or _finds(meant)) else None


def _partial(answer: _Answer, request: SearchRequest) -> _Answer:
    """What some of the words find, next to what the whole text means."""
    if request.vector is None:
        return answer
    near = vectors.find_near(answer.query, request, with_some_words=True)
    page = reading.read_page(answer.query, request, None, near) if near.ids else None
    return _Answer(answer.query, near, page) if page else answer


def _answer(query: Query, request: SearchRequest, position: Position | None) -> _Answer | None:
    is_mended = query.words is not None and query.words.is_mended
    is_partial = position is not None and position.is_partial
    near = NOWHERE if is_mended else vectors.find_near(query, request, with_some_words=is_partial)
    page = reading.read_page(query, request, position, near)
    return page and _Answer(query, near, page)


def _suggest(index: IndexDefinition, generation: Generation, request: SuggestRequest) -> Suggestions:
    begun = Wanted(words_of(request.text), is_mended=True, is_begun=True)
    query = Query(index, generation, request.language, filters=request.filters, words=begun, boosts=request.boosts)
    queries, hits = words.suggest_queries(query, request), words.suggest_hits(query, request)
    if not queries and not hits:
        queries, hits = words.suggest_freely(query, request)
    return Suggestions(queries=queries, hits=hits, terms=words.suggest_terms(query, request))


def _switch(index: IndexDefinition, building: Generation) -> None:
    with tenancy.atomic():
        for generation in generations.lock_for_writing(index):
            if generation.id != building.id:
                vectors.inherit(index, building, generation)
        with generations.cursor() as db:
            db.execute("UPDATE search_generations SET state = 'retired' WHERE index_name = %s AND state = 'active'", [index.name])
            db.execute("UPDATE search_generations SET state = 'active' WHERE id = %s", [building.id])


def _discard(index: IndexDefinition, *, state: str) -> None:
    """Erase what a rebuild left behind: generations that are not in use any more, or never were."""
    with tenancy.atomic():
        old = generations.rows("SELECT id FROM search_generations WHERE index_name = %s AND state = %s FOR UPDATE", [index.name, state])
        if old:
            writing.erase([identifier for (identifier,) in old])


def _but_refused(index: IndexDefinition, documents: Sequence[SearchDocument], store: Callable[[Sequence[SearchDocument]], int]) -> int:
    """Store the documents together; if the database refuses one for what is in it, each alone, and record that one as unindexed."""
    try:
        stored = store(documents)
    except (DataError, OperationalError) as error:
        if not _is_refusal(error):
            raise
        if len(documents) > 1:
            return sum(_but_refused(index, [document], store) for document in documents)
        unindexed.record(index, [(documents[0], str(error))])
        return 0
    unindexed.forget(index, [document.id for document in documents])
    return stored


def _is_refusal(error: Exception) -> bool:
    """Whether the content is at fault, or a limit that it exceeds (SQLSTATE classes 22 and 54), and not the server."""
    return getattr(error.__cause__, "sqlstate", None) is not None and error.__cause__.sqlstate[:2] in ("22", "54")  # type: ignore[union-attr]


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
        if _is_refusal(error):
            raise
        raise SearchUnavailable from error
