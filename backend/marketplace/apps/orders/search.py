"""Orders as the dashboards find them: one index of orders for staff, one of vendor orders for vendors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import ORDERS, VENDOR_ORDERS, Order, VendorOrder
from marketplace.apps.orders.serializers import StaffOrderSummary, VendorOrderSummary
from marketplace.foundation import tenancy
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import (
    NEUTRAL,
    AnyOf,
    Filter,
    IndexDefinition,
    KeywordField,
    Range,
    SearchDocument,
    SearchRequest,
    Sort,
    Term,
    Text,
)
from marketplace.foundation.search.versions import take_version
from marketplace.kit import texts as sentences
from marketplace.kit.errors import FieldError, InvalidInput
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


class Criteria(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a list of orders is narrowed to; empty means any. ``text`` is words of a number, a name, an address or a SKU. Totals are in minor
    units of ``currency``, the region's default one when empty.
    """

    text: str = ""
    state: str = ""
    vendor_id: str = ""
    customer_id: str = ""
    product_id: str = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    total_min: int | None = None
    total_max: int | None = None
    currency: str = ""


def list_orders(criteria: Criteria, page: PageRequest) -> Page[msgspec.Raw]:
    """Orders of all customers, newest first, as ``StaffOrderSummary``. :raises InvalidInput: for a currency that is not the region's"""
    vendor = (AnyOf("vendor", (criteria.vendor_id,)),) if criteria.vendor_id else ()
    return _list(ORDER_INDEX, vendor, criteria, page)


def list_vendor_orders(vendor_id: str, criteria: Criteria, page: PageRequest) -> Page[msgspec.Raw]:
    """
    One vendor's own parts, newest first, as ``VendorOrderSummary``; whatever ``criteria`` says of vendors, and nothing for no vendor.

    :raises InvalidInput: for a currency that is not the region's
    """
    return _list(VENDOR_ORDER_INDEX, (AnyOf("vendor", (vendor_id,)),), criteria, page)


def index_orders(refs: Iterable[tuple[str, str]]) -> None:
    """Bring the index up to date with orders, each by its owner and its id. Safe to repeat, in any order."""
    version = take_version()  # before the orders are read: see versions
    engine().upsert(ORDER_INDEX, [_order_document(order, version) for order in queries.orders_by_ref(refs)])


def index_vendor_orders(refs: Iterable[tuple[str, str]]) -> None:
    """The same for vendors' parts, each by its vendor and its id."""
    version = take_version()
    engine().upsert(VENDOR_ORDER_INDEX, [_vendor_order_document(part, version) for part in queries.vendor_orders_by_ref(refs)])


def all_orders() -> Iterator[list[SearchDocument]]:
    version = take_version()
    return ([_order_document(order, version)] for order in ORDERS.scan())


def all_vendor_orders() -> Iterator[list[SearchDocument]]:
    version = take_version()
    return ([_vendor_order_document(part, version)] for part in VENDOR_ORDERS.scan())


def _list(index: IndexDefinition, scope: tuple[Filter, ...], criteria: Criteria, page: PageRequest) -> Page[msgspec.Raw]:
    filters = (*scope, *_filters(criteria))
    request = SearchRequest(
        text=criteria.text, filters=filters, sort=_NEWEST_FIRST, limit=page.limit, cursor=page.cursor, with_counts=False
    )
    found = engine().search(index, request)
    return Page([hit.card for hit in found.hits if hit.card is not None], found.next_cursor)


def _filters(criteria: Criteria) -> tuple[Filter, ...]:
    terms = {
        "state": criteria.state,
        "customer": criteria.customer_id,
        "product": criteria.product_id,
    }
    filters: list[Filter] = [AnyOf(field, (value,)) for field, value in terms.items() if value]
    if criteria.placed_from or criteria.placed_to:
        filters.append(Range("created_at", at_least=_seconds(criteria.placed_from), at_most=_seconds(criteria.placed_to)))
    if criteria.currency or criteria.total_min is not None or criteria.total_max is not None:
        currency = _currency(criteria.currency)
        filters += [AnyOf("currency", (currency,)), Range(f"total.{currency}", at_least=criteria.total_min, at_most=criteria.total_max)]
    return tuple(filters)


def _currency(asked: str) -> str:
    tenant = tenancy.current()
    currency = asked.upper() or tenant.default_currency
    if currency not in tenant.currencies:
        told = sentences.Text("One of: {choices}", choices=tenant.currencies)
        raise InvalidInput(errors=[FieldError("currency", "foreign_currency", told)])
    return currency


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def _order_document(order: Order, version: int) -> SearchDocument:
    lines = order.quote.lines
    summary = StaffOrderSummary(
        id=order.id,
        number=order.number,
        state=order.state,
        payment_state=order.payment_state,
        customer_id=order.customer_id,
        email=order.email,
        name=order.shipping_address.name,
        country=order.country,
        vendor_ids=[part.vendor_id for part in order.parts],
        total=order.quote.total,
        refunded=order.refunded,
        placed_at=order.placed_at,
    )
    return SearchDocument(
        id=order.id,
        version=version,
        texts=_text(order.number, order.shipping_address, order.email, [line.title for line in lines]),
        codes=[order.number, *(line.sku for line in lines)],
        terms=[
            *_terms(order.state, order.country, order.payment_method, order.quote.currency, [line.product_id for line in lines]),
            *(Term(field="vendor", value=part.vendor_id) for part in order.parts),
            *([Term(field="customer", value=order.customer_id)] if order.customer_id else []),
        ],
        numbers={"created_at": int(order.placed_at.timestamp()), f"total.{order.quote.currency}": order.quote.total.minor},
        cards=_card(summary),
    )


def _vendor_order_document(part: VendorOrder, version: int) -> SearchDocument:
    summary = VendorOrderSummary(
        id=part.id,
        number=part.number,
        state=part.state,
        is_cash=part.is_cash,
        name=part.shipping_address.name,
        city=part.shipping_address.city,
        country=part.country,
        item_count=sum(line.quantity - line.canceled for line in part.lines),
        total=part.total,
        refunded=part.refunded,
        created_at=part.created_at,
    )
    return SearchDocument(
        id=part.id,
        version=version,
        texts=_text(part.number, part.shipping_address, part.email, [line.title for line in part.lines]),
        codes=[part.number, *(line.sku for line in part.lines)],
        terms=[
            *_terms(part.state, part.country, part.provider, part.total.currency, [line.product_id for line in part.lines]),
            Term(field="vendor", value=part.vendor_id),
        ],
        numbers={"created_at": int(part.created_at.timestamp()), f"total.{part.total.currency}": part.total.minor},
        cards=_card(summary),
    )


def _text(number: str, address: Address, email: str, titles: Sequence[str]) -> dict[str, Text]:
    return {NEUTRAL: Text(title=f"{number} {address.name}", keywords=[email, address.city, address.postcode], body=" ".join(titles))}


def _terms(state: str, country: str, payment: str, currency: str, product_ids: Sequence[str]) -> list[Term]:
    named = {"state": state, "country": country, "payment": payment, "currency": currency}
    products = [Term(field="product", value=product_id) for product_id in dict.fromkeys(product_ids)]
    return [*(Term(field=field, value=value) for field, value in named.items()), *products]


def _card(summary: msgspec.Struct) -> dict[str, dict[str, msgspec.Raw]]:
    return {NEUTRAL: {"": msgspec.Raw(msgspec.json.encode(summary))}}
