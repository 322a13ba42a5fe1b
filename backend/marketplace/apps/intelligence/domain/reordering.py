"""
When to order again: a reorder point by the negative binomial distribution of demand.

Demand over a time has mean ``m`` and variance ``m + lumpiness * m^2``: sales of most SKUs are lumpier than Poisson's. The reorder point is
the least stock that is enough, with the probability asked for, until an order of the next time would arrive.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from marketplace.apps.intelligence.domain.interactions import Floats

LEAST_LUMPINESS = 0.05
PRIOR_WINDOWS = 2.0  # as many windows of its own weigh as much as what all SKUs have together
TELLING_MEAN = 2.0  # units a window, below which a SKU's own variance says little
MOST_UNITS = 10**7


def lumpiness(demand: Floats, days: int) -> Floats:
    """(variance - mean) / mean^2 of the demand of so many days, for each SKU; that of few sales is drawn towards the median of all."""
    windows = demand.shape[1] // days
    if windows < 2:
        return np.full(demand.shape[0], 1.0)
    sums = demand[:, demand.shape[1] - windows * days :].reshape(demand.shape[0], windows, days).sum(axis=2)
    means, variances = sums.mean(axis=1), sums.var(axis=1, ddof=1)
    own = np.maximum(variances - means, 0.0) / np.maximum(means**2, 1e-9)
    telling = own[means > 1.0]
    together = float(np.median(telling)) if telling.size else 1.0
    weight = windows / (windows + PRIOR_WINDOWS) * np.minimum(means / TELLING_MEAN, 1.0)
    return np.maximum(weight * own + (1 - weight) * together, LEAST_LUMPINESS)


def quantile(mean: Floats, lumpy: Floats, probability: float) -> Floats:
    """The least number of units that demand exceeds with at most ``1 - probability``. Bisection over the exact distribution function."""
    mean = np.maximum(mean, 0.0)
    low, high = np.full(mean.shape, -1.0), np.full(mean.shape, float(MOST_UNITS))
    for _ in range(math.ceil(math.log2(MOST_UNITS)) + 1):
        middle = np.floor((low + high) / 2)
        is_enough = _at_most(middle, mean, lumpy) >= probability
        high, low = np.where(is_enough, middle, high), np.where(is_enough, low, middle)
    return np.where(mean > 0, high, 0.0)


def _at_most(units: Floats, mean: Floats, lumpy: Floats) -> Floats:
    """The probability of at most so many: the regularized incomplete beta function is the negative binomial's."""
    size = 1.0 / np.maximum(lumpy, 1e-6)
    return np.where(units < 0, 0.0, special.betainc(size, np.maximum(units, 0.0) + 1.0, size / (size + np.maximum(mean, 1e-12))))
