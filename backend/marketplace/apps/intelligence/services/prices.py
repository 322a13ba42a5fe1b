"""Training of how sales answer to prices, in a worker: from this region's sales and the history of its prices to advice for its vendors."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

import msgspec
import numpy as np

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.queries.prices import PriceSpell
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.apps.intelligence.domain import price_response
from marketplace.apps.intelligence.domain.price_response import Floats, Panel, Response
from marketplace.apps.intelligence.models import ModelVersion
from marketplace.apps.intelligence.services import registry
from marketplace.apps.intelligence.types import ModelName
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import DailySales
from marketplace.apps.price_advice import queries as price_queries
from marketplace.apps.price_advice import services as price_services
from marketplace.apps.price_advice.types import Estimate
from marketplace.foundation import tenancy
from marketplace.kit.ids import ProductId, VendorId

WINDOW_DAYS = 180
MOST_VARIANTS = 10_000  # those that sell on the most days
BATCH = 100  # products that one read of documents brings
FRESH_DAYS = 30  # after which a competitor's price says nothing


class Series(NamedTuple):
    """What was sold and at which prices, in this region alone; ``names`` has an entry for each row of the panel."""

    names: list[DailySales]
    panel: Panel


def train_prices(*, now: datetime, trained_by: str = "system") -> ModelVersion:
    """Judge the method on the last two weeks, learn from everything; active at once if the model renews itself and is better."""
    started = time.monotonic()
    series = read_series(now)
    evaluated = price_response.evaluate(series.panel)
    estimates = [] if evaluated.reason else list(_estimates(series, price_response.fit(series.panel)))
    days = series.panel.units.shape[1]
    yesterday = (now - timedelta(days=1)).date()
    with tenancy.atomic():
        version = registry.open_version(
            ModelName.PRICES,
            evaluated,
            window=(yesterday - timedelta(days=days - 1), yesterday) if series.names else None,
            row_count=len(series.names),
            duration_ms=round((time.monotonic() - started) * 1000),
            trained_by=trained_by,
            now=now,
        )
        if estimates:
            price_services.store_model(version_id=version.id, estimates=estimates)
        registry.renew(version, now=now)
    registry.drop_old_lists(ModelName.PRICES)
    return version


def score_yesterday(*, now: datetime) -> None:
    """
    What the version in use said of yesterday's sales at yesterday's prices, against what was sold; next to it the same level with a price
    that does not matter. Also in shadow.
    """
    model, version = price_queries.find_used_model(), registry.find_active(ModelName.PRICES)
    if model is None or version is None:
        return
    series = read_series(now, days=FRESH_DAYS)
    known = {row.variant_id: row for row in _all_estimates(model.version_id)}
    said, plain, sold = [], [], []
    for place, sale in enumerate(series.names):
        price = series.panel.prices[place, -1]
        if sale.variant_id in known and not np.isnan(price):
            estimate = known[sale.variant_id]
            said.append(estimate.units_per_day * (price / estimate.price_minor) ** estimate.elasticity)
            plain.append(estimate.units_per_day)
            sold.append(series.panel.units[place, -1])
    if sold:
        actual = np.array(sold)
        loss, baseline = (price_response.deviance(actual, np.array(mean)) * len(sold) for mean in (said, plain))
        yesterday = (now - timedelta(days=1)).date()
        registry.record_score(version, day=yesterday, cases=len(sold), loss=loss, baseline_loss=baseline)


def read_series(now: datetime, *, days: int = WINDOW_DAYS) -> Series:
    """Whole days alone (UTC), in the region's own currency. Days before the first known price of all are no history."""
    until = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = until - timedelta(days=days)
    sales = inventory_queries.daily_sales(since=since, until=until, most=MOST_VARIANTS)
    names = [next(group) for _, group in groupby(sales, key=lambda sale: sale.variant_id)]
    places = {sale.variant_id: place for place, sale in enumerate(names)}
    units = np.zeros((len(names), days))
    for sale in sales:
        units[places[sale.variant_id], np.array(sale.days)] += sale.units
    prices = np.full(units.shape, np.nan)
    spells = catalog_queries.price_spells(variant_ids=list(places), until=until, currency=price_queries.currency()) if places else []
    for variant_id, own in groupby(spells, key=lambda spell: spell.variant_id):
        prices[places[variant_id]] = _days_of(list(own), since, days)
    panel = Panel(units, prices, _competitors(places, since, until, days), _categories(names))
    known = ~np.isnan(prices)
    kept = known.any(axis=1)
    first = int(np.argmax(known.any(axis=0))) if kept.any() else days
    panel = panel.of(kept)
    return Series(
        [name for name, is_kept in zip(names, kept, strict=True) if is_kept],
        Panel(panel.units[:, first:], panel.prices[:, first:], panel.competitors[:, first:], panel.categories),
    )


def _days_of(spells: Sequence[PriceSpell], since: datetime, days: int) -> Floats:
    """The price of each day; nan where it was not offered, or changed after the day had begun."""
    found = np.full(days, np.nan)
    for place, spell in enumerate(spells):
        ended = spells[place + 1].began_at if place + 1 < len(spells) else since + timedelta(days=days)
        first = -((since - spell.began_at) // timedelta(days=1)) if spell.began_at > since else 0
        last = (ended - since) // timedelta(days=1)
        if spell.minor is not None and last > first:
            found[first : max(last, 0)] = spell.minor
    return found


def _competitors(places: Mapping[str, int], since: datetime, until: datetime, days: int) -> Floats:
    """The lowest that was seen of each day, or last before it."""
    found = np.full((len(places), days), np.nan)
    for variant_id, day, minor in price_queries.lowest_by_day(since=since, until=until):
        if (row := places.get(variant_id)) is not None:
            first = (datetime(day.year, day.month, day.day, tzinfo=UTC) - since).days
            found[row, first : first + FRESH_DAYS] = minor
    return found


def _categories(names: Sequence[DailySales]) -> np.ndarray:
    """A number for each variant: of its product's category."""
    refs = list(dict.fromkeys(ProductRef(VendorId(name.vendor_id), ProductId(name.product_id)) for name in names))
    products: dict[ProductId, Product] = {}
    for start in range(0, len(refs), BATCH):
        products |= catalog_queries.get_products(refs[start : start + BATCH])
    found = [products.get(ProductId(name.product_id)) for name in names]
    return price_response.numbered([(product.category_id or "") if product else "" for product in found])


def _estimates(series: Series, response: Response) -> Iterator[tuple[str, Estimate]]:
    for place, sale in enumerate(series.names):
        yield (
            sale.vendor_id,
            Estimate(
                variant_id=sale.variant_id,
                product_id=sale.product_id,
                price_minor=int(response.reference[place]),
                units_per_day=round(float(np.exp(response.level[place])), 5),
                units_error=round(float(response.level_error[place]), 4),
                elasticity=round(float(response.elasticity[place]), 4),
                elasticity_error=round(float(response.error[place]), 4),
                own_weight=round(float(response.own_weight[place]), 4),
                competitor_elasticity=round(float(response.cross[place]), 4),
                prices_seen=int(response.prices_seen[place]),
                days=int(response.days[place]),
            ),
        )


def _all_estimates(version_id: str) -> Iterator[Estimate]:
    after = ""
    while batch := price_queries.next_estimates(version_id, after=after, most=1_000):
        yield from (msgspec.convert(row.value, Estimate) for row in batch)
        after = batch[-1].variant_id
