"""
A request as a query. What fits gets whole numbers as its score, by where each word stands; the number of documents that have a word
plays no part. So a hit's score stays what it is while others come and go, cursors hold, and equal hits are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import msgspec
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    Match,
    MatchBoolPrefix,
    MatchNone,
    MatchPhrase,
    MultiMatch,
    Nested,
    Query,
    Term,
    Terms,
)
from elasticsearch.dsl.query import Range as RangeQuery

from marketplace.foundation.search.compounds import SHORTEST_INSIDE, has_compounds
from marketplace.foundation.search.elasticsearch.client import Json
from marketplace.foundation.search.elasticsearch.documents import DOCUMENT, keyword
from marketplace.foundation.search.elasticsearch.generations import demand_number
from marketplace.foundation.search.elasticsearch.mapping import language_key, number_field
from marketplace.foundation.search.folding import fold_code
from marketplace.foundation.search.port import MOST_AMONG, Filter, IndexDefinition, Range, SearchRequest
from marketplace.foundation.search.searched import words_of
from marketplace.foundation.search.stopwords import telling

MAX_ALTERNATIVES = 20
MOST_WORDS = 1_000  # whose queries a process remembers, about 2 kB each

# What one word gives, in the language asked for and in others. Those of the former are even: what was not typed itself gets half.
TITLE_AS_WRITTEN, TITLE, KEYWORDS, PART, BEGINNING, INSIDE, BODY = 36, 32, 16, 24, 8, 4, 2
OTHER_TITLE, OTHER_KEYWORDS = 8, 6
PHRASE = 16  # all words in the title, side by side
# Far above what twenty words can give, and all of it together below 2**24, up to which a score holds whole numbers.
CODE_SCORE = 4_000
PIN_SCORE = 8_000
MAX_PINS = 1_000


IS_DOCUMENT = Term("kind", {"value": DOCUMENT})


class Wanted(msgspec.Struct, frozen=True, array_like=True):
    """
    The words to look for, folded. ``mended``: in place of what was typed, with the last word possibly only begun; then ``code``
    and alternatives are left out.
    """

    words: tuple[str, ...]
    code: str = ""
    is_begun: bool = False


def wanted(text: str) -> Wanted:
    return Wanted(words=words_of(text), code=fold_code(text))


class Asked:
    """One request as queries: a list joins them all, counts and meaning each join some."""

    def __init__(self, index: IndexDefinition, request: SearchRequest, words: Wanted | None, *, is_mended: bool = False) -> None:
        self.index, self.request, self.words, self.is_mended = index, request, words, is_mended
        for each in request.filters:
            if isinstance(each, Range):
                demand_number(index, each.field)
        for name in (*request.spans, *([request.sort.field] if request.sort else [])):
            demand_number(index, name)
        of_variants = self.of_variants()
        # One filter by a keyword says the same of a document as of its variants.
        self.is_by_variants = len({each.field for each in of_variants}) > 1 or any(isinstance(each, Range) for each in of_variants)

    def has_facet(self, field: str) -> bool:
        """Whether counts leave out the field's own filter."""
        if field in self.request.spans:
            return True
        try:
            return self.index.keyword(field).is_counted
        except LookupError:  # a number that has no facet
            return False

    @property
    def own_fields(self) -> list[str]:
        """Filtered fields that have a facet."""
        return list(dict.fromkeys(each.field for each in self.request.filters if self.has_facet(each.field)))

    def base_filters(self) -> list[Query]:
        """What a hit must be before any facet's filter."""
        among = [Terms("id", list(self.request.among[:MOST_AMONG]))] if self.request.among else []
        return [IS_DOCUMENT, *among, *(self.compare(each) for each in self.request.filters if not self.has_facet(each.field))]

    def of_variants(self, *, without: str | None = None) -> list[Filter]:
        return [each for each in self.request.filters if self.index.is_of_variants(each.field) and each.field != without]

    def own_filters(self, *, without: str | None = None) -> list[Query]:
        """The filters of fields with a facet, but that of one field; those of variants met by one variant together."""
        filters = [each for each in self.request.filters if self.has_facet(each.field) and each.field != without]
        if not self.is_by_variants:
            return [self.compare(each) for each in filters]
        found = [self.compare(each) for each in filters if not self.index.is_of_variants(each.field)]
        if together := self.variant_filters(without=without):
            found.append(Nested(path="variants", query=Bool(filter=together)))
        return found

    def variant_filters(self, *, without: str | None = None) -> list[Query]:
        """What one variant must meet."""
        return [self.compare(each, under="variants.") for each in self.of_variants(without=without)]

    def compare(self, filter: Filter, *, under: str = "") -> Query:
        """As a query on the document's own fields, or on those ``under`` a nested one."""
        if isinstance(filter, Range):
            ends = {"gte": filter.at_least, "lte": filter.at_most}
            return RangeQuery(under + number_field(filter.field), {name: end for name, end in ends.items() if end is not None})
        field = "terms" if under or self.index.keyword(filter.field).is_counted else "marks"  # a variant's are all in one field
        return Terms(under + field, [keyword(filter.field, value) for value in filter.values])

    @cached_property
    def text(self) -> Query | None:
        """What fits the words, or any alternative to them, with its score; none if the request has no words."""
        if self.words is None:
            return None
        found = self._fits(self.words.words, is_begun=self.words.is_begun)
        if self.words.code:
            found.append(constant(term("codes", self.words.code), CODE_SCORE))
        if not self.is_mended:
            for text in self.request.alternatives[:MAX_ALTERNATIVES]:
                found += self._fits_otherwise(wanted(text).words)
        return best_of(found) if found else MatchNone()

    def _fits(self, words: tuple[str, ...], *, is_begun: bool) -> list[Query]:
        """All words in the language asked for, as it leaves out little ones; or all in another language, as that does."""
        if not words:
            return []
        asked, others = self._languages()
        typed = telling(words, self.request.language)
        begun = len(typed) - 1 if is_begun and typed[-1:] == words[-1:] else -1
        every = [_word(word, asked, tuple(others), is_begun=place == begun) for place, word in enumerate(typed)]
        phrase = [constant(MatchPhrase(f"title_{asked}", {"query": " ".join(words)}), PHRASE)] if len(words) > 1 else []
        found: list[Query] = [Bool(must=every, should=phrase)]
        for language in others:
            if (kept := telling(words, language)) != words:
                found.append(Bool(must=[_word_in(word, language) for word in kept]))
        return found

    def _fits_otherwise(self, words: tuple[str, ...]) -> list[Query]:
        """The same of an alternative, for half the score: in the language asked for alone, whose words it says."""
        asked, _ = self._languages()
        every = [best_of(_places(word, asked, divided_by=2)) for word in telling(words, self.request.language)]
        return [Bool(must=every)] if every else []

    def _languages(self) -> tuple[str, list[str]]:
        """The one asked for, and the index's others."""
        languages = [language_key(language) for language in self.index.languages()]
        asked = language_key(self.request.language)
        if asked not in languages:
            asked = languages[0]
        return asked, [language for language in languages if language != asked]


