"""SQL of the app's own: pictures that are let go, and prices by time."""

from __future__ import annotations

# Whether the folder is noted already, as one of a picture in the making, or not.
LET_GO = """
    INSERT INTO picture_folders (folder, vendor_id, product_id, due_at, kept_until, kept_path)
    VALUES (%(folder)s, %(vendor_id)s, %(product_id)s, %(until)s, %(until)s, %(kept_path)s)
    ON CONFLICT (folder) DO UPDATE SET vendor_id = EXCLUDED.vendor_id, product_id = EXCLUDED.product_id, due_at = EXCLUDED.due_at,
        kept_until = EXCLUDED.kept_until, kept_path = EXCLUDED.kept_path
"""

# Each price until the next one; one that held at the beginning of the time counts.
LOWEST_PRICES = """
    SELECT variant_id, currency, min(minor) FROM (
        SELECT variant_id, currency, minor, lead(changed_at) OVER (PARTITION BY variant_id, currency ORDER BY changed_at) AS ended_at
        FROM price_history WHERE variant_id = ANY (%(ids)s::text[]) AND changed_at < %(until)s
    ) AS spell
    WHERE minor IS NOT NULL AND (ended_at IS NULL OR ended_at > %(since)s)
    GROUP BY variant_id, currency
"""

KNOWN_SINCE = """
    SELECT EXISTS (
        SELECT FROM price_history WHERE variant_id = %(variant_id)s AND currency = %(currency)s AND changed_at <= %(since)s
    )
"""

PRICE_SPELLS = """
    SELECT variant_id, currency, changed_at, minor FROM price_history
    WHERE (%(every)s OR variant_id = ANY (%(ids)s::text[])) AND (%(currency)s = '' OR currency = %(currency)s) AND changed_at < %(until)s
    ORDER BY variant_id, currency, changed_at
"""
