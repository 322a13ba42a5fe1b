"""The books against the payments: what providers hold for us, and what vendors collected on delivery."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.queries.reading import differences
from marketplace.apps.insights.types import Difference

_OWN_SUMS = """
    SELECT p.id, p.currency, coalesce(r.amount, 0) + coalesce(d.amount, 0), p.refunded_minor + p.disputed_minor, 'refunds and disputes'
    FROM payments AS p
    LEFT JOIN (SELECT payment_id, sum(amount_minor) AS amount FROM payment_refunds WHERE state IN ('pending', 'succeeded') GROUP BY 1) AS r
        ON r.payment_id = p.id
    LEFT JOIN (SELECT payment_id, sum(amount_minor) AS amount FROM payment_disputes WHERE state <> 'won' GROUP BY 1) AS d
        ON d.payment_id = p.id
    WHERE p.refunded_minor <> coalesce(r.amount, 0) OR p.disputed_minor <> coalesce(d.amount, 0) OR p.captured_minor > p.amount_minor
    ORDER BY 1
"""

_CAPTURES = """
    SELECT p.id, p.currency, p.captured_minor, coalesce(c.amount, 0), 'captures'
    FROM payments AS p LEFT JOIN (SELECT payment_id, sum(amount_minor) AS amount FROM payment_captures GROUP BY 1) AS c
        ON c.payment_id = p.id
    WHERE p.captured_minor <> coalesce(c.amount, 0) ORDER BY 1
"""

# What the provider still has of a payment, by the payment and by the books. A refund made at the provider counts when it has
# succeeded, one of ours from its decision on, since that is when each is booked.
_AGAINST_LEDGER = """
    WITH booked AS (
        SELECT payment_id, substr(account, 10) AS provider, currency, sum(amount) AS amount FROM (
            SELECT payment_id, source AS account, currency, amount_minor AS amount FROM financial_transactions
            WHERE source LIKE 'provider:%%'
            UNION ALL
            SELECT payment_id, destination, currency, -amount_minor FROM financial_transactions
            WHERE destination LIKE 'provider:%%'
        ) AS moves GROUP BY 1, 2, 3
    ),
    refunded AS (
        SELECT payment_id, sum(amount_minor) AS amount FROM payment_refunds
        WHERE state = 'succeeded' OR (state = 'pending' AND origin <> 'provider') GROUP BY 1
    ),
    disputed AS (SELECT payment_id, sum(amount_minor) AS amount FROM payment_disputes WHERE state <> 'won' GROUP BY 1),
    held AS (
        SELECT p.id, p.provider, p.currency,
            p.captured_minor - p.provider_fee_minor - coalesce(r.amount, 0) - coalesce(d.amount, 0) AS amount
        FROM payments AS p LEFT JOIN refunded AS r ON r.payment_id = p.id LEFT JOIN disputed AS d ON d.payment_id = p.id
        WHERE p.provider <> 'cash'
    )
    SELECT h.id, h.currency, h.amount, coalesce(b.amount, 0), 'held by ' || h.provider
    FROM held AS h LEFT JOIN booked AS b ON b.payment_id = h.id AND b.provider = h.provider AND b.currency = h.currency
    WHERE h.amount <> coalesce(b.amount, 0) ORDER BY 1
"""

# What a customer is owed: nobody but staff can end it, by trying again or paying another way.
_FAILED_REFUNDS = """
    SELECT id, currency, amount_minor, 0, failure_code FROM payment_refunds WHERE state = 'failed' AND origin <> 'provider' ORDER BY 1
"""

_CASH = """
    WITH booked AS (
        SELECT payment_id, currency, sum(amount_minor) AS amount FROM financial_transactions
        WHERE type IN ('sale', 'shipping', 'payment_fee') AND source LIKE 'cash:%%' GROUP BY 1, 2
    ),
    collected AS (SELECT payment_id, sum(amount_minor) AS amount FROM payment_captures GROUP BY 1)
    SELECT p.id, p.currency, coalesce(c.amount, 0), coalesce(b.amount, 0), 'captured ' || p.captured_minor
    FROM payments AS p LEFT JOIN collected AS c ON c.payment_id = p.id
    LEFT JOIN booked AS b ON b.payment_id = p.id AND b.currency = p.currency
    WHERE p.provider = 'cash' AND (coalesce(c.amount, 0) <> p.captured_minor OR coalesce(b.amount, 0) <> p.captured_minor) ORDER BY 1
