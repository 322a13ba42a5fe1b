"""
What a vendor's limits allow, in whole minor units: every price that is advised, applied or tried comes from here.

All comparisons are of integers, so that no rounding lets a price pass that lies outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from marketplace.apps.catalog.types import MAX_PRICE_MINOR

MOST_CANDIDATES = 41

Limit = Literal["floor", "ceiling", "step", "changes_per_day"]


class Bounds(NamedTuple):
    """What holds for one variant: of its own limits (minor units, None where none is set) and of the rule of its scope."""

    floor: int | None
    ceiling: int | None
    max_step_percent: int
    max_changes_per_day: int
    ending: str = ""

    @property
    def may_be_automatic(self) -> bool:
        """Only a vendor that said how low and how high lets a machine choose."""
        return self.floor is not None and self.ceiling is not None


def broken_limit(bounds: Bounds, *, old: int, new: int, changes_today: int) -> Limit | None:
    """Which limit forbids to ask ``new`` instead of ``old`` (minor units) now, after so many changes in the last 24 hours."""
    if bounds.floor is not None and new < bounds.floor:
        return "floor"
    if new > MAX_PRICE_MINOR or (bounds.ceiling is not None and new > bounds.ceiling):
        return "ceiling"
    if abs(new - old) * 100 > bounds.max_step_percent * old:
        return "step"
    if changes_today >= bounds.max_changes_per_day:
        return "changes_per_day"
    return None


def candidates(bounds: Bounds, *, price: int, least: int = 1, most: int = MOST_CANDIDATES) -> list[int]:
    """
    Up to about ``most`` prices that one change may lead to from ``price``, evenly spread, the lowest first; none below ``least``, and not
    ``price`` itself. With the wanted ending, where any has it.
    """
    low = max(-(-price * (100 - bounds.max_step_percent) // 100), least, bounds.floor or 1, 1)
    high = min(price * (100 + bounds.max_step_percent) // 100, bounds.ceiling or MAX_PRICE_MINOR, MAX_PRICE_MINOR)
    if low > high:
        return []
    fitting: Sequence[int] = range(low, high + 1)
    if bounds.ending:
        width = 10 ** len(bounds.ending)
        fitting = range(low + (int(bounds.ending) - low) % width, high + 1, width) or fitting
    return [found for found in _spread(fitting, most) if found != price]


def _spread(fitting: Sequence[int], most: int) -> list[int]:
    """The first, the last, and evenly what lies between."""
    if len(fitting) <= most:
        return list(fitting)
    return list(dict.fromkeys(fitting[place * (len(fitting) - 1) // (most - 1)] for place in range(most)))