def most_in_body(words: Wanted | None) -> int:
    """The highest score of what has these words in its description alone."""
    return BODY * len(words.words) if words else 0


def some_words(asked: Asked, phrases: Sequence[str]) -> Query:
    """What has any of the phrases in a title or in keywords, of whichever language."""
    languages = [language_key(language) for language in asked.index.languages()]
    fields = [f"{name}_{language}" for language in languages for name in ("title", "keywords")]
    fields += [f"parts_{language}" for language in languages if has_compounds(language)]
    return any_of([Bool(must=[MultiMatch(query=word, fields=fields) for word in phrase.split()]) for phrase in phrases])


def search_of(
    query: Query,
    *,
    size: int,
    source: Sequence[str] = (),
    sort: Sequence[Json] = (),
    post_filter: Sequence[Query] = (),
    aggs: Mapping[str, Agg[Any]] | None = None,
    **options: Any,
) -> Json:
    """
    One search as the server takes it. ``source`` are the fields to return, none by default; ``post_filter`` does not hold for the
    counts in ``aggs``.
    """
    body: Json = {"query": query.to_dict(), "size": size, "_source": list(source) or False, **options}
    if sort:
        body["sort"] = list(sort)
    if post_filter:
        body["post_filter"] = Bool(filter=post_filter).to_dict()
    if aggs:
        body["aggs"] = {name: agg.to_dict() for name, agg in aggs.items()}
    return body


