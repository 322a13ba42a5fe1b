"""
The relay: moves what documents announce into the outbox, and what the outbox holds to its subscribers.

Several relays may run: events are claimed with SKIP LOCKED, and of two that read the same announcements one writes them.
Each subscriber is notified of events in the order in which they were stored, except that one that failed hears its event again later,
and that two relays may be at work on neighbouring ones. ``lanes`` notifies subscribers at the same time; here it is one after the other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import connections

from marketplace.foundation.documents.store import store
from marketplace.foundation.events.subscribers import BULK, PROMPT, Subscriber, lanes_of
from marketplace.foundation.relay import delivery, feeds
from marketplace.foundation.relay.delivery import Claimed, Receipts

BATCH = 100
CLAIM_LIFE = timedelta(seconds=60)  # after this, what a relay held when it died is due again


def run_once(*, now: datetime) -> int:
    """One round for the tenant in scope, of all but bulk. Returns how many events moved."""
    try:
        read = read_announced()
    finally:  # what the outbox has does not wait for documents that do not answer
        delivered = _deliver_due(lanes_of(PROMPT), now=now)
    return read + delivered


def claim(lanes: Iterable[str], *, receipts: Receipts, now: datetime) -> dict[str, list[Claimed]]:
    """Record ``receipts``, and return a batch for each lane that has something due, which is this relay's for ``CLAIM_LIFE``."""
    return delivery.claim(lanes, receipts=receipts, limit=BATCH, until=now + CLAIM_LIFE, now=now)


def drain(*, now: datetime, patience_s: float = 10.0, lanes: Mapping[str, Subscriber] | None = None) -> None:
    """
    Rounds until nothing moves or is held back: what tests and commands call to let everything arrive, or what is for these ``lanes`` alone.

    :raises TimeoutError: if announcements wait longer than ``patience_s`` for a transaction that stays open (in a test:
        its own, without ``transaction=True``)
    """
    parts = (lanes_of(PROMPT), lanes_of(BULK)) if lanes is None else (lanes,)
    while True:
        moved = _read(feeds.take_all())[0] + sum(_deliver_due(part, now=now) for part in parts)
        if not moved and not _was_held_back(patience_s):
            return


def release_connections() -> None:
    """Give pooled connections back between rounds."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()


def read_announced() -> int:
    """Copy what documents announced into the outbox, as far as no other relay does. Returns how many events were new."""
    taken = feeds.take()
    moved: list[str] = []
    try:
        count, moved = _read(taken)
    finally:
        feeds.release(taken, moved=moved)
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


def _deliver_due(lanes: Mapping[str, Subscriber], *, now: datetime) -> int:
    receipts = Receipts()
    claimed = claim(lanes, receipts=receipts, now=now)
    try:
        for lane, events in claimed.items():
            delivery.deliver(lanes[lane], events, receipts=receipts, now=now)
    finally:
        delivery.record(receipts, now=now)
    return sum(map(len, claimed.values()))


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
