from __future__ import annotations

from collections.abc import Iterator
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
