"""Writes orders into the indices in which the dashboards find them, with the summaries that they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import ORDERS, VENDOR_ORDERS
from marketplace.apps.orders.queries.search import ORDER_INDEX, VENDOR_ORDER_INDEX
from marketplace.apps.orders.types import Order, StaffOrderSummary, VendorOrder
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import NEUTRAL, SearchDocument, Term, Text
from marketplace.foundation.search.versions import take_version


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


def _order_document(order: Order, version: int) -> SearchDocument:
    lines = order.quote.lines
    summary = StaffOrderSummary(
        id=order.id,
        number=order.number,
        state=order.state,
        payment_status=order.payment_status,
        customer_id=order.customer_id,
        email=order.email,
        name=order.recipient,
        country=order.country,
        vendor_ids=[part.vendor_id for part in order.parts],
        total=order.quote.total,
        refunded=order.refunded,
        placed_at=order.placed_at,
    )
    return SearchDocument(
        id=order.id,
        version=version,
        texts=_text(order.number, order.shipping_address or order.billing_address, order.email, [line.title for line in lines]),
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
        cards=_card(queries.vendor_order_summary(part)),
    )


def _text(number: str, address: Address | None, email: str, titles: Sequence[str]) -> dict[str, Text]:
    name, places = (address.name, [address.city, address.postcode]) if address else ("", [])
    return {NEUTRAL: Text(title=f"{number} {name}".strip(), keywords=[email, *places], body=" ".join(titles))}


def _terms(state: str, country: str, payment: str, currency: str, product_ids: Sequence[str]) -> list[Term]:
    named = {"state": state, "country": country, "payment": payment, "currency": currency}
    products = [Term(field="product", value=product_id) for product_id in dict.fromkeys(product_ids)]
    return [*(Term(field=field, value=value) for field, value in named.items()), *products]


def _card(summary: msgspec.Struct) -> dict[str, dict[str, msgspec.Raw]]:
    return {NEUTRAL: {"": msgspec.Raw(msgspec.json.encode(summary))}}
