"""
The forecast that answers, and whether it beats simple methods: the mean of IMAPA and TSB, per day.

What is judged is what answers. Judged at two points of the past, each by the 14 days after it, which the forecast had not seen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from marketplace.apps.intelligence.domain import demand, reordering
from marketplace.apps.intelligence.domain.interactions import Floats
from marketplace.apps.intelligence.types import Evaluated, Metrics

HORIZON = 14  # days
ORIGINS = (2 * HORIZON, HORIZON)  # days before the end, from which the past is judged
LEAST_DAYS = 4 * HORIZON
LEAST_SKUS = 20  # that were sold on two days or more: fewer say nothing
SEED = 1
LEVELS = (90, 95)  # service levels, in percent, that are checked


class Forecast(NamedTuple):
    """A mean per day, and how lumpy ``HORIZON`` days are: variance is mean + lumpiness * mean^2 (a negative binomial distribution)."""

    per_day: Floats
    lumpiness: Floats


def forecast(history: Floats) -> Forecast:
    """Of SKUs by days (units, oldest first)."""
    return Forecast((demand.imapa(history) + demand.tsb(history)) / 2, reordering.lumpiness(history, HORIZON))


def enough(per_day: Floats, lumpiness: Floats, *, days: int, level: float) -> Floats:
    """
    Units that are enough for so many days with that probability (0 to 1).

    Lumpiness is that of ``HORIZON`` days. The variance of days that do not depend on each other grows as their number does and the square
    of their mean as its square, so that a longer time is less lumpy.
    """
    return reordering.quantile(per_day * days, lumpiness * HORIZON / days, level)


def drawn(history: Floats, *, most: int) -> Floats:
    """So many of the SKUs, drawn at random and always the same: the first ones would be those of the oldest vendors."""
    return history[np.random.default_rng(SEED).permutation(len(history))[:most]]


def evaluate(history: Floats, *, origins: tuple[int, ...] = ORIGINS) -> Evaluated:
    """RMSSE, and how often the stock of the reorder point would have lasted, next to seasonal naive and Croston's method."""
    days = history.shape[1]
    if days < LEAST_DAYS or ((history[:, : days - origins[0]] > 0).sum(axis=1) >= 2).sum() < LEAST_SKUS:
        return Evaluated(metrics={}, baselines={}, reason="too_little_data")
    measured = [_at(history, days - origin) for origin in origins]
    mean = {name: {key: float(np.mean([each[name][key] for each in measured])) for key in measured[0][name]} for name in measured[0]}
    rounded: dict[str, Metrics] = {name: {key: round(value, 4) for key, value in measures.items()} for name, measures in mean.items()}
    own = rounded.pop("forecast")
    is_better = all(own["rmsse"] < measures["rmsse"] for measures in rounded.values())
    return Evaluated(metrics=own, baselines=rounded, reason="" if is_better else "not_better")


def _at(history: Floats, origin: int) -> dict[str, Metrics]:
    """From one day of the past."""
    everything, horizon = history[:, :origin], history[:, origin : origin + HORIZON]
    known = (everything > 0).sum(axis=1) >= 2
    past, actual = everything[known], horizon[known]
    found = forecast(past)
    total = actual.sum(axis=1)
    reached = {f"service_{level}": _reached(found, total, level / 100) for level in LEVELS}
    return {
        "forecast": {"rmsse": _rmsse(past, actual, found.per_day), "skus": float(known.sum()), **reached},
        "seasonal_naive": {"rmsse": _rmsse(past, actual, demand.seasonal_naive(past, HORIZON))},
        "croston_sba": {"rmsse": _rmsse(past, actual, demand.croston_sba(past))},
    }


def _rmsse(past: Floats, actual: Floats, guess: Floats) -> float:
    return float(np.nanmean(demand.rmsse(past, actual, guess)))


def _reached(found: Forecast, sold: Floats, level: float) -> float:
    """The share of SKUs for which the units of that level would have been enough."""
    return float((sold <= enough(found.per_day, found.lumpiness, days=HORIZON, level=level)).mean())
