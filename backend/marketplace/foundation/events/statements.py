"""The relay's SQL. Each statement is atomic by itself, so none of them needs a transaction around it."""
# ruff: noqa: S608  # what is put together here is constant text

from __future__ import annotations

from marketplace.foundation.events import outbox

# Of two relays that read the same announcements, the one that moves the position stores them.
TAKE_OVER = f"""
    WITH moved AS (
        UPDATE feed_positions SET token = %(after)s WHERE feed = %(feed)s AND token = %(before)s RETURNING feed
    ), stored AS ({outbox.INSERT.format(condition="EXISTS (SELECT FROM moved)")})
    SELECT count(*) FROM moved
"""

# With what the subscribers have already dealt with; the oldest first, and none that another relay holds.
CLAIM = """
    UPDATE outbox_events AS event SET due_at = %(until)s FROM (
        SELECT id FROM outbox_events
        WHERE delivered_at IS NULL AND parked_at IS NULL AND is_bulk = %(is_bulk)s AND (due_at IS NULL OR due_at <= %(now)s)
        ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE event.id = due.id
    RETURNING event.id, event.event_id, event.wire_name, event.payload::text, event.recorded_at, event.attempts,
        ARRAY (SELECT subscriber::text FROM event_receipts AS receipt WHERE receipt.event_id = event.event_id)
"""

SETTLE = """
    WITH received AS (
        INSERT INTO event_receipts (event_id, subscriber, received_at)
        SELECT receipt.event_id, receipt.subscriber, %(now)s
        FROM unnest(%(event_ids)s::text[], %(subscribers)s::text[]) AS receipt (event_id, subscriber)
        ON CONFLICT DO NOTHING
    )
    UPDATE outbox_events SET delivered_at = %(now)s WHERE id = ANY (%(delivered)s::bigint[])
"""

GIVE_BACK = "UPDATE outbox_events SET due_at = NULL WHERE id = ANY (%(ids)s::bigint[]) AND delivered_at IS NULL"

TRY_LATER = """
    UPDATE outbox_events SET attempts = %(attempts)s, last_error = %(error)s, due_at = %(due_at)s, parked_at = %(parked_at)s
    WHERE id = %(id)s
"""

WAITING = """
    SELECT is_bulk, count(*), extract(epoch FROM %(now)s - min(recorded_at))
    FROM outbox_events WHERE delivered_at IS NULL AND parked_at IS NULL GROUP BY is_bulk
"""
