"""Financial rows name their region as well as lying in its database, and are checked against the scope when read."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from marketplace.foundation.tenancy.scope import current


class ForeignRow(RuntimeError):
    """A row of one region was read in the scope of another: never shown, always a programming error."""


def tenant_in_scope() -> str:
    """What new rows carry."""
    return current().slug


class TenantRow(models.Model):
    """Base of such rows."""

    tenant_id = models.CharField(max_length=20, default=tenant_in_scope, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """:raises ForeignRow: if the row is not of the tenant in scope"""
        row = super().from_db(*args, **kwargs)
        if row.tenant_id != tenant_in_scope():
            raise ForeignRow(f"a row of {row.tenant_id} in the scope of {tenant_in_scope()}")
        return row
