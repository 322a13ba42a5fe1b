"""
The relay: moves what documents announce into the outbox, and what the outbox holds to its subscribers.

Several relays may run: events are claimed with SKIP LOCKED, and of two that read the same announcements one writes them.
Each subscriber is told events in the order in which they were stored, except that one that failed hears its event again later,
and that two relays may be at work on neighbouring ones.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.documents.store import store
from marketplace.foundation.events import delivery, outbox, statements
from marketplace.foundation.events.models import FeedPosition
from marketplace.foundation.postgres import sql

FEED = "documents"
BATCH = 100
CLAIM_LIFE = timedelta(seconds=60)  # a relay that died holding events gives them up after this

# How far each tenant's announcements are read, as this process last knew: an idle round then asks the store alone.
_positions: dict[str, str] = {}


def run_once(*, now: datetime) -> int:
    """One round for the tenant in scope. Returns how many events moved, so that the caller knows whether to rest."""
    moved = _read_announcements()
    claimed = delivery.claim(limit=BATCH, until=now + CLAIM_LIFE, now=now)
    delivery.deliver(claimed, now=now)
    return moved + len(claimed)


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
    parameters = {"feed": FEED, "before": token, "after": found.token, **outbox.columns_of(found.events)}
    is_first = sql.rows(statements.TAKE_OVER, parameters)[0][0]
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
