"""One page of hits and its cursor; counts come in the same answer."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from elasticsearch import NotFoundError

from marketplace.foundation.search.elasticsearch import counting
from marketplace.foundation.search.elasticsearch.client import Json, copy, reader
from marketplace.foundation.search.elasticsearch.generations import alias
from marketplace.foundation.search.elasticsearch.mapping import edition_key, language_key
from marketplace.foundation.search.elasticsearch.query import CODE_SCORE, MAX_WORDS, Asked, Wanted, any_of, pins_of, sort_of
from marketplace.foundation.search.port import Hit, IndexDefinition, SearchRequest, SearchResult, SearchUnavailable
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


def read_page(asked: Asked, position: Position | None, *, also: Json | None = None) -> tuple[SearchResult, bool]:
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
    result = SearchResult(hits=tuple(map(hit_of(request), shown)), next_cursor=next_cursor, counts=counts)
    return result, bool(shown) and request.sort is None and shown[0]["sort"][0] >= CODE_SCORE


def page_body(asked: Asked, position: Position | None, *, also: Json | None = None) -> Json:
    request = asked.request
    text = asked.text()
    wanted = [part for part in (text, also) if part is not None]
    if request.sort is None and wanted:
        wanted += pins_of(request)
    body: Json = {
        "query": {"bool": {"must": [any_of(wanted)] if wanted else [], "filter": asked.base_filters()}},
        "sort": sort_of(request),
        "size": request.limit + 1,
        "_source": [card_field(request), "id"],
        "track_total_hits": request.with_counts,
    }
    if own := asked.own_filters():
        body["post_filter"] = {"bool": {"filter": own}}
    if request.with_counts:
        body["aggs"] = counting.aggregations(asked)
    if position is not None:
        body["search_after"] = [*position.keys, position.id]
    return body


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


def card_field(request: SearchRequest) -> str:
    """The one card that is wanted of each hit."""
    return f"cards.{language_key(request.language)}.{edition_key(request.edition)}"


def hit_of(request: SearchRequest) -> Any:
    language = language_key(request.language)

    def read(item: Any) -> Hit:
        card = item["_source"].get("cards", {}).get(language, {}).get(edition_key(request.edition))
        return Hit(item["_source"]["id"], None if card is None else msgspec.Raw(card.encode()))

    return read


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
