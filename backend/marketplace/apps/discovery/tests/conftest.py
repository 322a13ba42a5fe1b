from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps for seconds would be another test's."""
    from marketplace.apps.discovery.queries import memory

    memory.forget()


@pytest.fixture
def get(api: Any) -> Callable[..., Any]:
    """The answer's JSON of a customer's GET, which must be a 200."""

    def read(path: str, **query: Any) -> Any:
        response = api.get(f"store/{path}", **query)
        assert response.status_code == 200, response.content
        return response.json()

    return read
