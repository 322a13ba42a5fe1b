"""The books against the orders: checkouts as they were agreed on, vendor orders as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from marketplace.apps.insights.checks.reading import differences, rows_of
from marketplace.apps.insights.types import Difference
from marketplace.apps.orders import queries as order_queries

_PAGE = 500

_CHECKOUTS = """
    WITH booked AS (
        SELECT order_id, currency, sum(amount_minor) AS amount FROM financial_transactions
        WHERE type IN ('sale', 'shipping') AND source LIKE 'provider:%%' GROUP BY 1, 2
    ),
    agreed AS (
        SELECT order_id, order_number, state, terms #>> '{quote,total,currency}' AS currency, terms ->> 'provider' AS provider,
            CASE WHEN state IN ('settled', 'completed') THEN (terms #>> '{quote,total,minor}')::bigint ELSE 0 END AS amount
        FROM checkouts
    )
    SELECT coalesce(a.order_id, b.order_id), coalesce(a.currency, b.currency), coalesce(a.amount, 0), coalesce(b.amount, 0),
        coalesce(a.order_number || ' ' || a.state, 'no checkout')
    FROM agreed AS a FULL JOIN booked AS b ON b.order_id = a.order_id AND b.currency = a.currency
    WHERE coalesce(a.provider, '') <> 'cash' AND coalesce(a.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1
"""
_BOOKED = """
    SELECT vendor_order_id, line_id, type, currency, sum(amount_minor) FROM financial_transactions
    WHERE vendor_order_id = ANY(%(ids)s) AND type = ANY(%(types)s) GROUP BY 1, 2, 3, 4
"""
_WITHOUT_DOCUMENT = """
    SELECT DISTINCT t.vendor_order_id, t.currency FROM financial_transactions AS t JOIN checkouts AS c ON c.order_id = t.order_id
    WHERE t.vendor_order_id <> '' AND c.state = 'completed'
"""
_TYPES = ("sale", "shipping", "commission", "commission_vat", "refund", "refund_commission", "refund_commission_vat", "cash_collected")

_REVERSAL = {"sale": "refund", "commission": "refund_commission", "commission_vat": "refund_commission_vat"}

Booked = Counter[tuple[str, str, str, str]]  # minor units by vendor order, line, type and currency


def check_checkouts() -> Iterator[Difference]:
    """``checkout_booked``: a settled checkout's sales and shipping are what the customer agreed to pay; of another's there are none."""
    yield from differences("checkout_booked", _CHECKOUTS)


def check_vendor_orders() -> Iterator[Difference]:
    """
    ``vendor_order_booked``: the rows of a vendor order are what its lines, frozen fees and cancellations say.

    ``vendor_order_missing``: there is a document for everything that was sold.
    """
    seen: set[str] = set()
    for page in _pages():
        seen.update(order.id for order in page)
        booked = _booked([order.id for order in page])
        expected = Counter(dict(chain.from_iterable(_expected(order) for order in page)))
        for key in sorted(expected.keys() | booked.keys()):
            if expected[key] != booked[key]:
                vendor_order, line, kind, currency = key
                detail = f"{kind} of {line}" if line else kind
                yield Difference(
                    check="vendor_order_booked",
                    subject=vendor_order,
                    currency=currency,
                    expected=expected[key],
                    found=booked[key],
                    detail=detail,
                )
    for vendor_order, currency in rows_of(_WITHOUT_DOCUMENT):
        if vendor_order not in seen:
            yield Difference(check="vendor_order_missing", subject=vendor_order, currency=currency)


def _pages() -> Iterator[list[Any]]:
    """Vendor orders by the page, so that one query asks for the rows of many and memory stays flat."""
    orders = order_queries.scan_vendor_orders()
    while page := list(islice(orders, _PAGE)):
        yield page


def _booked(ids: list[str]) -> Booked:
    rows = rows_of(_BOOKED, ids=ids, types=list(_TYPES))
    return Counter({(order, line, kind, currency): int(amount) for order, line, kind, currency, amount in rows})


def _expected(order: Any) -> Iterator[tuple[tuple[str, str, str, str], int]]:
    """What the books should say of a vendor order, worked out anew from its document."""
    figures: Counter[tuple[str, str]] = Counter()
    is_booked = not order.is_cash or order.delivered_at is not None
    is_given_back = not order.is_cash
    if is_booked:
        figures["", "shipping"] = order.shipping.minor
        for line in order.lines:
            parts = {"sale": line.total.minor, "commission": line.commission.fee.minor, "commission_vat": line.commission.vat.minor}
            for kind, amount in parts.items():
                back = amount * line.canceled // line.quantity
                figures[line.line_id, kind] = amount if is_given_back else amount - back
                if is_given_back:
                    figures[line.line_id, _REVERSAL[kind]] = back
    if is_given_back:
        figures["", "refund"] = sum(item.shipping_refund.minor for item in order.cancellations)
    elif is_booked:
        figures["", "cash_collected"] = order.shipping.minor + sum(figures[line.line_id, "sale"] for line in order.lines)
    for (line_id, kind), amount in figures.items():
        if amount:
            yield (order.id, line_id, kind, order.total.currency), amount
