"""Who wants to be told of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.utils.module_loading import autodiscover_modules

from marketplace.foundation.events.types import Event, Recorded

E = TypeVar("E", bound=Event)
Handler = Callable[[Any, Recorded], None]
ManyHandler = Callable[[Sequence[Any]], None]


class Subscriber(NamedTuple):
    """``handle_many`` is there where many events at once cost less than each by itself."""

    name: str
    handle: Handler
    handle_many: ManyHandler | None = None


_by_event: dict[str, list[Subscriber]] = defaultdict(list)


def subscriber(*event_types: type[Event], name: str) -> Callable[[Handler], Handler]:
    """
    Register ``handle(event, recorded)`` for these events under a lasting ``name`` (``discovery.index_product``).

    The relay calls it outside any transaction, possibly twice and not always in order, so it must be safe to repeat:
    let it re-read the state of things rather than trust the event's figures.
    """

    def register(handle: Handler) -> Handler:
        for event_type in event_types:
            _by_event[event_type.wire_name].append(Subscriber(name, handle))
        return handle

    return register


def batch_subscriber(*event_types: type[Event], name: str) -> Callable[[ManyHandler], ManyHandler]:
    """
    Register ``handle(events)``, which is given up to a hundred events in their order: for subscribers that read the state of many
    things as cheaply as of one. All that ``subscriber`` says holds.

    Where a call fails, it is repeated with one event at a time, so that what cannot be dealt with holds nothing else up.
    """

    def register(handle: ManyHandler) -> ManyHandler:
        for event_type in event_types:
            _by_event[event_type.wire_name].append(Subscriber(name, lambda event, recorded: handle([event]), handle))
        return handle

    return register


def subscribers_of(wire_name: str) -> list[Subscriber]:
    return _by_event.get(wire_name, [])


def discover() -> None:
    """Import every app's ``subscribers`` module."""
    autodiscover_modules("subscribers")
