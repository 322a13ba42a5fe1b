"""Who wants to be told of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.utils.module_loading import autodiscover_modules

from marketplace.foundation.events.types import Event, Recorded

E = TypeVar("E", bound=Event)
Handler = Callable[[Any, Recorded], None]


class Subscriber(NamedTuple):
    name: str
    handle: Handler


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


def subscribers_of(wire_name: str) -> list[Subscriber]:
    return _by_event.get(wire_name, [])


def discover() -> None:
    """Import every app's ``subscribers`` module."""
    autodiscover_modules("subscribers")
