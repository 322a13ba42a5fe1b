"""
What to ask while a stock is to be sold by a day: a dynamic programme over the days that are left and the units that are left.

What is not sold by then is worth nothing, and what it cost is spent, so what is kept of the price counts. Demand in a time is Poisson's.
The programme knows the vendor's floor, ceiling and step; it plans with a price for each time, all of which lie within one step of the last.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

MOST_STEPS = 12  # times in which the price may change: more of them bring little and cost time
MOST_UNITS = 60  # units that are looked at one by one; of a larger stock several count as one
MOST_PRICES = 15
TAIL = 1e-6


class Plan(NamedTuple):
    """The price for the first of the times, and what the whole stock is expected to bring by the end, in the units of ``kept``."""

    price: int
    value: float


def plan(
    *,
    prices: Sequence[int],
    days: int,
    stock: int,
    units_per_day: Callable[[int], float],
    kept: Callable[[int], float],
    reachable: Callable[[int, int], bool],
    first: Sequence[int],
) -> Plan:
    """
    The best first price out of ``first`` (each one of ``prices``), if every later one may be any of ``prices`` that is ``reachable`` from
    the one before. ``days`` and ``stock`` are at least 1.
    """
    steps = min(MOST_STEPS, days)
    block = -(-stock // MOST_UNITS)  # units that count as one
    units = -(-stock // block)
    means = [units_per_day(price) * days / steps / block for price in prices]
    chances = [_poisson(mean, units) for mean in means]
    earned = [kept(price) * block for price in prices]
    later = [[0.0] * (units + 1) for _ in prices]  # by the price that was asked last, and what is left
    for step in range(steps):
        values = [_values(chances[place], earned[place], later[place]) for place in range(len(prices))]
        if step == steps - 1:
            return max(
                (Plan(price, values[prices.index(price)][units] * stock / (units * block)) for price in first), key=lambda one: one.value
            )
        ways = [[new for new, to in enumerate(prices) if reachable(price, to)] or [place] for place, price in enumerate(prices)]
        later = [[max(values[new][left] for new in way) for left in range(units + 1)] for way in ways]
    raise ValueError("a clearance needs at least a day")


def _values(chances: Sequence[float], earned: float, later: Sequence[float]) -> list[float]:
    """What is expected from now on at one price, by the units that are there."""
    found = []
    for left in range(len(later)):
        total, rest = 0.0, 1.0
        for sold in range(left):
            chance = chances[sold]
            total += chance * (sold * earned + later[left - sold])
            rest -= chance
            if rest < TAIL:
                break
        found.append(total + max(rest, 0.0) * (left * earned + later[0]) if left else later[0])
    return found


def _poisson(mean: float, most: int) -> list[float]:
    """The probabilities of 0 to ``most`` events."""
    logarithm = math.log(max(mean, 1e-12))
    return [math.exp(count * logarithm - mean - math.lgamma(count + 1)) for count in range(most + 1)]
