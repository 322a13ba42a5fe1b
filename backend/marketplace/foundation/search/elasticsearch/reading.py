"""One page of hits and its cursor; counts come in the same answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec
from elasticsearch import NotFoundError
from elasticsearch.dsl.query import Bool, Query

from marketplace.foundation.search.elasticsearch import counting
from marketplace.foundation.search.elasticsearch.client import Json, copy, reader
from marketplace.foundation.search.elasticsearch.documents import keyword
from marketplace.foundation.search.elasticsearch.generations import alias
from marketplace.foundation.search.elasticsearch.mapping import edition_key, language_key, number_field
from marketplace.foundation.search.elasticsearch.query import CODE_SCORE, Asked, Wanted, any_of, pins_of, search_of, sort_of
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.foundation.search.port import Filter, Hit, IndexDefinition, Range, SearchRequest, SearchResult
from marketplace.foundation.search.searched import MAX_WORDS
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.pages import decode_cursor, encode_cursor
from marketplace.kit.texts import Text

RELEVANCE = ""
_INT64 = 2**63


class Position(msgspec.Struct, frozen=True, array_like=True):
    """
    Behind which hit a page starts: in which order, its keys there (a number; or score and boost; or, in a list of hits by words and
    meaning, the fused score alone) and its id. ``mended``: the words that are searched in place of what was typed.
    """

    field: str
    descending: bool
    keys: tuple[int, ...]
    id: str
    mended: Wanted | None = None


class Answer(NamedTuple):
    """What the server said to one search."""

    hits: list[Any]
    total: int
    counted: Json


def read_position(request: SearchRequest) -> Position | None:
    """:raises InvalidInput: if the cursor belongs to another order"""
    if request.cursor is None:
        return None
    position: Position = decode_cursor(request.cursor, Position)
    if (position.field, position.descending) != order_of(request) or not _is_sane(position, request):
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
    return position


def read_page(asked: Asked, position: Position | None, *, also: Query | None = None) -> tuple[SearchResult, bool]:
    """
    The page behind ``position``, of what fits the text or ``also``, and whether the text is an exact code.

    Every hit passes all filters; counts leave out each facet's own.
    """
    request = asked.request
    answer = ask(asked.index, page_body(asked, position, also=also))
    shown, next_cursor = answer.hits[: request.limit], None
    if len(answer.hits) > request.limit:
        *keys, last_id = shown[-1]["sort"]
        mended = asked.words if asked.is_mended else None
        next_cursor = encode_cursor(Position(*order_of(request), tuple(map(int, keys)), last_id, mended))
    counts = counting.read_counts(asked, answer.total, answer.counted) if request.with_counts else None
    result = SearchResult(hits=tuple(map(hit_of(asked), shown)), next_cursor=next_cursor, counts=counts)
    return result, bool(shown) and request.sort is None and shown[0]["sort"][0] >= CODE_SCORE


def page_body(asked: Asked, position: Position | None, *, also: Query | None = None) -> Json:
    request = asked.request
    wanted = [query for query in (asked.text, also) if query is not None]
    if request.sort is None and wanted:
        wanted += pins_of(request)
    behind = {} if position is None else {"search_after": [*position.keys, position.id]}
    return search_of(
        Bool(must=[any_of(wanted)] if wanted else [], filter=asked.base_filters()),
        size=request.limit + 1,
        source=card_fields(asked),
        sort=sort_of(request, asked),
        post_filter=asked.own_filters(),
        aggs=counting.aggregations(asked) if request.with_counts else None,
        track_total_hits=request.with_counts,
        **behind,
    )


def ask(index: IndexDefinition, body: Json) -> Answer:
    """One search; an index that is not there yet holds nothing."""
    try:
        answer: Any = reader().search(index=alias(index), preference=copy(), allow_partial_search_results=False, body=body).body
    except NotFoundError:
        answer = {}
    return answer_of(answer)


def ask_all(index: IndexDefinition, bodies: list[Json]) -> list[Answer]:
    """Several searches in one message. :raises SearchUnavailable: if one of them failed"""
    header = {"index": alias(index), "preference": copy(), "allow_partial_search_results": False}
    found: Any = reader().msearch(searches=[line for body in bodies for line in (header, body)]).body
    answers = []
    for response in found["responses"]:
        if response.get("status", 200) not in (200, 404):
            raise SearchUnavailable(note=str(response["error"].get("reason")))
        answers.append(answer_of(response))
    return answers


def answer_of(answer: Any) -> Answer:
    hits = answer.get("hits", {})
    return Answer(hits.get("hits", []), hits.get("total", {}).get("value", 0), answer.get("aggregations") or {})


def card_fields(asked: Asked) -> list[str]:
    """The one card that is wanted of each hit, and the variants where one of them is to be shown."""
    card = f"cards.{language_key(asked.request.language)}.{edition_key(asked.request.edition)}"
    return [card, "id", *(["variants"] if asked.of_variants() else [])]


def hit_of(asked: Asked) -> Callable[[Any], Hit]:
    language, edition = language_key(asked.request.language), edition_key(asked.request.edition)
    filters = asked.of_variants()

    def read(item: Any) -> Hit:
        source = item["_source"]
        card = source.get("cards", {}).get(language, {}).get(edition)
        variants: list[Json] = source.get("variants", []) if filters else []
        shown = next((variant["cards"].get(edition) for variant in variants if _fits(variant, filters)), None)
        return Hit(source["id"], _raw(card), _raw(shown))

    return read


def _fits(variant: Json, filters: Sequence[Filter]) -> bool:
    """What the server has said of some variant, said of this one."""
    for each in filters:
        if isinstance(each, Range):
            number = variant["numbers"].get(number_field(each.field).removeprefix("numbers."))
            lowest, highest = each.at_least, each.at_most
            if number is None or (lowest is not None and number < lowest) or (highest is not None and number > highest):
                return False
        elif not {keyword(each.field, value) for value in each.values} & set(variant["terms"]):
            return False
    return True


def _raw(text: str | None) -> msgspec.Raw | None:
    return None if text is None else msgspec.Raw(text.encode())


def order_of(request: SearchRequest) -> tuple[str, bool]:
    return (request.sort.field, request.sort.descending) if request.sort else (RELEVANCE, True)


def _is_sane(position: Position, request: SearchRequest) -> bool:
    """A cursor comes from outside: what it holds must not upset the server."""
    words = position.mended.words if position.mended else ()
    lengths = (1,) if request.sort else (1, 2) if request.vector or request.similar_to else (2,)
    return (
        len(position.keys) in lengths
        and all(abs(key) < _INT64 for key in position.keys)
        and position.id.isascii()
        and position.id.isprintable()
        and len(words) <= MAX_WORDS
        and all(map(str.isalnum, words))
    )
