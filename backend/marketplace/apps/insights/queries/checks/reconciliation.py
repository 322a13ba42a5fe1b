"""The books against what providers report."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.queries.reading import differences
from marketplace.apps.insights.types import Difference

# What a row of a report takes from the provider's account by itself: its amount and its fee, if it belongs to no payment; else what of
# a fee is refunded.
_BOOKED = """
    WITH booked AS (
        SELECT details->>'entry_id' AS entry_id,
            sum(
                CASE WHEN destination ~ '^(provider|cash):' OR source = 'bank:settlements' THEN amount_minor ELSE -amount_minor END
            ) AS amount
        FROM financial_transactions WHERE key LIKE 'settled:%%' GROUP BY 1
    ),
    wanted AS (
        SELECT id, currency, reference,
            CASE WHEN state <> 'matched' THEN 0 WHEN kind IN ('fee', 'transfer') THEN coalesce(fee_minor, 0) - amount_minor
                WHEN kind = 'receipt' THEN amount_minor ELSE least(coalesce(fee_minor, 0), 0) END AS amount
        FROM settlement_entries
    )
    SELECT coalesce(w.id, b.entry_id, ''), w.currency, coalesce(w.amount, 0), coalesce(b.amount, 0), w.reference
    FROM wanted AS w FULL JOIN booked AS b ON b.entry_id = w.id
    WHERE coalesce(w.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1
"""

_MATCHED = """
    WITH moved AS (
        SELECT 'charge' AS kind, payment_id || ':' || reference AS id, currency, amount_minor FROM payment_captures
        UNION ALL SELECT 'charge', id, currency, amount_minor FROM courier_collections
        UNION ALL SELECT 'refund', id, currency, -amount_minor FROM payment_refunds
        UNION ALL SELECT 'dispute', id, currency, -amount_minor FROM payment_disputes
        UNION ALL SELECT 'payout', id, currency, -amount_minor FROM vendor_payouts
        UNION ALL SELECT 'receipt', id, currency, -amount_minor FROM settlement_entries WHERE kind = 'transfer'
    )
    SELECT e.id, e.currency, m.amount_minor, CASE WHEN e.is_return THEN -e.amount_minor ELSE e.amount_minor END,
        concat_ws(' ', e.kind, e.reference)
    FROM settlement_entries AS e LEFT JOIN moved AS m ON m.kind = e.kind AND m.id = e.subject_id AND m.currency = e.currency
    WHERE e.state = 'matched' AND e.kind NOT IN ('fee', 'transfer') AND NOT (e.kind = 'payout' AND e.subject_id LIKE '%%:%%')
        AND m.amount_minor IS DISTINCT FROM CASE WHEN e.is_return THEN -e.amount_minor ELSE e.amount_minor END
    ORDER BY 1
"""

# What came back of a payout in parts, each by a row of its own.
_PARTS = """
    SELECT p.id, p.currency, CASE p.state WHEN 'returned' THEN p.amount_minor ELSE p.returned_minor END, sum(e.amount_minor),
        'returned in parts'
    FROM settlement_entries AS e LEFT JOIN vendor_payouts AS p ON p.id = split_part(e.subject_id, ':', 1) AND p.currency = e.currency
    WHERE e.state = 'matched' AND e.kind = 'payout' AND e.subject_id LIKE '%%:%%'
    GROUP BY p.id HAVING p.id IS NULL OR sum(e.amount_minor) > CASE p.state WHEN 'returned' THEN p.amount_minor ELSE p.returned_minor END
    ORDER BY 1
"""

_FEES = """
    SELECT p.id, p.currency, e.amount, p.provider_fee_minor, 'fee'
    FROM payments AS p JOIN (
        SELECT payment_id, sum(greatest(fee_minor, 0)) AS amount
        FROM settlement_entries WHERE state = 'matched' AND payment_id <> '' GROUP BY 1
    ) AS e ON e.payment_id = p.id
    WHERE e.amount > p.provider_fee_minor ORDER BY 1
"""

# What matches is settled, and so is what staff have resolved: a vendor waits for nothing else.
_COLLECTIONS = """
    SELECT c.id, c.currency, NULL, c.amount_minor, c.courier || ' ' || c.tracking_number
    FROM courier_collections AS c
    LEFT JOIN settlement_entries AS e ON e.subject_id = c.id AND e.kind = 'charge' AND e.state = 'matched'
    LEFT JOIN (
        SELECT subject_id, bool_or(state = 'resolved') AS is_over FROM settlement_differences GROUP BY 1
    ) AS d ON d.subject_id = c.id
    WHERE CASE WHEN c.settled_at IS NULL THEN e.id IS NOT NULL OR d.is_over ELSE e.id IS NULL AND d.subject_id IS NULL END ORDER BY 1
"""

# Of a payment whose charges, refunds, disputes and fees are all reported, what the reports leave with the provider but for fees refunded.
_SUMS = """
    WITH reported AS (
        SELECT payment_id, sum(amount_minor - greatest(coalesce(fee_minor, 0), 0)) AS net,
            sum(greatest(coalesce(fee_minor, 0), 0)) AS fee,
            sum(amount_minor) FILTER (WHERE kind = 'charge') AS charged,
            -coalesce(sum(amount_minor) FILTER (WHERE kind = 'refund'), 0) AS refunded,
            -coalesce(sum(amount_minor) FILTER (WHERE kind = 'dispute'), 0) AS disputed
        FROM settlement_entries WHERE state = 'matched' AND payment_id <> '' GROUP BY 1
    ),
    booked AS (
        SELECT payment_id, sum(CASE WHEN source ~ '^(provider|cash):' THEN amount_minor ELSE -amount_minor END) AS net
        FROM financial_transactions WHERE source ~ '^(provider|cash):' OR destination ~ '^(provider|cash):' GROUP BY 1
    )
    SELECT p.id, p.currency, r.net, coalesce(b.net, 0), 'left with ' || p.provider
    FROM payments AS p JOIN reported AS r ON r.payment_id = p.id LEFT JOIN booked AS b ON b.payment_id = p.id
    WHERE r.charged = p.captured_minor AND r.refunded = p.refunded_minor AND r.disputed = p.disputed_minor
        AND r.fee = p.provider_fee_minor AND r.net <> coalesce(b.net, 0)
    ORDER BY 1
"""

_NOTED = """
    SELECT e.id, e.currency, NULL, e.amount_minor, concat(e.state, ', difference ', coalesce(d.state, 'none'))
    FROM settlement_entries AS e LEFT JOIN settlement_differences AS d ON d.entry_id = e.id
    WHERE (e.state <> 'matched' AND d.id IS NULL) OR (e.state = 'matched' AND d.state <> 'resolved') ORDER BY 1
"""


def check_booked() -> Iterator[Difference]:
    """``settlement_booked``: what only a provider knew is in the books once, as it was reported."""
    yield from differences("settlement_booked", _BOOKED)


def check_matched() -> Iterator[Difference]:
    """``settlement_matched``: what matches has the amount of its capture, refund, dispute or payout, and its fee is booked."""
    yield from differences("settlement_matched", _MATCHED)
    yield from differences("settlement_matched", _PARTS)
    yield from differences("settlement_matched", _FEES)


def check_sums() -> Iterator[Difference]:
    """``settlement_sums``: of a payment that is reported whole, the provider's account holds what the reports add up to."""
    yield from differences("settlement_sums", _SUMS)


def check_noted() -> Iterator[Difference]:
    """``settlement_noted``: a reported row that does not match is a difference, and one that matches is none any more."""
    yield from differences("settlement_noted", _NOTED)


def check_collections() -> Iterator[Difference]:
    """``courier_settled``: a courier's collection is settled once it matches a remittance, or staff have resolved what differs."""
    yield from differences("courier_settled", _COLLECTIONS)
