from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections

from marketplace.apps.insights.types import Difference
from marketplace.foundation import tenancy


def rows_of(statement: str, **values: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement in the database of the tenant in scope."""
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()


def differences(check: str, statement: str, **values: Any) -> Iterator[Difference]:
    """One difference for each row: subject, currency, expected, found and detail."""
    for subject, currency, expected, found, detail in rows_of(statement, **values):
        yield Difference(
            check=check,
            subject=str(subject),
            currency=currency or "",
            expected=None if expected is None else int(expected),
            found=None if found is None else int(found),
            detail=detail or "",
        )
