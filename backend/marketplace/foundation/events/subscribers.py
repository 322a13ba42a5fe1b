"""Which function hears of which events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.module_loading import autodiscover_modules

from marketplace.foundation.events.types import Event, Recorded

Handler = Callable[[Any, Recorded], None]
BatchHandler = Callable[[Sequence[Any]], None]


PROMPT, BULK = "prompt", "bulk"
NOBODY = ""  # stands in the row of an event without a subscriber


class Subscriber(NamedTuple):
    """
    Notified of one event after the other by ``handle``, or of many at once by ``handle_all``. Each has a lane of its own in each region:
    what it is slow with keeps no other waiting. ``queue`` says in which process: ``BULK`` is for what reads and indexes by the thousand.
    """

    name: str
    queue: str
    handle: Handler | None = None
    handle_all: BatchHandler | None = None


_by_event: dict[str, list[Subscriber]] = defaultdict(list)


def subscriber(*event_types: type[Event], name: str, queue: str = PROMPT) -> Callable[[Handler], Handler]:
    """
    Register ``handle(event, recorded)`` for these events under a lasting ``name`` (``discovery.index_product``).

    The relay calls it outside any transaction, possibly twice and not always in order, so it must be safe to repeat:
    let it re-read the state of things rather than trust the event's values.
    """

    def register(handle: Handler) -> Handler:
        _add(event_types, Subscriber(name, queue, handle=handle))
        return handle

    return register


def batch_subscriber(*event_types: type[Event], name: str, queue: str = PROMPT) -> Callable[[BatchHandler], BatchHandler]:
    """
    Register ``handle_all(events)``, which gets up to a hundred events at once, in their order: for what is cheaper done together.

    If it raises, it is called again with each event alone, so that one that cannot be dealt with keeps none of the others.
    """

    def register(handle_all: BatchHandler) -> BatchHandler:
        _add(event_types, Subscriber(name, queue, handle_all=handle_all))
        return handle_all

    return register


def _add(event_types: Sequence[type[Event]], subscriber: Subscriber) -> None:
    for event_type in event_types:
        _by_event[event_type.wire_name].append(subscriber)


def names_of_subscribers(wire_name: str) -> list[str]:
    """Whom an event of that name is stored for."""
    return [item.name for item in _by_event.get(wire_name, ())] or [NOBODY]


def lanes_of(queue: str) -> dict[str, Subscriber]:
    """The subscribers of one queue by their names."""
    return {item.name: item for items in _by_event.values() for item in items if item.queue == queue}


def discover() -> None:
    """Import every app's ``subscribers`` module."""
    autodiscover_modules("subscribers")
