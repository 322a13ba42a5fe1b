from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from django.db.models import F

from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.queries import view_of
from marketplace.apps.staff.types import ROLES, StaffView
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.kit.errors import Conflict, FieldError, InvalidInput
from marketplace.kit.ids import new_id


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
        raise InvalidInput(errors=[FieldError("roles", "unknown_role", f"Some of: {', '.join(ROLES)}")])
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


def version_of(etag: str) -> int:
    """The row version that an ETag names; 0, which no row has, for anything that is none of ours."""
    return int(etag) if re.fullmatch(r"[0-9]{1,9}", etag) else 0


def end_sessions_everywhere(*, member_id: str, now: datetime) -> None:
    """Sessions begun before ``now`` cannot be refreshed any more, whichever region they are in."""
    StaffMember.objects.filter(pk=member_id).update(sessions_ended_at=now)


def deactivate_member(*, member_id: str, now: datetime) -> None:
    """The member can neither log in nor refresh a session; access tokens end within their minutes of life."""
    StaffMember.objects.filter(pk=member_id).update(is_active=False, sessions_ended_at=now)
