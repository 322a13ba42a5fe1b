"""The SQL of what payments compute in the database."""

from __future__ import annotations

# Once for each event. Where a notice names only an object, a further one asks for a further look.
RECEIVE_EVENT = """
    INSERT INTO payment_provider_events AS event (tenant_id, provider, event_id, type, payment_id, body, digest, deliveries, received_at)
    VALUES (%(tenant_id)s, %(provider)s, %(event_id)s, %(type)s, '', %(body)s, '', 1, %(now)s)
    ON CONFLICT (provider, event_id) DO UPDATE SET deliveries = event.deliveries + 1,
        processed_at = CASE WHEN %(is_event)s THEN event.processed_at END
    RETURNING event.id
"""
