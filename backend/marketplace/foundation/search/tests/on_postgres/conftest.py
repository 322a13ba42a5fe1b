from __future__ import annotations

import pytest

from marketplace.foundation.search.port import SearchEngine


@pytest.fixture
def engine() -> SearchEngine:
    from marketplace.foundation.search.postgres.engine import PostgresSearch

    return PostgresSearch()
