"""Notifying a subscriber of the events that were claimed for it, and what came of it."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import msgspec

from marketplace.foundation import metrics, tracing
from marketplace.foundation.events.subscribers import Subscriber
from marketplace.foundation.events.types import Event, Recorded
from marketplace.foundation.postgres import sql
from marketplace.foundation.relay import statements

MAX_ATTEMPTS = 12
HOLD_S = 20.0  # a live relay releases what it did not reach in this time

log = logging.getLogger(__name__)


class Claimed:
    """An event that this relay holds for one subscriber, and what came of notifying it."""

    def __init__(self, row_id: int, recorded: Recorded, attempts: int) -> None:
        self.row_id, self.recorded, self.attempts = row_id, recorded, attempts
        self.failure = ""

    def note(self, subscriber: Subscriber, error: Exception | None) -> None:
        metrics.DELIVERIES.labels(metrics.tenant_in_scope(), subscriber.name, "failed" if error else "ok").inc()
        if error is not None:
            log.error("subscriber %s failed on %s %s", subscriber.name, self.recorded.wire_name, self.recorded.id, exc_info=error)
            self.failure = f"{subscriber.name}: {error!r}"


class Receipts:
    """The row ids of events that subscribers have dealt with, until a statement records them in the outbox. For several threads."""

    def __init__(self) -> None:
        self._row_ids: list[int] = []
        self._lock = Lock()

    def add(self, *row_ids: int) -> None:
        with self._lock:
            self._row_ids += row_ids

    def take(self) -> list[int]:
        """All of them; add them again if they could not be recorded."""
        with self._lock:
            taken, self._row_ids = self._row_ids, []
        return taken


def claim(lanes: Iterable[str], *, receipts: Receipts, limit: int, until: datetime, now: datetime) -> dict[str, list[Claimed]]:
    """
    Record ``receipts``, and return the oldest due events of each lane, up to ``limit``, that no other relay holds: they are this
    one's ``until`` then.
    """
    delivered = receipts.take()
    try:
        found = sql.rows(
            statements.RECORD_AND_CLAIM, {"delivered": delivered, "lanes": list(lanes), "now": now, "until": until, "limit": limit}
        )
    except Exception:
        receipts.add(*delivered)
        raise
    by_lane: dict[str, list[Claimed]] = defaultdict(list)
    for row_id, event_id, lane, name, payload, at, attempts, trace in sorted(found, key=lambda row: row[0]):
        recorded = Recorded(id=event_id, wire_name=name, at=at, payload=msgspec.Raw(payload.encode()), trace=trace)
        by_lane[lane].append(Claimed(row_id, recorded, attempts))
    return by_lane


def record(receipts: Receipts, *, now: datetime) -> None:
    """Record ``receipts``; they are kept if the database does not answer. :raises django.db.Error:"""
    if not (delivered := receipts.take()):
        return
    try:
        sql.run(statements.RECORD, {"now": now, "delivered": delivered})
    except Exception:
        receipts.add(*delivered)
        raise


def deliver(subscriber: Subscriber, claimed: Sequence[Claimed], *, receipts: Receipts, now: datetime) -> None:
    """
    Notify of all, together or one after the other, and put what succeeded into ``receipts``. What takes too long is released, and
    what failed is due again later.
    """
    if subscriber.handle_all:
        _notify_of_all(subscriber, claimed)
        _settle(claimed, receipts=receipts, now=now)
    else:
        _notify_in_turn(subscriber, claimed, receipts=receipts, now=now)


def _notify_in_turn(subscriber: Subscriber, claimed: Sequence[Claimed], *, receipts: Receipts, now: datetime) -> None:
    until = time.monotonic() + HOLD_S
    for place, event in enumerate(claimed):
        if time.monotonic() >= until:
            sql.run(statements.RELEASE, {"ids": [late.row_id for late in claimed[place:]]})
            return
        _notify(subscriber, event)
        _settle([event], receipts=receipts, now=now)


def _notify(subscriber: Subscriber, event: Claimed) -> None:
    assert subscriber.handle is not None
    try:
        with _span_of(subscriber, [event]):
            subscriber.handle(event.recorded.event(), event.recorded)
    except Exception as error:
        event.note(subscriber, error)
    else:
        event.note(subscriber, None)


def _notify_of_all(subscriber: Subscriber, events: Sequence[Claimed]) -> None:
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
        with _span_of(subscriber, [event for event, _ in readable]):
            subscriber.handle_all([readable_event for _, readable_event in readable])
    except Exception as error:
        _notify_apart(subscriber, readable, error)
    else:
        for event, _ in readable:
            event.note(subscriber, None)


def _notify_apart(subscriber: Subscriber, events: Sequence[tuple[Claimed, Event]], error: Exception) -> None:
    """After a failure of all of them together: of each alone, to find out whose fault it was."""
    assert subscriber.handle_all is not None
    if len(events) == 1:
        events[0][0].note(subscriber, error)
        return
    for event, readable_event in events:
        try:
            with _span_of(subscriber, [event]):
                subscriber.handle_all([readable_event])
        except Exception as own:
            event.note(subscriber, own)
        else:
            event.note(subscriber, None)


def _span_of(subscriber: Subscriber, events: Sequence[Claimed]) -> AbstractContextManager[Any]:
    """One event is a part of the trace in which it was published. Several of other traces are one of their own, which names theirs."""
    if not tracing.is_on():
        return nullcontext()
    traces = list(dict.fromkeys(event.recorded.trace for event in events))
    first = events[0].recorded
    facts = {"globalmarket.event": first.wire_name, "globalmarket.event_id": first.id} if len(events) == 1 else {}
    return tracing.span(
        f"deliver {subscriber.name}",
        kind=tracing.CONSUMER,
        parent=traces[0] if len(traces) == 1 else "",
        links=traces if len(traces) > 1 else (),
        facts={**facts, "globalmarket.events": str(len(events))},
    )


def _settle(events: Sequence[Claimed], *, receipts: Receipts, now: datetime) -> None:
    """Note what the subscriber has dealt with; it is notified again later of what it failed on."""
    receipts.add(*(event.row_id for event in events if not event.failure))
    for event in events:
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
