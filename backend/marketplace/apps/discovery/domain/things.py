"""What things are called in each language: a question in another language than the shop's leads to the shop's own words for the thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from marketplace.foundation.search.compounds import COMPOUNDING, SHORTEST_PART
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import says_more, says_something
from marketplace.foundation.search.synonyms import phrases_of, roots_of

FILE = Path(__file__).parents[1] / "data" / "things.txt"
LANGUAGES = ("en", "nl", "de", "fr", "ar")  # of the file's columns
MOST_NAMES = 2  # of a thing, in the shop's language
SHORTEST_BEFORE = 3  # letters of a compound before the thing that it ends in: herenhorloge

_Phrase = tuple[str, ...]


class Named(NamedTuple):
    """Things that the words from ``start`` to before ``end`` may name, and whether the language asked about calls them so itself."""

    things: tuple[int, ...]
    start: int
    end: int
    is_own: bool


class Things:
    """A thing is a row: its names by language."""

    def __init__(self, rows: Sequence[dict[str, tuple[str, ...]]]) -> None:
        self._rows = rows
        self._by_phrase: dict[_Phrase, set[tuple[int, str]]] = defaultdict(set)
        self._endings: dict[str, set[int]] = defaultdict(set)
        for number, row in enumerate(rows):
            for language, names in row.items():
                for name in names:
                    self._by_phrase[roots_of(name)].add((number, language))
                    word = fold(name)
                    if language in COMPOUNDING and " " not in word and len(word) >= SHORTEST_PART:
                        self._endings[word].add(number)

    def alternatives(self, text: str, language: str) -> tuple[str, ...]:
        """
        The text with what it names in another language, or as the end of a compound, put in the language's words, the longest phrase first;
        the thing alone where the other words say little in any language.
        """
        words = fold(text).split()
        found = []
        for named in (each for each in self.named(text, language) if not each.is_own):
            others = (words[: named.start], words[named.end :])
            is_more = any(map(says_more, [*others[0], *others[1]]))
            for number in named.things:
                for name in self._rows[number].get(language, ())[:MOST_NAMES]:
                    found.append(" ".join([*others[0], fold(name), *others[1]]) if is_more else fold(name))
        return tuple(dict.fromkeys(found))

    def named(self, text: str, language: str) -> list[Named]:
        """The things that a text names, in any language, the longest phrase first; no word names two."""
        words = fold(text).split()
        roots, taken = roots_of(text), set[int]()
        found = []
        for start, end, phrase in phrases_of(roots):
            named = self._by_phrase.get(phrase)
            is_little = end - start == 1 and not says_something(words[start], language)
            if named and not is_little and taken.isdisjoint(range(start, end)):
                own = sorted({number for number, spoken in named if spoken == language})
                found.append(Named(tuple(own or sorted({number for number, _ in named})), start, end, bool(own)))
                taken.update(range(start, end))
        found += [Named(ended, place, place + 1, is_own=False) for place, ended in self._compounds(words) if place not in taken]
        return found

    def _compounds(self, words: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
        for place, word in enumerate(words):
            endings = (word[start:] for start in range(SHORTEST_BEFORE, len(word) - SHORTEST_PART + 1))
            ended = next((self._endings[ending] for ending in endings if ending in self._endings), None)
            if ended:
                yield place, tuple(sorted(ended))


@cache
def things() -> Things:
    """Those that are shipped with the program."""
    lines = [line.split("|") for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    return Things([{language: _names(cell) for language, cell in zip(LANGUAGES, line, strict=True)} for line in lines])


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(",") if name.strip())
