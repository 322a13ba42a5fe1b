"""Which tenant, and nothing without one. Import this package as ``tenancy`` and use ``tenancy.current()`` and friends."""

from marketplace.foundation.tenancy.errors import (
    ForbiddenInTransaction,
    InMaintenance,
    NoTenantScope,
    UnknownTenant,
    WrongRegion,
)
from marketplace.foundation.tenancy.scope import (
    atomic,
    current,
    find_current,
    forbid_in_transaction,
    in_transaction,
    on_commit,
    scope,
)
from marketplace.foundation.tenancy.types import Tenant

__all__ = [
    "ForbiddenInTransaction",
    "InMaintenance",
    "NoTenantScope",
    "Tenant",
    "UnknownTenant",
    "WrongRegion",
    "atomic",
    "current",
    "find_current",
    "forbid_in_transaction",
    "in_transaction",
    "on_commit",
    "scope",
]
