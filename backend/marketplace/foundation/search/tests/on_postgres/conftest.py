from __future__ import annotations

import pytest

from marketplace.foundation.search.port import SearchEngine
from marketplace.foundation.search.postgres.engine import PostgresSearch


@pytest.fixture
def engine() -> SearchEngine:
    return PostgresSearch()
