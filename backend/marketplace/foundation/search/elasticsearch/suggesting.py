"""What a person may be typing: words completed, documents, and values of fields by their names."""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.aggs import Terms as TermsAgg
from elasticsearch.dsl.query import Bool, Fuzzy, MatchNone, Query, Wildcard

from marketplace.foundation.search.elasticsearch.client import Json
from marketplace.foundation.search.elasticsearch.documents import LABEL, SEPARATOR, keyword
from marketplace.foundation.search.elasticsearch.mapping import language_key
from marketplace.foundation.search.elasticsearch.query import IS_DOCUMENT, Asked, Wanted, match, search_of, sort_of, term
from marketplace.foundation.search.elasticsearch.reading import Answer, ask, ask_all, card_fields, hit_of
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import IndexDefinition, SearchRequest, SuggestedTerm, Suggestions, SuggestRequest
from marketplace.foundation.search.searched import words_of
from marketplace.foundation.search.spelling import slips_allowed

SHORTEST_BEGINNING, SHORTEST_MIDDLE = 2, 3
CANDIDATES = 30  # names of each field
OF_EACH_SHARD = 1_000  # completions: the most frequent ones over all shards need not lead in any


def suggest(index: IndexDefinition, request: SuggestRequest) -> Suggestions:
    """
    The last word is a beginning. Where nothing begins so, it may be the middle of a word, or a beginning with a typing error.
    """
    typed = words_of(request.text)
    listing = SearchRequest(
        language=request.language, edition=request.edition, filters=request.filters, boosts=request.boosts, limit=request.limit
    )
    asked = Asked(index, listing, Wanted(typed, is_begun=True), is_mended=True)
    fields = request.fields if len(fold(request.text)) >= SHORTEST_BEGINNING else ()
    hits, begun, *named = ask_all(index, [_hits(asked), _completions(asked, typed), *(_named(asked, typed, field) for field in fields)])
    if not hits.hits and not _buckets(begun):
        hits, begun = _freely(asked, typed) or (hits, begun)
    return Suggestions(
        queries=_queries(request, begun),
        hits=tuple(map(hit_of(asked), hits.hits)),
        terms=_in_use(asked, named),
    )


def _hits(asked: Asked, last: Query | None = None) -> Json:
    """Documents with all words but the last, and the last at least begun, or as ``last`` says."""
    assert asked.words is not None
    assert asked.text is not None
    must = [asked.text] if last is None else [last, *_before(asked, asked.words.words)]
    query = Bool(must=must, filter=[*asked.base_filters(), *asked.own_filters()])
    return search_of(query, size=asked.request.limit, source=card_fields(asked), sort=sort_of(asked.request))


def _completions(asked: Asked, typed: tuple[str, ...], last: Query | None = None, pattern: str | None = None) -> Json:
    """The most frequent endings of the last word among the documents that have the words before it."""
    language = language_key(asked.request.language)
    if len(typed[-1]) < SHORTEST_BEGINNING:
        return search_of(MatchNone(), size=0)
    begun = last or match(f"words_{language}.begun", typed[-1])
    words: Agg[Any] = TermsAgg(
        field=f"forms_{language}",
        include=pattern or f"{typed[-1]}[^{SEPARATOR}]*{SEPARATOR}.*",
        order=[{"_count": "desc"}, {"_key": "asc"}],
        size=asked.request.limit,
        shard_size=OF_EACH_SHARD,
    )
    filters = [IS_DOCUMENT, begun, *_before(asked, typed)]
    return search_of(Bool(filter=filters), size=0, aggs={"words": words})


def _before(asked: Asked, typed: tuple[str, ...]) -> list[Query]:
    language = language_key(asked.request.language)
    return [term(f"words_{language}", word) for word in typed[:-1]]


def _freely(asked: Asked, typed: tuple[str, ...]) -> tuple[Answer, Answer] | None:
    """The last word in the middle of another; else with a typing error in it."""
    language = language_key(asked.request.language)
    last = typed[-1]
    tries: list[tuple[Query, str | None]] = []
    if len(last) >= SHORTEST_MIDDLE:
        tries.append((Wildcard(f"words_{language}", {"value": f"*{last}*"}), f"[^{SEPARATOR}]*{last}[^{SEPARATOR}]*{SEPARATOR}.*"))
    if slips := slips_allowed(last):
        options = {"value": last, "fuzziness": slips, "prefix_length": 1, "transpositions": True}
        fuzzy = Fuzzy(f"words_{language}.begun", options)
        tries.append((fuzzy, f"{last[0]}[^{SEPARATOR}]*{SEPARATOR}.*"))
    for query, pattern in tries:
        hits, begun = ask_all(asked.index, [_hits(asked, query), _completions(asked, typed, query, pattern)])
        if hits.hits:
            return hits, begun
    return None


def _queries(request: SuggestRequest, begun: Answer) -> tuple[str, ...]:
    given = request.text.strip().split()[:-1]
    surfaces = [bucket["key"].partition(SEPARATOR)[2] for bucket in _buckets(begun)]
    return tuple(" ".join([*given, surface]) for surface in surfaces)


def _buckets(answer: Answer) -> list[Json]:
    return list(answer.counted.get("words", {}).get("buckets", []))


def _named(asked: Asked, typed: tuple[str, ...], field: str) -> Json:
    """Values of the field with words that begin as typed, the shortest names first."""
    language = language_key(asked.request.language)
    begun = match(f"label_begun_{language}", " ".join(typed), operator="and")
    return search_of(
        Bool(filter=[term("kind", LABEL), term("label_field", field), begun]),
        size=CANDIDATES,
        source=["label_field", "label_value", f"labels.{language}"],
        sort=[{f"label_order_{language}": "asc"}],
    )


def _in_use(asked: Asked, named: list[Answer]) -> tuple[SuggestedTerm, ...]:
    """Those that some document has; ``limit`` of each field."""
    language = language_key(asked.request.language)
    sources = [[hit["_source"] for hit in answer.hits] for answer in named]
    found = [[SuggestedTerm(s["label_field"], s["label_value"], s["labels"][language]) for s in each] for each in sources]
    keys = [keyword(term.field, term.value) for each in found for term in each]
    if not keys:
        return ()
    counts: Agg[Any] = TermsAgg(field="terms", include=keys, size=len(keys))
    answer = ask(asked.index, search_of(IS_DOCUMENT, size=0, aggs={"used": counts}))
    used = {bucket["key"] for bucket in answer.counted.get("used", {}).get("buckets", [])}
    shown = [[term for term in each if keyword(term.field, term.value) in used][: asked.request.limit] for each in found]
    return tuple(sorted((term for each in shown for term in each), key=lambda term: term.field))
