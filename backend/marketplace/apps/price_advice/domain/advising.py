"""
Which price is expected to earn most, within what the vendor allows.

Demand follows a constant elasticity from the present price, as the model has it, with its uncertainty: a few points of its distribution
stand for all of it (equal probabilities), so that the same facts give the same advice, and no random number is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from statistics import NormalDist, fmean
from typing import NamedTuple

from marketplace.apps.price_advice.domain.economics import Economics
from marketplace.apps.price_advice.types import Estimate

WEEK_DAYS = 7
STOCK_DAYS = 28  # within which what is sold cannot be more than what is there
LEAST_SURE = 0.7  # below this probability of earning more nothing is advised
LEAST_GAIN = 0.01  # of what the present price earns: less is not worth a change
MOST_ELASTIC, LEAST_ELASTIC = -8.0, -0.05
MOST_UNSURE = 2.0  # standard errors above this say nothing
LOW, HIGH = 0.1, 0.9


def _points(count: int) -> list[float]:
    normal = NormalDist()
    return [normal.inv_cdf((place + 0.5) / count) for place in range(count)]


ELASTICITY_POINTS, UNITS_POINTS = _points(15), _points(5)


class Chosen(NamedTuple):
    """The best price, and what it brings more in a week than the present one, in minor units (mean, and two quantiles)."""

    price: int
    gain: float
    gain_low: float
    gain_high: float
    sure: float


class Demand(NamedTuple):
    """Units a day at ``price`` (minor units), as equally probable pairs of units and elasticity."""

    price: int
    pairs: Sequence[tuple[float, float]]

    def units(self, price: int) -> list[float]:
        """A day, at another price, in each of the pairs."""
        ratio = price / self.price
        return [units * ratio**elasticity for units, elasticity in self.pairs]


def demand_of(estimate: Estimate, *, price: int) -> Demand:
    """The demand at the present price, which may no longer be the one that the model was trained at."""
    spread = min(estimate.elasticity_error, MOST_UNSURE)
    elasticities = [min(max(estimate.elasticity + point * spread, MOST_ELASTIC), LEAST_ELASTIC) for point in ELASTICITY_POINTS]
    factors = [exp(point * min(estimate.units_error, MOST_UNSURE)) for point in UNITS_POINTS]
    moved = price / estimate.price_minor
    return Demand(
        price,
        [
            (estimate.units_per_day * factor / fmean(factors) * moved**elasticity, elasticity)
            for elasticity in elasticities
            for factor in factors
        ],
    )


def compared(demand: Demand, economics: Economics, *, price: int, stock: int | None, days: int) -> Chosen | None:
    """
    What a price brings more than the present one, if either is asked until the stock is cleared in so many days: what a unit cost is spent.
    """
    sunk = economics._replace(cost=None)
    most = float("inf") if stock is None else float(stock)

    def earned(asked: int) -> list[float]:
        return [sunk.profit(asked) * min(units * days, most) * WEEK_DAYS / days for units in demand.units(asked)]

    gains = [new - old for new, old in zip(earned(price), earned(demand.price), strict=True)]
    return _chosen(price, gains)


def best_price(demand: Demand, economics: Economics, *, prices: Sequence[int], stock: int | None) -> Chosen | None:
    """
    The one of ``prices`` that is expected to earn most; None where the present one is as good, or nobody knows well enough.

    ``stock`` is what may be sold within ``STOCK_DAYS`` (None: as much as is asked for).
    """
    present = _earned(demand, economics, demand.price, stock)
    found = [(price, [new - old for new, old in zip(_earned(demand, economics, price, stock), present, strict=True)]) for price in prices]
    if not found:
        return None
    price, gains = max(found, key=lambda each: (fmean(each[1]), -abs(each[0] - demand.price)))
    chosen = _chosen(price, gains)
    return None if chosen is None or chosen.gain <= LEAST_GAIN * abs(fmean(present)) else chosen


def _chosen(price: int, gains: Sequence[float]) -> Chosen | None:
    """None where it is not sure enough that there is a gain at all."""
    ordered = sorted(gains)
    sure = sum(gain > 0 for gain in gains) / len(gains)
    if fmean(gains) <= 0 or sure < LEAST_SURE:
        return None
    return Chosen(price, fmean(gains), _quantile(ordered, LOW), _quantile(ordered, HIGH), sure)


def _earned(demand: Demand, economics: Economics, price: int, stock: int | None) -> list[float]:
    """Minor units a week, in each of the pairs."""
    profit = economics.profit(price)
    most = float("inf") if stock is None else stock * WEEK_DAYS / STOCK_DAYS
    return [profit * min(units * WEEK_DAYS, most) for units in demand.units(price)]


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(round(share * (len(ordered) - 1)), len(ordered) - 1)]
