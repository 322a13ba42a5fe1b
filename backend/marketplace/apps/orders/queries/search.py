"""Orders as the dashboards find them: one index of orders for staff, one of vendor orders for vendors."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.orders.queries.orders import vendor_orders_by_id
from marketplace.apps.orders.types import OrderCriteria, VendorOrder
from marketplace.foundation.rows.pages import currency_of_list
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import (
    AnyOf,
    Filter,
    IndexDefinition,
    KeywordField,
    Range,
    SearchRequest,
    Sort,
)
from marketplace.kit.pages import Page, PageRequest

_KEYWORDS = ("state", "vendor", "customer", "product", "country", "payment", "currency")
_NEWEST_FIRST = Sort("created_at")

ORDER_INDEX = IndexDefinition(
    name="orders",
    keywords=tuple(KeywordField(name, is_counted=False) for name in _KEYWORDS),
    numbers=("created_at",),
    numbers_by_currency=("total",),
    is_multilingual=False,
)
VENDOR_ORDER_INDEX = msgspec.structs.replace(ORDER_INDEX, name="vendor_orders")


class _Card(msgspec.Struct):
    """The id in a card of the index."""

    id: str


def list_orders(criteria: OrderCriteria, page: PageRequest) -> Page[msgspec.Raw]:
    """Orders of all customers, newest first, as ``StaffOrderSummary``. :raises InvalidInput: for a currency that is not the region's"""
    vendor = (AnyOf("vendor", (criteria.vendor_id,)),) if criteria.vendor_id else ()
    return _list(ORDER_INDEX, vendor, criteria, page)


def list_vendor_orders(vendor_id: str, criteria: OrderCriteria, page: PageRequest) -> Page[msgspec.Raw]:
    """
    One vendor's own parts, newest first, as ``VendorOrderSummary``; whatever ``criteria`` says of vendors, and nothing for no vendor.

    :raises InvalidInput: for a currency that is not the region's
    """
    return _list(VENDOR_ORDER_INDEX, (AnyOf("vendor", (vendor_id,)),), criteria, page)


def last_vendor_orders(vendor_id: str, *, limit: int) -> list[VendorOrder]:
    """A vendor's newest orders, at most ``limit`` (100 at most), as the index knows them and the documents say they are."""
    found = list_vendor_orders(vendor_id, OrderCriteria(), PageRequest(limit))
    ids = [msgspec.json.decode(card, type=_Card).id for card in found.items]
    parts = vendor_orders_by_id(vendor_id, ids)
    return [parts[part_id] for part_id in ids if part_id in parts]


def _list(index: IndexDefinition, scope: tuple[Filter, ...], criteria: OrderCriteria, page: PageRequest) -> Page[msgspec.Raw]:
    filters = (*scope, *_filters(criteria))
    request = SearchRequest(
        text=criteria.text, filters=filters, sort=_sort_of(criteria), limit=page.limit, cursor=page.cursor, with_counts=False
    )
    found = engine().search(index, request)
    return Page([hit.card for hit in found.hits if hit.card is not None], found.next_cursor)


def _filters(criteria: OrderCriteria) -> tuple[Filter, ...]:
    terms = {
        "state": tuple(filter(None, criteria.state.split(","))),
        "customer": (criteria.customer_id,) if criteria.customer_id else (),
        "product": (criteria.product_id,) if criteria.product_id else (),
    }
    filters: list[Filter] = [AnyOf(field, values) for field, values in terms.items() if values]
    if criteria.placed_from or criteria.placed_to:
        filters.append(Range("created_at", at_least=_seconds(criteria.placed_from), at_most=_seconds(criteria.placed_to)))
    is_about_totals = criteria.total_min is not None or criteria.total_max is not None or _is_by_total(criteria)
    if criteria.currency or is_about_totals:
        currency = currency_of_list(criteria.currency)
        filters += [AnyOf("currency", (currency,)), Range(f"total.{currency}", at_least=criteria.total_min, at_most=criteria.total_max)]
    return tuple(filters)


def _sort_of(criteria: OrderCriteria) -> Sort:
    if criteria.sort is None:
        return _NEWEST_FIRST
    field = f"total.{currency_of_list(criteria.currency)}" if _is_by_total(criteria) else "created_at"
    return Sort(field, descending=criteria.sort.descending)


def _is_by_total(criteria: OrderCriteria) -> bool:
    return criteria.sort is not None and criteria.sort.column == "total"


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
