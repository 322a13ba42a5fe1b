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

# Records what lanes have delivered, and claims of each free lane its oldest, and none that another relay holds. One statement, since
# a busy relay has both to say several times a second. What was delivered so late that its claim has ended is not claimed again.
RECORD_AND_CLAIM = """
    WITH recorded AS (
        UPDATE outbox_events SET delivered_at = %(now)s WHERE id = ANY (%(delivered)s::bigint[])
    ), due AS MATERIALIZED (
        SELECT first.id FROM unnest(%(lanes)s::text[]) AS lane (name), LATERAL (
            SELECT id FROM outbox_events
            WHERE subscriber = lane.name AND delivered_at IS NULL AND parked_at IS NULL AND (due_at IS NULL OR due_at <= %(now)s)
                AND id <> ALL (%(delivered)s::bigint[])
            ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        ) AS first
    )
    UPDATE outbox_events AS event SET due_at = %(until)s FROM due WHERE event.id = due.id
    RETURNING event.id, event.event_id, event.subscriber, event.wire_name, event.payload::text, event.recorded_at, event.attempts,
        event.trace
"""

RECORD = "UPDATE outbox_events SET delivered_at = %(now)s WHERE id = ANY (%(delivered)s::bigint[])"

RELEASE = "UPDATE outbox_events SET due_at = NULL WHERE id = ANY (%(ids)s::bigint[]) AND delivered_at IS NULL"

TRY_LATER = """
    UPDATE outbox_events SET attempts = %(attempts)s, last_error = %(error)s, due_at = %(due_at)s, parked_at = %(parked_at)s
    WHERE id = %(id)s
"""

WAITING = """
    SELECT subscriber = ANY (%(bulk)s::text[]), count(*), extract(epoch FROM %(now)s - min(recorded_at))
    FROM outbox_events WHERE delivered_at IS NULL AND parked_at IS NULL GROUP BY 1
"""

# Most of the outbox is delivered, and kept for weeks: each part asks what its partial index holds (outbox_waiting, outbox_parked).
BY_SUBSCRIBER = """
    SELECT subscriber, sum(waiting)::bigint, sum(failing)::bigint, sum(parked)::bigint, min(oldest_at) FROM (
        SELECT subscriber, count(*) AS waiting, count(*) FILTER (WHERE attempts > 0) AS failing, 0 AS parked, min(recorded_at) AS oldest_at
        FROM outbox_events WHERE delivered_at IS NULL AND parked_at IS NULL GROUP BY 1
        UNION ALL
        SELECT subscriber, 0, 0, count(*), NULL FROM outbox_events WHERE parked_at IS NOT NULL AND delivered_at IS NULL GROUP BY 1
    ) AS part
    WHERE subscriber <> '' GROUP BY 1
"""
