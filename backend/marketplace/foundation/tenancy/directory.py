"""
The directory of tenants, cached in each process for a few seconds so that no request pays a query for it.

A change made by this process is seen at once here, and within ``LIFE_S`` everywhere else.
"""

from __future__ import annotations

import time

from marketplace.foundation.tenancy.errors import UnknownTenant
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.types import Tenant

LIFE_S = 5.0

_snapshot: tuple[float, dict[str, Tenant], dict[str, Tenant]] | None = None


def get(slug: str) -> Tenant:
    """The active tenant of that slug. :raises UnknownTenant: if there is none"""
    tenant = _tenants()[0].get(slug)
    if tenant is None:
        raise UnknownTenant(slug)
    return tenant


def find_by_host(host: str) -> Tenant | None:
    """The active tenant that a Host header names; the port and letter case do not matter."""
    return _tenants()[1].get(host.partition(":")[0].lower().rstrip("."))


def list_active() -> list[Tenant]:
    return list(_tenants()[0].values())


def forget() -> None:
    """Drop this process's copy after a change."""
    global _snapshot
    _snapshot = None


def _tenants() -> tuple[dict[str, Tenant], dict[str, Tenant]]:
    global _snapshot
    snapshot, now = _snapshot, time.monotonic()
    if snapshot is None or snapshot[0] < now:
        active = [record.as_tenant() for record in TenantRecord.objects.filter(is_active=True)]
        by_host = {host.lower(): tenant for tenant in active for host in tenant.domains}
        snapshot = _snapshot = (now + LIFE_S, {tenant.slug: tenant for tenant in active}, by_host)
    return snapshot[1], snapshot[2]
