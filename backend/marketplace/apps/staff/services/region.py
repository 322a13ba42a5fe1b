"""The region's own settings, in the platform's directory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
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
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.etags import version_of
from marketplace.kit.texts import Text


def edit_region(*, changes: dict[str, Any], etag: str, reason: str, actor: Actor, now: datetime) -> RegionSettings:
    """
    Change ``settings`` and ``features`` (those named; the others stay), ``is_in_maintenance``, and what those read who are shut out by it
    (``maintenance_texts``, ``maintenance_until``). Other processes see it within seconds. A setting that is None goes back to its default;
    a region that is open again is not expected to open any more.

    :raises InvalidInput: naming what is unknown, of another type or out of bounds, or an expected end that has
        passed, or that no maintenance has
    :raises StaleRow: if the region was changed since ``etag``
    """
    settings, features = changes.get("settings", {}), changes.get("features", {})
    tenant = tenancy.current()
    chosen = {name: value for name, value in settings.items() if value is not None}
    record = TenantRecord.objects.get(slug=tenant.slug)
    is_shut = changes.get("is_in_maintenance", record.is_in_maintenance)
    faults = [*faults_of(chosen, features, currencies=tenant.currencies), *_faults_of_notice(changes, tenant, is_shut=is_shut, now=now)]
    if faults:
        raise InvalidInput(errors=faults)
    old = _written(record)
    record.settings = {name: value for name, value in record.settings.items() if name not in settings} | chosen
    record.features = {**record.features, **features}
    _set_maintenance(record, changes)
    with tenancy.atomic():
        outbox.publish(RegionEdited(region=record.slug), now=now)
        audit.record(actor=actor, action="region.edited", resource=record.slug, old=old, new=_written(record), reason=reason, now=now)
        # The platform's database commits by itself; if this finds a newer version, entry and event are taken back.
        present = TenantRecord.objects.filter(slug=record.slug, version=version_of(etag))
        if not present.update(**_editable(record), version=F("version") + 1):
            raise StaleRow
    directory.forget()
    return get_region()


_EDITABLE = ("settings", "features", "is_in_maintenance", "maintenance_texts", "maintenance_until")


def _editable(record: TenantRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _EDITABLE}


def _written(record: TenantRecord) -> dict[str, Any]:
    """The same as JSON, for the audit log."""
    values: dict[str, Any] = msgspec.to_builtins(_editable(record))
    return values


def _set_maintenance(record: TenantRecord, changes: dict[str, Any]) -> None:
    texts = changes.get("maintenance_texts", record.maintenance_texts)
    record.is_in_maintenance = changes.get("is_in_maintenance", record.is_in_maintenance)
    record.maintenance_texts = {language: text for language, text in texts.items() if text}
    record.maintenance_until = changes.get("maintenance_until", record.maintenance_until) if record.is_in_maintenance else None


def _faults_of_notice(changes: dict[str, Any], tenant: Tenant, *, is_shut: bool, now: datetime) -> Iterator[FieldError]:
    for language in changes.get("maintenance_texts", {}):
        if language not in tenant.languages:
            yield FieldError(f"maintenance_texts.{language}", "unknown_language", Text("One of: {choices}", choices=tenant.languages))
    until = changes.get("maintenance_until")
    if until is not None and not is_shut:
        yield FieldError("maintenance_until", "not_in_maintenance", Text("Only a region that is shut is expected to open"))
    elif until is not None and until <= now:
        yield FieldError("maintenance_until", "in_the_past", Text("That moment has passed"))
