"""The sums of reports against the books and the orders: what people read in a chart is what was booked."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.queries.reading import differences
from marketplace.apps.insights.types import Difference
from marketplace.foundation import tenancy

# Of days of the region whose rows have all been summed: not before the first sum, and not where rows have come since the last one.
_SUMS = """
    WITH progress AS (SELECT position FROM analytics_progress WHERE source = 'books'),
    own AS (
        SELECT t.*, date_trunc('day', occurred_at, %(timezone)s) AS day,
            CASE WHEN destination LIKE 'vendor:%%' THEN amount_minor ELSE -amount_minor END AS credited
        FROM financial_transactions AS t
        WHERE vendor_id <> '' AND (source LIKE 'vendor:%%' OR destination LIKE 'vendor:%%')
    ),
    fresh AS (SELECT DISTINCT day FROM own, progress WHERE id > position),
    booked AS (
        SELECT day, vendor_id, currency, measure, sum(amount) AS amount FROM own CROSS JOIN LATERAL (VALUES
            ('sales', CASE WHEN type IN ('sale', 'shipping', 'discount') THEN credited ELSE 0 END),
            ('refunds', CASE WHEN type IN ('refund', 'refund_discount') THEN -credited ELSE 0 END),
            ('commission', CASE WHEN type IN ('commission', 'refund_commission') THEN -credited ELSE 0 END)
        ) AS parts (measure, amount) GROUP BY 1, 2, 3, 4
    ),
    summed AS (
        SELECT starts_at AS day, vendor_id, currency, measure, value AS amount FROM analytics_aggregates
        WHERE grain = 'day' AND measure IN ('sales', 'refunds', 'commission')
    )
    SELECT vendor_id, currency, coalesce(b.amount, 0), coalesce(s.amount, 0),
        measure || ' of ' || (day AT TIME ZONE %(timezone)s)::date
    FROM booked AS b FULL JOIN summed AS s USING (day, vendor_id, currency, measure)
    WHERE EXISTS (SELECT FROM progress) AND day NOT IN (SELECT day FROM fresh) AND coalesce(b.amount, 0) <> coalesce(s.amount, 0)
    ORDER BY day, vendor_id, currency, measure
"""
_LINES = """
    WITH lines AS (
        SELECT vendor_order_id, currency, sum(amount_minor) AS amount FROM analytics_sale_lines
        WHERE NOT settles_on_delivery GROUP BY 1, 2
    ),
    booked AS (
        SELECT vendor_order_id, currency, sum(amount_minor) AS amount FROM financial_transactions
        WHERE type = 'sale' AND vendor_order_id <> '' GROUP BY 1, 2
    )
    SELECT vendor_order_id, currency, b.amount, l.amount, NULL
    FROM lines AS l JOIN booked AS b USING (vendor_order_id, currency) WHERE b.amount <> l.amount ORDER BY 1
"""


def check_report_sums() -> Iterator[Difference]:
    """``report_sums``: sales, refunds and commission of a day, as reports have them, are what was booked on it."""
    yield from differences("report_sums", _SUMS, timezone=tenancy.current().timezone)


def check_report_lines() -> Iterator[Difference]:
    """``report_lines``: the lines that products and customers are counted from add up to the booked sale of their vendor order."""
    yield from differences("report_lines", _LINES)
