from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from marketplace.apps.staff.errors import StaffEmailInUse
from marketplace.apps.staff.events import RegionEdited
from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.queries import get_region, view_of
from marketplace.apps.staff.types import ROLES, RegionSettings, StaffView
from marketplace.foundation import audit, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.settings import faults_of
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.etags import version_of
from marketplace.kit.ids import new_id
from marketplace.kit.plain_text import clean_email
from marketplace.kit.texts import Text


def create_member(*, email: str, name: str, roles: Sequence[str], password_hash: str, language: str = "en", now: datetime) -> StaffView:
    """
    Add a member of the operator's staff. Done by commands only: there is no endpoint for it.

    :raises StaffEmailInUse: if the address is taken
    :raises InvalidInput: for an unknown role, or none
    """
    if not roles or not set(roles) <= set(ROLES):
        raise InvalidInput(errors=[FieldError("roles", "unknown_role", Text("One or more of: {choices}", choices=ROLES))])
    member = StaffMember(
        id=new_id("stf", at=now),
        email=clean_email(email),
        name=name,
        roles=sorted(set(roles)),
        password=password_hash,
        language=language,
        created_at=now,
    )
    StaffMember.objects.bulk_create([member], ignore_conflicts=True)  # a failed statement would be written to the server's log
    if not StaffMember.objects.filter(pk=member.pk).exists():
        raise StaffEmailInUse
    return view_of(member)


def set_password(*, member_id: str, password_hash: str) -> None:
    StaffMember.objects.filter(pk=member_id).update(password=password_hash, version=F("version") + 1)


def replace_second_factor(*, member_id: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether the member's second factor was ``before`` and is ``after`` now; what it consists of is the accounts app's."""
    present = {"second_factor__isnull": True} if before is None else {"second_factor": before}
    return StaffMember.objects.filter(pk=member_id, **present).update(second_factor=after) == 1


def edit_member(*, member_id: str, etag: str, name: str, language: str) -> None:
    """:raises StaleRow: if ``etag`` is not the present one"""
    changed = StaffMember.objects.filter(pk=member_id, version=version_of(etag)).update(
        name=name, language=language, version=F("version") + 1
    )
    if not changed:
        raise StaleRow


def end_sessions_everywhere(*, member_id: str, now: datetime) -> None:
    """Sessions begun before ``now`` cannot be refreshed any more, whichever region they are in."""
    StaffMember.objects.filter(pk=member_id).update(sessions_ended_at=now)


def deactivate_member(*, member_id: str, now: datetime) -> None:
    """The member can neither log in nor refresh a session; access tokens end within their minutes of life."""
    StaffMember.objects.filter(pk=member_id).update(is_active=False, sessions_ended_at=now)


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