"""

# Each vendor's cash account is only passed through: what comes from it goes back to it.
_CASH_ACCOUNTS = """
    SELECT account, currency, 0, sum(amount), 'cash passes through' FROM (
        SELECT destination AS account, currency, amount_minor AS amount FROM financial_transactions WHERE destination ~ '^cash:ven_'
        UNION ALL
        SELECT source, currency, -amount_minor FROM financial_transactions WHERE source ~ '^cash:ven_'
    ) AS moves GROUP BY 1, 2 HAVING sum(amount) <> 0 ORDER BY 1, 2
"""

# What a courier holds by the books, before its fees and remittances, is what it collected by parcel.
_COURIERS = """
    WITH booked AS (
        SELECT vendor_order_id, source, currency, sum(amount_minor) AS amount FROM financial_transactions
        WHERE type IN ('sale', 'shipping', 'payment_fee') AND source LIKE 'cash:%%' AND source !~ '^cash:ven_'
        GROUP BY 1, 2, 3
    ),
    collected AS (
        SELECT vendor_order_id, 'cash:' || courier AS source, currency, sum(amount_minor) AS amount
        FROM courier_collections GROUP BY 1, 2, 3
    )
    SELECT vendor_order_id, currency, coalesce(c.amount, 0), coalesce(b.amount, 0), 'collected by ' || substr(source, 6)
    FROM collected AS c FULL JOIN booked AS b USING (vendor_order_id, source, currency)
    WHERE coalesce(c.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1
"""

_UNEXPLAINED = """
    SELECT t.key, t.currency, NULL, t.amount_minor, t.source || ' to ' || t.destination
    FROM financial_transactions AS t LEFT JOIN payments AS p ON p.id = t.payment_id
    LEFT JOIN settlement_entries AS e ON t.payment_id = '' AND t.key LIKE 'settled:%%' AND e.id = t.details->>'entry_id'
        AND e.currency = t.currency
        AND CASE WHEN e.provider LIKE 'cash:%%' THEN e.provider ELSE 'provider:' || e.provider END IN (t.source, t.destination)
    WHERE (t.source ~ '^(provider|cash):' OR t.destination ~ '^(provider|cash):') AND e.id IS NULL
    AND t.type NOT IN ('payout', 'payout_returned') AND (  -- those are checked with the payouts
        p.id IS NULL OR p.currency <> t.currency
        OR t.source LIKE 'provider:%%' AND t.source <> 'provider:' || p.provider
        OR t.destination LIKE 'provider:%%' AND t.destination <> 'provider:' || p.provider
        OR (t.source LIKE 'cash:%%' OR t.destination LIKE 'cash:%%') AND p.provider <> 'cash'
    ) ORDER BY t.key
"""


def check_own_sums() -> Iterator[Difference]:
    """``payment_sums``: a payment's captured, refunded and disputed amounts are the sums of its captures, refunds and disputes."""
    yield from differences("payment_sums", _OWN_SUMS)
    yield from differences("payment_sums", _CAPTURES)


def check_against_ledger() -> Iterator[Difference]:
    """``payment_booked``: the provider's account holds what was captured of each payment, less refunds and disputes."""
    yield from differences("payment_booked", _AGAINST_LEDGER)


def check_failed_refunds() -> Iterator[Difference]:
    """``refund_failed``: no customer waits for a refund that failed."""
    yield from differences("refund_failed", _FAILED_REFUNDS)


def check_cash() -> Iterator[Difference]:
    """
    ``cash_collected`` and ``cash_account``: cash is booked as it was collected, and leaves nothing on a vendor's account of it.

    ``courier_cash``: what couriers have of it by the books is what they collected.
    """
    yield from differences("cash_collected", _CASH)
    yield from differences("cash_account", _CASH_ACCOUNTS)
    yield from differences("courier_cash", _COURIERS)


def check_unexplained() -> Iterator[Difference]:
    """``payment_unknown``: every row of a provider's or a cash account belongs to a payment, or to a reported row, of that provider."""
    yield from differences("payment_unknown", _UNEXPLAINED)
