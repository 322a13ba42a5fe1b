"""Reads of shipping."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product
from typing import NamedTuple

import msgspec

from marketplace.apps.catalog.types import text_in
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import CASH, Balance, collection_account
from marketplace.apps.shipping.models import Courier, ShippingMethod, ShippingZone
from marketplace.apps.shipping.types import CourierView, Coverage, ShippingMethodId, ShippingOption, price_of
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import VendorId, is_id
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

__all__ = [
    "active_couriers",
    "courier_codes",
    "couriers_of_methods",
    "days_of_methods",
    "get_courier",
    "get_method",
    "get_zone",
    "list_couriers",
    "list_coverage",
    "list_methods",
    "list_region_methods",
    "list_zones",
    "methods_for",
    "places_delivered_to",
    "price_of",
]

_minor = msgspec.json.Decoder(dict[str, int])
_texts = msgspec.json.Decoder(dict[str, str])

# Written out, since every look at a cart asks it: composing costs several times what answering does.
_METHODS_FOR = """
    SELECT method.vendor_id, method.id, method.names, method.prices, method.free_over, method.min_days, method.max_days
    FROM shipping_methods AS method JOIN shipping_zones AS zone ON zone.id = method.zone_id
    WHERE method.vendor_id = ANY(%(vendor_ids)s::text[]) AND method.is_active AND %(country)s = ANY(zone.countries) ORDER BY method.id
"""


_COVERAGE = """
    SELECT country, count(DISTINCT method.vendor_id), count(*)
    FROM shipping_methods AS method JOIN shipping_zones AS zone ON zone.id = method.zone_id, unnest(zone.countries) AS country
    WHERE method.is_active GROUP BY country
"""


class _Offered(NamedTuple):
    """A row of that statement, with its JSON as text."""

    vendor_id: str
    id: str
    names: str
    prices: str
    free_over: str
    min_days: int
    max_days: int


def methods_for(vendor_ids: Iterable[str], country: str, currency: str, *, language: str = "") -> dict[VendorId, list[ShippingOption]]:
    """How each of the vendors delivers to ``country``, the cheapest way first; empty for those who do not. One query."""
    wanted = set(vendor_ids)
    options: dict[VendorId, list[ShippingOption]] = {VendorId(vendor_id): [] for vendor_id in wanted}
    for row in map(_Offered._make, sql.rows(_METHODS_FOR, {"vendor_ids": list(wanted), "country": country})):
        if (option := _option(row, currency, language or tenancy.current().default_language)) is not None:
            options[VendorId(row.vendor_id)].append(option)
    for found in options.values():
        found.sort(key=lambda option: (option.price.minor, option.max_days))
    return options


def places_delivered_to(vendor_ids: Collection[str]) -> dict[VendorId, frozenset[tuple[str, str]]]:
    """For which countries, in which currencies, each of the vendors has a way to deliver. One query."""
    rows = ShippingMethod.objects.filter(vendor_id__in=vendor_ids, is_active=True).values_list("vendor_id", "zone__countries", "prices")
    places: dict[VendorId, set[tuple[str, str]]] = {}
    for vendor_id, countries, prices in rows:
        places.setdefault(VendorId(vendor_id), set()).update(product(countries, prices))
    return {vendor_id: frozenset(found) for vendor_id, found in places.items()}


def get_method(vendor_id: str, method_id: str) -> ShippingMethod:
    """A vendor's method with its zone. :raises NotFound: also for another vendor's"""
    rows = ShippingMethod.objects.filter(vendor_id=vendor_id, id=method_id).select_related("zone", "courier")
    row = rows.first() if is_id(method_id, "shm") else None
    if row is None:
        raise NotFound
    return row


def days_of_methods(method_ids: Collection[str]) -> dict[str, int]:
    """The most working days that each of these methods takes, as its vendor says now. One query."""
    return dict(ShippingMethod.objects.filter(id__in=method_ids).values_list("id", "max_days"))


def list_methods(vendor_id: str) -> list[ShippingMethod]:
    """All of a vendor's, with their zones, those that are switched off included."""
    return list(ShippingMethod.objects.filter(vendor_id=vendor_id).select_related("zone", "courier").order_by("id"))


