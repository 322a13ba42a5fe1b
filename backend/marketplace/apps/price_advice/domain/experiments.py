"""
Which price an experiment asks in a period, and what its periods say. Every lot is drawn from the experiment's seed, so that anyone can draw
it again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import NamedTuple

PERMUTATIONS = 2_000
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
    """The best arm against the first, in minor units a day. ``p_value`` is None in a bandit."""

    best: int
    gain: float
    low: float
    high: float
    p_value: float | None
    is_clear: bool


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
    draw = _lots(f"{seed}:{number}")
    earned = [profit * _rate(draw, periods, arm, units_per_day) for arm, profit in enumerate(unit_profits)]
    return max(range(len(earned)), key=lambda arm: earned[arm])


def best_chances(periods: Sequence[Period], *, unit_profits: Sequence[float], units_per_day: float, seed: int) -> list[float]:
    """For each arm, how probable it is that it earns most."""
    draw, wins = _lots(seed), [0] * len(unit_profits)
    for _ in range(DRAWS):
        earned = [profit * _rate(draw, periods, arm, units_per_day) for arm, profit in enumerate(unit_profits)]
        wins[max(range(len(earned)), key=lambda arm: earned[arm])] += 1
    return [won / DRAWS for won in wins]


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
    draw = _lots(seed)
    drawn = [[profit * _rate(draw, periods, arm, units_per_day) for arm, profit in enumerate(unit_profits)] for _ in range(DRAWS)]
    wins = [0] * len(unit_profits)
    for row in drawn:
        wins[max(range(len(row)), key=lambda arm: row[arm])] += 1
    best = max(range(1, len(wins)), key=lambda arm: wins[arm])
    gains = sorted(row[best] - row[0] for row in drawn)
    tried = {period.arm for period in periods}
    is_clear = wins[best] / DRAWS >= CLEAR_PROBABILITY and len(tried) == len(unit_profits)
    return Verdict(best, fmean(gains), gains[round(LOW * (DRAWS - 1))], gains[round(HIGH * (DRAWS - 1))], None, is_clear)


def _lots(seed: int | str) -> random.Random:
    """Lots that anyone can draw again; nothing secret hangs on them."""
    return random.Random(seed)  # noqa: S311


def _rate(draw: random.Random, periods: Sequence[Period], arm: int, units_per_day: float) -> float:
    """Units a day of an arm, drawn from what is known of it."""
    own = [period for period in periods if period.arm == arm]
    units = sum(period.units for period in own) + max(units_per_day, 0.01) * PRIOR_DAYS
    return draw.gammavariate(units, 1 / (sum(period.hours for period in own) / 24 + PRIOR_DAYS))


def _permutation_p(first: Sequence[float], second: Sequence[float], *, seed: int) -> float:
    """How often lots alone would set the two as far apart, either way."""
    draw, together = _lots(seed), [*first, *second]
    seen = abs(fmean(second) - fmean(first)) - 1e-9
    hits = 0
    for _ in range(PERMUTATIONS):
        draw.shuffle(together)
        hits += abs(fmean(together[: len(first)]) - fmean(together[len(first) :])) >= seen
    return (hits + 1) / (PERMUTATIONS + 1)
