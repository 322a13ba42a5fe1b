from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.apps.tax.tests.vies_server import Vies


@pytest.fixture
def vies(settings: Any) -> Iterator[Vies]:
    server = Vies()
    settings.VIES_URL = server.url
    yield server
    server.server.shutdown()
    server.server.server_close()
