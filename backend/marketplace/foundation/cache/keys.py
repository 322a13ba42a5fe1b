"""Cache keys start with the tenant, or are not made at all."""

from __future__ import annotations

from marketplace.foundation import tenancy


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION. :raises NoTenantScope: outside a tenant"""
    return f"{key_prefix}:{tenancy.current().slug}:{version}:{key}"
