"""The SQL by which invoices get their numbers, and by which commission is put on papers."""

from __future__ import annotations

# The counter's row stays locked until the commit: a transaction that fails gives its number back.
NEXT_NUMBER = """
    INSERT INTO invoice_counters (tenant_id, issuer, series, year, last) VALUES (%(tenant_id)s, %(issuer)s, %(series)s, %(year)s, 1)
    ON CONFLICT (issuer, series, year) DO UPDATE SET last = invoice_counters.last + 1 RETURNING last
"""

# Rows of the books that are the operator's commission, before a moment, and on no paper yet.
_UNINVOICED = """
    type IN ('commission', 'commission_vat', 'refund_commission', 'refund_commission_vat') AND occurred_at < %(until)s
    AND NOT EXISTS (SELECT FROM invoiced_commissions AS done WHERE done.transaction_id = financial_transactions.id)
"""
UNINVOICED_COMMISSIONS = f"""
    SELECT vendor_id, currency FROM financial_transactions WHERE {_UNINVOICED} GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608  # our own text
# Who claims the same rows at the same time waits for the first, and claims what is left.
CLAIM_COMMISSIONS = f"""
    INSERT INTO invoiced_commissions (tenant_id, transaction_id, invoice_id)
    SELECT %(tenant_id)s, id, %(invoice_id)s FROM financial_transactions
    WHERE vendor_id = %(vendor_id)s AND currency = %(currency)s AND {_UNINVOICED} ORDER BY id
    ON CONFLICT DO NOTHING
"""  # noqa: S608  # our own text
# What was charged less what was returned, by the rate of VAT that the fee was frozen with: the fee, and its VAT.
CLAIMED_COMMISSIONS = """
    SELECT rate_bp, coalesce(sum(amount) FILTER (WHERE NOT is_vat), 0), coalesce(sum(amount) FILTER (WHERE is_vat), 0) FROM (
        SELECT t.type LIKE '%%vat' AS is_vat, t.amount_minor * CASE WHEN t.type LIKE 'refund%%' THEN -1 ELSE 1 END AS amount,
            coalesce((sold.details ->> 'vat_bp')::int, 0) AS rate_bp
        FROM invoiced_commissions JOIN financial_transactions AS t ON t.id = transaction_id
        LEFT JOIN financial_transactions AS sold
            ON sold.vendor_order_id = t.vendor_order_id AND sold.line_id = t.line_id AND sold.type = 'commission'
        WHERE invoice_id = %(invoice_id)s
    ) AS claimed GROUP BY 1 ORDER BY 1 DESC
"""