def list_region_methods(
    *, vendor_id: str | None = None, country: str | None = None, is_active: bool | None = None, page: PageRequest
) -> Page[ShippingMethod]:
    """Those of all vendors with their zones, the newest first. One query."""
    found = ShippingMethod.objects.select_related("zone", "courier").order_by("-id")
    if vendor_id:
        found = found.filter(vendor_id=vendor_id)
    if country:
        found = found.filter(zone__countries__contains=[country])
    if is_active is not None:
        found = found.filter(is_active=is_active)
    if page.cursor:
        found = found.filter(id__lt=decode_cursor(page.cursor, str))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.id)


def list_coverage() -> list[Coverage]:
    """Every country of the region in its order, also those to which nobody delivers. One query."""
    counts = {country: (vendors, methods) for country, vendors, methods in sql.rows(_COVERAGE, {})}
    served = tenancy.current().countries
    found = [(country, *counts.get(country, (0, 0))) for country in served]
    return [Coverage(country=country, vendors=vendors, methods=methods) for country, vendors, methods in found]


def get_zone(vendor_id: str, zone_id: str) -> ShippingZone:
    """:raises NotFound: also for another vendor's"""
    row = ShippingZone.objects.filter(vendor_id=vendor_id, id=zone_id).first() if is_id(zone_id, "shz") else None
    if row is None:
        raise NotFound
    return row


def list_zones(vendor_id: str) -> list[ShippingZone]:
    return list(ShippingZone.objects.filter(vendor_id=vendor_id).order_by("name"))


def couriers_of_methods(method_ids: Iterable[str]) -> dict[str, str]:
    """By method, the code of the courier who collects cash; without those whose vendor does. One query."""
    found = ShippingMethod.objects.filter(id__in=set(method_ids), courier__isnull=False)
    return dict(found.values_list("id", "courier__code"))


def active_couriers() -> list[Courier]:
    """Those that a vendor can choose, by name."""
    return list(Courier.objects.filter(is_active=True).order_by("name", "id"))


def list_couriers() -> list[CourierView]:
    """All of the region's by name, those that cannot be chosen any more included, with what they hold. Two queries."""
    held = ledger_queries.list_balances(prefix=CASH)
    return [_courier_view(row, held) for row in Courier.objects.order_by("name", "id")]


def get_courier(courier_id: str) -> CourierView:
    """:raises NotFound: if there is none"""
    row = Courier.objects.filter(id=courier_id).first() if is_id(courier_id, "cour") else None
    if row is None:
        raise NotFound
    return _courier_view(row, ledger_queries.list_balances(prefix=collection_account(row.code)))


def courier_codes() -> list[str]:
    """Of all couriers that the region has had."""
    return list(Courier.objects.order_by("code").values_list("code", flat=True))


def _courier_view(row: Courier, balances: Iterable[Balance]) -> CourierView:
    held = [-item.balance for item in balances if item.account == collection_account(row.code) and item.balance]
    return CourierView(id=row.id, code=row.code, name=row.name, is_active=row.is_active, held=held, etag=str(row.version))


def _option(row: _Offered, currency: str, language: str) -> ShippingOption | None:
    """None where it has no price in the currency."""
    price = _minor.decode(row.prices).get(currency)
    if price is None:
        return None
    free_over = _minor.decode(row.free_over).get(currency)
    return ShippingOption(
        method_id=ShippingMethodId(row.id),
        name=text_in(_texts.decode(row.names), language),
        price=Money(price, currency),
        free_over=None if free_over is None else Money(free_over, currency),
        min_days=row.min_days,
        max_days=row.max_days,
    )
