"""The way in of management commands: a region is named by its slug."""

from __future__ import annotations

from django.core.management.base import CommandError

from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.errors import UnknownTenant
from marketplace.foundation.tenancy.types import Tenant


def region_named(slug: str) -> Tenant:
    """The region that the operator has named. :raises CommandError: if no active one has that slug"""
    try:
        return directory.get(slug)
    except UnknownTenant:
        known = ", ".join(tenant.slug for tenant in directory.list_active())
        raise CommandError(f"There is no active region {slug}; there are: {known}.") from None


def regions_named(slug: str | None) -> list[Tenant]:
    """The region that the operator has named, or every active one. :raises CommandError: if no active one has that slug"""
    return [region_named(slug)] if slug else directory.list_active()
