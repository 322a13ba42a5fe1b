"""The words of an index at work: mending typing errors by what its documents hold."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from elasticsearch import NotFoundError
from elasticsearch.dsl.aggs import Agg, Terms

from marketplace.foundation.search.elasticsearch.client import Json, copy, reader
from marketplace.foundation.search.elasticsearch.documents import SEPARATOR
from marketplace.foundation.search.elasticsearch.generations import alias
from marketplace.foundation.search.elasticsearch.mapping import language_key
from marketplace.foundation.search.elasticsearch.query import IS_DOCUMENT, Asked, Wanted, search_of
from marketplace.foundation.search.elasticsearch.reading import ask
from marketplace.foundation.search.spelling import OWN_LANGUAGE, SHORTEST, closest, slips_allowed

CANDIDATES = 30  # for each word and language
FORMS = 10  # in which people write a word
MOST_OF_ANY_LANGUAGE = 3  # words
SHORTEST_BEGINNING = 2


class Mended(NamedTuple):
    """Other words to look for, and how people write them; no text where only the last word's end was missing."""

    words: Wanted
    text: str | None


class _Known(NamedTuple):
    surface: str
    documents: int


def mend(asked: Asked) -> Mended | None:
    """What was probably meant by words that were not found; None if the index knows no better."""
    assert asked.words is not None
    typed = asked.words.words
    near = _candidates(asked, typed)
    known = _counted(asked, {*typed, *(word for words in near.values() for word in words)}, typed[-1])
    words, surfaces, is_begun = [], [], False
    for position, word in enumerate(typed, 1):
        meant = word
        if word not in known:
            if position == len(typed) and any(other.startswith(word) for other in known):
                is_begun = True
            else:
                meant = closest(word, [(other, known[other].documents) for other in near[word] if other in known]) or word
        words.append(meant)
        surfaces.append(known[meant].surface if meant in known else meant)
    if tuple(words) == typed and not is_begun:
        return None
    return Mended(Wanted(tuple(words), is_begun=is_begun), " ".join(surfaces) if tuple(words) != typed else None)


def _candidates(asked: Asked, typed: tuple[str, ...]) -> dict[str, set[str]]:
    """For each typed word those of all languages that are a slip or two away, also some that no document has any more."""
    near: dict[str, set[str]] = defaultdict(set)
    long_enough = [word for word in dict.fromkeys(typed) if slips_allowed(word)]
    if not long_enough:
        return near
    suggest: Json = {"text": " ".join(long_enough)}
    for language in _dictionaries(asked, typed):
        options = {"field": f"words_{language}", "analyzer": "words", "size": CANDIDATES, "suggest_mode": "always", "prefix_length": 0}
        suggest[language] = {"term": {**options, "min_word_length": SHORTEST, "max_edits": 2, "sort": "score", "accuracy": 0.0}}
    whole: Json = {"preference": copy(), "allow_partial_search_results": False}
    try:
        answer: Any = reader().search(index=alias(asked.index), size=0, suggest=suggest, **whole).body
    except NotFoundError:
        return near
    for entries in answer.get("suggest", {}).values():
        for entry in entries:
            near[entry["text"]].update(option["text"] for option in entry["options"])
    return near


def _dictionaries(asked: Asked, typed: tuple[str, ...]) -> list[str]:
    """Where to look for what was meant: a whole question is not put in two languages, and a word of another one an accident."""
    languages = [language_key(language) for language in asked.index.languages()]
    own = language_key(asked.request.language)
    return [own] if len(typed) > MOST_OF_ANY_LANGUAGE and own in languages else languages


def _counted(asked: Asked, words: set[str], last: str) -> dict[str, _Known]:
    """How often the documents of today have these words and one that begins like the last, the own language's spelling first."""
    wanted = [("words", "|".join(f"{word}{SEPARATOR}.*" for word in sorted(words)), FORMS * len(words))]
    if len(last) >= SHORTEST_BEGINNING:  # apart: the many that begin so must not crowd out the others
        wanted.append(("begun", f"{last}.*{SEPARATOR}.*", 1))
    languages = [language_key(language) for language in asked.index.languages()]
    own = language_key(asked.request.language)
    counts: dict[str, Agg[Any]] = {
        f"{name} {language}": Terms(field=f"forms_{language}", include=include, size=size)
        for language in languages
        for name, include, size in wanted
    }
    answer = ask(asked.index, search_of(IS_DOCUMENT, size=0, aggs=counts))
    known: dict[str, _Known] = {}
    for language in sorted(languages, key=lambda language: language != own):
        for bucket in [bucket for name, _, _ in wanted for bucket in answer.counted.get(f"{name} {language}", {}).get("buckets", [])]:
            word, _, surface = bucket["key"].partition(SEPARATOR)
            count = bucket["doc_count"] + (OWN_LANGUAGE if language == own else 0)
            if word not in known or (language != own and known[word].documents < count and known[word].surface == word):
                known[word] = _Known(surface, count)
    return known
