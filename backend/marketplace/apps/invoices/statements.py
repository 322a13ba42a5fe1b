"""The SQL by which invoices get their numbers, and by which commission is put on papers."""

from __future__ import annotations

# The counter's row stays locked until the commit: a transaction that fails gives its number back.
NEXT_NUMBER = """
    INSERT INTO invoice_counters (tenant_id, issuer, series, year, last) VALUES (%(tenant_id)s, %(issuer)s, %(series)s, %(year)s, 1)
    ON CONFLICT (issuer, series, year) DO UPDATE SET last = invoice_counters.last + 1 RETURNING last
"""

# The rate of VAT that the fee was frozen with, and the VAT number under which the vendor bought: that of the answer of VIES by which it
# owes the VAT itself, which the sale's row names; none where the operator charges it.
_RATE, _BOUGHT_UNDER = "coalesce((sold.details ->> 'vat_bp')::int, 0)", "coalesce(proof.vat_number, '')"
# Rows of the books that are the operator's commission, before a moment, and on no paper yet; each with the row of its sale.
_UNINVOICED = """
    FROM financial_transactions AS booked
    LEFT JOIN financial_transactions AS sold
        ON sold.vendor_order_id = booked.vendor_order_id AND sold.line_id = booked.line_id AND sold.type = 'commission'
            AND sold.vendor_order_id <> ''  -- as its index has it
    LEFT JOIN vat_number_checks AS proof ON proof.id = sold.details ->> 'vat_check'
    WHERE booked.type IN ('commission', 'commission_vat', 'refund_commission', 'refund_commission_vat')
        AND booked.occurred_at < %(until)s
        AND NOT EXISTS (SELECT FROM invoiced_commissions AS done WHERE done.transaction_id = booked.id)
"""
# What is on one paper.
UNINVOICED_COMMISSIONS = f"""
    SELECT DISTINCT booked.vendor_id, booked.currency, {_BOUGHT_UNDER}, {_RATE} {_UNINVOICED} ORDER BY 1, 2, 3, 4
"""
# Who claims the same rows at the same time waits for the first, and claims what is left.
CLAIM_COMMISSIONS = f"""
    INSERT INTO invoiced_commissions (tenant_id, transaction_id, invoice_id)
    SELECT %(tenant_id)s, booked.id, %(invoice_id)s {_UNINVOICED}
        AND booked.vendor_id = %(vendor_id)s AND booked.currency = %(currency)s
        AND {_BOUGHT_UNDER} = %(bought_under)s AND {_RATE} = %(rate_bp)s
    ORDER BY booked.id ON CONFLICT DO NOTHING
"""
# What was charged less what was returned: the fee, and its VAT.
CLAIMED_COMMISSIONS = """
    SELECT coalesce(sum(amount) FILTER (WHERE NOT is_vat), 0), coalesce(sum(amount) FILTER (WHERE is_vat), 0)
    FROM (
        SELECT type LIKE '%%vat' AS is_vat, amount_minor * CASE WHEN type LIKE 'refund%%' THEN -1 ELSE 1 END AS amount
        FROM invoiced_commissions JOIN financial_transactions AS booked ON booked.id = transaction_id
        WHERE invoice_id = %(invoice_id)s
    ) AS claimed
"""

# What the papers that vendors issued in a time say of the VAT of each country and rate: by vendor, route and the quarter of the supply. A
# credit note counts against its invoice's quarter. The value of a consignment is that of its products, without VAT and delivery.
_VAT_SUMS = """
    SELECT i.vendor_id, coalesce(i.content #>> '{seller,address,country}', '') AS origin,
        coalesce(i.content #>> '{delivered_to,country}', i.content #>> '{buyer,address,country}', '') AS destination,
        coalesce(i.content #>> '{buyer,vat_number}', '') <> '' AS is_to_business,
        i.currency = 'EUR' AND consignment.net <= %(low_value_minor)s AS is_low_value,
        (line ->> 'tax_rate_bp')::int AS rate_bp, i.currency,
        date_trunc(%(period)s, (i.content ->> 'supplied_at')::timestamptz AT TIME ZONE %(timezone)s)::date AS supplied_in,
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
"""
_BY_ROUTE = "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8"
# Two statements: plans are made without the values, and one for either would read the papers of all vendors.
VAT_SUMS = f"{_VAT_SUMS} {_BY_ROUTE}"
VAT_SUMS_OF_VENDOR = f"{_VAT_SUMS} AND i.vendor_id = %(vendor_id)s {_BY_ROUTE}"
