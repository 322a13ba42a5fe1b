"""Experiments with prices, and what their periods have seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db.models import Q

from marketplace.apps.price_advice import statements
from marketplace.apps.price_advice.domain.experiments import Period
from marketplace.apps.price_advice.errors import ExperimentNotFound
from marketplace.apps.price_advice.models import ExperimentPeriod, PriceExperiment
from marketplace.apps.price_advice.region_settings import CHANGES_PRICES
from marketplace.apps.price_advice.types import ArmView, ExperimentKind, ExperimentResult, ExperimentState, ExperimentView
from marketplace.foundation import rows
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_DUE = "state = 'running' AND (next_at <= %(now)s OR %(everything)s) ORDER BY next_at LIMIT %(most)s"


class _Seen(NamedTuple):
    periods: int = 0
    hours: float = 0.0
    units: int = 0


def list_experiments(vendor_id: str, page: PageRequest) -> Page[ExperimentView]:
    """Newest first."""
    found = PriceExperiment.objects.filter(vendor_id=vendor_id)
    if page.cursor:
        at, last = decode_cursor(page.cursor, tuple[datetime, str])
        found = found.filter(Q(started_at__lt=at) | Q(started_at=at, id__lt=last))
    listed = list(found.order_by("-started_at", "-id")[: page.limit + 1])
    shown = page_of(listed, page, position=lambda row: (row.started_at, row.id))
    return Page(_views(list(shown.items)), shown.next_cursor)


def get_experiment(vendor_id: str, experiment_id: str) -> ExperimentView:
    """:raises ExperimentNotFound: also for another vendor's"""
    row = rows.first(PriceExperiment, "id = %(id)s AND vendor_id = %(vendor_id)s", {"id": experiment_id, "vendor_id": vendor_id})
    if row is None:
        raise ExperimentNotFound
    return _views([row])[0]


def due_experiments(*, now: datetime, most: int = 100) -> list[str]:
    """Ids of those whose next period has come, the longest due first; of all that run, while the region lets no price change by itself."""
    wanted = {"now": now, "everything": not CHANGES_PRICES.current(), "most": most}
    found = rows.every(PriceExperiment, _DUE, wanted)
    return [row.id for row in found]


def list_periods(experiment_id: str) -> list[ExperimentPeriod]:
    """All that have begun, in order."""
    return rows.every(ExperimentPeriod, "experiment_id = %(id)s ORDER BY number", {"id": experiment_id})


def finished(periods: Sequence[ExperimentPeriod]) -> list[Period]:
    """Those that are over and in which the price held."""
    return [
        Period(row.arm, (row.ended_at - row.began_at).total_seconds() / 3600, row.units)
        for row in periods
        if row.ended_at is not None and not row.is_left_out
    ]


def _views(listed: Sequence[PriceExperiment]) -> list[ExperimentView]:
    """One more query for all of them."""
    seen = {
        (experiment_id, arm): _Seen(int(count), float(hours), int(units))
        for experiment_id, arm, count, hours, units in sql.rows(statements.ARMS, {"ids": [row.id for row in listed]})
    }
    return [_view(row, [seen.get((row.id, arm), _Seen()) for arm in range(len(row.arms))]) for row in listed]


def _view(row: PriceExperiment, seen: Sequence[_Seen]) -> ExperimentView:
    chances = row.chances or [None] * len(row.arms)
    return ExperimentView(
        id=row.id,
        variant_id=row.variant_id,
        product_id=row.product_id,
        sku=row.sku,
        kind=ExperimentKind(row.kind),
        state=ExperimentState(row.state),
        seed=row.seed,
        period_hours=row.period_hours,
        periods=row.periods,
        periods_done=sum(each.periods for each in seen),
        arms=[_arm(row, arm, each, chances[arm]) for arm, each in enumerate(seen)],
        result=msgspec.convert(row.result, ExperimentResult) if row.result else None,
        stop_reason=row.stop_reason,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _arm(row: PriceExperiment, arm: int, seen: _Seen, chance: float | None) -> ArmView:
    earned = row.unit_profits[arm] * seen.units * 24 / seen.hours if seen.hours else 0.0
    return ArmView(
        price=Money(row.arms[arm], row.currency),
        periods=seen.periods,
        hours=round(seen.hours, 1),
        units=seen.units,
        profit_per_day=Money(round(earned), row.currency),
        best_percent=None if chance is None else round(100 * chance),
    )
