"""A process that dies, wherever it has got to: after so many statements nothing reaches the database any more, as if it had been killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connections

from marketplace.foundation import tenancy


class Died(BaseException):
    """Not an ``Exception``: nothing in the program may go on after it."""


@contextmanager
def dying_after(statements: int) -> Iterator[None]:
    """Within it so many statements are run by the tenant's database, then none: what is open is rolled back, what was committed stays."""
    left = statements

    def run_or_die(run: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise Died
        return run(sql, params, many, context)

    with suppress(Died), connections[tenancy.current().slug].execute_wrapper(run_or_die):
        yield
