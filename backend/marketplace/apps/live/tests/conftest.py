from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache

from marketplace.foundation.realtime.tests.server import IMPATIENT, Realtime, running_realtime


@pytest.fixture(scope="module")
def _server() -> Iterator[Realtime]:
    with running_realtime() as server:
        yield server


@pytest.fixture(scope="module")
def _impatient_server() -> Iterator[Realtime]:
    with running_realtime(IMPATIENT) as server:
        yield server


@pytest.fixture
def live(_server: Realtime) -> Iterator[Realtime]:
    """The process as it is in production."""
    yield _server
    _server.hang_up()


@pytest.fixture
def impatient_live(_impatient_server: Realtime) -> Iterator[Realtime]:
    """One with short limits of time."""
    yield _impatient_server
    _impatient_server.hang_up()


@pytest.fixture
def valkey() -> Any:
    """What the process and the tests share, asked directly."""
    return cache._cache.get_client(write=True)  # type: ignore[attr-defined]  # Django's own client of it


@pytest.fixture
def ticket(api: Any) -> Callable[..., str]:
    """Asks the API for one, as ``token``'s owner."""

    def ask(token: str | None = None, *, body: Any = None, **options: Any) -> str:
        answer = api.post("live/tickets", body or {}, token=token, **options)
        assert answer.status_code == 201, answer.content
        return answer.json()["ticket"]

    return ask
