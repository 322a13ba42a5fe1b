"""Who wants to be told of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.module_loading import autodiscover_modules

from marketplace.foundation.events.types import Event, Recorded

Handler = Callable[[Any, Recorded], None]
BatchHandler = Callable[[Sequence[Any]], None]


class Subscriber(NamedTuple):
    """Told of one event after the other by ``handle``, or of many at once by ``handle_all``."""

    name: str
    handle: Handler | None = None
    handle_all: BatchHandler | None = None


_by_event: dict[str, list[Subscriber]] = defaultdict(list)


def subscriber(*event_types: type[Event], name: str) -> Callable[[Handler], Handler]:
    """
    Register ``handle(event, recorded)`` for these events under a lasting ``name`` (``discovery.index_product``).

    The relay calls it outside any transaction, possibly twice and not always in order, so it must be safe to repeat:
    let it re-read the state of things rather than trust the event's figures.
    """

    def register(handle: Handler) -> Handler:
        _add(event_types, Subscriber(name, handle=handle))
        return handle

    return register


def batch_subscriber(*event_types: type[Event], name: str) -> Callable[[BatchHandler], BatchHandler]:
    """
    Register ``handle_all(events)``, which is told of up to a hundred events at once, in their order: for what is cheaper done together.

    If it raises, it is called again with each event alone, so that one that cannot be dealt with keeps none of the others.
    """

    def register(handle_all: BatchHandler) -> BatchHandler:
        _add(event_types, Subscriber(name, handle_all=handle_all))
        return handle_all

    return register


def _add(event_types: Sequence[type[Event]], subscriber: Subscriber) -> None:
    for event_type in event_types:
        _by_event[event_type.wire_name].append(subscriber)


def subscribers_of(wire_name: str) -> list[Subscriber]:
    return _by_event.get(wire_name, [])


def discover() -> None:
    """Import every app's ``subscribers`` module."""
    autodiscover_modules("subscribers")
