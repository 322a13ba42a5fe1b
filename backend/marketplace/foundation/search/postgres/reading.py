"""One page of hits, in one statement that also says whether the generation is still the one in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from marketplace.foundation.search.fusion import BODY_SCALE, DAMPING, MEANING_SCALE, SCALE, lift
from marketplace.foundation.search.port import MOST_LIFTS, Hit, SearchRequest
from marketplace.foundation.search.postgres.generations import rows
from marketplace.foundation.search.postgres.query import RANK_SCALE, Query, Sql, Wanted, joined
from marketplace.foundation.search.postgres.vectors import Near
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.pages import decode_cursor, encode_cursor
from marketplace.kit.texts import Text

RELEVANCE = ""
FUSED = "~"  # relevance of words and of meaning made one, or led by pins
SIMILARITY_SCALE = 100_000  # so that a boost of 1000 lifts a hit over one that is nearer by a hundredth
PIN_SCORE = SCALE  # the first pin of a thousand has a thousand times this
MAX_PINS = 1_000
IN_BODY = RANK_SCALE // 100  # a lower score has no title or keyword in it, whatever the boosts
MOST_BY_MEANING = MEANING_SCALE // (DAMPING + 1)  # a higher score has words in it
_INT64 = 2**63


class Position(msgspec.Struct, frozen=True, array_like=True):
    """Behind which entry a page starts: in which order, its key there, its id, and how its words were taken if not as typed."""

    field: str
    descending: bool
    key: int
    id: str
    mended: Wanted | None = None
    is_partial: bool = False


class HitPage(NamedTuple):
    """``has_words``: the words find something, not only their meaning."""

    revision: int
    hits: tuple[Hit, ...]
    next_cursor: str | None
    has_words: bool


def read_position(request: SearchRequest) -> Position | None:
    """:raises InvalidInput: if the cursor belongs to another order"""
    if request.cursor is None:
        return None
    position: Position = decode_cursor(request.cursor, Position)
    if (position.field, position.descending) != _order(request) or not _is_sane(position):
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
    return position


def is_fused(request: SearchRequest) -> bool:
    """Whether more than words decides what is found; by the request alone, so that all pages of a list agree."""
    return request.vector is not None or request.similar_to is not None or bool(pins_of(request))


def pins_of(request: SearchRequest) -> list[str]:
    return list(request.pins[:MAX_PINS]) if request.sort is None else []


def lifts_of(request: SearchRequest) -> dict[str, int]:
    """By how much the score of a hit rises, by its id."""
    return {each.id: lift(each.weight) for each in request.lifts[:MOST_LIFTS]}


def read_page(query: Query, request: SearchRequest, position: Position | None, near: Near) -> HitPage | None:
    """None if the generation is not in use any more: look it up again."""
    page = _page_sql(query, request, position, near)
    telling = _has_words(query, request)
    shown_variant = _shown_variant(query, request)
    field, descending = _order(request)
    direction = "DESC" if descending else "ASC"
    found = rows(
        f"""
        SELECT generation.revision, page.document_id, page.key, (search_entries.cards -> %s)::text, {telling.text}, {shown_variant.text}
        FROM search_generations generation
        LEFT JOIN LATERAL ({page.text}) page ON true
        LEFT JOIN search_entries ON search_entries.space = %s AND search_entries.document_id = page.document_id
        WHERE generation.id = %s AND generation.state = 'active'
        ORDER BY page.key {direction}, page.document_id {direction}
        """,  # noqa: S608
        [request.edition, *telling.params, *shown_variant.params, *page.params, query.space, query.generation.id],
    )
    if not found:
        return None
    hits = [row for row in found if row[1] is not None]
    shown, next_cursor = hits[: request.limit], None
    if len(hits) > request.limit:
        last_id, key = shown[-1][1:3]
        mended = query.words if query.words and query.words.is_mended else None
        next_cursor = encode_cursor(Position(field, descending, key, last_id, mended, near.is_partial))
    lifts = lifts_of(request)
    says_words = any((row[2] - lifts.get(row[1], 0)) % PIN_SCORE > MOST_BY_MEANING for row in hits)
    has_words = bool(hits) and (not is_fused(request) or found[0][4] or says_words)
    return HitPage(found[0][0], tuple(Hit(row[1], _card(row[3]), _card(row[5])) for row in shown), next_cursor, has_words)


def has_any(query: Query) -> bool:
    """Whether any entry meets the conditions."""
    conditions = query.conditions()
    ((found,),) = rows(f"SELECT EXISTS (SELECT FROM search_entries WHERE {conditions.text})", conditions.params)  # noqa: S608
    return bool(found)


def _has_words(query: Query, request: SearchRequest) -> Sql:
    """Whether the words alone find something, where the hits' scores do not tell it."""
    if query.words is None or not is_fused(request) or request.sort is None:
        return Sql("false", [])
    conditions = query.conditions()
    return Sql(f"EXISTS (SELECT 1 FROM search_entries WHERE {conditions.text})", conditions.params)  # noqa: S608


def _shown_variant(query: Query, request: SearchRequest) -> Sql:
    """What differs in the card of the first variant that meets the filters."""
    if not query.shows_variants:
        return Sql("NULL", [])
    fits = query.variant_fits()
    return Sql(
        f"(SELECT (variant.cards -> %s)::text FROM search_variants variant WHERE {fits.text} ORDER BY variant.place LIMIT 1)",  # noqa: S608
        [request.edition, *fits.params],
    )


