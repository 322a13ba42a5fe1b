"""
Statements of one's own, for hot paths: in the current tenant's PostgreSQL, which keeps their plans.

    found = sql.row(_FIND, {"id": payment_id})

Composing a query with the ORM costs several times what PostgreSQL takes to answer it. The server binds the values, so each must have
a type that it can tell: cast where the place does not say it (``%(ids)s::text[]``). JSON comes back as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.postgres.base import DatabaseWrapper

Parameters = Mapping[str, Any] | Sequence[Any]


def connection() -> DatabaseWrapper:
    """The current tenant's. :raises NoTenantScope:"""
    return cast(DatabaseWrapper, connections[tenancy.current().slug])


def rows(statement: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """Every row of the answer. :raises django.db.Error:"""
    with connection().prepared_cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def row(statement: str, parameters: Parameters) -> tuple[Any, ...] | None:
    """The first row of the answer, if there is one. :raises django.db.Error:"""
    with connection().prepared_cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()


def run(statement: str, parameters: Parameters) -> int:
    """How many rows the statement touched. :raises django.db.Error:"""
    with connection().prepared_cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


@contextmanager
def deadline(milliseconds: int) -> Iterator[None]:
    """
    In a transaction, a part of which each statement may take that long. An error that leaves it undoes this part alone.

    :raises django.db.OperationalError: if a statement takes longer
    """
    with connection().cursor() as cursor:  # two statements are sent at once: a customer waits for each answer
        cursor.execute(f"SAVEPOINT deadline; SET LOCAL statement_timeout = {milliseconds:d}")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK TO SAVEPOINT deadline; RELEASE SAVEPOINT deadline")
            raise
        cursor.execute("RELEASE SAVEPOINT deadline; SET LOCAL statement_timeout TO DEFAULT")
