from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest


@pytest.fixture
def intrude(superuser_url) -> Iterator[Callable[..., None]]:
    """Changes rows as the database's superuser, whom no trigger stops."""
    with psycopg.connect(superuser_url("eu"), autocommit=True) as connection:
        connection.execute("SET search_path = eu")
        connection.execute("SET session_replication_role = replica")
        yield lambda statement, *values: connection.execute(statement, values)
