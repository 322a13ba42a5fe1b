"""
The relay: moves what documents announce into the outbox, and what the outbox holds to its subscribers.

Several relays may run: events are claimed with SKIP LOCKED, and of two that read the same announcements one writes them.
Events are told in the order in which they were stored, except that a subscriber that failed hears its event again later,
and that two relays may be at work on neighbouring ones.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connections
from django.db.models import Q, QuerySet

from marketplace.foundation import tenancy
from marketplace.foundation.documents.store import store
from marketplace.foundation.events import feeds
from marketplace.foundation.events.models import OutboxEvent, Receipt
from marketplace.foundation.events.subscribers import subscribers_of
from marketplace.foundation.events.types import Recorded

BATCH = 100
MAX_ATTEMPTS = 12
CLAIM_LIFE = timedelta(seconds=60)  # a relay that died holding events gives them up after this
HOLD_S = 20.0  # a relay that lives gives back what it did not get to in this time

log = logging.getLogger(__name__)


def run_once(*, now: datetime) -> int:
    """One round for the tenant in scope. Returns how many events moved, so that the caller knows whether to rest."""
    return _read_taken() + _deliver_due(now=now)


def drain(*, now: datetime, patience_s: float = 10.0) -> None:
    """
    Rounds until nothing moves or is held back: what tests and commands call to let everything arrive.

    :raises TimeoutError: if announcements wait longer than ``patience_s`` for a transaction that stays open (in a test:
        its own, without ``transaction=True``)
    """
    while _read(feeds.take_all())[0] + _deliver_due(now=now) or _was_held_back(patience_s):
        pass


def release_connections() -> None:
    """Give pooled connections back between rounds."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()


def _read_taken() -> int:
    taken = feeds.take()
    moved: list[str] = []
    try:
        count, moved = _read(taken)
    finally:
        feeds.give_back(taken, moved=moved)
    return count


def _read(tokens: Mapping[str, str]) -> tuple[int, list[str]]:
    """Copy what documents announced into the outbox: how many events, and in which feeds something was new."""
    count, moved = 0, []
    for feed, token in tokens.items():
        page = store().announced(feed, token=token or None, limit=BATCH)
        if page.token == token:
            continue
        if not feeds.advance(feed, page.events, before=token, after=page.token):
            count += 1  # another relay was faster: look again
            continue
        if page.events:
            store().forget_announced(feed, page)
            count += len(page.events)
            moved.append(feed)
    return count, moved


def _was_held_back(patience_s: float) -> bool:
    """Whether announcements had to wait for an older transaction, anywhere on the server, which has now ended."""
    deadline = time.monotonic() + patience_s
    was_delayed = False
    while any(store().announced(feed, token=token or None, limit=1).is_delayed for feed, token in feeds.take_all().items()):
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
    had = set(Receipt.objects.filter(event_id__in=ids).values_list("event_id", "subscriber"))
    unheard = [row.pk for row in claimed if not subscribers_of(row.wire_name)]
    if unheard:
        OutboxEvent.objects.filter(pk__in=unheard).update(delivered_at=now)
    heard = [row for row in claimed if subscribers_of(row.wire_name)]
    started = time.monotonic()
    for place, row in enumerate(heard):
        if time.monotonic() - started > HOLD_S:
            _give_back(heard[place:])
            break
        _deliver(row, had=had, now=now)
    return len(claimed)


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
    payload = msgspec.Raw(msgspec.json.encode(row.payload))
    recorded = Recorded(id=row.event_id, wire_name=row.wire_name, at=row.recorded_at, payload=payload)
    receipts, failure = [], ""
    for name, handle in subscribers_of(row.wire_name):
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
