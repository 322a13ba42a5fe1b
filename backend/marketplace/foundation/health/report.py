"""How the platform is, as an operator's administrators see it: for people, where ``check_stores`` is for a load balancer."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import DatabaseError, connections

from marketplace.foundation import tenancy
from marketplace.foundation.blobs.store import store as blobs
from marketplace.foundation.cache import valkey
from marketplace.foundation.documents.store import store as documents
from marketplace.foundation.regions.checks import list_notices
from marketplace.foundation.relay import backlog
from marketplace.foundation.relay.queues import QueuesUnavailable
from marketplace.foundation.relay.types import Lane, Queue
from marketplace.foundation.search.engine import engine
from marketplace.foundation.tenancy.router import PLATFORM
from marketplace.kit.errors import Unavailable


class StoreState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a store answers, and in how many milliseconds. Why it does not is in the log: its words may name hosts and accounts."""

    name: str
    is_ok: bool
    answered_in_ms: int


class EventLag(msgspec.Struct, frozen=True, kw_only=True):
    """Events that wait for a subscriber; ``oldest_at`` is when the one that waits longest was published."""

    waiting: int
    failing: int
    parked: int
    oldest_at: datetime | None


class HealthReport(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``events`` and ``queues`` are null where their store does not answer. ``notices`` say in English what the program cannot do for the
    region as it is set. ``version`` and ``revision`` are those of the image.
    """

    at: datetime
    version: str
    revision: str
    is_in_maintenance: bool
    stores: list[StoreState]
    events: EventLag | None
    queues: list[Queue] | None
    notices: list[str]


def report(*, now: datetime) -> HealthReport:
    """Of the region in scope. Asks every store once; one that does not answer takes as long as its deadline."""
    tenant = tenancy.current()
    lanes, queues = _jobs()
    return HealthReport(
        at=now,
        version=settings.VERSION,
        revision=settings.REVISION,
        is_in_maintenance=tenant.is_in_maintenance,
        stores=[_asked(name, ask) for name, ask in _stores(tenant.slug).items()],
        events=_lag(lanes) if lanes is not None else None,
        queues=queues,
        notices=list_notices(tenant, now=now),
    )


def _stores(slug: str) -> dict[str, Callable[[], object]]:
    return {
        "platform": lambda: _select(PLATFORM),
        "database": lambda: _select(slug),
        "documents": lambda: documents().check(),
        "search": lambda: engine().check(),
        "files": lambda: blobs().check(),
        "cache": lambda: valkey.run(("EXISTS", valkey.key("health"))),
    }


def _asked(name: str, ask: Callable[[], object]) -> StoreState:
    begun = time.monotonic()
    try:
        ask()
        is_ok = True
    except (DatabaseError, Unavailable):
        is_ok = False
    return StoreState(name=name, is_ok=is_ok, answered_in_ms=round((time.monotonic() - begun) * 1000))


def _select(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")


def _jobs() -> tuple[list[Lane] | None, list[Queue] | None]:
    """Each part for itself: the page is for the hour in which something does not answer."""
    try:
        lanes = backlog.lanes()
    except DatabaseError:
        lanes = None
    try:
        queues = backlog.queues()
    except QueuesUnavailable:
        queues = None
    return lanes, queues


def _lag(lanes: list[Lane]) -> EventLag:
    return EventLag(
        waiting=sum(lane.waiting for lane in lanes),
        failing=sum(lane.failing for lane in lanes),
        parked=sum(lane.parked for lane in lanes),
        oldest_at=min((lane.oldest_at for lane in lanes if lane.oldest_at), default=None),
    )
