"""Vectors of documents: asked for, stored where they still fit, and compared, all of them, with the one of a question."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from threading import Lock
from typing import NamedTuple

import msgspec

from marketplace.foundation import tenancy
from marketplace.foundation.search.fusion import ALL_WORDS_NEARER
from marketplace.foundation.search.port import (
    MOST_WITH_SOME_WORDS,
    DocumentVector,
    IndexDefinition,
    MissingVector,
    Nearness,
    SearchDocument,
    SearchRequest,
    Vector,
)
from marketplace.foundation.search.postgres import lexemes
from marketplace.foundation.search.postgres.generations import Generation, cursor, rows
from marketplace.foundation.search.postgres.query import Query, Sql, joined
from marketplace.foundation.search.synonyms import concepts

REMEMBERED = 2_000  # answers in each process
LIFE_S = 5.0
MAX_CONCEPTS = 12  # of a text; what people say beyond that hardly shows what they want


class Near(NamedTuple):
    """Documents near to what was asked, the nearest first, each with its similarity."""

    ids: list[str]
    similarities: list[float]
    is_partial: bool = False  # what has some of the words counts as nearer


NOWHERE = Near([], [])


class _Memory:
    """
    What was near to the last questions, for some seconds. Whatever uses it looks at the entries themselves, so what is gone or
    changed is never shown for it; only what is new may be missing for so long.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, tuple[float, Near]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Near | None:
        with self._lock:
            until, near = self._answers.get(key, (0.0, None))
            return near if until > time.monotonic() else None

    def keep(self, key: Hashable, near: Near) -> Near:
        with self._lock:
            self._answers[key] = (time.monotonic() + LIFE_S, near)
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        return near

    def forget(self) -> None:
        with self._lock:
            self._answers.clear()


_memory = _Memory()


def forget_near() -> None:
    """What was written before can be found from now on, in this process."""
    _memory.forget()


def find_near(query: Query, request: SearchRequest, *, with_some_words: bool = False) -> Near:
    """What is near to the request's vector or document, and has some of its words, if asked."""
    if not query.generation.holds_vectors_of(query.index) or (request.vector is None and request.similar_to is None):
        return NOWHERE
    key = (
        tenancy.current().slug,
        query.generation.id,
        query.language,
        request.similar_to if request.vector is None else hash(request.vector),
        tuple(each for each in request.filters if query.is_scope(each)),
        request.nearness,
        query.words and query.words.code,
    )
    if not with_some_words:
        return _memory.find(key) or _memory.keep(key, _ask(query, request, request.nearness))
    partial = (*key, request.text, request.alternatives)
    return _memory.find(partial) or _memory.keep(partial, _ask_with_some_words(query, request))


def _ask_with_some_words(query: Query, request: SearchRequest) -> Near:
    """What is near, where what has some of the words counts as nearer."""
    nearness = request.nearness
    wider = _ask(query, request, Nearness(nearness.floor - ALL_WORDS_NEARER, 2.0, MOST_WITH_SOME_WORDS))
    named = concepts(request.text, request.alternatives, request.language)[:MAX_CONCEPTS]
    counted = joined([Sql(f"(strong @@ ({each.text}))::int", each.params) for each in map(query.any_of, named)], " + ")
    found = rows(
        f"SELECT document_id, {counted.text} FROM search_entries WHERE document_id = ANY(%s) AND space = %s",  # noqa: S608
        [*counted.params, wider.ids, query.space],
    )
    nearer = {identifier: count * ALL_WORDS_NEARER / len(named) for identifier, count in found}
    pairs = zip(wider.ids, wider.similarities, strict=True)
    rated = sorted(((similarity + nearer.get(identifier, 0.0), identifier) for identifier, similarity in pairs), reverse=True)
    enough = max(nearness.floor, rated[0][0] - nearness.margin) if rated else 0.0
    kept = [each for each in rated[: nearness.most] if each[0] >= enough]
    return Near([identifier for _, identifier in kept], [similarity for similarity, _ in kept], is_partial=True)


def _ask(query: Query, request: SearchRequest, nearness: Nearness) -> Near:
    """
    Every vector is compared: exact with any filter, and a matter of milliseconds for as many documents as one PostgreSQL is meant for.
    Comparing two vectors takes less time than a filter does, so only those that are near enough are asked for their filters.
    """
    target, scope = _target(query, request), query.scope()
    found = rows(
        f"""
        WITH target AS MATERIALIZED ({target.text})
        SELECT document_id, distance FROM (
            SELECT document_id, marks, vector <#> (SELECT vector FROM target) AS distance FROM search_vectors
            WHERE EXISTS (SELECT FROM target) AND generation = %s AND vector IS NOT NULL OFFSET 0
        ) stored
        WHERE distance <= %s AND {scope.text} AND document_id IS DISTINCT FROM %s
        ORDER BY distance, document_id DESC LIMIT %s
        """,  # noqa: S608
        [*target.params, query.generation.id, -nearness.floor, *scope.params, request.similar_to, nearness.most],
    )
    enough = -found[0][1] - nearness.margin if found else 0.0
    kept = [(identifier, -distance) for identifier, distance in found if -distance >= enough]
    return Near([identifier for identifier, _ in kept], [similarity for _, similarity in kept])


