from __future__ import annotations

from marketplace.kit.errors import MarketplaceError, Unavailable


class NoTenantScope(RuntimeError):
    """Tenant data was asked for outside any tenant: always a programming error, never a default."""


class ForbiddenInTransaction(RuntimeError):
    """A document store, a provider or another network was called while a transaction was open."""


class UnknownTenant(LookupError):
    """No active tenant has that slug."""


class WrongRegion(MarketplaceError):
    """The host names no marketplace, or the credentials belong to another one."""

    code = "wrong_region"
    status = 421
    title = "This address does not serve that region"


class InMaintenance(Unavailable):
    """The region is closed for maintenance to everybody but staff. ``expected_end`` is when it should open again, where that is known."""

    code = "in_maintenance"
    title = "This marketplace is under maintenance"
