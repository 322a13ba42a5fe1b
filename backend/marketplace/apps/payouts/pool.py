"""
Which rows of the books are still to be paid: the one place that joins the ledger with maturities, holds and payouts.

A row of a vendor's account waits until its vendor order is mature (rows without one do not wait) and no dispute holds it; a
payout then takes it, once, unless that payout is canceled. Rows that tell of payouts themselves are not earnings, except money
that came back from a bank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connections

from marketplace.apps.payouts.types import FIGURE_OF, Earning, Figures
from marketplace.foundation import tenancy

_CHUNK = 2000

# A held order that was paid out before the dispute came is not held: there, the dispute counts at once, as a debt.
_UNPAID = """
    WITH moves AS (
        SELECT *, substr(destination, 8) AS vendor, amount_minor AS amount FROM financial_transactions
        WHERE destination LIKE %(account)s AND currency LIKE %(currency)s
        UNION ALL
        SELECT *, substr(source, 8), -amount_minor FROM financial_transactions
        WHERE source LIKE %(account)s AND currency LIKE %(currency)s
    ),
    held AS (
        SELECT vendor_order_id FROM payout_holds AS h WHERE closed_at IS NULL AND NOT EXISTS (
            SELECT FROM financial_transactions AS p JOIN payout_items AS i ON i.transaction_id = p.id
            WHERE p.vendor_order_id = h.vendor_order_id AND p.vendor_order_id <> '' AND i.released_at IS NULL
        )
    ),
    unpaid AS (
        SELECT m.*,
            m.occurred_at <= %(until)s
            AND (m.vendor_order_id = '' OR coalesce(mature.payable_at <= %(until)s, false))
            AND m.vendor_order_id NOT IN (SELECT vendor_order_id FROM held) AS is_payable
        FROM moves AS m LEFT JOIN payout_maturities AS mature ON mature.vendor_order_id = m.vendor_order_id
        WHERE NOT EXISTS (SELECT FROM payout_items AS i WHERE i.transaction_id = m.id AND i.released_at IS NULL)
        AND m.type <> 'payout' AND NOT (m.type = 'payout_returned' AND coalesce(m.details->>'cause', '') = 'failed')
    )
"""
_ROWS = """
    SELECT vendor, id, type, amount, occurred_at, order_id, vendor_order_id, line_id, details FROM unpaid
    WHERE is_payable ORDER BY vendor, id
"""
_SUMS = """
    SELECT currency, coalesce(sum(amount) FILTER (WHERE NOT is_payable), 0), coalesce(sum(amount) FILTER (WHERE is_payable), 0)
    FROM unpaid GROUP BY currency
"""
_TOTALS = "SELECT vendor, sum(amount), count(*) FROM unpaid WHERE is_payable GROUP BY vendor ORDER BY vendor"


class Total(msgspec.Struct, frozen=True):
    """Sum (minor units) and number of one vendor's payable rows."""

    amount_minor: int
    row_count: int


def payable_totals(currency: str, *, until: datetime) -> dict[str, Total]:
    """By vendor, what could be paid: earnings that had matured by ``until``, less what had been taken back by then."""
    rows = _fetch(_TOTALS, account="vendor:%", currency=currency, until=until)
    return {vendor: Total(int(amount), count) for vendor, amount, count in rows}


def payable_rows(currency: str, *, until: datetime) -> dict[str, list[Earning]]:
    """The rows behind ``payable_totals``."""
    found: dict[str, list[Earning]] = defaultdict(list)
    for vendor, *row in _fetch(_ROWS, account="vendor:%", currency=currency, until=until):
        found[vendor].append(_earning(row))
    return found


def unpaid_sums(vendor_id: str, *, until: datetime) -> dict[str, tuple[int, int]]:
    """By currency, one vendor's pending and payable minor units."""
    rows = _fetch(_SUMS, account=f"vendor:{vendor_id}".replace("_", r"\_"), currency="%", until=until)
    return {currency: (int(pending), int(payable)) for currency, pending, payable in rows}


def figures_of(earnings: Sequence[Earning]) -> Figures:
    """The sums of a statement. :raises KeyError: for a type of row that no figure is meant for"""
    sums: dict[str, int] = defaultdict(int)
    for earning in earnings:
        sums[FIGURE_OF[earning.type]] += earning.amount_minor
    return Figures(**sums)


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
