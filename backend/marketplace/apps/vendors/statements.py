"""SQL of vendors."""

from __future__ import annotations

# What has begun or ended since it was last announced. One that is over is forgotten. Locked in the order in which checkouts lock vendors.
ANNOUNCE_VACATIONS = """
    WITH due AS (
        SELECT id FROM vendors
        WHERE vacation_ends_on < %(day)s OR (vacation_starts_on <= %(day)s AND NOT is_vacation_announced)
        ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE vendors SET is_vacation_announced = vacation_ends_on >= %(day)s,
        vacation_texts = CASE WHEN vacation_ends_on < %(day)s THEN '{}'::jsonb ELSE vacation_texts END,
        vacation_starts_on = CASE WHEN vacation_ends_on < %(day)s THEN NULL ELSE vacation_starts_on END,
        vacation_ends_on = CASE WHEN vacation_ends_on < %(day)s THEN NULL ELSE vacation_ends_on END
    FROM due WHERE vendors.id = due.id
    RETURNING vendors.id
"""