def sort_of(request: SearchRequest, asked: Asked | None = None) -> list[Json]:
    """By a number (of the variants that fit, where filters are of variants) and id; or by fitness, boosts and id."""
    if request.sort:
        order = "desc" if request.sort.descending else "asc"
        number: Json = {number_field(request.sort.field): order}
        if asked is not None and asked.index.is_of_variants(request.sort.field) and (fits := asked.variant_filters()):
            nested = {"path": "variants", "filter": Bool(filter=fits).to_dict()}
            number = {f"variants.{number_field(request.sort.field)}": {"order": order, "mode": "min", "nested": nested, "missing": 0}}
        return [number, {"id": order}]
    return [{"_score": "desc"}, boost_sort(request), {"id": "desc"}]


def boost_sort(request: SearchRequest) -> Json:
    if not request.boosts:
        return {"boost": {"order": "desc", "missing": 0}}
    boosts = [
        {"keyword": keyword(boost.field, boost.value), "weight": boost.weight}
        if boost.value
        else {"number": number_field(boost.field), "weight": boost.weight, "half": max(boost.half_at, 1)}
        for boost in request.boosts
    ]
    script = {"lang": "painless", "source": BOOSTS, "params": {"boosts": boosts}}
    return {"_script": {"type": "number", "order": "desc", "script": script}}


BOOSTS = """
long total = doc['boost'].size() == 0 ? 0 : doc['boost'].value;
for (boost in params.boosts) {
  if (boost.containsKey('keyword')) {
    if (doc['terms'].contains(boost.keyword) || doc['marks'].contains(boost.keyword)) { total += boost.weight; }
  } else if (doc.containsKey(boost.number) && doc[boost.number].size() > 0 && doc[boost.number].value > 0) {
    double number = doc[boost.number].value;
    total += (long) (boost.weight * number / (number + boost.half));
  }
}
return total;
"""


def pins_of(request: SearchRequest) -> list[Query]:
    """Documents that come first, in their order."""
    pins = request.pins[:MAX_PINS]
    return [constant(term("id", pin), PIN_SCORE * (len(pins) - place)) for place, pin in enumerate(pins)]


def term(field: str, value: str) -> Query:
    return Term(field, {"value": value})


def match(field: str, text: str, **options: Any) -> Query:
    return Match(field, {"query": text, **options})


def constant(query: Query, score: float) -> Query:
    return ConstantScore(filter=query, boost=score)


def best_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else DisMax(queries=queries)


def any_of(queries: Sequence[Query]) -> Query:
    """With the scores of all that fit added up."""
    return Bool(should=queries, minimum_should_match=1)


class _Made(Query):
    """A query made once and sent many times. Making one takes ten times as long as copying what was made."""

    name = "made"

    def __init__(self, query: Query) -> None:
        super().__init__()
        self._json = query.to_dict()

    def to_dict(self) -> Json:
        return self._json


@lru_cache(MOST_WORDS)
def _word(word: str, asked: str, others: tuple[str, ...], *, is_begun: bool) -> Query:
    """Where a word may stand, each place with its score; one that is only begun also at the beginning of another."""
    found = _places(word, asked)
    if others:
        found += _word_in_others(word, others)
    if is_begun:
        fields = [f"words_{language}.begun" for language in (asked, *others)]
        found.append(constant(MultiMatch(query=word, fields=fields), BEGINNING))
    return _Made(best_of(found))


@lru_cache(MOST_WORDS)
def _word_in(word: str, language: str) -> Query:
    """Where a word of another language than the one asked for may stand."""
    return _Made(best_of(_word_in_others(word, (language,))))


def _places(word: str, asked: str, *, divided_by: int = 1) -> list[Query]:
    places: list[tuple[str, int]] = [
        (f"title_{asked}.exact", TITLE_AS_WRITTEN),
        (f"title_{asked}", TITLE),
        (f"keywords_{asked}", KEYWORDS),
        (f"body_{asked}", BODY),
    ]
    if has_compounds(asked):
        places.append((f"parts_{asked}", PART))
    found = [constant(match(field, word), score // divided_by) for field, score in places]
    if has_compounds(asked) and len(word) >= SHORTEST_INSIDE:
        found.append(constant(MatchBoolPrefix(f"parts_{asked}", {"query": word}), INSIDE // divided_by))
    return found


def _word_in_others(word: str, languages: Sequence[str]) -> list[Query]:
    """Each field compares the word by its own language's stems."""
    places = [("title", OTHER_TITLE), ("keywords", OTHER_KEYWORDS)]
    return [constant(MultiMatch(query=word, fields=[f"{name}_{language}" for language in languages]), score) for name, score in places]
