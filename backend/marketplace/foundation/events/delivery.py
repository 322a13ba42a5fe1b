"""Telling claimed events to their subscribers, and recording who has dealt with what."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from marketplace.foundation.events import statements
from marketplace.foundation.events.subscribers import Subscriber, subscribers_of
from marketplace.foundation.events.types import Event, Recorded
from marketplace.foundation.metrics import figures
from marketplace.foundation.postgres import sql

MAX_ATTEMPTS = 12
HOLD_S = 20.0  # a relay that lives gives back what it did not get to in this time

log = logging.getLogger(__name__)


class Claimed:
    """An event that this relay holds, who has still to hear it, and what came of telling it."""

    def __init__(self, row_id: int, recorded: Recorded, attempts: int, had: Sequence[str]) -> None:
        self.row_id, self.recorded, self.attempts = row_id, recorded, attempts
        self.waiting = [item for item in subscribers_of(recorded.wire_name) if item.name not in had]
        self.received: list[str] = []  # not recorded yet
        self.failure = ""

    def note(self, subscriber: Subscriber, error: Exception | None) -> None:
        self.waiting.remove(subscriber)
        figures.DELIVERIES.labels(figures.tenant_in_scope(), subscriber.name, "failed" if error else "ok").inc()
        if error is None:
            self.received.append(subscriber.name)
        else:
            log.error("subscriber %s failed on %s %s", subscriber.name, self.recorded.wire_name, self.recorded.id, exc_info=error)
            self.failure = f"{subscriber.name}: {error!r}"


def deliver(claimed: Sequence[Claimed], *, now: datetime) -> None:
    """Tell the events: first to those who take many at once, then one after the other. What takes too long is given back."""
    until = time.monotonic() + HOLD_S
    for subscriber in _those_who_take_many(claimed):
        if time.monotonic() < until:
            _tell_all(subscriber, [event for event in claimed if subscriber in event.waiting])
    _settle(claimed, now=now)
    for event in claimed:
        if event.waiting and time.monotonic() < until:
            _tell(event)
            _settle([event], now=now)
    if late := [event.row_id for event in claimed if event.waiting]:
        sql.run(statements.GIVE_BACK, {"ids": late})


def _those_who_take_many(claimed: Iterable[Claimed]) -> list[Subscriber]:
    """In the order in which they come up."""
    return list(dict.fromkeys(item for event in claimed for item in event.waiting if item.handle_all))


def _tell_all(subscriber: Subscriber, events: Sequence[Claimed]) -> None:
    assert subscriber.handle_all is not None
    readable: list[tuple[Claimed, Event]] = []
    for event in events:
        try:
            readable.append((event, event.recorded.event()))
        except Exception as error:
            event.note(subscriber, error)
    if not readable:
        return
    try:
        subscriber.handle_all([told for _, told in readable])
    except Exception as error:
        _tell_apart(subscriber, readable, error)
    else:
        for event, _ in readable:
            event.note(subscriber, None)


def _tell_apart(subscriber: Subscriber, events: Sequence[tuple[Claimed, Event]], error: Exception) -> None:
    """After a failure of all of them together: each alone, to find out whose fault it was."""
    assert subscriber.handle_all is not None
    if len(events) == 1:
        events[0][0].note(subscriber, error)
        return
    for event, told in events:
        try:
            subscriber.handle_all([told])
        except Exception as own:
            event.note(subscriber, own)
        else:
            event.note(subscriber, None)


def _tell(event: Claimed) -> None:
    for subscriber in [item for item in event.waiting if item.handle]:
        assert subscriber.handle is not None
        try:
            subscriber.handle(event.recorded.event(), event.recorded)
        except Exception as error:
            event.note(subscriber, error)
        else:
            event.note(subscriber, None)


def _settle(events: Sequence[Claimed], *, now: datetime) -> None:
    """Record who has dealt with what; an event that somebody failed on is told to that one again later."""
    receipts = [(event.recorded.id, name) for event in events for name in event.received]
    done = [event for event in events if not event.waiting]
    delivered = [event.row_id for event in done if not event.failure]
    if receipts or delivered:
        event_ids, names = [event_id for event_id, _ in receipts], [name for _, name in receipts]
        sql.run(statements.SETTLE, {"now": now, "event_ids": event_ids, "subscribers": names, "delivered": delivered})
    for event in events:
        event.received.clear()
    for event in done:
        if event.failure:
            _try_later(event, now=now)


def _try_later(event: Claimed, *, now: datetime) -> None:
    attempts = event.attempts + 1
    parameters = {
        "id": event.row_id,
        "attempts": attempts,
        "error": event.failure[:2000],
        "due_at": now + timedelta(seconds=min(2**attempts, 600)),
        "parked_at": now if attempts >= MAX_ATTEMPTS else None,
    }
    sql.run(statements.TRY_LATER, parameters)


def claim(*, is_bulk: bool, limit: int, until: datetime, now: datetime) -> list[Claimed]:
    """The oldest due events, of bulk or the others, that no other relay holds: they are this one's ``until`` then."""
    found = sql.rows(statements.CLAIM, {"is_bulk": is_bulk, "now": now, "until": until, "limit": limit})
    return [
        Claimed(row_id, Recorded(id=event_id, wire_name=name, at=at, payload=msgspec.Raw(payload.encode())), attempts, had)
        for row_id, event_id, name, payload, at, attempts, had in sorted(found)
    ]
