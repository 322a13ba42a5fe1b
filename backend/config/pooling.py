"""How the pools of connections to PostgreSQL are watched."""

from __future__ import annotations

from select import POLLIN, poll
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_connection(connection: Connection[Any]) -> None:
    """
    Refuse a connection whose server is gone, when a request takes it from the pool.

    A server that hangs up makes the idle connection readable; only then is it asked, so that a healthy one costs no round trip.

    :raises psycopg.OperationalError: if the server is gone; the pool then makes another
    """
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)
