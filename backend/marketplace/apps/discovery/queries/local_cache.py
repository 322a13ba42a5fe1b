"""
Facts that hardly ever change, cached in each process for a few seconds: a page that is cached in public may be that old anyway.

An event makes its facts be read again at once, since an answer that is made after it is cached for longer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple, TypeVar

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import CategoryId, CategoryView, Texts
from marketplace.apps.discovery.domain.tags import ATTRIBUTES, CATEGORIES, vendor_tag
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.discovery.types.pages import DeliveryOption
from marketplace.apps.returns import queries as return_queries
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.foundation.cache import tags
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.kit.ids import VendorId

LIFE_S = 5.0
MOST = 10_000  # facts in a process

T = TypeVar("T")


class _Fact(NamedTuple):
    """``read_after``: the number of the last change of all before it was read."""

    known_until: float
    read_after: int
    value: Any


_facts: dict[Hashable, _Fact] = {}


def categories(*, with_ids: list[CategoryId]) -> Mapping[CategoryId, CategoryView]:
    """The region's categories; read again at once when one that is needed is not among them."""
    key = (tenancy.current().slug, "categories")
    known: Mapping[CategoryId, CategoryView] = _recall(key, catalog_queries.categories_by_id, CATEGORIES)
    if not known.keys() >= set(with_ids):
        forget(key)
        known = _recall(key, catalog_queries.categories_by_id, CATEGORIES)
    return known


def attribute_names() -> Mapping[str, Texts]:
    """What staff call the filters of options, by key and language."""
    return _recall((tenancy.current().slug, "attributes"), catalog_queries.attribute_names, ATTRIBUTES)


def delivery_options(vendor_id: str, place: Place) -> list[DeliveryOption]:
    """How the vendor delivers there; what a checkout charges is read afresh."""
    key = (tenancy.current().slug, "delivery", vendor_id, place)
    return _recall(key, lambda: _delivery_options(vendor_id, place), vendor_tag(vendor_id))


def return_days(vendor_id: str, *, country: str) -> int:
    """How long the vendor's products may be returned from there; a return asks afresh."""
    key = (tenancy.current().slug, "return_days", vendor_id, country)
    return _recall(key, lambda: return_queries.get_return_days(vendor_id, country=country), vendor_tag(vendor_id))


def find_vendor(vendor_id: str) -> VendorView | None:
    """The vendor as it is since the last event about it."""
    key = (tenancy.current().slug, "vendor", vendor_id)
    return _recall(key, lambda: vendor_queries.vendors_by_id([vendor_id]).get(vendor_id), vendor_tag(vendor_id))


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


def _recall(key: Hashable, read: Callable[[], T], *fact_tags: str) -> T:
    known, now = _facts.get(key), time.monotonic()
    try:
        if known is not None and known.known_until > now and not tags.have_changed(fact_tags, since=known.read_after):
            fact: T = known.value
            return fact
        read_after = tags.last_change() if fact_tags else 0
    except CacheUnavailable:  # so nobody can say whether it changed
        return read()
    fact = read()
    if len(_facts) >= MOST:
        _facts.clear()
    _facts[key] = _Fact(now + LIFE_S, read_after, fact)
    return fact
