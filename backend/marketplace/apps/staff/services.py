from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import F

from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.queries import get_region, view_of
from marketplace.apps.staff.types import ROLES, RegionSettings, StaffView
from marketplace.foundation import audit, tenancy
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.tenancy.settings import faults_of
from marketplace.kit.actors import Actor
from marketplace.kit.errors import Conflict, FieldError, InvalidInput
from marketplace.kit.etags import version_of
from marketplace.kit.ids import new_id
from marketplace.kit.texts import Text


class StaffEmailInUse(Conflict):
    code = "email_in_use"
    title = "A member of the staff has this e-mail address already"


def create_member(*, email: str, name: str, roles: Sequence[str], password_hash: str, language: str = "en", now: datetime) -> StaffView:
    """
    Add a member of the operator's staff. Done by commands only: there is no door for it.

    :raises StaffEmailInUse: if the address is taken
    :raises InvalidInput: for an unknown role, or none
    """
    if not roles or not set(roles) <= set(ROLES):
        raise InvalidInput(errors=[FieldError("roles", "unknown_role", Text("One or more of: {choices}", choices=ROLES))])
    member = StaffMember(
        id=new_id("stf", at=now),
        email=email.strip().lower(),
        name=name,
        roles=sorted(set(roles)),
        password=password_hash,
        language=language,
        created_at=now,
    )
    try:
        member.save(force_insert=True)
    except IntegrityError:
        raise StaffEmailInUse from None
    return view_of(member)


def set_password(*, member_id: str, password_hash: str) -> None:
    StaffMember.objects.filter(pk=member_id).update(password=password_hash, version=F("version") + 1)


def edit_member(*, member_id: str, etag: str, name: str, language: str) -> None:
    """:raises StaleDocument: if ``etag`` is not the present one"""
    changed = StaffMember.objects.filter(pk=member_id, version=version_of(etag)).update(
        name=name, language=language, version=F("version") + 1
    )
    if not changed:
        raise StaleDocument


def end_sessions_everywhere(*, member_id: str, now: datetime) -> None:
    """Sessions begun before ``now`` cannot be refreshed any more, whichever region they are in."""
    StaffMember.objects.filter(pk=member_id).update(sessions_ended_at=now)


def deactivate_member(*, member_id: str, now: datetime) -> None:
    """The member can neither log in nor refresh a session; access tokens end within their minutes of life."""
    StaffMember.objects.filter(pk=member_id).update(is_active=False, sessions_ended_at=now)


def edit_region(*, changes: dict[str, Any], etag: str, reason: str, actor: Actor, now: datetime) -> RegionSettings:
    """
    Change ``settings`` and ``features`` (those named; the others stay) and ``is_in_maintenance``. Other processes see it within seconds.

    :raises InvalidInput: naming what is unknown or out of bounds
    :raises StaleDocument: if the region was changed since ``etag``
    """
    settings, features = changes.get("settings", {}), changes.get("features", {})
    if faults := faults_of(settings, features):
        raise InvalidInput(errors=faults)
    record = TenantRecord.objects.get(slug=tenancy.current().slug)
    old = _editable(record)
    record.settings = {**record.settings, **settings}
    record.features = {**record.features, **features}
    record.is_in_maintenance = changes.get("is_in_maintenance", record.is_in_maintenance)
    with tenancy.atomic():
        audit.record(actor=actor, action="region.edited", resource=record.slug, old=old, new=_editable(record), reason=reason, now=now)
        # The platform's database commits by itself; if this finds a newer version, the audit entry is taken back.
        present = TenantRecord.objects.filter(slug=record.slug, version=version_of(etag))
        if not present.update(**_editable(record), version=F("version") + 1):
            raise StaleDocument
    directory.forget()
    return get_region()


def _editable(record: TenantRecord) -> dict[str, Any]:
    return {"settings": record.settings, "features": record.features, "is_in_maintenance": record.is_in_maintenance}
