"""The SQL by which invoices get their numbers."""

from __future__ import annotations

# The counter's row stays locked until the commit: a transaction that fails gives its number back.
NEXT_NUMBER = """
    INSERT INTO invoice_counters (tenant_id, issuer, series, year, last) VALUES (%(tenant_id)s, %(issuer)s, %(series)s, %(year)s, 1)
    ON CONFLICT (issuer, series, year) DO UPDATE SET last = invoice_counters.last + 1 RETURNING last
"""
