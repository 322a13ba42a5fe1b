"""Imports inside: this file is read before Django's apps are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def subscribe() -> Iterator[Callable[..., list[Any]]]:
    """``subscribe("tests.a")`` gives the list of what it hears; ``then`` is done on each event, and may raise."""
    from marketplace.foundation.events import subscribers
    from marketplace.foundation.events.tests.events import CupBroke

    known = {name: list(handlers) for name, handlers in subscribers._by_event.items()}

    def make(name: str, then: Callable[[Any], object] = lambda event: None) -> list[Any]:
        heard: list[Any] = []

        @subscribers.subscriber(CupBroke, name=name)
        def hear(event: Any, recorded: Any) -> None:
            heard.append(recorded)
            then(event)

        return heard

    yield make
    subscribers._by_event.clear()
    subscribers._by_event.update(known)


@pytest.fixture
def subscribe_to_many(subscribe: Callable[..., list[Any]]) -> Callable[..., list[list[int]]]:
    """The same for a subscriber that takes many events at once: it gives the lists of the numbers that it hears."""
    from marketplace.foundation.events.subscribers import batch_subscriber
    from marketplace.foundation.events.tests.events import CupBroke

    def make(name: str, then: Callable[[list[int]], object] = lambda numbers: None) -> list[list[int]]:
        heard: list[list[int]] = []

        @batch_subscriber(CupBroke, name=name)
        def hear(events: Any) -> None:
            heard.append([event.number for event in events])
            then(heard[-1])

        return heard

    return make
