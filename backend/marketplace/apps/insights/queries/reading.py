from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace.apps.insights.types import Difference
from marketplace.foundation.postgres import sql


def rows_of(statement: str, **values: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement in the database of the tenant in scope."""
    yield from sql.rows(statement, values)


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
