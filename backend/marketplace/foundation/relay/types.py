"""What staff sees of the work in the background."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks that wait for a worker, of all regions together."""

    name: str
    waiting: int


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """
    Events that wait for one subscriber in the region, of which ``failing`` were tried and failed; ``parked`` ones are not tried again.

    ``oldest_at`` is when the oldest that waits was published. ``queue`` is empty if this version has no such subscriber: it was renamed or
    removed, and nobody takes its events.
    """

    subscriber: str
    queue: str
    waiting: int
    failing: int
    parked: int
    oldest_at: datetime | None


class ScheduledTask(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is sent to a worker again and again, once for each region: every ``every_s`` seconds, or once a day in the ``local_hour`` of the
    region. The other one is None.
    """

    task: str
    every_s: int | None
    local_hour: int | None


class Jobs(msgspec.Struct, frozen=True, kw_only=True):
    queues: list[Queue]
    lanes: list[Lane]
    schedule: list[ScheduledTask]


class ParkedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a subscriber failed on until the relay stopped trying."""

    event_id: str
    subscriber: str
    wire_name: str
    recorded_at: datetime
    parked_at: datetime
    last_error: str


class ReplayedEvents(msgspec.Struct, frozen=True):
    """How many events will be tried again."""

    count: int
