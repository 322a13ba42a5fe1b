"""Announce an event in the same transaction as the rows it speaks of, or in the same statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from marketplace.foundation import tenancy, tracing
from marketplace.foundation.events.subscribers import names_of_subscribers
from marketplace.foundation.events.types import Event, Recorded
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import new_id

# Once for each subscriber, in the order given, which the rows' ids then tell. Without a subscriber nothing is left to deliver.
INSERT = """
    INSERT INTO outbox_events (event_id, subscriber, wire_name, payload, recorded_at, delivered_at, attempts, last_error, trace)
    SELECT event.id, event.subscriber, event.wire_name, event.payload::jsonb, event.at,
        CASE event.subscriber WHEN '' THEN event.at END, 0, '', event.trace
    FROM unnest(
        %(event_ids)s::text[], %(subscribers)s::text[], %(wire_names)s::text[], %(payloads)s::text[], %(recorded_ats)s::timestamptz[],
        %(traces)s::text[]
    ) WITH ORDINALITY AS event (id, subscriber, wire_name, payload, at, trace, place)
    WHERE {condition} ORDER BY event.place
    ON CONFLICT (event_id, subscriber) DO NOTHING
"""
_STORE = INSERT.format(condition="true")
_ANNOUNCED = INSERT.format(condition="EXISTS (SELECT FROM written)")


def record(event: Event, *, now: datetime) -> Recorded:
    """The event with an id and a time: what a document carries inside, and what the outbox stores."""
    payload = msgspec.Raw(msgspec.json.encode(event))
    return Recorded(id=new_id("evt", at=now), wire_name=event.wire_name, at=now, payload=payload, trace=tracing.current())


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


def write(statement: str, parameters: Mapping[str, Any], *, events: Sequence[Recorded] = (), also: str = "") -> tuple[Any, ...] | None:
    """
    Execute one write that returns something, and publish ``events`` with it if it touched a row, in one statement.

    ``also`` is a further write (constant SQL) with the same parameters, which reads from ``written`` what the first one returned.

    :returns: the first row that the first write returned, ``None`` if there was none
    """
    if not events and not also:
        return sql.row(statement, parameters)
    announced = columns_of(events) if events else {}
    further = {"added": also, "announced": _ANNOUNCED if events else ""}
    parts = "".join(f", {name} AS ({part})" for name, part in further.items() if part)
    return sql.row(f"WITH written AS ({statement}){parts} TABLE written", {**parameters, **announced})


def columns_of(events: Sequence[Recorded]) -> dict[str, list[Any]]:
    """The parameters of ``INSERT``."""
    rows = [(item, subscriber) for item in events for subscriber in names_of_subscribers(item.wire_name)]
    return {
        "event_ids": [item.id for item, _ in rows],
        "subscribers": [subscriber for _, subscriber in rows],
        "wire_names": [item.wire_name for item, _ in rows],
        "payloads": [bytes(item.payload).decode() for item, _ in rows],
        "recorded_ats": [item.at for item, _ in rows],
        "traces": [item.trace for item, _ in rows],
    }
