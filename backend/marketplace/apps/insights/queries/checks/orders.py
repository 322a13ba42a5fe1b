"""The books against the orders: checkouts as they were agreed on, vendor orders as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from marketplace.apps.insights.queries.reading import differences, rows_of
from marketplace.apps.insights.types import Difference
from marketplace.apps.orders import queries as order_queries

_PAGE = 500

_CHECKOUTS = """
    WITH booked AS (
        SELECT order_id, currency, sum(amount_minor) AS amount FROM financial_transactions
        WHERE type IN ('sale', 'shipping', 'payment_fee') AND source LIKE 'provider:%%' GROUP BY 1, 2
    ),
    agreed AS (
        SELECT order_id, state, snapshot #>> '{quote,total,currency}' AS currency,
            (snapshot ->> 'settles_on_delivery')::boolean AS settles_on_delivery,
            CASE WHEN state IN ('settled', 'completed') THEN (snapshot #>> '{quote,total,minor}')::bigint - (
                SELECT coalesce(sum((part #>> '{total,minor}')::bigint), 0) FROM jsonb_array_elements(unsold) AS item
                JOIN jsonb_array_elements(snapshot #> '{quote,parts}') AS part ON part ->> 'vendor_id' = item ->> 'vendor_id'
            ) ELSE 0 END AS amount
        FROM checkouts
    )
    SELECT coalesce(a.order_id, b.order_id), coalesce(a.currency, b.currency), coalesce(a.amount, 0), coalesce(b.amount, 0),
        coalesce(a.state, 'no checkout')
    FROM agreed AS a FULL JOIN booked AS b ON b.order_id = a.order_id AND b.currency = a.currency
    WHERE NOT coalesce(a.settles_on_delivery, false) AND coalesce(a.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1
"""
_BOOKED = """
    SELECT vendor_order_id, line_id, type, currency, sum(amount_minor) FROM financial_transactions
    WHERE vendor_order_id = ANY(%(ids)s) AND type = ANY(%(types)s) GROUP BY 1, 2, 3, 4
"""
_WITHOUT_DOCUMENT = """
    SELECT DISTINCT t.vendor_order_id, t.currency FROM financial_transactions AS t JOIN checkouts AS c ON c.order_id = t.order_id
    WHERE t.vendor_order_id <> '' AND c.state = 'completed'
"""
_TYPES = (
    "sale",
    "shipping",
    "discount",
    "payment_fee",
    "commission",
    "commission_vat",
    "refund",
    "refund_discount",
    "refund_commission",
    "refund_commission_vat",
    "refund_provider_fee",
    "cash_collected",
    "cash_returned",
    "credit_redeemed",
    "credit_refunded",
)

Booked = Counter[tuple[str, str, str, str]]  # minor units by vendor order, line, type and currency


def check_checkouts() -> Iterator[Difference]:
    """
    ``checkout_booked``: the sales, shipping and fees of a settled checkout are what the customer agreed to pay for the parts that were
    sold; others have none.
    """
    yield from differences("checkout_booked", _CHECKOUTS)


def check_vendor_orders() -> Iterator[Difference]:
    """
    ``vendor_order_booked``: the rows of a vendor order are what its lines, frozen fees and reversals say.

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
    amounts: Counter[tuple[str, str]] = Counter()
    is_booked = not order.settles_on_delivery or order.delivered_at is not None
    is_paid_before = not order.settles_on_delivery
    amounts["", "credit_redeemed"] = sum(tender.amount.minor for tender in order.tenders)
    if is_booked:
        amounts["", "shipping"], amounts["", "payment_fee"] = order.shipping.minor, order.fees.minor
        amounts["", "discount"] = abs(order.shipping_discount.minor)
        for line in order.lines:
            parts = {
                "sale": line.total.minor,
                "discount": line.discount.minor,
                "commission": line.commission.fee.minor,
                "commission_vat": line.commission.vat.minor,
            }
            for kind, amount in parts.items():
                amounts[line.line_id, kind] = abs(amount if is_paid_before else amount - amount * line.canceled // line.quantity)
    _expect_reversals(order, amounts)
    if not is_paid_before and is_booked and not order.courier:
        collected = sum(amounts[line.line_id, "sale"] for line in order.lines)
        amounts["", "cash_collected"] = order.shipping.minor + order.fees.minor + collected
    for (line_id, kind), amount in amounts.items():
        if amount:
            yield (order.id, line_id, kind, order.total.currency), amount


def _expect_reversals(order: Any, amounts: Counter[tuple[str, str]]) -> None:
    for reversal in order.reversals:
        amounts["", "refund"] += reversal.shipping.minor + reversal.fees.minor
        amounts["", "refund_discount"] += abs(reversal.shipping_discount.minor)
        amounts["", "refund_provider_fee"] += reversal.provider_fee.minor if reversal.provider_fee else 0
        amounts["", "credit_refunded"] += reversal.to_credit.minor
        if order.settles_on_delivery:
            amounts["", "cash_returned"] += reversal.due.minor
        for line in reversal.lines:
            amounts[line.line_id, "refund"] += line.price.minor
            amounts[line.line_id, "refund_discount"] += abs(line.discount.minor)
            if not reversal.keeps_commission:
                amounts[line.line_id, "refund_commission"] += line.fee.minor
                amounts[line.line_id, "refund_commission_vat"] += line.fee_vat.minor
