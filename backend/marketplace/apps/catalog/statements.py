"""The SQL by which pictures are let go."""

from __future__ import annotations

# Whether the folder is noted already, as one of a picture in the making, or not.
LET_GO = """
    INSERT INTO picture_folders (folder, vendor_id, product_id, due_at, kept_until, kept_path)
    VALUES (%(folder)s, %(vendor_id)s, %(product_id)s, %(until)s, %(until)s, %(kept_path)s)
    ON CONFLICT (folder) DO UPDATE SET vendor_id = EXCLUDED.vendor_id, product_id = EXCLUDED.product_id, due_at = EXCLUDED.due_at,
        kept_until = EXCLUDED.kept_until, kept_path = EXCLUDED.kept_path
"""
