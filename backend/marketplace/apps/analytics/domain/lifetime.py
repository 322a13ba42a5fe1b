"""
What a customer is expected to spend in the next 90 days: what customers who stood alike spent in the 90 days after they stood so.

Alike are customers whose last order is about as long ago, and who have ordered about as often. Of few customers the mean of all is mixed
in, as if ``PRIOR`` of them had spent it (empirical Bayes in its simplest form). It is no statement about a person.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

AHEAD = timedelta(days=90)
DAYS = (30, 90, 180)  # limits of how long ago the last order is: four kinds
MOST_ORDERS = 4  # "or more"
PRIOR = 20
FEWEST = 50  # customers, to learn from and to test by

Key = tuple[int, int]  # recency (the place among ``DAYS``), orders


@dataclass(frozen=True, slots=True)
class Group:
    """
    Customers of one currency who stood alike at a moment. ``spent`` is the sum of what they spent in the 90 days after it, in minor units;
    ``squares`` the sum of its squares, ``repeat_squares`` that of how it differs from what each spent in the 90 days before.
    """

    key: Key
    customers: int
    spent: int
    squares: int
    repeat_squares: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Roots of mean squared errors in minor units: of the rule, of the mean of all, of the same as before."""

    customers: int
    error: int
    error_of_mean: int
    error_of_repeat: int

    @property
    def is_passed(self) -> bool:
        return self.customers >= FEWEST and self.error < min(self.error_of_mean, self.error_of_repeat)


def expected_of(groups: Sequence[Group]) -> dict[Key, int]:
    """What one customer of each group is expected to spend, in minor units; nothing of any where there were too few to learn from."""
    if sum(group.customers for group in groups) < FEWEST:
        return {}
    mean = _mean(groups)
    return {group.key: round((group.spent + PRIOR * mean) / (group.customers + PRIOR)) for group in groups}


def evaluate(learned: Sequence[Group], later: Sequence[Group]) -> Evaluation:
    """How far what was learned is from what others spent ``later``. A group that was not known is expected to spend the mean."""
    customers = sum(group.customers for group in later)
    expected, mean = expected_of(learned), _mean(learned)
    rule = _squares(later, expected, default=mean)
    return Evaluation(
        customers=customers if expected else 0,
        error=_root(rule, customers),
        error_of_mean=_root(_squares(later, {}, default=mean), customers),
        error_of_repeat=_root(sum(group.repeat_squares for group in later), customers),
    )


def _mean(groups: Iterable[Group]) -> float:
    found = list(groups)
    customers = sum(group.customers for group in found)
    return sum(group.spent for group in found) / customers if customers else 0.0


def _squares(groups: Iterable[Group], expected: Mapping[Key, int], *, default: float) -> float:
    """The sum of (spent - expected) squared, from the sums alone."""
    total = 0.0
    for group in groups:
        guess = expected.get(group.key, default)
        total += group.squares - 2 * guess * group.spent + group.customers * guess * guess
    return max(total, 0.0)


def _root(squares: float, customers: int) -> int:
    return round(math.sqrt(squares / customers)) if customers else 0
