"""
How sales answer to prices: a model of each variant's days, its elasticity drawn towards that of its category.

    units of a day have mean exp(level + elasticity * log(price) + cross * log(competitors' lowest price) + season of the day),
    and variance mean + lumpiness * mean^2 (Poisson's for what sells little, and nearly a regression of logarithms for what sells much)

The season of a day is what all other variants sold around it, so that a good week is not taken for the effect of a price. A variant's own
elasticity is found with hardly any prior, then weighed against its category's by how sure each is (empirical Bayes): few variants have seen
so many prices that they could speak for themselves. Days on which a variant was sold out count like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marketplace.apps.intelligence.types import Evaluated, Metrics

WEEK = 7
JUDGED_DAYS = 14
LEAST_DAYS = 28  # to learn from
LEAST_CASES = 20  # variants whose price was another one in the days that are judged: fewer say nothing
MOVED = 0.01  # of a price: less is no change
USUAL, USUAL_SPREAD = -2.0, 1.0  # of elasticities where a region has seen none
WEAK_SPREAD = 3.0
CROSS, CROSS_SPREAD = 0.3, 0.3
LEAST_TAU, MOST_TAU, CATEGORY_TAU = 0.3, 2.0, 0.5
BOUNDS = (-8.0, 0.0)
HALF_LIFE_DAYS = 28.0  # of what a day says of the level of sales
STEPS = 12
SEASON_PRIOR = 20.0  # units: the season of a region that sells little is drawn towards none
SEASON_VARIANTS = 30.0  # as many variants tell half of the season: fewer may be each other's substitutes
PRIOR_UNITS, PRIOR_DAYS = 0.5, 5.0  # of which a level begins, so that what has not sold lately is not taken for never
STILL = 10.0  # days: how much a variant has to say before its sales are taken for lumpier than Poisson's
MOST_LUMPY = 4.0

Floats = NDArray[np.float64]


class Panel(NamedTuple):
    """
    Variants by days (the oldest first): units sold, the price at which it was offered (nan where it was not, or changed in the midst of
    the day), the lowest of competitors (nan where unknown). ``categories`` has a number for each variant.
    """

    units: Floats
    prices: Floats
    competitors: Floats
    categories: NDArray[np.int64]

    def until(self, day: int) -> Panel:
        return Panel(self.units[:, :day], self.prices[:, :day], self.competitors[:, :day], self.categories)

    def of(self, chosen: NDArray[np.bool_]) -> Panel:
        return Panel(self.units[chosen], self.prices[chosen], self.competitors[chosen], self.categories[chosen])


class Response(NamedTuple):
    """
    Of each variant: elasticity and its standard error, how much its own sales say of it (0 to 1), the cross elasticity, the level (log of
    units a day at ``reference``, its last price) and its relative error, the distinct prices and the days that were seen.
    """

    elasticity: Floats
    error: Floats
    own_weight: Floats
    cross: Floats
    level: Floats
    level_error: Floats
    reference: Floats
    competitor: Floats
    prices_seen: NDArray[np.int64]
    days: NDArray[np.int64]
    own: Floats  # the elasticity by its own sales alone
    category: Floats  # that of its category alone


class _Own(NamedTuple):
    elasticity: float
    precision: float
    cross: float
    dispersion: float


def fit(panel: Panel, *, week: int = WEEK) -> Response:
    """Of every variant that was offered on some day. ``week``: the columns of a week, 1 where each of them is one."""
    season = _season(panel.units, week)
    reference, competitor = _last_known(panel.prices), _last_known(panel.competitors)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(panel.prices / reference[:, None])
        rival = np.nan_to_num(np.log(panel.competitors / competitor[:, None]))
    own = [_own(panel.units[row], moved[row], rival[row], season[row]) for row in range(len(panel.units))]
    found, precision = np.array([one.elasticity for one in own]), np.array([one.precision for one in own])
    category, tau = _categories(found, precision, panel.categories)
    between = 1 / tau**2
    elasticity = np.clip((found * precision + category * between) / (precision + between), *BOUNDS)
    cross = np.array([one.cross for one in own])
    dispersion = np.array([one.dispersion for one in own])
    level, level_error = _levels(panel.units, moved, rival, season, elasticity, cross, dispersion)
    offered = ~np.isnan(moved)
    return Response(
        elasticity=elasticity,
        error=1 / np.sqrt(precision + between),
        own_weight=precision / (precision + between),
        cross=cross,
        level=level,
        level_error=level_error,
        reference=reference,
        competitor=competitor,
        prices_seen=np.array([len(np.unique(row[~np.isnan(row)])) for row in panel.prices], dtype=np.int64),
        days=offered.sum(axis=1),
        own=np.clip(found, *BOUNDS),
        category=category,
    )


def evaluate(panel: Panel) -> Evaluated:
    """
    Judged by the last days, which the model has not seen, of variants whose price was another one then: how far what was sold lies from
    what it said (deviance of Poisson, a day). Next to it stand a price that does not matter, and each variant's own sales alone.
    """
    days = panel.units.shape[1]
    if days < LEAST_DAYS + JUDGED_DAYS:
        return Evaluated(metrics={}, baselines={}, reason="too_little_data")
    cut = days - JUDGED_DAYS
    chosen = _with_new_price(panel, cut)
    if chosen.sum() < LEAST_CASES:
        return Evaluated(metrics={}, baselines={}, reason="too_little_data")
    past = fit(panel.until(cut))
    ways = {"model": past.elasticity, "no_price_effect": np.zeros(len(chosen)), "own_sales": past.own, "category": past.category}
    measured: dict[str, Metrics] = {
        name: {"deviance": round(_judged(panel, past, elasticity, chosen, cut), 4), "variants": float(chosen.sum())}
        for name, elasticity in ways.items()
    }
    own = measured.pop("model")
    category = measured.pop("category")  # what the model leans on; a region whose products are all alike has nothing better
    own = {**own, "category_alone": category["deviance"]}
    is_better = all(own["deviance"] < other["deviance"] for other in measured.values())
    return Evaluated(metrics=own, baselines=measured, reason="" if is_better else "not_better")


def predicted(response: Response, prices: Floats, competitors: Floats) -> Floats:
    """Units a day of each variant, at these prices (variants, or variants by days)."""
    return _predicted(response, response.elasticity, prices, competitors)


def deviance(actual: Floats, mean: Floats) -> float:
    """Of Poisson, a day: twice the log-likelihood that is lost against knowing it."""
    mean = np.maximum(mean, 1e-6)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(actual > 0, actual * np.log(actual / mean), 0.0) - (actual - mean)
    return float(2 * np.nanmean(terms))


def _judged(panel: Panel, past: Response, elasticity: Floats, chosen: NDArray[np.bool_], cut: int) -> float:
    """The level is found anew for each elasticity: a variant's sales at its old prices are the same fact for all of them."""
    earlier = panel.until(cut)
    season = _season(earlier.units)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(earlier.prices / past.reference[:, None])
        rival = np.nan_to_num(np.log(earlier.competitors / past.competitor[:, None]))
    level, _ = _levels(earlier.units, moved, rival, season, elasticity, past.cross, np.ones(len(elasticity)))
    said = _predicted(past._replace(level=level), elasticity, panel.prices[:, cut:], panel.competitors[:, cut:])
    offered = ~np.isnan(panel.prices[:, cut:]) & chosen[:, None]
    return deviance(panel.units[:, cut:][offered], said[offered])


