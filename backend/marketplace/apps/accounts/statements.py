"""The SQL by which accounts and sessions end with the rows that hang on them, and by which tries begin to be counted."""

from __future__ import annotations

# No foreign key deletes by itself; each is checked at the commit, so the order within a statement does not matter.
_DELETE_SESSIONS = """
    WITH gone AS (DELETE FROM account_sessions WHERE {condition} RETURNING id)
    DELETE FROM account_refresh_tokens WHERE session_id IN (SELECT id FROM gone)
"""
DELETE_SESSIONS_OF = _DELETE_SESSIONS.format(condition="person_id = %(person_id)s")
DELETE_SESSIONS_OVER = _DELETE_SESSIONS.format(condition="(expires_at < %(before)s OR ended_at < %(before)s) AND acting_staff_id = ''")
DELETE_ACCOUNT = """
    WITH gone AS (DELETE FROM accounts WHERE id = %(id)s AND audience = %(audience)s RETURNING id),
        addresses AS (DELETE FROM account_addresses WHERE account_id IN (SELECT id FROM gone))
    DELETE FROM account_consents WHERE account_id IN (SELECT id FROM gone)
"""

# A row that is there is written as it is, which locks it: else a success elsewhere could delete it before the count is read.
BEGIN_COUNTS = """
    INSERT INTO account_attempts (key_hash, count, last_at, next_at)
    SELECT hash, 0, %(now)s::timestamptz, %(now)s::timestamptz FROM unnest(%(hashes)s::text[]) AS hash ORDER BY hash
    ON CONFLICT (key_hash) DO UPDATE SET last_at = account_attempts.last_at
"""
