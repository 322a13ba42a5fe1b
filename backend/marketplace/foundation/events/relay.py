"""
The relay: moves what documents announce into the outbox, and what the outbox holds to its subscribers.

Several relays may run: events are claimed with SKIP LOCKED, and of two that read the same announcements one writes them.
Events are told in the order in which they were stored, except that a subscriber that failed hears its event again later,
and that two relays may be at work on neighbouring ones.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connections
from django.db.models import Q, QuerySet

from marketplace.foundation import tenancy
from marketplace.foundation.documents.store import store
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import FeedPosition, OutboxEvent, Receipt
from marketplace.foundation.events.subscribers import ManyHandler, subscribers_of
from marketplace.foundation.events.types import Recorded

FEED = "documents"
BATCH = 100
MAX_ATTEMPTS = 12
CLAIM_LIFE = timedelta(seconds=60)  # a relay that died holding events gives them up after this
HOLD_S = 20.0  # a relay that lives gives back what it did not get to in this time

log = logging.getLogger(__name__)

# How far each tenant's announcements are read, as this process last knew: an idle round then asks the store alone.
_positions: dict[str, str] = {}


def run_once(*, now: datetime) -> int:
    """One round for the tenant in scope. Returns how many events moved, so that the caller knows whether to rest."""
    return _read_announcements() + _deliver_due(now=now)


def drain(*, now: datetime, patience_s: float = 10.0) -> None:
    """
    Rounds until nothing moves or is held back: what tests and commands call to let everything arrive.

    :raises TimeoutError: if announcements wait longer than ``patience_s`` for a transaction that stays open (in a test:
        its own, without ``transaction=True``)
    """
    while run_once(now=now) or _was_held_back(patience_s):
        pass


def release_connections() -> None:
    """Give pooled connections back between rounds."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()


def _read_announcements() -> int:
    """Copy what documents announced into the outbox and remember how far; both in one transaction."""
    slug = tenancy.current().slug
    token = _positions.get(slug)
    if token is None:
        token = FeedPosition.objects.get_or_create(feed=FEED)[0].token
    found = store().announced(token=token or None, limit=BATCH)
    if found.token == token:
        _positions[slug] = token
        return 0
    with tenancy.atomic():
        is_first = FeedPosition.objects.filter(feed=FEED, token=token).update(token=found.token)
        if is_first:
            outbox.store(found.events)
    if not is_first:  # another relay was faster: go on from where it is
        _positions.pop(slug, None)
        return 1
    _positions[slug] = found.token
    return len(found.events)


def _was_held_back(patience_s: float) -> bool:
    """Whether announcements had to wait for an older transaction, anywhere on the server, which has now ended."""
    deadline = time.monotonic() + patience_s
    token = _positions.get(tenancy.current().slug)
    was_delayed = False
    while store().announced(token=token, limit=1).is_delayed:
        if time.monotonic() > deadline:
            raise TimeoutError(f"a transaction has held announcements back for {patience_s} s")
        was_delayed = True
        time.sleep(0.005)
    return was_delayed


def _deliver_due(*, now: datetime) -> int:
    if not _due(now).exists():
        return 0
    claimed = _claim(now=now)
    ids = [row.event_id for row in claimed]
    had: set[tuple[str, str]] = set(Receipt.objects.filter(event_id__in=ids).values_list("event_id", "subscriber"))
    had |= _tell_many(claimed, had=had, now=now)
    waiting = [row for row in claimed if any((row.event_id, name) not in had for name, *_ in subscribers_of(row.wire_name))]
    done = {row.pk for row in claimed} - {row.pk for row in waiting}
    if done:
        OutboxEvent.objects.filter(pk__in=done).update(delivered_at=now)
    started = time.monotonic()
    for place, row in enumerate(waiting):
        if time.monotonic() - started > HOLD_S:
            _give_back(waiting[place:])
            break
        _deliver(row, had=had, now=now)
    return len(claimed)


def _tell_many(rows: Sequence[OutboxEvent], *, had: set[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
    """
    Tell those who take many events at once. What they had; where a call fails, each of its events is left to be told by itself.
    """
    told: set[tuple[str, str]] = set()
    by_name: dict[str, tuple[ManyHandler, list[OutboxEvent]]] = {}
    for row in rows:
        for name, _, handle_many in subscribers_of(row.wire_name):
            if handle_many is not None and (row.event_id, name) not in had:
                by_name.setdefault(name, (handle_many, []))[1].append(row)
    for name, (handle_many, own) in by_name.items():
        if len(own) == 1:
            continue
        try:
            handle_many([_recorded(row).event() for row in own])
        except Exception:
            log.warning("subscriber %s failed on %d events at once; it is told each by itself", name, len(own), exc_info=True)
            continue
        told |= {(row.event_id, name) for row in own}
    receipts = [Receipt(event_id=event_id, subscriber=name, received_at=now) for event_id, name in sorted(told)]
    Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
    return told


def _due(now: datetime) -> QuerySet[OutboxEvent]:
    waiting = OutboxEvent.objects.filter(delivered_at=None, parked_at=None)
    return waiting.filter(Q(due_at=None) | Q(due_at__lte=now))


def _claim(*, now: datetime) -> list[OutboxEvent]:
    with tenancy.atomic():
        rows = list(_due(now).select_for_update(skip_locked=True).order_by("id")[:BATCH])
        OutboxEvent.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + CLAIM_LIFE)
    return rows


def _give_back(rows: Sequence[OutboxEvent]) -> None:
    OutboxEvent.objects.filter(pk__in=[row.pk for row in rows], delivered_at=None).update(due_at=None)


def _deliver(row: OutboxEvent, *, had: set[tuple[str, str]], now: datetime) -> None:
    recorded = _recorded(row)
    receipts, failure = [], ""
    for name, handle, _ in subscribers_of(row.wire_name):
        if (row.event_id, name) in had:
            continue
        try:
            handle(recorded.event(), recorded)
        except Exception as error:
            log.exception("subscriber %s failed on %s %s", name, row.wire_name, row.event_id)
            failure = f"{name}: {error!r}"
        else:
            receipts.append(Receipt(event_id=row.event_id, subscriber=name, received_at=now))
    with tenancy.atomic():
        Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
        _settle(row, failure, now=now)


def _recorded(row: OutboxEvent) -> Recorded:
    payload = msgspec.Raw(msgspec.json.encode(row.payload))
    return Recorded(id=row.event_id, wire_name=row.wire_name, at=row.recorded_at, payload=payload)


def _settle(row: OutboxEvent, failure: str, *, now: datetime) -> None:
    if not failure:
        OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=now)
        return
    attempts = row.attempts + 1
    wait = timedelta(seconds=min(2**attempts, 600))
    OutboxEvent.objects.filter(pk=row.pk).update(
        attempts=attempts,
        last_error=failure[:2000],
        due_at=now + wait,
        parked_at=now if attempts >= MAX_ATTEMPTS else None,
    )
