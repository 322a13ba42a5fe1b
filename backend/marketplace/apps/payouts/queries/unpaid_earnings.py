"""
Which earnings are not paid yet: the one place that joins the vendors' movements with eligibilities, holds and payouts.

An earning is a row of a vendor's account. It waits until its vendor order is eligible (rows without an order do not wait) and nothing
holds it; a payout then takes it, once, unless that payout is canceled. Rows about payouts themselves are not earnings, except money
that a bank returned. The ledger's rows are read through its view ``vendor_movements``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connections

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payouts.types import STATEMENT_AMOUNT_OF, Debt, Earning, PayoutAmounts
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

_CHUNK = 2000

# A hold keeps back no earnings that a payout has taken already: what is then taken from the vendor counts at once, as a debt.
_UNPAID = """
    WITH held AS (
        SELECT vendor_order_id FROM payout_holds AS h WHERE released_at IS NULL AND coalesce((
            SELECT sum(i.amount_minor) FROM vendor_movements AS p JOIN payout_items AS i ON i.transaction_id = p.id
            WHERE p.vendor_order_id = h.vendor_order_id AND p.vendor_order_id <> '' AND i.released_at IS NULL
        ), 0) <= 0
    ),
    unpaid AS (
        SELECT m.*,
            m.occurred_at <= %(until)s
            AND (m.vendor_order_id = '' OR coalesce(eligible.payable_at <= %(until)s, false))
            AND m.vendor_order_id NOT IN (SELECT vendor_order_id FROM held) AS is_payable
        FROM vendor_movements AS m LEFT JOIN payout_eligibilities AS eligible ON eligible.vendor_order_id = m.vendor_order_id
        WHERE m.account LIKE %(account)s AND m.currency LIKE %(currency)s
        AND NOT EXISTS (SELECT FROM payout_items AS i WHERE i.transaction_id = m.id AND i.released_at IS NULL)
        AND m.type <> 'payout' AND NOT (m.type = 'payout_returned' AND coalesce(m.details->>'cause', '') = 'failed')
    )
"""
_EARNINGS = """
    SELECT vendor_id, id, type, amount, occurred_at, order_id, vendor_order_id, line_id, details FROM unpaid
    WHERE is_payable ORDER BY vendor_id, id
"""
_SUMS = """
    SELECT currency, coalesce(sum(amount) FILTER (WHERE NOT is_payable), 0), coalesce(sum(amount) FILTER (WHERE is_payable), 0)
    FROM unpaid GROUP BY currency
"""
_HELD = """
    SELECT DISTINCT payout_id FROM (
        SELECT i.payout_id FROM payout_items AS i JOIN vendor_movements AS m ON m.id = i.transaction_id
        WHERE i.payout_id = ANY(%(payout_ids)s) AND m.vendor_order_id <> '' AND (
            m.order_id = ANY(%(order_ids)s)
            OR m.vendor_order_id IN (SELECT vendor_order_id FROM payout_holds WHERE released_at IS NULL)
        )
        GROUP BY i.payout_id, m.vendor_order_id HAVING sum(i.amount_minor) > 0
    ) AS earned
"""
_TOTALS = "SELECT vendor_id, sum(amount), count(*) FROM unpaid WHERE is_payable GROUP BY vendor_id ORDER BY vendor_id"
_DEBTS = """
    SELECT vendor_id, currency, -sum(amount) FROM unpaid WHERE is_payable GROUP BY vendor_id, currency
    HAVING sum(amount) < 0 ORDER BY vendor_id, currency
"""
_SALES = """
    SELECT m.vendor_order_id, m.line_id, i.payout_id FROM vendor_movements AS m JOIN payout_items AS i ON i.transaction_id = m.id
    WHERE m.vendor_order_id = ANY(%(vendor_order_ids)s) AND m.vendor_order_id <> '' AND m.type IN ('sale', 'shipping')
    AND i.released_at IS NULL AND i.payout_id <> %(payout_id)s
"""


class Total(msgspec.Struct, frozen=True):
    """Sum (minor units) and number of one vendor's payable rows."""

    amount_minor: int
    row_count: int


def payable_totals(currency: str, *, until: datetime) -> dict[str, Total]:
    """By vendor, what could be paid: earnings that were payable by ``until``, less what had been taken back by then."""
    rows = _fetch(_TOTALS, account="vendor:%", currency=currency, until=until)
    return {vendor: Total(int(amount), count) for vendor, amount, count in rows}


def payable_earnings(currency: str, *, until: datetime) -> dict[str, list[Earning]]:
    """The earnings behind ``payable_totals``."""
    found: dict[str, list[Earning]] = defaultdict(list)
    for vendor, *row in _fetch(_EARNINGS, account="vendor:%", currency=currency, until=until):
        found[vendor].append(_earning(row))
    return found


def debts(*, until: datetime) -> list[Debt]:
    """Every vendor that owes something, by currency: what counts by ``until`` and no earning covers."""
    rows = _fetch(_DEBTS, account="vendor:%", currency="%", until=until)
    return [Debt(vendor_id=vendor_id, amount=Money(int(minor), currency)) for vendor_id, currency, minor in rows]


def sales_paid_before(payout_id: str, vendor_order_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """By vendor order and line, the other payout that has paid its sale."""
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_SALES, {"payout_id": payout_id, "vendor_order_ids": list(vendor_order_ids)})
        return {(vendor_order_id, line_id): earlier for vendor_order_id, line_id, earlier in cursor.fetchall()}


def unpaid_sums(vendor_id: str, *, until: datetime) -> dict[str, tuple[int, int]]:
    """By currency, one vendor's pending and payable minor units."""
    rows = _fetch(_SUMS, account=f"vendor:{vendor_id}".replace("_", r"\_"), currency="%", until=until)
    return {currency: (int(pending), int(payable)) for currency, pending, payable in rows}


def held_payouts(payout_ids: Sequence[str], *, since: datetime) -> set[str]:
    """
    Returns those of the payouts, which were made at ``since`` or later, that pay for an order whose earnings are on hold at this moment,
    or whose dispute was lost in between: they were made without the debt. What a payout takes back for an order is no reason.

    A dispute counts as soon as the provider's notice is recorded, whether or not its hold is placed yet.
    """
    values: dict[str, Any] = {"payout_ids": list(payout_ids), "order_ids": payment_queries.list_disputed_orders(lost_since=since)}
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_HELD, values)
        return {payout_id for (payout_id,) in cursor.fetchall()}


def amounts_of(earnings: Sequence[Earning]) -> PayoutAmounts:
    """The sums of a statement. :raises KeyError: for a type of row that no statement has"""
    sums: dict[str, int] = defaultdict(int)
    for earning in earnings:
        sums[STATEMENT_AMOUNT_OF[earning.type]] += earning.amount_minor
    return PayoutAmounts(**sums)


def _earning(row: list[Any]) -> Earning:
    transaction_id, kind, amount, occurred_at, order_id, vendor_order_id, line_id, details = row
    return Earning(
        transaction_id=transaction_id,
        type=kind,
        amount_minor=int(amount),
        occurred_at=occurred_at,
        order_id=order_id,
        vendor_order_id=vendor_order_id,
        line_id=line_id,
        details=msgspec.json.decode(details) if isinstance(details, str) else details,
    )


def _fetch(wanted: str, **values: str | datetime) -> Iterator[tuple[Any, ...]]:
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_UNPAID + wanted, values)
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows
