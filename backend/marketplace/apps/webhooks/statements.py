"""SQL of webhooks."""

from __future__ import annotations

# Who wants to hear of which of these changes: an endpoint and a change each.
WANTED = """
    SELECT endpoint.id, change.event_type, change.subject_id
    FROM unnest(%(vendor_ids)s::text[], %(event_types)s::text[], %(subject_ids)s::text[]) AS change (vendor_id, event_type, subject_id)
    JOIN webhook_endpoints AS endpoint ON endpoint.vendor_id = change.vendor_id AND change.event_type = ANY (endpoint.event_types)
    WHERE endpoint.state = 'active'
"""

# What a worker left undone: no answer was noted in time. After the last attempt there is no next one.
FAIL_LOST_CLAIMS = """
    UPDATE webhook_deliveries SET claimed_until = NULL, answer_status = NULL, failure = 'timeout',
        state = CASE WHEN attempts < %(max_attempts)s THEN 'pending' ELSE 'failed' END,
        next_attempt_at = CASE WHEN attempts < %(max_attempts)s THEN %(now)s + (%(waits)s::interval[])[attempts] END
    WHERE claimed_until <= %(now)s
"""

# Deliveries that are due, at most so many of each endpoint; none while others are under way.
CLAIM = """
    UPDATE webhook_deliveries SET attempts = attempts + 1, claimed_until = %(claimed_until)s
    WHERE id IN (
        SELECT id FROM webhook_deliveries
        WHERE state = 'pending' AND next_attempt_at <= %(now)s AND id = ANY (ARRAY(
            SELECT delivery.id
            FROM webhook_endpoints AS endpoint
            CROSS JOIN LATERAL (
                SELECT id, next_attempt_at FROM webhook_deliveries
                WHERE endpoint_id = endpoint.id AND state = 'pending' AND next_attempt_at <= %(now)s
                ORDER BY next_attempt_at, id LIMIT %(per_endpoint)s
            ) AS delivery
            WHERE endpoint.state = 'active' AND NOT EXISTS (SELECT FROM webhook_deliveries WHERE claimed_until > %(now)s)
            ORDER BY delivery.next_attempt_at, delivery.id LIMIT %(most)s
        ))
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""
