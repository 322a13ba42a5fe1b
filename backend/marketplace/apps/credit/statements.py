"""SQL of credit: what computes in the database."""

from __future__ import annotations

# What each credit could pay of one cart: what is not reserved, and what is reserved for this very cart by an attempt to pay it.
OFFERS = """
    SELECT c.id, c.kind, c.code_hint, c.currency, c.state, c.expires_at, c.balance_minor - c.reserved_minor + coalesce((
        SELECT sum(r.amount_minor) FROM credit_reservations AS r
        WHERE r.credit_id = c.id AND r.cart_id = %(cart_id)s AND r.state = 'held'
    ), 0)::bigint
    FROM credits AS c WHERE c.id = ANY (%(ids)s::text[])
"""
