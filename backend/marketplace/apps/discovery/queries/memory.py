"""Facts that hardly ever change, kept in each process for a few seconds: a page that is cached in public may be that old anyway."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import CategoryId, CategoryView
from marketplace.apps.discovery.types import DeliveryOption, Place
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.foundation import tenancy
from marketplace.kit.ids import VendorId

LIFE_S = 5.0
MOST = 10_000  # facts in a process

T = TypeVar("T")

_facts: dict[Hashable, tuple[float, Any]] = {}


def categories(*, with_ids: list[CategoryId]) -> Mapping[CategoryId, CategoryView]:
    """The region's categories; read again at once when one that is needed is not among them."""
    key = (tenancy.current().slug, "categories")
    known: Mapping[CategoryId, CategoryView] = _recall(key, catalog_queries.categories_by_id)
    if not known.keys() >= set(with_ids):
        forget(key)
        known = _recall(key, catalog_queries.categories_by_id)
    return known


def delivery_options(vendor_id: str, place: Place) -> list[DeliveryOption]:
    """How the vendor delivers there; what a checkout charges is read afresh."""
    return _recall((tenancy.current().slug, "delivery", vendor_id, place), lambda: _delivery_options(vendor_id, place))


def forget(key: Hashable | None = None) -> None:
    """One fact, or all."""
    if key is None:
        _facts.clear()
    else:
        _facts.pop(key, None)


def _delivery_options(vendor_id: str, place: Place) -> list[DeliveryOption]:
    found = shipping_queries.methods_for([vendor_id], place.country, place.currency, language=place.language)
    return [
        DeliveryOption(
            id=option.method_id,
            name=option.name,
            price=option.price,
            free_over=option.free_over,
            min_days=option.min_days,
            max_days=option.max_days,
        )
        for option in found.get(VendorId(vendor_id), ())
    ]


def _recall(key: Hashable, read: Callable[[], T]) -> T:
    now = time.monotonic()
    known = _facts.get(key)
    if known is not None and known[0] > now:
        fact: T = known[1]
        return fact
    if len(_facts) >= MOST:
        _facts.clear()
    fact = read()
    _facts[key] = (now + LIFE_S, fact)
    return fact
