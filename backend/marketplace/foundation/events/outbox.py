"""Announce an event in the same transaction as the rows it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from marketplace.foundation import tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.events.types import Event, Recorded
from marketplace.kit.ids import new_id


def record(event: Event, *, now: datetime) -> Recorded:
    """The event with an id and a time: what a document carries inside, and what the outbox stores."""
    return Recorded(id=new_id("evt", at=now), wire_name=event.wire_name, at=now, payload=msgspec.Raw(msgspec.json.encode(event)))


def publish(event: Event, *, now: datetime) -> None:
    """
    Send ``event`` once the open transaction commits, at least once to each subscriber.

    :raises RuntimeError: outside ``tenancy.atomic()``, where it could be stored without its rows
    """
    if not tenancy.in_transaction():
        raise RuntimeError("publish inside tenancy.atomic()")
    store([record(event, now=now)])


def store(events: Sequence[Recorded]) -> None:
    """Put recorded events into the outbox; those already there are left as they are."""
    OutboxEvent.objects.bulk_create(
        [
            OutboxEvent(
                event_id=item.id,
                wire_name=item.wire_name,
                payload=msgspec.json.decode(item.payload),
                recorded_at=item.at,
            )
            for item in events
        ],
        ignore_conflicts=True,
    )
