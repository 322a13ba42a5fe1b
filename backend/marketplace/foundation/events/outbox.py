"""Announce an event in the same transaction as the rows it speaks of, or in the same statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from marketplace.foundation import tenancy
from marketplace.foundation.events.types import Event, Recorded
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import new_id

# In the order given, which the rows' ids then tell.
INSERT = """
    INSERT INTO outbox_events (event_id, wire_name, is_bulk, payload, recorded_at, attempts, last_error)
    SELECT event.id, event.wire_name, event.is_bulk, event.payload::jsonb, event.at, 0, ''
    FROM unnest(
        %(event_ids)s::text[], %(wire_names)s::text[], %(are_bulk)s::boolean[], %(payloads)s::text[], %(recorded_ats)s::timestamptz[]
    ) WITH ORDINALITY AS event (id, wire_name, is_bulk, payload, at, place)
    WHERE {condition} ORDER BY event.place
    ON CONFLICT (event_id) DO NOTHING
"""
_STORE = INSERT.format(condition="true")
_WRITE = "WITH written AS ({write}), announced AS (" + INSERT.format(condition="EXISTS (SELECT FROM written)") + ") TABLE written"


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
    if events:
        sql.run(_STORE, columns_of(events))


def write(statement: str, parameters: Mapping[str, Any], *, event: Event | None, now: datetime) -> tuple[Any, ...] | None:
    """
    Carry out one write that returns something, and publish ``event`` with it if it touched a row, in one statement.

    :returns: the first row that the write returned, ``None`` if there was none
    """
    if event is None:
        return sql.row(statement, parameters)
    return sql.row(_WRITE.format(write=statement), {**parameters, **columns_of([record(event, now=now)])})


def columns_of(events: Sequence[Recorded]) -> dict[str, list[Any]]:
    """The parameters of ``INSERT``."""
    return {
        "event_ids": [item.id for item in events],
        "wire_names": [item.wire_name for item in events],
        "are_bulk": [item.is_bulk for item in events],
        "payloads": [bytes(item.payload).decode() for item in events],
        "recorded_ats": [item.at for item in events],
    }
