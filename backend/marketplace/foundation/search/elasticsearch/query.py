"""
A request as a query. What fits gets whole numbers as its score, by where each word stands; the number of documents that have a word
plays no part. So a hit's score stays what it is while others come and go, cursors hold, and equal hits are equal.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from marketplace.foundation.search.elasticsearch.analysis import has_compounds
from marketplace.foundation.search.elasticsearch.client import Json
from marketplace.foundation.search.elasticsearch.documents import DOCUMENT, keyword
from marketplace.foundation.search.elasticsearch.generations import demand_number
from marketplace.foundation.search.elasticsearch.mapping import language_key, number_field
from marketplace.foundation.search.folding import fold, fold_code
from marketplace.foundation.search.port import Filter, IndexDefinition, Range, SearchRequest
from marketplace.foundation.search.stopwords import telling

MAX_WORDS = 20  # of a query; the rest is not searched
MAX_ALTERNATIVES = 20

# What one word gives, in the language asked for and in others. Those of the former are even: what was not typed itself gets half.
TITLE_AS_WRITTEN, TITLE, KEYWORDS, PART, BEGINNING, BODY = 36, 32, 16, 24, 8, 2
OTHER_TITLE, OTHER_KEYWORDS = 8, 6
PHRASE = 16  # all words in the title, side by side
# Far above what twenty words can give, and all of it together below 2**24, up to which a score holds whole numbers.
CODE_SCORE = 4_000
PIN_SCORE = 8_000
MAX_PINS = 1_000

NOTHING: Json = {"match_none": {}}


class Wanted(msgspec.Struct, frozen=True, array_like=True):
    """
    The words to look for, folded. ``mended``: in place of what was typed, with the last word possibly only begun; then ``code``
    and alternatives are left out.
    """

    words: tuple[str, ...]
    code: str = ""
    is_begun: bool = False


def wanted(text: str) -> Wanted:
    return Wanted(words=tuple(fold(text).split()[:MAX_WORDS]), code=fold_code(text))


class Asked:
    """What one request asks, in pieces: a list needs them together, counts and meaning each in another way."""

    def __init__(self, index: IndexDefinition, request: SearchRequest, words: Wanted | None, *, is_mended: bool = False) -> None:
        self.index, self.request, self.words, self.is_mended = index, request, words, is_mended
        for each in request.filters:
            if isinstance(each, Range):
                demand_number(index, each.field)
        for name in (*request.spans, *([request.sort.field] if request.sort else [])):
            demand_number(index, name)

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

    def base_filters(self) -> list[Json]:
        """What a hit must be before any facet's filter."""
        return [{"term": {"kind": DOCUMENT}}, *(self.compare(each) for each in self.request.filters if not self.has_facet(each.field))]

    def own_filters(self, *, without: str | None = None) -> list[Json]:
        """The filters of fields with a facet, but that of one field."""
        return [self.compare(each) for each in self.request.filters if self.has_facet(each.field) and each.field != without]

    def compare(self, filter: Filter) -> Json:
        if isinstance(filter, Range):
            ends = {"gte": filter.at_least, "lte": filter.at_most}
            return {"range": {number_field(filter.field): {name: end for name, end in ends.items() if end is not None}}}
        column = "terms" if self.index.keyword(filter.field).is_counted else "marks"
        return {"terms": {column: [keyword(filter.field, value) for value in filter.values]}}

    def text(self) -> Json | None:
        """What fits the words, or any alternative to them, with its score; none if no words are asked for."""
        if self.words is None:
            return None
        found = self._fits(self.words.words, is_begun=self.words.is_begun)
        if self.words.code:
            found.append(constant({"term": {"codes": self.words.code}}, CODE_SCORE))
        if not self.is_mended:
            for text in self.request.alternatives[:MAX_ALTERNATIVES]:
                found += self._fits_otherwise(wanted(text).words)
        return best_of(found) if found else NOTHING

    def _fits(self, words: tuple[str, ...], *, is_begun: bool) -> list[Json]:
        """All words in the language asked for, as it leaves out little ones; or all in another language, as that does."""
        if not words:
            return []
        asked, others = self._languages()
        typed = telling(words, self.request.language)
        begun = len(typed) - 1 if is_begun and typed[-1:] == words[-1:] else -1
        every = [best_of(_word(word, asked, others, is_begun=place == begun)) for place, word in enumerate(typed)]
        phrase = [constant({"match_phrase": {f"title_{asked}": " ".join(words)}}, PHRASE)] if len(words) > 1 else []
        found: list[Json] = [{"bool": {"must": every, "should": phrase}}]
        for language in others:
            if (told := telling(words, language)) != words:
                found.append({"bool": {"must": [best_of(_other_word(word, language)) for word in told]}})
        return found

    def _fits_otherwise(self, words: tuple[str, ...]) -> list[Json]:
        """The same of an alternative, for half the score: in the language asked for alone, whose words it says."""
        asked, _ = self._languages()
        every = [best_of(_places(word, asked, divided_by=2)) for word in telling(words, self.request.language)]
        return [{"bool": {"must": every}}] if every else []

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


def some_words(asked: Asked, phrases: Sequence[str]) -> Json:
    """What has any of the phrases in a title or in keywords, of whichever language."""
    languages = [language_key(language) for language in asked.index.languages()]
    fields = [f"{name}_{language}" for language in languages for name in ("title", "keywords")]
    fields += [f"parts_{language}" for language in languages if has_compounds(language)]
    found = [[{"multi_match": {"query": word, "fields": fields}} for word in phrase.split()] for phrase in phrases]
    return any_of([{"bool": {"must": words}} for words in found])


def sort_of(request: SearchRequest) -> list[Json]:
    """By a number and id; or by fitness, boosts and id."""
    if request.sort:
        order = "desc" if request.sort.descending else "asc"
        return [{number_field(request.sort.field): order}, {"id": order}]
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


def pins_of(request: SearchRequest) -> list[Json]:
    """Documents that come first, in their order."""
    pins = request.pins[:MAX_PINS]
    return [constant({"term": {"id": pin}}, PIN_SCORE * (len(pins) - place)) for place, pin in enumerate(pins)]


def constant(query: Json, score: int) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


def best_of(queries: Sequence[Json]) -> Json:
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": list(queries)}}


def any_of(queries: Sequence[Json]) -> Json:
    """With the scores of all that fit added up."""
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def _word(word: str, asked: str, others: list[str], *, is_begun: bool) -> list[Json]:
    """Where a word may stand, each place with its score; one that is only begun also at the beginning of another."""
    found = _places(word, asked)
    for language in others:
        found += _other_word(word, language)
    if is_begun:
        fields = [f"words_{language}.begun" for language in (asked, *others)]
        found.append(constant({"multi_match": {"query": word, "fields": fields}}, BEGINNING))
    return found


def _places(word: str, asked: str, *, divided_by: int = 1) -> list[Json]:
    places: list[tuple[str, int]] = [
        (f"title_{asked}.exact", TITLE_AS_WRITTEN),
        (f"title_{asked}", TITLE),
        (f"keywords_{asked}", KEYWORDS),
        (f"body_{asked}", BODY),
    ]
    if has_compounds(asked):
        places.append((f"parts_{asked}", PART))
    return [constant({"match": {field: word}}, score // divided_by) for field, score in places]


def _other_word(word: str, language: str) -> list[Json]:
    places = [(f"title_{language}", OTHER_TITLE), (f"keywords_{language}", OTHER_KEYWORDS)]
    return [constant({"match": {field: word}}, score) for field, score in places]
