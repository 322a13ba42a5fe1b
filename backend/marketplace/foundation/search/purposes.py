"""What things are for: found by a thing's name, and guessed from a need that a question names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import log
from typing import NamedTuple

from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import bare
from marketplace.foundation.search.synonyms import Synonyms, phrases_of, roots_of

MOST_GUESSED = 3  # things that a question may be about


class Guess(NamedTuple):
    """Names of things, and how much of the question speaks for the first of them (0 to 1), rare words counting more."""

    names: tuple[str, ...] = ()
    share: float = 0.0


class Purposes:
    """Each entry leads from needs to the names of what serves them (as ``read_synonyms`` reads ``need, need => name, name``)."""

    def __init__(self, entries: Iterable[Synonyms]) -> None:
        self._entries = list(entries)
        names = [(name, entry.words) for entry in self._entries for name in entry.means]
        self._by_form = {roots_of(name): needs for name, needs in names}
        self._by_name = {tuple(fold(name).split()): needs for name, needs in names}
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self._entries):
            for phrase in (*entry.words, *entry.means):
                for word in roots_of(bare(phrase)):
                    self._by_word[word].add(place)

    def needs_for(self, text: str) -> tuple[str, ...]:
        """What the thing is for that a title names: its longest known phrase, of several the first; not what it is made of or goes with."""
        roots = roots_of(text)
        phrases = phrases_of(tuple(fold(text).split()))
        known = (self._by_name.get(phrase) or self._by_form.get(roots[start:end]) for start, end, phrase in phrases)
        return next(filter(None, known), ())

    def guess(self, question: str) -> Guess:
        """Things whose needs or names share words with the question, those with the most and the rarest first."""
        words = set(roots_of(bare(question)))
        shares: dict[int, float] = defaultdict(float)
        for word in sorted(words):
            for place in self._by_word.get(word, ()):
                shares[place] += self._rarity(word)
        best = sorted(shares, key=lambda place: (-shares[place], place))[:MOST_GUESSED]
        if not best:
            return Guess()
        return Guess(tuple(self._entries[place].means[0] for place in best), shares[best[0]] / sum(map(self._rarity, sorted(words))))

    def _rarity(self, word: str) -> float:
        return log(1 + len(self._entries) / max(1, len(self._by_word.get(word, ()))))
