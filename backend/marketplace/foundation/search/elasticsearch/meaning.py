"""
Lists by meaning, and by words and meaning together. The server returns the nearest documents and the best by words; both orders
become one here (``fusion``), since its own way of doing that is not part of every distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from elasticsearch import NotFoundError
from elasticsearch.dsl.query import Bool, ConstantScore, Knn, MatchNone, Query, Terms

from marketplace.foundation.search.elasticsearch import counting
from marketplace.foundation.search.elasticsearch.client import Json, reader
from marketplace.foundation.search.elasticsearch.documents import DOCUMENT
from marketplace.foundation.search.elasticsearch.generations import alias
from marketplace.foundation.search.elasticsearch.query import (
    CODE_SCORE,
    Asked,
    any_of,
    boost_sort,
    constant,
    most_in_body,
    search_of,
    some_words,
    sort_of,
    term,
)
from marketplace.foundation.search.elasticsearch.reading import (
    RELEVANCE,
    Answer,
    Position,
    ask_all,
    card_fields,
    hit_of,
    read_page,
)
from marketplace.foundation.search.fusion import ALL_WORDS_NEARER, SCALE, fuse
from marketplace.foundation.search.port import (
    MOST_LIFTS,
    MOST_WITH_SOME_WORDS,
    Hit,
    IndexDefinition,
    Nearness,
    SearchResult,
    Vector,
)
from marketplace.foundation.search.synonyms import concepts
from marketplace.kit.pages import encode_cursor

WINDOW = 200  # so many of the best by words are fused; the others follow as the words order them
MOST_CANDIDATES = 10_000
MAX_CONCEPTS = 12  # of a text; what people say beyond that hardly shows what they want
NEAR_DIGITS = 3  # documents whose nearness agrees in these are equally near, and boosts decide


class Near(NamedTuple):
    """Documents near in meaning, the nearest first; ``shown`` are those that pass the facets' filters."""

    ids: list[str]
    shown: list[str]


class Found(NamedTuple):
    """The answers to the first message."""

    near: Near
    by_words: Answer
    pins: list[str]

    @property
    def is_code(self) -> bool:
        return bool(self.by_words.hits) and self.by_words.hits[0]["sort"][0] >= CODE_SCORE


def vector_of(index: IndexDefinition, id: str) -> Vector | None:
    """Of a document that is there and has one."""
    try:
        answer: Any = reader().get(index=alias(index), id=id, source_includes=["kind", "vector"]).body
    except NotFoundError:
        return None
    source = answer["_source"]
    return tuple(source["vector"]) if source.get("kind") == DOCUMENT and "vector" in source else None


def find(asked: Asked, vector: Vector) -> Found:
    """The documents near to the vector, the best by words, and the pins that pass the filters."""
    request = asked.request
    by_relevance = sort_of(_by_relevance(asked).request)
    bodies = [_near_body(asked, vector, request.nearness), _ids_body(asked, asked.text or MatchNone(), WINDOW, sort=by_relevance)]
    pins = request.pins if request.sort is None else ()
    bodies += [_ids_body(asked, Terms("id", list(pins)), len(pins))] if pins else []
    near, by_words, *pinned = ask_all(asked.index, bodies)
    passed = {hit["_source"]["id"] for answer in pinned for hit in answer.hits}
    return Found(_near(asked, near), by_words, [pin for pin in pins if pin in passed])


def find_partly(asked: Asked, vector: Vector) -> Near:
    """The documents near to the vector, where those with some of the words in title or keywords count as nearer."""
    request = asked.request
    named = concepts(request.text, request.alternatives, request.language)[:MAX_CONCEPTS]
    each_nearer = ALL_WORDS_NEARER / len(named) / 2  # the server's score is (1 + nearness) / 2
    wide = msgspec.structs.replace(request.nearness, floor=request.nearness.floor - ALL_WORDS_NEARER, most=MOST_WITH_SOME_WORDS)
    nearer = [constant(some_words(asked, names), each_nearer) for names in named]
    (answer,) = ask_all(asked.index, [_near_body(asked, vector, wide, nearer=nearer, size=request.nearness.most)])
    return _near(asked, answer)


def read_fused(asked: Asked, found: Found, position: Position | None) -> SearchResult:
    """A page of both orders as one; behind the fused hits come the remaining ones by words."""
    request = asked.request
    fused = _fused(asked, found)
    begin = 0
    if position is not None:
        behind = (position.keys[0], position.id)
        begin = len(fused) if len(position.keys) > 1 else sum((score, name) >= behind for name, score in fused)
    page = fused[begin : begin + request.limit]
    rest = request.limit - len(page) if len(found.by_words.hits) == WINDOW else 0
    bodies = [_cards_body(asked, [name for name, _ in page])]
    bodies += [_rest_body(asked, found, position, rest)] if rest else []
    bodies += [_counts_body(asked, found)] if request.with_counts else []
    cards, *others = ask_all(asked.index, bodies)
    later = others.pop(0).hits if rest else []
    hits = _in_order(cards, asked, [name for name, _ in page]) + list(map(hit_of(asked), later[:rest]))
    counts = counting.read_counts(asked, others[0].total, others[0].counted) if request.with_counts else None
    is_last = begin + len(page) >= len(fused) and len(later) <= rest and (rest > 0 or len(found.by_words.hits) < WINDOW)
    return SearchResult(hits=tuple(hits), next_cursor=None if is_last else _cursor(page, later[:rest]), counts=counts)


