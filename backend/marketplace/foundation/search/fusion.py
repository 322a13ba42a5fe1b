"""Reciprocal rank fusion: two orders of hits become one, without comparing their scores, which mean different things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

DAMPING = 60  # the higher, the less a first place counts against two good ones
SCALE = 10**12  # fused scores are whole numbers, so that cursors hold them exactly


def gain(place: int) -> int:
    """What a place in one order (from 1) adds to a hit's score."""
    return SCALE // (DAMPING + place)


def fuse(*orders: Sequence[str]) -> list[tuple[str, int]]:
    """All ids with their scores, the highest first; of equal ones the higher id."""
    scores: dict[str, int] = defaultdict(int)
    for order in orders:
        for place, identifier in enumerate(order, 1):
            scores[identifier] += gain(place)
    return sorted(scores.items(), key=lambda item: (item[1], item[0]), reverse=True)
