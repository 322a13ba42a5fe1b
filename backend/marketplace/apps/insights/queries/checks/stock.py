"""Stock levels against the movements that explain them."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.types import Difference
from marketplace.apps.inventory import queries as inventory_queries


def check_stock() -> Iterator[Difference]:
    """``stock``: levels, reservations and movements say the same number of units."""
    for item in inventory_queries.find_discrepancies():
        detail = f"{item.what} {item.warehouse_id}".strip()
        yield Difference(check="stock", subject=item.variant_id, expected=item.explained, found=item.recorded, detail=detail)
