"""
Django's PostgreSQL back end, with pooled connections that are checked without a round trip, and cursors that keep plans.

Settings name it as ``ENGINE``, with ``CONN_HEALTH_CHECKS`` off: the pool's own check asks the server before every use.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.utils import CursorWrapper

# A server that ends or dies says so on the socket; only a network that swallowed this needs asking.
ASK_AFTER_S = 5.0


class Operations(DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """For logs and tests: what the client put together, or the text whose parameters the server has."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection of the pool that is alive, as far as is known; each dead one is replaced. :raises OperationalError:"""
        while True:
            connection = super().get_new_connection(conn_params)
            if self.pool is None or is_alive(connection):
                return connection
            connection.close()
            self.pool.putconn(connection)

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor whose parameters are bound by the server, which keeps the plan of a statement that comes again."""
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(base.ServerBindingCursor(self.connection))  # type: ignore[attr-defined,call-arg]


def pools() -> dict[str, Any]:
    """This process's pools (psycopg's) by database."""
    return dict(DatabaseWrapper._connection_pools)  # type: ignore[attr-defined]


def is_alive(connection: Any) -> bool:
    """Whether the server still holds the other end: seen on the socket, or asked where it was not asked for a while."""
    now = time.monotonic()
    asked_at = getattr(connection, "asked_at", None)
    if asked_at is None:
        asked_at = connection.asked_at = now  # new in the pool
    if now - asked_at < ASK_AFTER_S and not _has_unread(connection):
        return True
    try:
        connection.execute("")
    except DatabaseWrapper.Database.OperationalError:
        return False
    connection.asked_at = now
    return True


def _has_unread(connection: Any) -> bool:
    """Whether the server said something unasked: that it ends, or a notice."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
