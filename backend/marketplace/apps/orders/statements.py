"""The SQL by which orders get their numbers."""

from __future__ import annotations

# The counter's row stays locked until the commit.
REGISTER = """
    WITH counter AS (
        INSERT INTO order_counters (year, last) VALUES (%(year)s, 1)
        ON CONFLICT (year) DO UPDATE SET last = order_counters.last + 1 RETURNING last
    )
    INSERT INTO order_refs (id, number, owner, token_hash)
    SELECT %(id)s, %(prefix)s || lpad(counter.last::text, greatest(6, length(counter.last::text)), '0'), %(owner)s, %(token_hash)s
    FROM counter RETURNING number
"""
