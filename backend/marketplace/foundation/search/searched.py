"""
What of a document and of a question an engine is given to search: folded words, within limits that hold after folding.

PostgreSQL refuses a text vector of more than a megabyte and a word of more than two kilobytes; a document that stays within these limits
has neither, in however many languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from marketplace.foundation.search.folding import fold, fold_for_index, surfaces
from marketplace.foundation.search.port import SearchDocument, Text
from marketplace.foundation.search.spelling import MAX_WORD
from marketplace.kit import limits

MAX_TITLE = limits.declare("search.title", 1_000, "letters", "Of a title that is searched; the rest is not.")
MAX_KEYWORDS = limits.declare(
    "search.keywords", 6_000, "letters", "Of a product's options, tags and names that are searched; the rest is not."
)
MAX_BODY = limits.declare("search.description", 20_000, "letters", "Of a description that is searched; the rest is not.")
MAX_WORDS = limits.declare("search.words", 20, "words", "Of a search text; the rest is not searched.")
MAX_ASKED_WORD = limits.declare("search.word", 200, "letters", "Of a word of a search text; the rest of it is not searched.")


class Searched(NamedTuple):
    """One language of a document. ``forms``: the words of title and keywords, and how people write them."""

    title: str
    keywords: str
    body: str
    forms: Mapping[str, str]


def searched(document: SearchDocument, language: str) -> Searched:
    """A body is searched in its own language; where a language has none, it borrows another's."""
    own = document.texts.get(language) or Text(title="")
    title, keywords = own.title[:MAX_TITLE], " \n ".join(own.keywords)[:MAX_KEYWORDS]
    folded_title, folded_keywords = _cut(fold_for_index(title), MAX_TITLE), _cut(fold_for_index(keywords), MAX_KEYWORDS)
    written = surfaces(f"{title} \n {keywords}")
    words = [word for word in dict.fromkeys(f"{folded_title} {folded_keywords}".split()) if len(word) <= MAX_WORD]
    body = own.body or next((text.body for text in document.texts.values() if text.body), "")
    forms = {word: written.get(word, word) for word in words}
    return Searched(folded_title, folded_keywords, _cut(fold_for_index(body[:MAX_BODY]), MAX_BODY), forms)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a question, folded: its first ones, none of them longer than an engine takes."""
    return tuple(word[:MAX_ASKED_WORD] for word in fold(text).split()[:MAX_WORDS])


def _cut(words: str, most: int) -> str:
    """At most so many letters of the words, and no word in part."""
    return words if len(words) <= most else words[: most + 1].rpartition(" ")[0]
