"""What to search for where nothing has all of a question's words: the thing that it names. Pure."""

from __future__ import annotations

from typing import NamedTuple

from marketplace.apps.discovery.domain.things import things
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import says_something


class Shorter(NamedTuple):
    """A question's words for a thing (folded), and the words left out for it, as typed, without those that say little anyway."""

    text: str
    left_out: tuple[str, ...]


def shorten(text: str, language: str) -> Shorter | None:
    """
    The words that name a thing, the first such phrase of several; None where none does, since what is left would say nothing of what was
    wanted, or where only little words could be left out.
    """
    folded = [(word, typed) for typed in text.split() for word in fold(typed).split()]
    named = things().named(text, language)
    if not named:
        return None
    first = min(named, key=lambda each: each.start)
    kept = folded[first.start : first.end]
    others = folded[: first.start] + folded[first.end :]
    left_out = dict.fromkeys(typed for word, typed in others if says_something(word, language) and typed not in {own for _, own in kept})
    return Shorter(" ".join(word for word, _ in kept), tuple(left_out)) if left_out else None
