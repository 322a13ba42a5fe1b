"""Training of the demand forecast, in a worker: from this region's sales by day to a forecast for each variant and warehouse."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from marketplace.apps.intelligence import queries
from marketplace.apps.intelligence.domain import forecaster
from marketplace.apps.intelligence.domain.interactions import Floats
from marketplace.apps.intelligence.models import DemandForecast, ModelVersion
from marketplace.apps.intelligence.services import registry, terms
from marketplace.apps.intelligence.types import Evaluated, ModelName, VersionState
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import DailySales
from marketplace.foundation import rows, tenancy

WINDOW_DAYS = 365
BATCH = 1_000  # series that are forecast together, and rows that one statement stores
MOST_SERIES = 50_000  # those that sell on the most days: what was measured (docs/reference/models.md)
MOST_JUDGED = 2_000  # series that the evaluation looks at, drawn from all


class Series(NamedTuple):
    """What sells, where, and how many units on each of the days, the last of them yesterday."""

    names: list[DailySales]
    history: Floats


def train_forecasts(*, now: datetime, trained_by: str = "system") -> ModelVersion:
    """Judge the method on the last weeks, forecast every series; active at once if the model renews itself and is better."""
    started = time.monotonic()
    series = read_series(now)
    evaluated = forecaster.evaluate(forecaster.drawn(series.history, most=MOST_JUDGED))
    forecasts = [] if evaluated.reason else _forecasts(series)
    with tenancy.atomic():
        version = _open(series, evaluated, started=started, trained_by=trained_by, now=now)
        for start in range(0, len(forecasts), BATCH):
            batch = forecasts[start : start + BATCH]
            for row in batch:
                row.version = version
            rows.insert_all(batch)
        registry.renew(version, now=now)
    registry.drop_old_lists(ModelName.FORECASTS)
    if version.state != VersionState.ACTIVE:  # an earlier one answers, by the stock of an earlier day
        terms.mark_due()
    return version


def read_series(now: datetime) -> Series:
    """Whole days alone, in this region: of today nobody knows the rest. Days before the first sale of the region are no history."""
    until = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sales = inventory_queries.daily_sales(since=until - timedelta(days=WINDOW_DAYS), until=until, most=MOST_SERIES)
    first = min((sale.days[0] for sale in sales), default=WINDOW_DAYS)
    history = np.zeros((len(sales), WINDOW_DAYS - first))
    for place, sale in enumerate(sales):
        history[place, np.array(sale.days) - first] = sale.units
    return Series(sales, history)


def _open(series: Series, evaluated: Evaluated, *, started: float, trained_by: str, now: datetime) -> ModelVersion:
    yesterday = (now - timedelta(days=1)).date()
    window = (yesterday - timedelta(days=series.history.shape[1] - 1), yesterday) if series.names else None
    return registry.open_version(
        ModelName.FORECASTS,
        evaluated,
        window=window,
        row_count=len(series.names),
        duration_ms=round((time.monotonic() - started) * 1000),
        trained_by=trained_by,
        now=now,
    )


def _forecasts(series: Series) -> list[DemandForecast]:
    """Rows without a version, and whether each is to be ordered now."""
    made: list[DemandForecast] = []
    for start in range(0, len(series.names), BATCH):
        part = slice(start, start + BATCH)
        made += _rows(series.names[part], series.history[part])
    return made


def _rows(names: Sequence[DailySales], history: Floats) -> list[DemandForecast]:
    found = forecaster.forecast(history)
    made = [
        DemandForecast(
            variant_id=sale.variant_id,
            warehouse_id=sale.warehouse_id,
            vendor_id=sale.vendor_id,
            product_id=sale.product_id,
            sku=sale.sku,
            units_per_day=float(found.per_day[place]),
            lumpiness=float(found.lumpiness[place]),
            sold_units=int(history[place].sum()),
            history_days=history.shape[1],
            is_due=False,
        )
        for place, sale in enumerate(names)
    ]
    for row, is_due in zip(made, queries.due(made), strict=True):
        row.is_due = is_due
    return made
