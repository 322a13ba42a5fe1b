"""
Which price an experiment asks in a period, and what its periods say. Every lot is drawn from the experiment's seed, so that anyone can draw
it again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import NamedTuple

PERMUTATIONS = 10_000  # so many that the strictest level, EARLY_P by the most prices, lies within reach
DRAWS = 2_000
EARLY_P, FINAL_P = 0.001, 0.05  # Haybittle and Peto: so strict a look in between costs nothing of the last one's 5 %
LEAST_PERIODS = 4  # of each arm, before anybody looks
CLEAR_PROBABILITY = 0.95  # that a bandit's best arm is the best
LOW, HIGH = 0.05, 0.95
PRIOR_DAYS = 2.0  # a bandit begins as if every arm had been tried for so long, with the sales of before


class Period(NamedTuple):
    """A time that is over: which arm held, for how many hours, and the units that were sold."""

    arm: int
    hours: float
    units: int


class Verdict(NamedTuple):
    """
    The best arm against the first, in minor units a day. ``p_value`` is None in a bandit; ``chances`` are of each of its arms to be best.
    """

    best: int
    gain: float
    low: float
    high: float
    p_value: float | None
    is_clear: bool
    chances: tuple[float, ...] = ()


def switchback_arm(*, seed: int, number: int, arms: int) -> int:
    """
    The arm of a period: in each block of as many periods as there are arms, each arm once, in an order by lot.

    Blocks spread the arms evenly over good and bad weeks; the lot keeps weekdays, and people who know the plan, from deciding the outcome.
    """
    block, place = divmod(number, arms)
    order = list(range(arms))
    _lots(f"{seed}:{block}").shuffle(order)
    return order[place]


def bandit_arm(periods: Sequence[Period], *, unit_profits: Sequence[float], units_per_day: float, seed: int, number: int) -> int:
    """The arm whose drawn profit is highest (Thompson sampling): sales of an arm are Poisson's, with a gamma distribution of their rate."""
    earned = _draw_earned(_lots(f"{seed}:{number}"), unit_profits, _known(periods, len(unit_profits), units_per_day))
    return max(range(len(earned)), key=lambda arm: earned[arm])


def judge_switchback(periods: Sequence[Period], *, unit_profits: Sequence[float], seed: int, is_last: bool) -> Verdict | None:
    """
    The arm with the highest profit a day next to the first, by a permutation test of their periods; None while there are too few.

    Of several arms the best is compared, so the level is divided by how many there are (Bonferroni).
    """
    profits: list[list[float]] = [[] for _ in unit_profits]
    for period in periods:
        if period.hours > 0:
            profits[period.arm].append(unit_profits[period.arm] * period.units * 24 / period.hours)
    if any(len(found) < LEAST_PERIODS for found in profits):
        return None
    best = max(range(1, len(profits)), key=lambda arm: fmean(profits[arm]))
    gain = fmean(profits[best]) - fmean(profits[0])
    chance = _permutation_p(profits[0], profits[best], seed=seed)
    error = (stdev(profits[best]) ** 2 / len(profits[best]) + stdev(profits[0]) ** 2 / len(profits[0])) ** 0.5
    level = (FINAL_P if is_last else EARLY_P) / (len(profits) - 1)
    return Verdict(best, gain, gain - 1.645 * error, gain + 1.645 * error, chance, chance <= level)


def judge_bandit(periods: Sequence[Period], *, unit_profits: Sequence[float], units_per_day: float, seed: int) -> Verdict:
    """The one of the other arms that is most probably the best, next to the first, by their drawn profits."""
    draw, known = _lots(seed), _known(periods, len(unit_profits), units_per_day)
    drawn = [_draw_earned(draw, unit_profits, known) for _ in range(DRAWS)]
    wins = [0] * len(unit_profits)
    for row in drawn:
        wins[max(range(len(row)), key=lambda arm: row[arm])] += 1
    best = max(range(1, len(wins)), key=lambda arm: wins[arm])
    gains = sorted(row[best] - row[0] for row in drawn)
    tried = {period.arm for period in periods}
    is_clear = wins[best] / DRAWS >= CLEAR_PROBABILITY and len(tried) == len(unit_profits)
    chances = tuple(won / DRAWS for won in wins)
    return Verdict(best, fmean(gains), gains[round(LOW * (DRAWS - 1))], gains[round(HIGH * (DRAWS - 1))], None, is_clear, chances)


def _lots(seed: int | str) -> random.Random:
    """Lots that anyone can draw again; nothing secret hangs on them."""
    return random.Random(seed)  # noqa: S311


def _known(periods: Sequence[Period], arms: int, units_per_day: float) -> list[tuple[float, float]]:
    """Units and days of each arm, with those that it begins with."""
    units, days = [max(units_per_day, 0.01) * PRIOR_DAYS] * arms, [PRIOR_DAYS] * arms
    for period in periods:
        units[period.arm] += period.units
        days[period.arm] += period.hours / 24
    return list(zip(units, days, strict=True))


def _draw_earned(draw: random.Random, unit_profits: Sequence[float], known: Sequence[tuple[float, float]]) -> list[float]:
    """What each arm earns a day, drawn from what is known of it."""
    return [profit * draw.gammavariate(units, 1 / days) for profit, (units, days) in zip(unit_profits, known, strict=True)]


def _permutation_p(first: Sequence[float], second: Sequence[float], *, seed: int) -> float:
    """How often lots alone would set the two as far apart, either way."""
    draw, together = _lots(seed), [*first, *second]
    seen = abs(fmean(second) - fmean(first)) - 1e-9
    hits, total = 0, sum(together)
    for _ in range(PERMUTATIONS):
        part = sum(draw.sample(together, len(first)))
        hits += abs((total - part) / len(second) - part / len(first)) >= seen
    return (hits + 1) / (PERMUTATIONS + 1)
