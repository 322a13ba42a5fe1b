from __future__ import annotations

import os

import pytest

from config.tests.environments import PRODUCTION


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch):
    """Sets the process's variables: a right production environment, with the changes given (None leaves one out)."""
    for name in [name for name in os.environ if name.startswith("GM_")]:
        monkeypatch.delenv(name)

    def put(changes: dict[str, str | None]) -> None:
        for name, value in (PRODUCTION | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)

    return put
