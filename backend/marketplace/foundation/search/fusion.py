"""
Reciprocal rank fusion: several orders of hits become one, without comparing their scores, which mean different things.

The order by meaning has a smaller say than those by words: what says the words stands before what only means something near to them,
and meaning decides among the former.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

DAMPING = 60  # the higher, the less a first place counts against two good ones
SCALE = 10**12  # fused scores are whole numbers, so that cursors hold them exactly
MEANING_SCALE = SCALE * 6 // 10
BODY_SCALE = SCALE * 61 // 100  # of what says the words in its description alone: hardly more than what means them
ALL_WORDS_NEARER = 0.15  # so much nearer counts what has all of a text's words; what has some of them, by their share of this
MOST_LIFT = SCALE * 15 // 100 // (DAMPING + 1)  # what customers chose rises by this at most, some nine places among the first


def gain(place: int, scale: int) -> int:
    """What a place in one order (from 1) adds to a hit's score."""
    return scale // (DAMPING + place)


def lift(weight: int) -> int:
    """What a weight of 0 to 1000 adds to the score of a hit."""
    return MOST_LIFT * max(0, min(weight, 1_000)) // 1_000


def fuse(
    by_words: Sequence[str], by_meaning: Sequence[str], *, in_body: Collection[str] = (), lifts: Mapping[str, int] | None = None
) -> list[tuple[str, int]]:
    """
    All ids with their scores, the highest first; of equal ones the higher id. ``in_body``: those with the words there alone. ``lifts``:
    weights of what rises, if it is a hit.
    """
    scores: dict[str, int] = defaultdict(int)
    for place, identifier in enumerate(by_words, 1):
        scores[identifier] += gain(place, BODY_SCALE if identifier in in_body else SCALE)
    for place, identifier in enumerate(by_meaning, 1):
        scores[identifier] += gain(place, MEANING_SCALE)
    for identifier, weight in (lifts or {}).items():
        if identifier in scores:
            scores[identifier] += lift(weight)
    return sorted(scores.items(), key=lambda item: (item[1], item[0]), reverse=True)
