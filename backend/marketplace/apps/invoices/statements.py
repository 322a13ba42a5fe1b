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
# By vendor and currency; and whether the vendor owes the VAT of some of those sales itself.
UNINVOICED_COMMISSIONS = f"""
    SELECT vendor_id, currency, bool_or(EXISTS (
        SELECT FROM financial_transactions AS sold
        WHERE sold.vendor_order_id = financial_transactions.vendor_order_id AND sold.line_id = financial_transactions.line_id
            AND sold.type = 'commission' AND sold.details ? 'vat_check'
    ))
    FROM financial_transactions WHERE {_UNINVOICED} GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608  # our own text
# Who claims the same rows at the same time waits for the first, and claims what is left.
CLAIM_COMMISSIONS = f"""
    INSERT INTO invoiced_commissions (tenant_id, transaction_id, invoice_id)
    SELECT %(tenant_id)s, id, %(invoice_id)s FROM financial_transactions
    WHERE vendor_id = %(vendor_id)s AND currency = %(currency)s AND {_UNINVOICED} ORDER BY id
    ON CONFLICT DO NOTHING
"""  # noqa: S608  # our own text
# What was charged less what was returned, by the rate of VAT that the fee was frozen with, and whether the vendor owes it itself: the fee,
# and its VAT.
CLAIMED_COMMISSIONS = """
    SELECT rate_bp, is_reverse_charge, coalesce(sum(amount) FILTER (WHERE NOT is_vat), 0), coalesce(sum(amount) FILTER (WHERE is_vat), 0)
    FROM (
        SELECT t.type LIKE '%%vat' AS is_vat, t.amount_minor * CASE WHEN t.type LIKE 'refund%%' THEN -1 ELSE 1 END AS amount,
            coalesce((sold.details ->> 'vat_bp')::int, 0) AS rate_bp,
            coalesce(sold.details ? 'vat_check', false) AS is_reverse_charge
        FROM invoiced_commissions JOIN financial_transactions AS t ON t.id = transaction_id
        LEFT JOIN financial_transactions AS sold
            ON sold.vendor_order_id = t.vendor_order_id AND sold.line_id = t.line_id AND sold.type = 'commission'
        WHERE invoice_id = %(invoice_id)s
    ) AS claimed GROUP BY 1, 2 ORDER BY 1 DESC, 2
"""

# What the papers that vendors issued in a time say of the VAT of each country and rate: by vendor, route and the quarter of the supply. A
# credit note counts against its invoice's quarter. The value of a consignment is that of its products, without VAT and delivery.
VAT_SUMS = """
    SELECT i.vendor_id, coalesce(i.content #>> '{seller,address,country}', '') AS origin,
        coalesce(i.content #>> '{delivered_to,country}', i.content #>> '{buyer,address,country}', '') AS destination,
        coalesce(i.content #>> '{buyer,vat_number}', '') <> '' AS is_to_business,
        i.currency = 'EUR' AND consignment.net <= %(low_value_minor)s AS is_low_value,
        (line ->> 'tax_rate_bp')::int AS rate_bp, i.currency,
        date_trunc('quarter', (i.content ->> 'supplied_at')::timestamptz AT TIME ZONE %(timezone)s)::date AS supplied_in,
        sum(sign * ((line #>> '{gross,minor}')::bigint - (line #>> '{tax,minor}')::bigint)) AS net,
        sum(sign * (line #>> '{tax,minor}')::bigint) AS tax
    FROM invoices AS i
    LEFT JOIN invoices AS sale ON sale.id = i.corrects_id
    CROSS JOIN LATERAL (SELECT CASE i.kind WHEN 'invoice' THEN 1 ELSE -1 END AS sign) AS signed
    CROSS JOIN LATERAL (
        SELECT sum((sold #>> '{gross,minor}')::bigint - (sold #>> '{tax,minor}')::bigint) AS net
        FROM jsonb_array_elements(coalesce(sale.content, i.content) -> 'lines') AS sold WHERE sold ->> 'line_id' <> ''
    ) AS consignment
    CROSS JOIN LATERAL jsonb_array_elements(i.content -> 'lines') AS line
    WHERE i.kind IN ('invoice', 'credit_note') AND i.issued_at >= %(since)s AND i.issued_at < %(until)s
        AND (%(vendor_id)s::text = '' OR i.vendor_id = %(vendor_id)s::text)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
"""
