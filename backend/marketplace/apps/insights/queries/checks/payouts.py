"""The books against the payouts: what was paid, and what is still owed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from marketplace.apps.insights.queries.reading import differences
from marketplace.apps.insights.types import Difference

_ITEM_SUMS = """
    SELECT p.id, p.currency, p.amount_minor, coalesce(sum(i.amount_minor), 0), count(i.id) || ' rows'
    FROM vendor_payouts AS p LEFT JOIN payout_items AS i ON i.payout_id = p.id
    GROUP BY p.id HAVING coalesce(sum(i.amount_minor), 0) <> p.amount_minor ORDER BY 1
"""
_ITEM_ROWS = """
    SELECT p.id, p.currency, i.amount_minor, t.amount_minor, coalesce('row ' || t.key, 'row ' || i.transaction_id || ' is not there')
    FROM payout_items AS i JOIN vendor_payouts AS p ON p.id = i.payout_id LEFT JOIN financial_transactions AS t ON t.id = i.transaction_id
    WHERE t.id IS NULL OR t.currency <> p.currency OR t.type = 'payout' OR i.amount_minor <> CASE
        WHEN t.destination = 'vendor:' || p.vendor_id THEN t.amount_minor
        WHEN t.source = 'vendor:' || p.vendor_id THEN -t.amount_minor ELSE 0 END
    ORDER BY 1, i.transaction_id
"""
_TWICE = """
    SELECT i.transaction_id, max(p.currency), 1, count(*), string_agg(p.id, ', ' ORDER BY p.id)
    FROM payout_items AS i JOIN vendor_payouts AS p ON p.id = i.payout_id WHERE i.released_at IS NULL
    GROUP BY 1 HAVING count(*) > 1 ORDER BY 1
"""
_RELEASED = """
    SELECT p.id, p.currency, NULL, i.amount_minor,
        p.state || ', row ' || i.transaction_id || CASE WHEN i.released_at IS NULL THEN ' taken' ELSE ' released' END
    FROM payout_items AS i JOIN vendor_payouts AS p ON p.id = i.payout_id
    WHERE (p.state = 'canceled') <> (i.released_at IS NOT NULL) ORDER BY 1, i.transaction_id
"""
# Of the last attempt the other side is known as well: its method says whether a bank or a provider has paid.
_TRANSFERS = r"""
    WITH booked AS (
        SELECT t.payout_id, count(*) FILTER (WHERE t.type = 'payout') AS attempts,
            sum(CASE t.type WHEN 'payout' THEN t.amount_minor ELSE -t.amount_minor END) AS amount,
            bool_and(t.currency = o.currency
                AND (t.amount_minor = o.amount_minor OR t.type = 'payout_returned' AND o.returned_minor > 0)
                AND 'vendor:' || o.vendor_id IN (t.source, t.destination)
                AND (t.key NOT LIKE '%%:' || o.attempts
                    OR CASE WHEN o.method LIKE '%%\_transfers' THEN 'provider:' || left(o.method, -length('_transfers'))
                        ELSE 'bank:payouts' END IN (t.source, t.destination))) AS is_own
        FROM financial_transactions AS t JOIN vendor_payouts AS o ON o.id = t.payout_id
        WHERE t.type IN ('payout', 'payout_returned') GROUP BY 1
    )
    SELECT p.id, p.currency, CASE WHEN p.state IN ('paying', 'paid') THEN p.amount_minor - p.returned_minor ELSE 0 END,
        coalesce(b.amount, 0), p.state || ', ' || p.attempts || ' attempts, ' || coalesce(b.attempts, 0) || ' booked'
    FROM vendor_payouts AS p LEFT JOIN booked AS b ON b.payout_id = p.id
    WHERE coalesce(b.amount, 0) <> CASE WHEN p.state IN ('paying', 'paid') THEN p.amount_minor - p.returned_minor ELSE 0 END
    OR coalesce(b.attempts, 0) <> p.attempts OR NOT coalesce(b.is_own, true) ORDER BY 1
