"""A vendor's forecasts and what to order by them: stored means, with the vendor's terms and the stock of this moment."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.db.models import Q

from marketplace.apps.intelligence import statements
from marketplace.apps.intelligence.domain import ordering
from marketplace.apps.intelligence.models import DemandForecast, VendorReorderTerms
from marketplace.apps.intelligence.types import ForecastView, ModelName, ReorderTerms
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import WarehouseId
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import VariantId
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

UNSET_VERSION = "0"  # of terms that the vendor has not set
LOW, HIGH = 0.1, 0.9  # between which four of five lie


def get_terms(vendor_id: str) -> tuple[ReorderTerms, str]:
    """A vendor's terms and their version."""
    row = VendorReorderTerms.objects.filter(pk=vendor_id).first()
    return msgspec.convert(row.value if row else {}, ReorderTerms), str(row.version) if row else UNSET_VERSION


def list_forecasts(vendor_id: str, page: PageRequest, *, due: bool = False) -> Page[ForecastView]:
    """
    By SKU. Nothing while the model is off or was never trained. ``due``: what was to be ordered when that was last looked at (after
    each training and activation, and when the vendor sets its terms); how much is of this moment.
    """
    version_id = _active_version()
    if version_id is None:
        return Page([])
    found = DemandForecast.objects.filter(version_id=version_id, vendor_id=vendor_id).select_related("version")
    if due:
        found = found.filter(is_due=True)
    if page.cursor:
        sku, variant_id, warehouse_id = (text.replace("\0", "") for text in decode_cursor(page.cursor, tuple[str, str, str]))
        after = Q(sku=sku, variant_id__gt=variant_id) | Q(sku=sku, variant_id=variant_id, warehouse_id__gt=warehouse_id)
        found = found.filter(Q(sku__gt=sku) | after)
    rows = list(found.order_by("sku", "variant_id", "warehouse_id")[: page.limit + 1])
    shown = page_of(rows, page, position=lambda row: (row.sku, row.variant_id, row.warehouse_id))
    return Page(_advised(shown.items, {vendor_id: get_terms(vendor_id)[0]}), shown.next_cursor)


def due(forecasts: Sequence[DemandForecast]) -> list[bool]:
    """Which of them are to be ordered now, by their vendors' terms. Two queries."""
    vendor_ids = {row.vendor_id for row in forecasts}
    stored = VendorReorderTerms.objects.filter(vendor_id__in=vendor_ids).values_list("vendor_id", "value")
    terms = {vendor_id: msgspec.convert(value, ReorderTerms) for vendor_id, value in stored}
    units = inventory_queries.units_in_warehouses(row.variant_id for row in forecasts)
    found: list[bool] = [False] * len(forecasts)
    for vendor_id, places in _by_vendor(forecasts).items():
        points = _reorder_points([forecasts[place] for place in places], terms.get(vendor_id, ReorderTerms()))
        for place, point in zip(places, points, strict=True):
            row = forecasts[place]
            found[place] = units.get(_shelf(row), 0) < point
    return found


def _shelf(row: DemandForecast) -> tuple[VariantId, WarehouseId]:
    return VariantId(row.variant_id), WarehouseId(row.warehouse_id)


def _by_vendor(forecasts: Sequence[DemandForecast]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, row in enumerate(forecasts):
        places.setdefault(row.vendor_id, []).append(place)
    return places


def _active_version() -> str | None:
    ((is_on, version_id),) = sql.rows(statements.STATE, {"name": ModelName.FORECASTS})
    return version_id if is_on else None


def _advised(forecasts: Sequence[DemandForecast], terms: dict[str, ReorderTerms]) -> list[ForecastView]:
    if not forecasts:
        return []
    own = terms[forecasts[0].vendor_id]
    units = inventory_queries.units_in_warehouses(row.variant_id for row in forecasts)
    points = _reorder_points(forecasts, own)
    low, high = (_enough(forecasts, days=own.lead_time_days, level=level) for level in (LOW, HIGH))
    return [
        _view(row, own, position=units.get(_shelf(row), 0), point=point, span=(least, most))
        for row, point, least, most in zip(forecasts, points, low, high, strict=True)
    ]


def _view(row: DemandForecast, terms: ReorderTerms, *, position: int, point: int, span: tuple[int, int]) -> ForecastView:
    return ForecastView(
        variant_id=row.variant_id,
        product_id=row.product_id,
        sku=row.sku,
        warehouse_id=row.warehouse_id,
        units_per_day=round(row.units_per_day, 3),
        expected_units=round(row.units_per_day * terms.lead_time_days, 1),
        low_units=span[0],
        high_units=span[1],
        position_units=position,
        reorder_point_units=point,
        order_units=ordering.order_units(position=position, reorder_point=point, multiple=terms.pack_units),
        sold_units=row.sold_units,
        history_days=row.history_days,
        made_at=row.version.trained_at,
    )


def _reorder_points(forecasts: Sequence[DemandForecast], terms: ReorderTerms) -> list[int]:
    """What is not ordered today can be ordered next time, and arrives a lead time after that: until then the stock has to last."""
    return _enough(forecasts, days=terms.lead_time_days + terms.order_every_days, level=terms.service_level_percent / 100)


def _enough(forecasts: Sequence[DemandForecast], *, days: int, level: float) -> list[int]:
    """Units of each that are enough for so many days, with that probability."""
    import numpy as np  # with scipy 47 MB, which only processes have that are asked for forecasts

    from marketplace.apps.intelligence.domain import forecaster

    per_day = np.array([row.units_per_day for row in forecasts])
    lumpiness = np.array([row.lumpiness for row in forecasts])
    return [int(units) for units in forecaster.enough(per_day, lumpiness, days=days, level=level)]
