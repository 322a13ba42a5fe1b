"""One page of hits, in one statement that also tells whether the generation is still the one in use."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from marketplace.foundation.search.port import Hit, SearchRequest
from marketplace.foundation.search.postgres.generations import rows
from marketplace.foundation.search.postgres.query import Query, Sql, Wanted, joined
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.pages import decode_cursor, encode_cursor
from marketplace.kit.texts import Text

RELEVANCE = ""
_INT64 = 2**63


class Position(msgspec.Struct, frozen=True, array_like=True):
    """Behind which entry a page starts: in which order, its key there, its id, and the words if they were mended."""

    field: str
    descending: bool
    key: int
    id: str
    mended: Wanted | None = None


class HitPage(NamedTuple):
    revision: int
    hits: tuple[Hit, ...]
    next_cursor: str | None


def read_position(request: SearchRequest) -> Position | None:
    """:raises InvalidInput: if the cursor belongs to another order"""
    if request.cursor is None:
        return None
    position: Position = decode_cursor(request.cursor, Position)
    if (position.field, position.descending) != _order(request) or not _is_sane(position):
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
    return position


def read_page(query: Query, request: SearchRequest, position: Position | None) -> HitPage | None:
    """None if the generation is not in use any more: look it up again."""
    page = _page_sql(query, request, position)
    field, descending = _order(request)
    direction = "DESC" if descending else "ASC"
    found = rows(
        f"""
        SELECT generation.revision, page.document_id, page.key, (entry.cards -> %s)::text
        FROM search_generations generation
        LEFT JOIN LATERAL ({page.text}) page ON true
        LEFT JOIN search_entries entry ON entry.space = %s AND entry.document_id = page.document_id
        WHERE generation.id = %s AND generation.state = 'active'
        ORDER BY page.key {direction}, page.document_id {direction}
        """,  # noqa: S608
        [request.edition, *page.params, query.space, query.generation.id],
    )
    if not found:
        return None
    hits = [row for row in found if row[1] is not None]
    shown, next_cursor = hits[: request.limit], None
    if len(hits) > request.limit:
        _, last_id, key, _ = shown[-1]
        mended = query.words if query.words and query.words.is_mended else None
        next_cursor = encode_cursor(Position(field, descending, key, last_id, mended))
    return HitPage(found[0][0], tuple(Hit(row[1], _card(row[3])) for row in shown), next_cursor)


def _page_sql(query: Query, request: SearchRequest, position: Position | None) -> Sql:
    """Ids and keys alone are sorted; cards are fetched for the few that are shown."""
    field, descending = _order(request)
    direction, comparison = ("DESC", "<") if descending else ("ASC", ">")
    conditions = query.conditions()
    key = Sql(query.number(field), []) if field else query.score()
    behind = f"({{key}}, document_id) {comparison} (%s, %s)"
    after = [position.key, position.id] if position else []
    ending = f"ORDER BY key {direction}, document_id {direction} LIMIT {request.limit + 1}"
    if field or position is None:
        where = joined([conditions, Sql(behind.format(key=key.text), after)]) if position else conditions
        return Sql(f"SELECT document_id, {key.text} AS key FROM search_entries WHERE {where.text} {ending}", [*key.params, *where.params])  # noqa: S608
    scored = f"SELECT document_id, {key.text} AS key FROM search_entries WHERE {conditions.text}"  # noqa: S608
    return Sql(
        f"SELECT document_id, key FROM ({scored}) scored WHERE {behind.format(key='key')} {ending}",  # noqa: S608
        [*key.params, *conditions.params, *after],
    )


def _order(request: SearchRequest) -> tuple[str, bool]:
    return (request.sort.field, request.sort.descending) if request.sort else (RELEVANCE, True)


def _is_sane(position: Position) -> bool:
    """A cursor comes from outside: what it holds must not upset the database."""
    words = position.mended.words if position.mended else ()
    return abs(position.key) < _INT64 and position.id.isascii() and position.id.isprintable() and all(map(str.isalnum, words))


def _card(text: Any) -> msgspec.Raw | None:
    return None if text is None else msgspec.Raw(text.encode())