"""
_STRAY = """
    SELECT t.key, t.currency, NULL, t.amount_minor, 'of no payout' FROM financial_transactions AS t
    LEFT JOIN vendor_payouts AS p ON p.id = t.payout_id
    WHERE (t.type IN ('payout', 'payout_returned') OR t.source = 'bank:payouts' OR t.destination = 'bank:payouts') AND p.id IS NULL
    ORDER BY 1
"""
# What a vendor's account says must be its rows that no payout has taken, and those that a payout has and the bank has not.
_BALANCES = """
    WITH moves AS (
        SELECT id, destination AS account, currency, amount_minor AS amount, type, details FROM financial_transactions
        WHERE destination LIKE 'vendor:%%'
        UNION ALL
        SELECT id, source, currency, -amount_minor, type, details FROM financial_transactions WHERE source LIKE 'vendor:%%'
    ),
    balances AS (SELECT account, currency, sum(amount) AS amount FROM moves GROUP BY 1, 2),
    untaken AS (
        SELECT account, currency, sum(amount) AS amount FROM moves AS m
        WHERE type <> 'payout' AND NOT (type = 'payout_returned' AND coalesce(details ->> 'cause', '') = 'failed')
        AND NOT EXISTS (SELECT FROM payout_items AS i WHERE i.transaction_id = m.id AND i.released_at IS NULL) GROUP BY 1, 2
    ),
    taken AS (
        SELECT 'vendor:' || vendor_id AS account, currency, sum(amount_minor) AS amount FROM vendor_payouts
        WHERE state IN ('approved', 'failed') GROUP BY 1, 2
    )
    SELECT b.account, b.currency, coalesce(u.amount, 0) + coalesce(t.amount, 0), b.amount, 'open rows and payouts not sent'
    FROM balances AS b LEFT JOIN untaken AS u USING (account, currency) LEFT JOIN taken AS t USING (account, currency)
    WHERE b.amount <> coalesce(u.amount, 0) + coalesce(t.amount, 0) ORDER BY 1, 2
"""
_TOO_EARLY = """
    SELECT p.id, p.currency, NULL, i.amount_minor, t.vendor_order_id || ' was not payable'
    FROM payout_items AS i JOIN vendor_payouts AS p ON p.id = i.payout_id JOIN financial_transactions AS t ON t.id = i.transaction_id
    LEFT JOIN payout_eligibilities AS m ON m.vendor_order_id = t.vendor_order_id
    WHERE t.vendor_order_id <> '' AND coalesce(m.payable_at, %(never)s) > p.period_end ORDER BY 1, i.transaction_id
"""
_NEVER = datetime.max.replace(tzinfo=UTC)


def check_items() -> Iterator[Difference]:
    """
    ``payout_items``: a payout is the sum of its rows. ``payout_row``: each row is there, the vendor's own, in the payout's currency.

    ``paid_twice``: no row is in two payouts. ``payout_released``: the rows of canceled payouts are free, and of no others.
    ``paid_early``: none was taken before it was payable.
    """
    yield from differences("payout_items", _ITEM_SUMS)
    yield from differences("payout_row", _ITEM_ROWS)
    yield from differences("paid_twice", _TWICE)
    yield from differences("payout_released", _RELEASED)
    yield from differences("paid_early", _TOO_EARLY, never=_NEVER)


def check_transfers() -> Iterator[Difference]:
    """
    ``payout_booked``: the bank's account, or the provider's, has what was sent and did not come back. ``payout_unknown``: and nothing else.
    """
    yield from differences("payout_booked", _TRANSFERS)
    yield from differences("payout_unknown", _STRAY)


def check_balances() -> Iterator[Difference]:
    """``vendor_balance``: earned less reversed = paid + held + open, for each vendor and currency."""
    yield from differences("vendor_balance", _BALANCES)
