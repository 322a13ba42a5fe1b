from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from launcher.servers import start_valkey


@pytest.fixture
def other_valkey(tmp_path: Path, settings: Any) -> Iterator[Any]:
    """A server of this test's own, which it may end."""
    from marketplace.foundation.cache import valkey

    server = start_valkey(tmp_path)
    cache = settings.CACHES["default"]
    usual, cache["LOCATION"] = cache["LOCATION"], server.url
    valkey.connect_anew()
    yield server
    cache["LOCATION"] = usual
    valkey.connect_anew()
    with suppress(Exception):
        server.stop()


@pytest.fixture
def subscribe() -> Iterator[Callable[..., list[Any]]]:
    """``subscribe("tests.a")`` gives the list of what it hears; ``then`` is done on each event, and may raise."""
    from marketplace.foundation.events import subscribers
    from marketplace.foundation.events.tests.events import CupBroke

    known = {name: list(handlers) for name, handlers in subscribers._by_event.items()}

    def make(name: str, then: Callable[[Any], object] = lambda event: None, *, queue: str = subscribers.PROMPT) -> list[Any]:
        heard: list[Any] = []

        @subscribers.subscriber(CupBroke, name=name, queue=queue)
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
