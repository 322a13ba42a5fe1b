"""Invoices and credit notes against the books, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.apps.insights.queries.reading import differences
from marketplace.apps.insights.types import Difference

# By line, what the papers of a vendor order say is owed, and what the books have kept of its sale. What a payment method costs is the
# operator's, and on no paper of a vendor's.
_AGAINST_LEDGER = """
    WITH issued AS (
        SELECT i.vendor_order_id, i.currency, line ->> 'line_id' AS line_id,
            sum((line #>> '{gross,minor}')::bigint * CASE i.kind WHEN 'invoice' THEN 1 ELSE -1 END) AS amount
        FROM invoices AS i CROSS JOIN jsonb_array_elements(i.content -> 'lines') AS line
        WHERE i.vendor_order_id <> '' GROUP BY 1, 2, 3
    ),
    kept AS (
        SELECT vendor_order_id, currency, line_id, sum(CASE WHEN type = 'refund' THEN -amount_minor ELSE amount_minor END) AS amount
        FROM financial_transactions
        WHERE (type IN ('sale', 'shipping') OR type = 'refund' AND source LIKE 'vendor:%%')
            AND vendor_order_id IN (SELECT vendor_order_id FROM invoices) GROUP BY 1, 2, 3
    )
    SELECT coalesce(i.vendor_order_id, k.vendor_order_id), coalesce(i.currency, k.currency), coalesce(k.amount, 0), coalesce(i.amount, 0),
        'invoiced of ' || coalesce(nullif(coalesce(i.line_id, k.line_id), ''), 'the delivery')
    FROM issued AS i FULL JOIN kept AS k
        ON k.vendor_order_id = i.vendor_order_id AND k.currency = i.currency AND k.line_id = i.line_id
    WHERE coalesce(i.amount, 0) <> coalesce(k.amount, 0) ORDER BY 1, 5
"""
_OWN_SUMS = """
    SELECT id, currency, total_minor, sums.total, 'lines of ' || number FROM invoices
    CROSS JOIN LATERAL (
        SELECT sum((line #>> '{gross,minor}')::bigint) AS total, sum((line #>> '{tax,minor}')::bigint) AS tax
        FROM jsonb_array_elements(content -> 'lines') AS line
    ) AS sums
    WHERE sums.total <> total_minor OR sums.tax <> tax_minor ORDER BY 1
"""
_NUMBERS = """
    WITH issued AS (SELECT issuer, series, year, count(*) AS count, max(sequence) AS last FROM invoices GROUP BY 1, 2, 3)
    SELECT concat_ws('-', coalesce(i.issuer, c.issuer), coalesce(i.series, c.series), coalesce(i.year, c.year)), NULL,
        coalesce(c.last, 0), coalesce(i.count, 0), 'numbers given, and papers'
    FROM issued AS i FULL JOIN invoice_counters AS c ON c.issuer = i.issuer AND c.series = i.series AND c.year = i.year
    WHERE coalesce(c.last, 0) <> coalesce(i.count, 0) OR coalesce(i.last, 0) <> coalesce(i.count, 0) ORDER BY 1
"""

_COMMISSION = """
    WITH claimed AS (
        SELECT c.invoice_id, t.currency, sum(CASE WHEN t.type LIKE 'refund%%' THEN -t.amount_minor ELSE t.amount_minor END) AS amount,
            bool_and(t.type IN ('commission', 'commission_vat', 'refund_commission', 'refund_commission_vat') AND t.vendor_id = i.vendor_id)
                AS is_right
        FROM invoiced_commissions AS c JOIN financial_transactions AS t ON t.id = c.transaction_id
        LEFT JOIN invoices AS i ON i.id = c.invoice_id GROUP BY 1, 2
    )
    SELECT coalesce(i.id, c.invoice_id), coalesce(i.currency, c.currency), coalesce(c.amount, 0),
        CASE i.kind WHEN 'commission_credit_note' THEN -i.total_minor ELSE coalesce(i.total_minor, 0) END, 'commission invoiced'
    FROM (SELECT * FROM invoices WHERE kind LIKE 'commission%%') AS i
    FULL JOIN claimed AS c ON c.invoice_id = i.id AND c.currency = i.currency
    WHERE i.id IS NULL OR c.invoice_id IS NULL OR NOT c.is_right
        OR c.amount <> CASE i.kind WHEN 'commission_credit_note' THEN -i.total_minor ELSE i.total_minor END
    ORDER BY 1
"""


def check_against_ledger() -> Iterator[Difference]:
    """``invoiced``: invoices less credit notes are, by line, what the books have kept of the sale."""
    yield from differences("invoiced", _AGAINST_LEDGER)


def check_own_sums() -> Iterator[Difference]:
    """``invoice_sum``: a paper's total and VAT are the sums of its lines."""
    yield from differences("invoice_sum", _OWN_SUMS)


def check_numbers() -> Iterator[Difference]:
    """``invoice_numbers``: each issuer's numbers of a series and year run from 1 without a gap."""
    yield from differences("invoice_numbers", _NUMBERS)


def check_commission() -> Iterator[Difference]:
    """``commission_invoiced``: a paper of the operator's commission is the sum of the rows of the books that it names."""
    yield from differences("commission_invoiced", _COMMISSION)
