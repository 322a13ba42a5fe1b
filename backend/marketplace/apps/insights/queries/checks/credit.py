"""The books against gift cards and store credit: what the operator owes their holders."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.queries.reading import differences
from marketplace.apps.insights.types import Difference

# Issued, less redeemed, plus refunded, less expired: by the books, and by the credit's own row.
_BALANCES = """
    WITH booked AS (
        SELECT substr(account, 8) AS id, currency, sum(amount) AS amount FROM (
            SELECT destination AS account, currency, amount_minor AS amount FROM financial_transactions WHERE destination LIKE 'credit:%%'
            UNION ALL
            SELECT source, currency, -amount_minor FROM financial_transactions WHERE source LIKE 'credit:%%'
        ) AS moves GROUP BY 1, 2
    )
    SELECT coalesce(c.id, b.id), coalesce(c.currency, b.currency), coalesce(c.balance_minor, 0), coalesce(b.amount, 0),
        coalesce(c.kind, 'unknown')
    FROM credits AS c FULL JOIN booked AS b ON b.id = c.id AND b.currency = c.currency
    WHERE coalesce(c.balance_minor, 0) <> coalesce(b.amount, 0) OR c.id IS NULL ORDER BY 1
"""

_RESERVED = """
    SELECT c.id, c.currency, coalesce(r.amount, 0), c.reserved_minor, 'reserved' FROM credits AS c
    LEFT JOIN (SELECT credit_id, sum(amount_minor) AS amount FROM credit_reservations WHERE state = 'held' GROUP BY 1) AS r
        ON r.credit_id = c.id
    WHERE c.reserved_minor <> coalesce(r.amount, 0) ORDER BY 1
"""

# Whose checkout is open holds what it reserved; one that is sold has redeemed it, one that ended otherwise has released it.
_STATES = """
    SELECT r.order_id, c.currency, NULL, r.amount_minor, r.state || ' of a checkout that is ' || coalesce(k.state, 'unknown')
    FROM credit_reservations AS r JOIN credits AS c ON c.id = r.credit_id LEFT JOIN checkouts AS k ON k.order_id = r.order_id
    WHERE CASE
        WHEN k.state IN ('prepared', 'ordered') THEN r.state <> 'held'
        WHEN k.state IN ('settled', 'completed') THEN r.state = 'held'
        ELSE r.state <> 'released'
    END ORDER BY 1
"""

_REDEEMED = """
    WITH booked AS (
        SELECT order_id, substr(source, 8) AS credit_id, sum(amount_minor) AS amount FROM financial_transactions
        WHERE type = 'credit_redeemed' GROUP BY 1, 2
    ),
    redeemed AS (SELECT order_id, credit_id, amount_minor AS amount FROM credit_reservations WHERE state = 'redeemed')
    SELECT coalesce(r.order_id, b.order_id), c.currency, coalesce(r.amount, 0), coalesce(b.amount, 0), 'redeemed of ' || c.id
    FROM redeemed AS r FULL JOIN booked AS b ON b.order_id = r.order_id AND b.credit_id = r.credit_id
    LEFT JOIN credits AS c ON c.id = coalesce(r.credit_id, b.credit_id)
    WHERE coalesce(r.amount, 0) <> coalesce(b.amount, 0) ORDER BY 1
"""

_ISSUED = """
    SELECT coalesce(i.id, t.key), coalesce(i.currency, t.currency), coalesce(i.amount_minor, 0), coalesce(t.amount_minor, 0), 'issued'
    FROM (SELECT * FROM credit_issues WHERE state = 'issued') AS i
    FULL JOIN (SELECT * FROM financial_transactions WHERE type = 'credit_issued') AS t
        ON t.key = 'credit_issued:' || i.id AND t.destination = 'credit:' || i.credit_id AND t.currency = i.currency
    WHERE coalesce(i.amount_minor, 0) <> coalesce(t.amount_minor, 0) ORDER BY 1
"""


# A bought card is in the books once, by the purchase that made it; and so is its end, if it was refunded.
_SOLD = """
    WITH wanted AS (
        SELECT id, currency, amount_minor, 'credit_sold' AS type, credit_id FROM gift_card_purchases WHERE state IN ('paid', 'refunded')
        UNION ALL SELECT id, currency, amount_minor, 'credit_sale_refunded', credit_id FROM gift_card_purchases WHERE state = 'refunded'
    ),
    booked AS (SELECT * FROM financial_transactions WHERE type IN ('credit_sold', 'credit_sale_refunded'))
    SELECT coalesce(w.id, b.key), coalesce(w.currency, b.currency), coalesce(w.amount_minor, 0), coalesce(b.amount_minor, 0),
        coalesce(w.type, b.type)
    FROM wanted AS w FULL JOIN booked AS b ON b.key = w.type || ':' || w.id AND b.currency = w.currency
        AND 'credit:' || w.credit_id IN (b.source, b.destination)
    WHERE coalesce(w.amount_minor, 0) <> coalesce(b.amount_minor, 0) ORDER BY 1
"""


def check_credit_balances() -> Iterator[Difference]:
    """``credit_balance``: what a credit has is what was issued, less redeemed, plus refunded, less expired; every such account is one."""
    yield from differences("credit_balance", _BALANCES)


def check_credit_reservations() -> Iterator[Difference]:
    """``credit_reserved``: what is reserved belongs to open checkouts, and what is sold was redeemed as it is booked."""
    yield from differences("credit_reserved", _RESERVED)
    yield from differences("credit_reserved", _STATES)
    yield from differences("credit_reserved", _REDEEMED)


def check_credit_issues() -> Iterator[Difference]:
    """``credit_issued``: nothing was given that staff did not decide on, and the other way round."""
    yield from differences("credit_issued", _ISSUED)


def check_credit_sales() -> Iterator[Difference]:
    """``credit_sold``: each gift card that customers bought, and each refund of one, is booked once."""
    yield from differences("credit_sold", _SOLD)