def _page_sql(query: Query, request: SearchRequest, position: Position | None, near: Near) -> Sql:
    """Ids and keys alone are sorted; cards are fetched for the few that are shown."""
    _, descending = _order(request)
    direction, comparison = ("DESC", "<") if descending else ("ASC", ">")
    keyed = _keyed_by_number(query, request, near) if request.sort else _keyed_by_relevance(query, request, near)
    behind = Sql(f"WHERE (key, document_id) {comparison} (%s, %s)", [position.key, position.id]) if position else Sql("", [])
    return Sql(
        f"SELECT document_id, key FROM ({keyed.text}) keyed {behind.text} "  # noqa: S608
        f"ORDER BY key {direction}, document_id {direction} LIMIT {request.limit + 1}",
        keyed.params + behind.params,
    )


def _keyed_by_number(query: Query, request: SearchRequest, near: Near) -> Sql:
    assert request.sort is not None
    key = _number_key(query, request.sort.field)
    parts = [] if query.words is None and is_fused(request) else [_select(key, query.conditions(by_column=True))]
    if near.ids:
        parts.append(_select(key, besides_words(query, near.ids)))
    return joined(parts, " UNION ALL ") if parts else _select(key, Sql("false", []))


def _number_key(query: Query, field: str) -> Sql:
    """The number of the variant that is shown, where the filters are of variants and it has the number itself."""
    number = query.number(field)
    if not (query.shows_variants and query.index.is_of_variants(field)):
        return Sql(number, [])
    fits = query.variant_fits()
    shown = f"SELECT variant.{number[1:-1]} FROM search_variants variant WHERE {fits.text} ORDER BY variant.place LIMIT 1"  # noqa: S608
    return Sql(f"coalesce(({shown}), {number})", fits.params)


def _keyed_by_relevance(query: Query, request: SearchRequest, near: Near) -> Sql:
    if not is_fused(request):
        return _select(query.score(), query.conditions())
    filters = query.conditions(of_text=False, by_column=True)
    parts = []
    if query.words is not None:
        says = f"CASE WHEN key < {IN_BODY} THEN {BODY_SCALE} ELSE {SCALE} END"
        parts.append(_placed(_select(query.score(), query.conditions()), says))
    if near.ids:
        similarity = Sql(f"(near.similarity * {SIMILARITY_SCALE})::bigint + ", [])
        key = joined([similarity, query.boost()], "")
        listed = "unnest(%s::text[], %s::float8[]) AS near (id, similarity)"
        joining = Sql(f"JOIN {listed} ON near.id = document_id", [near.ids, near.similarities])
        parts.append(_placed(_select(key, _among(filters, near.ids), joining), MEANING_SCALE))
    if pins := pins_of(request):
        key = Sql(f"({MAX_PINS + 1} - pin.place) * {PIN_SCORE}", [])
        joining = Sql("JOIN unnest(%s::text[]) WITH ORDINALITY AS pin (id, place) ON pin.id = document_id", [pins])
        parts.append(_select(key, _among(filters, pins), joining))
    gains = joined(parts, " UNION ALL ") if parts else _select(Sql("0::bigint", []), Sql("false", []))
    scores = f"SELECT document_id, sum(key)::bigint AS key FROM ({gains.text}) gains GROUP BY document_id"  # noqa: S608
    return _lifted(Sql(scores, gains.params), lifts_of(request))


def _lifted(scored: Sql, lifts: Mapping[str, int]) -> Sql:
    """With what some of the hits rise by."""
    if not lifts:
        return scored
    listed = "unnest(%s::text[], %s::bigint[]) AS lift (id, gain)"
    text = (
        f"SELECT document_id, key + coalesce(lift.gain, 0) AS key FROM ({scored.text}) scored "  # noqa: S608
        f"LEFT JOIN {listed} ON lift.id = document_id"
    )
    return Sql(text, [*scored.params, list(lifts), list(lifts.values())])


def _among(filters: Sql, ids: list[str]) -> Sql:
    """Repeated outside the join, so that the primary key is looked up for each of these few."""
    return joined([filters, Sql("document_id = ANY(%s)", [ids])])


def besides_words(query: Query, ids: list[str], *, without: frozenset[str] = frozenset()) -> Sql:
    """The conditions of those among ``ids`` that the words do not find already."""
    parts = [query.conditions(without=without, of_text=False, by_column=True), Sql("document_id = ANY(%s)", [ids])]
    if query.words is not None:
        text = query.text()
        parts.append(Sql(f"NOT vector @@ ({text.text})", text.params))
    return joined(parts)


def _select(key: Sql, where: Sql, joining: Sql | None = None) -> Sql:
    extra = joining or Sql("", [])
    return Sql(
        f"SELECT document_id, {key.text} AS key FROM search_entries {extra.text} WHERE {where.text}",  # noqa: S608
        key.params + extra.params + where.params,
    )


def _placed(keyed: Sql, scale: int | str) -> Sql:
    """What each hit's place in one order adds to its fused score (see ``fusion``)."""
    place = "row_number() OVER (ORDER BY key DESC, document_id DESC)"
    return Sql(f"SELECT document_id, {scale} / ({DAMPING} + {place}) AS key FROM ({keyed.text}) ordered", keyed.params)  # noqa: S608


def _order(request: SearchRequest) -> tuple[str, bool]:
    if request.sort:
        return request.sort.field, request.sort.descending
    return (FUSED if is_fused(request) else RELEVANCE), True


def _is_sane(position: Position) -> bool:
    """A cursor comes from outside: what it holds must not upset the database."""
    words = position.mended.words if position.mended else ()
    is_plain = position.mended is None or not (position.mended.alternatives or position.mended.ends)
    return is_plain and abs(position.key) < _INT64 and position.id.isascii() and position.id.isprintable() and all(map(str.isalnum, words))


def _card(text: Any) -> msgspec.Raw | None:
    return None if text is None else msgspec.Raw(text.encode())
