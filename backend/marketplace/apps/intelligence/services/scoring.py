"""
How models do in the field: each night what the active version says of a day that it has not seen is compared with what came, next to its
simplest baseline on the same cases. In shadow, too. (The model of prices is scored by ``prices``, which has its series.)
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from marketplace.apps.fraud import queries as fraud_queries
from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.domain import ranking
from marketplace.apps.intelligence.domain.losses import log_loss, poisson_deviance
from marketplace.apps.intelligence.domain.trials import Arm
from marketplace.apps.intelligence.models import DemandForecast, ModelVersion
from marketplace.apps.intelligence.services import registry, trials
from marketplace.apps.intelligence.types import ModelName
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.foundation import rows
from marketplace.foundation.postgres import sql

TOP = 10
MOST_BASKETS = 2_000  # of a day, drawn by lot
WIDEST = 200  # products of one
AT_ONCE = 100  # baskets whose lists are in memory
POPULAR_OVER = timedelta(days=90)
MOST_SERIES = 50_000  # of a warehouse's variants: as many as are forecast
DAY = timedelta(days=1)
_NEXT = """
    version_id = %(version_id)s AND (variant_id, warehouse_id) > (%(variant_id)s, %(warehouse_id)s)
    ORDER BY variant_id, warehouse_id LIMIT 1000
"""


class _Basket(NamedTuple):
    """An order of which one product is left out, to be guessed from the others. ``is_challengers`` is None for a guest's."""

    is_challengers: bool | None
    hidden: str
    given: list[str]


def score_recommendations(*, now: datetime) -> None:
    """Yesterday's orders: of each a product is guessed from its others, by the active version and by a trial's challenger."""
    version, trial = registry.find_active(ModelName.RECOMMENDATIONS), registry.find_running_trial(ModelName.RECOMMENDATIONS)
    if version is None:
        return
    since, until = _yesterday(now)
    most = {"since": since - POPULAR_OVER, "until": since, "most": ranking.MOST_RANKED}
    popular = [product_id for (product_id,) in sql.rows(statements.BOUGHT_MOST, most)]
    hits, by_popularity, cases = 0, 0, 0
    arms = {True: [0, 0], False: [0, 0]}
    asked = {"trial": trial.id if trial else "", "share": trial.share_percent if trial else 0}
    drawn = sql.rows(statements.BASKETS, {**asked, "since": since, "until": until, "widest": WIDEST, "most": MOST_BASKETS})
    for start in range(0, len(drawn), AT_ONCE):
        batch = [_Basket(own, products[0], products[1:]) for own, products in drawn[start : start + AT_ONCE]]
        guessed = _guesses(version.id, batch)
        challenging = _guesses(trial.challenger_id, batch) if trial else guessed
        for basket, champion, challenger in zip(batch, guessed, challenging, strict=True):
            cases += 1
            hits += basket.hidden in champion
            by_popularity += basket.hidden in _first(popular, basket.given)
            if basket.is_challengers is not None:
                own = arms[basket.is_challengers]
                own[0] += 1
                own[1] += basket.hidden in (challenger if basket.is_challengers else champion)
    registry.record_score(version, day=since.date(), cases=cases, loss=cases - hits, baseline_loss=cases - by_popularity)
    if trial is not None:
        trials.count_day(ModelName.RECOMMENDATIONS, since.date(), champion=Arm(*arms[False]), challenger=Arm(*arms[True]), now=now)


def score_forecasts(*, now: datetime) -> None:
    """Yesterday's sales of every variant that is forecast; the baseline is its mean over all its days."""
    version = registry.find_active(ModelName.FORECASTS)
    if version is None:
        return
    since, until = _yesterday(now)
    sold = {
        (sale.variant_id, sale.warehouse_id): sum(sale.units)
        for sale in inventory_queries.daily_sales(since=since, until=until, most=MOST_SERIES)
    }
    cases, loss, baseline = 0, 0.0, 0.0
    for forecast in _forecasts_of(version):
        units = sold.get((forecast.variant_id, forecast.warehouse_id), 0)
        cases += 1
        loss += poisson_deviance(units, forecast.units_per_day)
        baseline += poisson_deviance(units, forecast.sold_units / max(forecast.history_days, 1))
    registry.record_score(version, day=since.date(), cases=cases, loss=loss, baseline_loss=baseline)


def score_fraud(*, now: datetime) -> None:
    """
    The payments of the day of which it is known by now what they were, by what was said when they were assessed, in shadow as well. The
    baseline says of each how often payments were fraud before.
    """
    since, until = _yesterday(now - fraud_queries.SETTLED)
    share = fraud_queries.share_of_fraud(before=since)
    by_version: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for version_id, score, is_fraud in fraud_queries.list_scored(since=since, until=until):
        by_version[version_id].append((score, is_fraud))
    known = rows.every(ModelVersion, "id = ANY (%(ids)s::text[])", {"ids": list(by_version)})
    for version in known:
        said = by_version[version.id]
        registry.record_score(
            version,
            day=since.date(),
            cases=len(said),
            loss=math.fsum(log_loss(score, is_fraud) for score, is_fraud in said),
            baseline_loss=math.fsum(log_loss(share, is_fraud) for _, is_fraud in said),
        )


def _yesterday(now: datetime) -> tuple[datetime, datetime]:
    until = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return until - DAY, until


def _guesses(version_id: str, baskets: Sequence[_Basket]) -> list[list[str]]:
    """For each basket the ten products that a version puts first, as its cart would be shown them."""
    wanted = sorted({product_id for basket in baskets for product_id in basket.given})
    found = sql.rows(statements.LISTS_OF_VERSION, {"version_id": version_id, "products": wanted})
    lists = {product_id: msgspec.json.decode(products, type=list[tuple[str, float]]) for product_id, products in found}
    return [
        ranking.joined([(1.0, lists[product_id]) for product_id in basket.given if product_id in lists], without=basket.given)[:TOP]
        for basket in baskets
    ]


def _first(popular: Sequence[str], without: Collection[str]) -> list[str]:
    return [product_id for product_id in popular[: TOP + len(without)] if product_id not in without][:TOP]


def _forecasts_of(version: ModelVersion) -> Iterator[DemandForecast]:
    after = {"variant_id": "", "warehouse_id": ""}
    while batch := rows.every(DemandForecast, _NEXT, {"version_id": version.id, **after}):
        yield from batch
        after = {"variant_id": batch[-1].variant_id, "warehouse_id": batch[-1].warehouse_id}
