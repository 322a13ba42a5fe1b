"""Pooled connections whose server process is gone are replaced, before anybody's request meets one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.base import is_alive
from marketplace.foundation.tenancy import directory

pytestmark = pytest.mark.django_db(transaction=True)


def end_sessions_of(alias: str) -> int:
    """As a restart of the server does; how many there were."""
    with psycopg.connect(settings.POSTGRES_ADMIN_URL, autocommit=True) as admin:
        found = admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [settings.DATABASES[alias]["NAME"]]
        )
        return len(found.fetchall())


def ask(number: int) -> int:
    try:
        with tenancy.scope(directory.get("eu")):
            return int(sql.rows("SELECT %(number)s::int", {"number": number})[0][0])
    finally:
        connections["eu"].close()


def test_no_request_meets_a_connection_that_the_server_has_ended(eu):
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(20))) == list(range(20))
        connections["eu"].close()
        assert end_sessions_of("eu") >= 1

        assert list(pool.map(ask, range(40))) == list(range(40))


def test_a_connection_that_was_ended_is_known_without_asking():
    with psycopg.connect(settings.POSTGRES_ADMIN_URL, autocommit=True) as connection:
        assert is_alive(connection)
        with psycopg.connect(settings.POSTGRES_ADMIN_URL, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.info.backend_pid])

        assert not is_alive(connection)


def test_one_that_was_not_asked_for_long_is_asked(tenant):
    connections["eu"].ensure_connection()
    connection = connections["eu"].connection
    connection.asked_at = 0.0

    assert is_alive(connection)
    assert connection.asked_at > 0


def test_a_closed_one_is_not_alive():
    with psycopg.connect(settings.POSTGRES_ADMIN_URL) as connection:
        connection.close()

        assert not is_alive(connection)


def test_the_server_keeps_the_plan_of_a_statement_that_comes_again(tenant):
    for number in range(5):
        assert sql.row("SELECT %(number)s::int + 1 AS planned_once", {"number": number}) == (number + 1,)

    kept = sql.rows("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %(like)s::text", {"like": "%planned_once%"})
    assert len(kept) == 1
