from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def get(api: Any) -> Callable[..., Any]:
    """The answer's JSON of a customer's GET, which must be a 200."""

    def read(path: str, **query: Any) -> Any:
        response = api.get(f"store/{path}", **query)
        assert response.status_code == 200, response.content
        return response.json()

    return read