def read_sorted(asked: Asked, found: Found, position: Position | None) -> SearchResult:
    """What words or meaning find, in the order of a number."""
    result, _ = read_page(asked, position, also=Terms("id", found.near.ids))
    return result


def _by_relevance(asked: Asked) -> Asked:
    return Asked(asked.index, msgspec.structs.replace(asked.request, sort=None), asked.words)


def _near_body(asked: Asked, vector: Vector, nearness: Nearness, *, nearer: Sequence[Query] = (), size: int | None = None) -> Json:
    """``nearer`` adds to the score of what is near; it finds nothing by itself."""
    request = asked.request
    filters = asked.base_filters()
    if request.similar_to is not None:
        filters.append(~term("id", request.similar_to))
    nearest = Knn(
        field="vector",
        query_vector=list(vector),
        k=nearness.most,
        num_candidates=min(max(2 * nearness.most, 100), MOST_CANDIDATES),
        similarity=nearness.floor,
        filter=filters,
    )
    passes = ConstantScore(filter=Bool(filter=asked.own_filters()), boost=0.0, _name="passes")
    query = Bool(must=nearest, should=[passes, *nearer])
    return search_of(query, size=size or nearness.most, source=["id"], sort=[{"_score": "desc"}, boost_sort(request)])


def _near(asked: Asked, answer: Answer) -> Near:
    """Those within the margin of the nearest, above the floor. The server's score is (1 + nearness) / 2."""
    rated = [(2 * hit["sort"][0] - 1, hit["sort"][1], hit) for hit in answer.hits]
    nearest = max((nearness for nearness, _, _ in rated), default=0.0)
    enough = max(asked.request.nearness.floor, nearest - asked.request.nearness.margin)
    kept = [(round(nearness, NEAR_DIGITS), boost, hit["_source"]["id"], hit) for nearness, boost, hit in rated if nearness >= enough]
    kept.sort(key=lambda item: item[:3], reverse=True)
    return Near(
        [name for _, _, name, _ in kept],
        [name for _, _, name, hit in kept if _passes(hit)],
    )


def _passes(hit: Any) -> bool:
    """Whether the facets' filters let it through."""
    return "passes" in hit.get("matched_queries", ())


def _ids_body(asked: Asked, query: Query, size: int, **options: Any) -> Json:
    options = {"source": ["id"], "post_filter": asked.own_filters(), **options}
    return search_of(Bool(must=query, filter=asked.base_filters()), size=size, **options)


def _fused(asked: Asked, found: Found) -> list[tuple[str, int]]:
    """Every hit with its score, the highest first; pins score above all."""
    by_words = [hit["_source"]["id"] for hit in found.by_words.hits]
    in_body = {hit["_source"]["id"] for hit in found.by_words.hits if hit["sort"][0] <= most_in_body(asked.words)}
    pinned = set(found.pins)
    pins = [(pin, SCALE * (len(found.pins) - place)) for place, pin in enumerate(found.pins)]
    lifts = {each.id: each.weight for each in asked.request.lifts[:MOST_LIFTS]}
    fused = fuse(by_words, found.near.shown, in_body=in_body, lifts=lifts)
    return pins + [(name, score) for name, score in fused if name not in pinned]


def _cards_body(asked: Asked, ids: list[str]) -> Json:
    return search_of(Terms("id", ids), size=len(ids), source=card_fields(asked))


def _rest_body(asked: Asked, found: Found, position: Position | None, rest: int) -> Json:
    """Hits by words alone, behind the last that was fused or the last page's."""
    last = position if position is not None and len(position.keys) > 1 else None
    behind = [*last.keys, last.id] if last else found.by_words.hits[-1]["sort"]
    others = Bool(must=asked.text or MatchNone(), must_not=Terms("id", [*found.near.shown, *found.pins]))
    return _ids_body(asked, others, rest + 1, sort=sort_of(asked.request), source=card_fields(asked), search_after=behind)


def _counts_body(asked: Asked, found: Found) -> Json:
    others = constant(Terms("id", [*found.near.ids, *found.pins]), 1)
    query = any_of([others, *([asked.text] if asked.text else [])])
    return _ids_body(asked, query, 0, source=(), track_total_hits=True, aggs=counting.aggregations(asked))


def _in_order(cards: Answer, asked: Asked, ids: list[str]) -> list[Hit]:
    """One that was removed a moment ago is left out."""
    found = {hit.id: hit for hit in map(hit_of(asked), cards.hits)}
    return [found[name] for name in ids if name in found]


def _cursor(page: list[tuple[str, int]], later: list[Any]) -> str:
    if later:
        *keys, last_id = later[-1]["sort"]
        return encode_cursor(Position(RELEVANCE, True, tuple(map(int, keys)), last_id))
    last_id, score = page[-1]
    return encode_cursor(Position(RELEVANCE, True, (score,), last_id))
