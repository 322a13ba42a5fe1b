"""Vectors of documents: asked for, stored where they still fit, and compared, all of them, with the one of a question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from threading import Lock
from typing import NamedTuple

import msgspec

from marketplace.foundation import tenancy
from marketplace.foundation.search.port import DocumentVector, IndexDefinition, MissingVector, SearchDocument, SearchRequest, Vector
from marketplace.foundation.search.postgres import lexemes
from marketplace.foundation.search.postgres.generations import Generation, cursor, rows
from marketplace.foundation.search.postgres.query import Query, Sql, joined

REMEMBERED = 2_000  # answers in each process


class Near(NamedTuple):
    """Documents near to what was asked, the nearest first, each with its similarity, as of a revision of the index."""

    revision: int
    ids: list[str]
    similarities: list[float]


NOWHERE = Near(-1, [], [])


class _Memory:
    """What was near to the last questions. Whoever uses it learns the index's revision next, and asks again if that has changed."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, Near] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Near | None:
        with self._lock:
            return self._answers.get(key)

    def keep(self, key: Hashable, near: Near) -> None:
        with self._lock:
            self._answers[key] = near
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)


_memory = _Memory()


def find_near(query: Query, request: SearchRequest, *, revision: int | None = None) -> Near:
    """What is near to the request's vector or document; with ``revision`` only as of that one, else as remembered, if it is."""
    if not query.generation.holds_vectors_of(query.index) or (request.vector is None and request.similar_to is None):
        return NOWHERE
    asked = request.similar_to if request.vector is None else hash(request.vector)
    filters = tuple(each for each in request.filters if query.is_scope(each))
    key = (tenancy.current().slug, query.generation.id, query.language, asked, filters, request.nearness, query.words and query.words.code)
    near = _memory.find(key)
    if near is None or revision not in (None, near.revision):
        near = _ask(query, request)
        _memory.keep(key, near)
    return near


def _ask(query: Query, request: SearchRequest) -> Near:
    """Every vector is compared: exact with any filter, and a matter of milliseconds for as many goods as one PostgreSQL is meant for."""
    nearness = request.nearness
    target = _target(query, request)
    scope = query.scope()
    found = rows(
        f"""
        WITH target AS MATERIALIZED ({target.text}),
             nearest AS (
                 SELECT stored.document_id, -(stored.vector <#> target.vector) AS similarity
                 FROM target, search_vectors stored
                 WHERE stored.generation = %s AND stored.vector IS NOT NULL AND stored.document_id IS DISTINCT FROM %s
                   AND EXISTS (SELECT 1 FROM search_entries WHERE document_id = stored.document_id AND {scope.text})
                 ORDER BY stored.vector <#> target.vector, stored.document_id DESC LIMIT %s
             ),
             kept AS (
                 SELECT document_id, similarity FROM nearest
                 WHERE similarity >= greatest(%s, (SELECT max(similarity) FROM nearest) - %s)
             )
        SELECT generation.revision, kept.document_id, kept.similarity
        FROM search_generations generation LEFT JOIN kept ON true
        WHERE generation.id = %s ORDER BY kept.similarity DESC, kept.document_id DESC
        """,  # noqa: S608
        [
            *target.params,
            query.generation.id,
            request.similar_to,
            *scope.params,
            nearness.most,
            nearness.floor,
            nearness.margin,
            query.generation.id,
        ],
    )
    kept = [row for row in found if row[1] is not None]
    return Near(found[0][0] if found else -1, [row[1] for row in kept], [row[2] for row in kept])


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
    """Within a transaction that has locked the generation. A stored vector stays while the passages do."""
    fits = generation.holds_vectors_of(index)
    records = [
        {
            "document_id": document.id,
            "digest": document.digest(),
            "passages": document.passages,
            "vector": literal(document.vector) if fits and document.vector is not None else None,
        }
        for document in documents
        if document.passages
    ]
    with cursor() as db:
        db.execute(
            """
            INSERT INTO search_vectors AS stored (generation, document_id, digest, passages, vector)
            SELECT %s, document_id, digest, passages, vector::halfvec
            FROM json_to_recordset(%s) AS said (document_id text, digest text, passages text[], vector text)
            ON CONFLICT (generation, document_id) DO UPDATE SET digest = EXCLUDED.digest, passages = EXCLUDED.passages,
                vector = coalesce(EXCLUDED.vector, CASE WHEN stored.digest = EXCLUDED.digest THEN stored.vector END)
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
