"""The SQL by which payouts take rows of the books."""

from __future__ import annotations

# A big run has hundreds of thousands: as columns, which need no object for each.
TAKE_ROWS = """
    INSERT INTO payout_items (tenant_id, payout_id, transaction_id, amount_minor)
    SELECT %(tenant_id)s, payout_id, transaction_id, amount_minor
    FROM unnest(%(payout_ids)s::text[], %(transaction_ids)s::bigint[], %(amounts)s::bigint[])
        AS taken (payout_id, transaction_id, amount_minor)
"""
