"""What the operator changes of a region while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import F

from marketplace.foundation import audit, tenancy
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.types import RegionSettings
from marketplace.kit.actors import Actor

MERGED = ("features", "settings")  # keys that are named change, the others stay


def get_settings() -> RegionSettings:
    """The row of the region in scope as it is now, not as this process remembers it."""
    return _settings_of(TenantRecord.objects.get(pk=tenancy.current().slug))


def change_settings(*, etag: str, changes: Mapping[str, Any], reason: str, actor: Actor, now: datetime) -> RegionSettings:
    """
    Change ``name``, ``features``, ``settings`` or ``is_in_maintenance`` of the region in scope; every process sees it within seconds.

    :raises StaleDocument: if ``etag`` is not the present one
    """
    slug = tenancy.current().slug
    old = TenantRecord.objects.get(pk=slug)
    if str(old.version) != etag:
        raise StaleDocument
    new = {field: {**getattr(old, field), **value} if field in MERGED else value for field, value in changes.items()}
    with tenancy.atomic():
        before = {field: getattr(old, field) for field in new}
        audit.record(actor=actor, action="region.changed", resource=slug, old=before, new=new, reason=reason, now=now)
        # Last, since it lies in the platform's database: if it fails, the entry above is rolled back.
        if not TenantRecord.objects.filter(pk=slug, version=old.version).update(**new, version=F("version") + 1):
            raise StaleDocument
    directory.forget()
    return get_settings()


def _settings_of(row: TenantRecord) -> RegionSettings:
    same = {name: getattr(row, name) for name in RegionSettings.__struct_fields__ if name != "etag"}
    return msgspec.convert({**same, "etag": str(row.version)}, RegionSettings)
