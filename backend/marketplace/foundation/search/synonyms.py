"""
Other words for the same: from a typed text, the texts that mean the same or lead to what is wanted.

They are found before an engine is asked (``SearchRequest.alternatives``), so nothing has to be indexed anew when they change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import says_something

MOST = 16  # alternatives of one text
LONGEST = 4  # words of a phrase
_ENDINGS = ("en", "es", "er", "s", "e", "n", "x")
_ARTICLES = ("وال", "بال", "ال", "لل")


class Synonyms(msgspec.Struct, frozen=True):
    """``words`` mean the same as each other, or, where ``means`` is given, a question for one of them also wants those."""

    words: tuple[str, ...]
    means: tuple[str, ...] = ()


class Lexicon:
    """Many synonyms, to be looked up by the words of a text in any common form."""

    def __init__(self, entries: Iterable[Synonyms]) -> None:
        self._names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._by_phrase: dict[tuple[str, ...], list[tuple[tuple[str, ...], ...]]] = defaultdict(list)
        for entry in entries:
            meant = tuple(tuple(fold(phrase).split()) for phrase in entry.means or entry.words)
            for phrase in entry.words:
                words = tuple(fold(phrase).split())
                others = tuple(other for other in meant if other and other != words)
                if words and others:
                    self._by_phrase[_roots(words)].append(others)
            for words in meant:
                self._names[_roots(words)] += entry.words

    def alternatives(self, text: str) -> tuple[str, ...]:
        """The text with one of its phrases put another way, the longest phrases first; at most ``MOST``."""
        words = tuple(fold(text).split())
        return tuple(list(dict.fromkeys(" ".join(other) for other in self._replaced(words)))[:MOST])

    def names_of(self, text: str) -> tuple[str, ...]:
        """What else people say who mean what the text names: the other way round, for texts that are to be found."""
        words = tuple(fold(text).split())
        found = dict.fromkeys(name for _, _, phrase in phrases_of(_roots(words)) for name in self._names.get(phrase, ()))
        return tuple(name for name in found if fold(name) not in words)

    def _replaced(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for start, end, phrase in phrases_of(_roots(words)):
            for others in self._by_phrase.get(phrase, ()):
                yield from ((*words[:start], *other, *words[end:]) for other in others)


def concepts(text: str, alternatives: Sequence[str], language: str) -> list[list[str]]:
    """
    What a text speaks of, one after the other, each as the words and phrases (folded) that name it: those of the text itself,
    and what the alternatives say in their place. Words that say little in the language are left out, unless they lead to others.
    """
    named = _concepts(text, alternatives)
    return [names for names in named if len(names) > 1 or says_something(names[0], language)] or named


def _concepts(text: str, alternatives: Sequence[str]) -> list[list[str]]:
    words = fold(text).split()
    named: dict[int, list[str]] = {place: [word] for place, word in enumerate(words)}
    for alternative in alternatives:
        others = fold(alternative).split()
        start = _shared(words, others)
        end = _shared(words[start:][::-1], others[start:][::-1])
        named.get(start, []).append(" ".join(others[start : len(others) - end]))
    return [list(dict.fromkeys(filter(None, names))) for names in named.values()]


def named_otherwise(text: str, alternatives: Sequence[str]) -> tuple[str, ...]:
    """The words and phrases of the alternatives that the text does not say itself."""
    return tuple(dict.fromkeys(name for names in _concepts(text, alternatives) for name in names[1:]))


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words both begin with."""
    return next((place for place, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), min(len(left), len(right)))


def read_synonyms(text: str) -> list[Synonyms]:
    """From a file: ``a, b`` on a line are the same; ``a, b => c, d`` leads from the first to the second; ``#`` begins a remark."""
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            words, _, means = line.partition("=>")
            found.append(Synonyms(_split(words), _split(means)))
    return found


def phrases_of(words: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Every phrase of the words with its ends, the longest first."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length, words[start : start + length]


def _split(text: str) -> tuple[str, ...]:
    return tuple(phrase for part in text.split(",") if (phrase := part.strip()))


def roots_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded and without their commonest endings."""
    return _roots(fold(text).split())


def _roots(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_root, words))


def _root(word: str) -> str:
    """Without a plural's or an adjective's ending, or an Arabic article: enough to meet another form of the same word."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 2:
            return word[len(article) :]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word
