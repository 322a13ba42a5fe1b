"""
Which feeds of announcements this relay reads now, and how far each is read.

A store with one feed has it read by every relay, and of two that read the same the first to move its position stores it.
Where there are several, a relay takes a lease on those that nobody reads, so that relays share them; the position decides there, too,
so that a relay that has overslept its lease does no harm.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Now

from marketplace.foundation import tenancy
from marketplace.foundation.documents.store import store
from marketplace.foundation.events import outbox
from marketplace.foundation.events.models import FeedPosition
from marketplace.foundation.events.types import Recorded
from marketplace.foundation.postgres import sql
from marketplace.foundation.relay import statements

LEASE = timedelta(seconds=30)
REST = timedelta(seconds=0.5)  # for a feed in which nothing was new: each look costs request units
AT_ONCE = 8
NAMES_HOLD_S = 30.0  # a container that is made while relays run is found after that

# What this process knows of each tenant, and since when: an idle round then asks the store alone.
_names: dict[str, tuple[list[str], float]] = {}
_tokens: dict[tuple[str, str], str] = {}


def take() -> dict[str, str]:
    """Feeds that are this relay's to read now, with their tokens ("": from the beginning). Give them back."""
    names = _known()
    if len(names) == 1:
        return {names[0]: _token(names[0])}
    with tenancy.atomic():
        free = FeedPosition.objects.filter(Q(read_from=None) | Q(read_from__lte=Now()), feed__in=names)
        rows = list(free.select_for_update(skip_locked=True).order_by(F("read_from").asc(nulls_first=True))[:AT_ONCE])
        FeedPosition.objects.filter(feed__in=[row.feed for row in rows]).update(read_from=Now() + LEASE)
    return {row.feed: row.token for row in rows}


def take_all() -> dict[str, str]:
    """Every feed, of every reader."""
    return {name: _token(name) for name in _known()}


def release(taken: Mapping[str, str], *, moved: Sequence[str]) -> None:
    """Let anybody read them: at once where something was new, the others after a rest."""
    if len(_known()) == 1:
        return
    FeedPosition.objects.filter(feed__in=moved).update(read_from=None)
    FeedPosition.objects.filter(feed__in=[feed for feed in taken if feed not in moved]).update(read_from=Now() + REST)


def advance(feed: str, events: Sequence[Recorded], *, before: str, after: str) -> bool:
    """Put events into the outbox and remember how far the feed is read, both in one statement; false if another was faster."""
    key = (tenancy.current().slug, feed)
    parameters = {"feed": feed, "before": before, "after": after, **outbox.columns_of(events)}
    is_first = bool(sql.rows(statements.TAKE_OVER, parameters)[0][0])
    if is_first:
        _tokens[key] = after
    else:
        _tokens.pop(key, None)
    return is_first


def forget() -> None:
    """As a relay that has just started."""
    _names.clear()
    _tokens.clear()


def _known() -> list[str]:
    slug = tenancy.current().slug
    names, since = _names.get(slug, ([], 0.0))
    if not names or time.monotonic() - since > NAMES_HOLD_S:
        names = list(store().feeds(list(FeedPosition.objects.values_list("feed", flat=True))))
        FeedPosition.objects.bulk_create([FeedPosition(feed=name) for name in names], ignore_conflicts=True)
        _names[slug] = (names, time.monotonic())
    return names


def _token(feed: str) -> str:
    key = (tenancy.current().slug, feed)
    if key not in _tokens:
        _tokens[key] = FeedPosition.objects.get_or_create(feed=feed)[0].token
    return _tokens[key]
