"""The region's own settings, in the platform's directory."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from marketplace.apps.staff.events import RegionEdited
from marketplace.apps.staff.queries import get_region
from marketplace.apps.staff.types import RegionSettings
from marketplace.foundation import audit, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.settings import faults_of
from marketplace.kit.actors import Actor
from marketplace.kit.errors import InvalidInput
from marketplace.kit.etags import version_of


def edit_region(*, changes: dict[str, Any], etag: str, reason: str, actor: Actor, now: datetime) -> RegionSettings:
    """
    Change ``settings`` and ``features`` (those named; the others stay) and ``is_in_maintenance``. Other processes see it within seconds.
    A setting that is None goes back to its default.

    :raises InvalidInput: naming what is unknown, of another type or out of bounds
    :raises StaleRow: if the region was changed since ``etag``
    """
    settings, features = changes.get("settings", {}), changes.get("features", {})
    tenant = tenancy.current()
    chosen = {name: value for name, value in settings.items() if value is not None}
    if faults := faults_of(chosen, features, currencies=tenant.currencies):
        raise InvalidInput(errors=faults)
    record = TenantRecord.objects.get(slug=tenant.slug)
    old = _editable(record)
    record.settings = {name: value for name, value in record.settings.items() if name not in settings} | chosen
    record.features = {**record.features, **features}
    record.is_in_maintenance = changes.get("is_in_maintenance", record.is_in_maintenance)
    with tenancy.atomic():
        outbox.publish(RegionEdited(region=record.slug), now=now)
        audit.record(actor=actor, action="region.edited", resource=record.slug, old=old, new=_editable(record), reason=reason, now=now)
        # The platform's database commits by itself; if this finds a newer version, entry and event are taken back.
        present = TenantRecord.objects.filter(slug=record.slug, version=version_of(etag))
        if not present.update(**_editable(record), version=F("version") + 1):
            raise StaleRow
    directory.forget()
    return get_region()


def _editable(record: TenantRecord) -> dict[str, Any]:
    return {"settings": record.settings, "features": record.features, "is_in_maintenance": record.is_in_maintenance}