def _target(query: Query, request: SearchRequest) -> Sql:
    """The vector to compare with: no row if the text is some document's exact code, or a document has none."""
    if request.vector is None:
        return Sql(
            "SELECT vector FROM search_vectors WHERE generation = %s AND document_id = %s AND vector IS NOT NULL",
            [query.generation.id, request.similar_to],
        )
    target = Sql("SELECT %s::halfvec AS vector", [literal(request.vector)])
    if query.words is None or not query.words.code:
        return target
    coded = lexemes.all_of([lexemes.space_lexeme(query.space), lexemes.term_lexeme(lexemes.code_hash(query.words.code))])
    unless = Sql("NOT EXISTS (SELECT 1 FROM search_entries WHERE vector @@ %s::tsquery)", [coded])
    return joined([target, unless], " WHERE ")


def store_passages(index: IndexDefinition, generation: Generation, documents: Sequence[SearchDocument]) -> None:
    """
    Within a transaction that has locked the generation. A stored vector stays while the passages do; what stays as it is, as after a
    sale, is not written again, since each question reads the whole table.
    """
    fits = generation.holds_vectors_of(index)
    records = [
        {
            "document_id": document.id,
            "digest": document.digest(),
            "passages": document.passages,
            "marks": [lexemes.term_hash(term.field, term.value) for term in document.terms if not index.keyword(term.field).is_counted],
            "vector": literal(document.vector) if fits and document.vector is not None else None,
        }
        for document in documents
        if document.passages
    ]
    with cursor() as db:
        db.execute(
            """
            INSERT INTO search_vectors AS stored (generation, document_id, digest, passages, marks, vector)
            SELECT %s, document_id, digest, passages, marks, vector::halfvec
            FROM json_to_recordset(%s) AS said (document_id text, digest text, passages text[], marks bigint[], vector text)
            ON CONFLICT (generation, document_id) DO UPDATE
            SET digest = EXCLUDED.digest, passages = EXCLUDED.passages, marks = EXCLUDED.marks,
                vector = coalesce(EXCLUDED.vector, CASE WHEN stored.digest = EXCLUDED.digest THEN stored.vector END)
            WHERE EXCLUDED.vector IS NOT NULL OR (stored.digest, stored.marks) IS DISTINCT FROM (EXCLUDED.digest, EXCLUDED.marks)
            """,
            [generation.id, msgspec.json.encode(records).decode()],
        )
    forget(generation, [document.id for document in documents if not document.passages])


def store_vectors(generation: Generation, vectors: Sequence[DocumentVector]) -> int:
    """Within a transaction that has locked the generation. How many fitted."""
    with cursor() as db:
        db.execute(
            """
            UPDATE search_vectors SET vector = made.vector::halfvec
            FROM unnest(%s::text[], %s::text[], %s::text[]) AS made (document_id, digest, vector)
            WHERE generation = %s AND search_vectors.document_id = made.document_id AND search_vectors.digest = made.digest
            """,
            [
                [each.id for each in vectors],
                [each.digest for each in vectors],
                [literal(each.vector) for each in vectors],
                generation.id,
            ],
        )
        return int(db.rowcount)


def inherit(index: IndexDefinition, building: Generation, active: Generation) -> None:
    """Within a transaction that has locked both: the vectors of the one in use, for passages that the new one has too."""
    if not (building.holds_vectors_of(index) and active.holds_vectors_of(index)):
        return
    with cursor() as db:
        db.execute(
            """
            UPDATE search_vectors made SET vector = earlier.vector FROM search_vectors earlier
            WHERE made.generation = %s AND made.vector IS NULL AND earlier.generation = %s AND earlier.vector IS NOT NULL
              AND earlier.document_id = made.document_id AND earlier.digest = made.digest
            """,
            [building.id, active.id],
        )


def missing(generation: Generation, limit: int) -> list[MissingVector]:
    found = rows(
        """
        SELECT document_id, digest, passages FROM search_vectors
        WHERE generation = %s AND vector IS NULL ORDER BY document_id LIMIT %s
        """,
        [generation.id, limit],
    )
    return [MissingVector(identifier, digest, tuple(passages)) for identifier, digest, passages in found]


def forget(generation: Generation, ids: Sequence[str]) -> None:
    if ids:
        with cursor() as db:
            db.execute("DELETE FROM search_vectors WHERE generation = %s AND document_id = ANY(%s)", [generation.id, list(ids)])


def literal(vector: Vector) -> str:
    """As pgvector reads it; five digits are more than 16 bits can hold."""
    return "[" + ",".join([f"{number:.5g}" for number in vector]) + "]"
