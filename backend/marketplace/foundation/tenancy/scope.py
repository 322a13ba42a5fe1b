"""
The tenant in scope: one ContextVar, entered once per way in and always left.

Whatever touches a tenant's data asks ``current()``; without a scope that raises, so nothing falls back to a default region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from marketplace.foundation.tenancy.errors import ForbiddenInTransaction, NoTenantScope
from marketplace.foundation.tenancy.types import Tenant

_current: ContextVar[Tenant | None] = ContextVar("tenant", default=None)
_in_transaction: ContextVar[bool] = ContextVar("tenant_transaction", default=False)


def current() -> Tenant:
    """The tenant in scope. :raises NoTenantScope: if there is none"""
    tenant = _current.get()
    if tenant is None:
        raise NoTenantScope("no tenant is in scope here")
    return tenant


def find_current() -> Tenant | None:
    """The tenant in scope, if any: for log lines and the like, never to choose a database."""
    return _current.get()


@contextmanager
def scope(tenant: Tenant) -> Iterator[Tenant]:
    """Run the block as ``tenant``. Scopes do not nest into another tenant while a transaction is open."""
    if _in_transaction.get():
        raise ForbiddenInTransaction("a transaction of one tenant is open; another scope cannot be entered inside it")
    token = _current.set(tenant)
    try:
        yield tenant
    finally:
        _current.reset(token)


@contextmanager
def atomic(*, savepoint: bool = True) -> Iterator[None]:
    """
    A transaction (nested: a savepoint) in the current tenant's PostgreSQL.

    Without a ``savepoint``, an error that leaves a nested block undoes the outer one with it; that spares two statements.
    """
    with transaction.atomic(using=current().slug, savepoint=savepoint):  # noqa: TID251  # the one place that may
        token = _in_transaction.set(True)
        try:
            yield
        finally:
            _in_transaction.reset(token)


def on_commit(callback: Callable[[], object]) -> None:
    """Call back once the current tenant's transaction has committed; at once when none is open."""
    transaction.on_commit(callback, using=current().slug)  # noqa: TID251  # the one place that may


def forbid_in_transaction(what: str) -> None:
    """Guard of everything that waits for a network. :raises ForbiddenInTransaction: inside ``atomic()``"""
    if _in_transaction.get():
        raise ForbiddenInTransaction(f"{what} while a transaction is open: do it before or after")


def in_transaction() -> bool:
    return _in_transaction.get()