def _predicted(response: Response, elasticity: Floats, prices: Floats, competitors: Floats) -> Floats:
    wide = prices.ndim == 2
    reference = response.reference[:, None] if wide else response.reference
    rival = response.competitor[:, None] if wide else response.competitor
    slope, cross, level = ((values[:, None] if wide else values) for values in (elasticity, response.cross, response.level))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.exp(level + slope * np.log(prices / reference) + cross * np.nan_to_num(np.log(competitors / rival)))


def _with_new_price(panel: Panel, cut: int) -> NDArray[np.bool_]:
    """Offered before and after, and after at a price that is another one than the usual before."""
    before, after = _mean_log(panel.prices[:, :cut]), _mean_log(panel.prices[:, cut:])
    return (np.nan_to_num(np.abs(after - before)) > MOVED) & (panel.units[:, :cut].sum(axis=1) > 0)


def _mean_log(values: Floats) -> Floats:
    """Of what is known in each row; nan where nothing is."""
    known = ~np.isnan(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(known, np.log(values), 0.0).sum(axis=1) / known.sum(axis=1)


def _season(units: Floats, week: int = WEEK) -> Floats:
    """Of each variant's days, the logarithm of how good they were for all others: the week around it, and the day of the week."""
    total = units.sum(axis=0)
    others = total[None, :] - units
    days = units.shape[1]
    kernel = np.ones(week) / week
    weights = np.convolve(np.ones(days), kernel, mode="same")
    around = np.apply_along_axis(lambda row: np.convolve(row, kernel, mode="same"), 1, others) / weights
    usual = others.mean(axis=1, keepdims=True)
    level = (around + SEASON_PRIOR) / (usual + SEASON_PRIOR)
    weekday = np.ones_like(level)
    for day in range(min(week, days)):
        weekday[:, day::week] = (others[:, day::week].mean(axis=1, keepdims=True) + SEASON_PRIOR) / (usual + SEASON_PRIOR)
    share = len(units) / (len(units) + SEASON_VARIANTS)
    return share * (np.log(level) + np.log(weekday))


def _own(units: Floats, moved: Floats, rival: Floats, season: Floats) -> _Own:
    """By its own days alone: what the likelihood, without the weak prior that keeps it finite, says of the elasticity."""
    offered = ~np.isnan(moved)
    if offered.sum() < 2 or units[offered].sum() == 0:
        return _Own(USUAL, 0.0, 0.0, 1.0)
    sold, design = units[offered], np.column_stack([np.ones(int(offered.sum())), moved[offered], rival[offered]])
    knows_rival = bool(np.ptp(design[:, 2]) > 0)
    mean = np.array([np.log(sold.mean() + 0.01), USUAL, CROSS if knows_rival else 0.0])
    precision = np.array([0.04, 1 / WEAK_SPREAD**2, 1 / CROSS_SPREAD**2])
    at, _ = _mode(sold, design, season[offered], mean, precision, lumpy=0.0, at=mean)
    rate = _rates(design, at, season[offered])
    lumpy = min(max(float(((sold - rate) ** 2 - rate).sum() / ((rate**2).sum() + STILL)), 0.0), MOST_LUMPY)
    at, curve = _mode(sold, design, season[offered], mean, precision, lumpy=lumpy, at=at)
    rate = _rates(design, at, season[offered])
    chi = float(((sold - rate) ** 2 / (rate + lumpy * rate**2 + 1e-6)).sum())
    dispersion = max((chi + STILL) / (len(sold) + STILL - 3), 1.0)
    variance = np.linalg.inv(curve)[1, 1]
    own = max(1 / variance - precision[1], 0.0)
    cross = float(at[2]) if knows_rival else 0.0
    if own < 1e-6:
        return _Own(USUAL, 0.0, cross, dispersion)
    alone = (at[1] / variance - mean[1] * precision[1]) / own
    return _Own(float(np.clip(alone, -20, 20)), own / dispersion, cross, dispersion)


def _mode(
    sold: Floats, design: Floats, season: Floats, mean: Floats, precision: Floats, *, lumpy: float, at: Floats
) -> tuple[Floats, Floats]:
    """The most probable coefficients and the curvature there, by Newton's method; ``lumpy``: variance is mean + lumpy * mean^2."""
    at = at.copy()
    for _ in range(STEPS):
        rate = _rates(design, at, season)
        weight = 1 / (1 + lumpy * rate)
        slope = design.T @ ((sold - rate) * weight) - precision * (at - mean)
        curve = (design.T * (rate * weight)) @ design + np.diag(precision)
        step = np.clip(np.linalg.solve(curve, slope), -1, 1)
        at += step
        if np.abs(step).max() < 1e-4:
            break
    rate = _rates(design, at, season)
    return at, (design.T * (rate / (1 + lumpy * rate))) @ design + np.diag(precision)


def _rates(design: Floats, at: Floats, season: Floats) -> Floats:
    return np.exp(np.clip(design @ at + season, -20, 12))


def _categories(found: Floats, precision: Floats, categories: NDArray[np.int64]) -> tuple[Floats, float]:
    """Of each variant the elasticity of its category, and how far variants of one lie apart (DerSimonian and Laird)."""
    knows = precision > 0
    weight = precision[knows]
    tau = 1.0
    if knows.sum() >= 3:
        centre = (weight * found[knows]).sum() / weight.sum()
        apart = (weight * (found[knows] - centre) ** 2).sum()
        free = weight.sum() - (weight**2).sum() / weight.sum()
        tau = float(np.sqrt(max((apart - (knows.sum() - 1)) / max(free, 1e-9), 0.0)))
    tau = min(max(tau, LEAST_TAU), MOST_TAU)
    shared = np.where(knows, 1 / (1 / np.where(knows, precision, 1.0) + tau**2), 0.0)
    region = ((shared * found).sum() + USUAL / USUAL_SPREAD**2) / (shared.sum() + 1 / USUAL_SPREAD**2)
    count = int(categories.max()) + 1 if len(categories) else 0
    sums = np.bincount(categories, shared * found, count) + region / CATEGORY_TAU**2
    weights = np.bincount(categories, shared, count) + 1 / CATEGORY_TAU**2
    return np.clip((sums / weights)[categories], *BOUNDS), tau


def _levels(
    units: Floats, moved: Floats, rival: Floats, season: Floats, elasticity: Floats, cross: Floats, dispersion: Floats
) -> tuple[Floats, Floats]:
    """The logarithm of units a day at the last price, the last weeks above all, and its relative error."""
    days = units.shape[1]
    recent = 0.5 ** ((days - 1 - np.arange(days)) / HALF_LIFE_DAYS)
    offered = ~np.isnan(moved)
    weight = np.where(offered, recent, 0.0)
    expected = np.exp(np.clip(elasticity[:, None] * np.nan_to_num(moved) + cross[:, None] * rival + season, -20, 12))
    sold, exposure = (weight * units).sum(axis=1), (weight * expected).sum(axis=1)
    return np.log((sold + PRIOR_UNITS) / (exposure + PRIOR_DAYS)), np.sqrt(dispersion / (sold + PRIOR_UNITS))


def _last_known(values: Floats) -> Floats:
    """Of each row; nan where there is none."""
    known = ~np.isnan(values)
    last = values.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.where(known.any(axis=1), values[np.arange(len(values)), last], np.nan)


def numbered(names: Sequence[str]) -> NDArray[np.int64]:
    """Each different name as a number."""
    return np.unique(np.array(names, dtype=str), return_inverse=True)[1].astype(np.int64)
