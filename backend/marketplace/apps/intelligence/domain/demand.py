"""
Forecasts of daily demand, most of which is zero: IMAPA, and the simple methods that it is compared with.

Every function takes demand as SKUs by days (units, oldest first) and answers for all SKUs at once; a forecast is a mean per day, flat
over the days to come. IMAPA: Petropoulos and Kourentzes, "Forecast combinations for intermittent demand" (2015). Croston with the
correction of Syntetos and Boylan (SBA): 2005. TSB: Teunter, Syntetos and Babai, 2011.
"""

from __future__ import annotations

import numpy as np

from marketplace.apps.intelligence.domain.interactions import Floats

ALPHAS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)  # of exponential smoothing; each SKU takes the one that would have erred least
MOST_DAYS_TOGETHER = 28  # the longest bucket of IMAPA
WEEK = 7


def imapa(demand: Floats) -> Floats:
    """Smooth the demand of one day, two days and so on up to the SKU's mean time between sales; the mean of what they say of a day."""
    days = demand.shape[1]
    sold = (demand > 0).sum(axis=1)
    levels = np.clip(np.round(days / np.maximum(sold, 1)), 1, min(MOST_DAYS_TOGETHER, max(days // 4, 1))).astype(int)
    total = np.zeros(demand.shape[0])
    for together in range(1, int(levels.max(initial=1)) + 1):
        chosen = levels >= together
        total[chosen] += smoothed(_buckets(demand[chosen], together)) / together
    return np.where(sold > 0, total / levels, 0.0)


def smoothed(series: Floats) -> Floats:
    """Exponential smoothing, with the alpha that fitted each row's past best; the next value."""
    best, answer = np.full(series.shape[0], np.inf), np.zeros(series.shape[0])
    for alpha in ALPHAS:
        level = series[:, : max(series.shape[1] // 4, 1)].mean(axis=1)
        error = np.zeros(series.shape[0])
        for step in range(series.shape[1]):
            difference = series[:, step] - level
            error += difference**2
            level = level + alpha * difference
        is_better = error < best
        best, answer = np.where(is_better, error, best), np.where(is_better, level, answer)
    return answer


def croston_sba(demand: Floats, alpha: float = 0.1) -> Floats:
    """The size of a sale over the time between sales, each smoothed; less half of alpha, by which Croston is too high."""
    size, gap, since, seen = (np.zeros(demand.shape[0]) for _ in range(4))
    for step in range(demand.shape[1]):
        units = demand[:, step]
        since += 1
        is_sale, is_first = units > 0, (units > 0) & (seen == 0)
        weight = np.where(is_first, 1.0, alpha)
        size = np.where(is_sale, size + weight * (units - size), size)
        gap = np.where(is_sale, gap + weight * (since - gap), gap)
        seen = np.where(is_sale, 1.0, seen)
        since = np.where(is_sale, 0.0, since)
    return np.where(seen > 0, (1 - alpha / 2) * size / np.maximum(gap, 1.0), 0.0)


def tsb(demand: Floats, alpha: float = 0.1, beta: float = 0.05) -> Floats:
    """The size of a sale times the chance of one, which sinks while nothing is sold."""
    chance = (demand > 0).mean(axis=1)
    size = demand.sum(axis=1) / np.maximum((demand > 0).sum(axis=1), 1)
    for step in range(demand.shape[1]):
        is_sale = demand[:, step] > 0
        size = np.where(is_sale, size + alpha * (demand[:, step] - size), size)
        chance = chance + beta * (is_sale - chance)
    return size * chance


def seasonal_naive(demand: Floats, horizon: int) -> Floats:
    """Each day as a week before: SKUs by ``horizon`` days."""
    last = demand[:, -WEEK:]
    return np.tile(last, (1, horizon // WEEK + 1))[:, :horizon]


def rmsse(demand: Floats, actual: Floats, forecast: Floats) -> Floats:
    """Each SKU's root mean squared error, over that of naming yesterday's demand since its first sale; NaN where that is none."""
    if forecast.ndim == 1:
        forecast = np.repeat(forecast[:, None], actual.shape[1], axis=1)
    started = np.cumsum(demand > 0, axis=1) > 0
    steps = np.diff(demand, axis=1) ** 2 * started[:, :-1]
    counted = np.maximum(started[:, :-1].sum(axis=1), 1)
    scale = steps.sum(axis=1) / counted
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(scale > 0, np.sqrt(((actual - forecast) ** 2).mean(axis=1) / scale), np.nan)


def _buckets(demand: Floats, together: int) -> Floats:
    """Sums of so many days; what does not fill a bucket is left out at the beginning."""
    kept = demand.shape[1] // together * together
    return demand[:, demand.shape[1] - kept :].reshape(demand.shape[0], -1, together).sum(axis=2)
