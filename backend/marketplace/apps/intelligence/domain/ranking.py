"""Putting prepared lists together for a request. Pure Python, so that the API needs neither numpy nor a matrix for it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
MOST_RANKED = 60


def joined(lists: Iterable[tuple[float, Sequence[tuple[str, float]]]], *, without: Collection[str]) -> list[str]:
    """The products of several weighted lists, the highest sum first (of equals by id), without what the customer has."""
    sums: dict[str, float] = defaultdict(float)
    for weight, products in lists:
        for product_id, score in products:
            sums[product_id] += weight * score
    ranked = sorted(
        (product_id for product_id in sums if product_id not in without), key=lambda product_id: (-sums[product_id], product_id)
    )
    return ranked[:MOST_RANKED]


def spread(ranked: Sequence[T], vendor_of: Mapping[T, str], *, most: int) -> list[T]:
    """
    The first ``most``, of which no vendor has more than half (rounded up) while others have something to show; the order stays otherwise.

    A vendor with many products would else fill every list that one of them stands in.
    """
    share = math.ceil(most / 2)
    taken: dict[str, int] = defaultdict(int)
    chosen: list[T] = []
    left: list[T] = []
    for item in ranked:
        vendor = vendor_of[item]
        (chosen if taken[vendor] < share else left).append(item)
        taken[vendor] += 1
    return [*chosen, *left][:most]
