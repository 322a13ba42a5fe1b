"""The operator's people, in the platform's database. What is asked for over HTTP is the accounts app's, which invites by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F

from marketplace.apps.staff.errors import AccessUnchanged, LastAdmin, StaffEmailInUse
from marketplace.apps.staff.models import StaffMember
from marketplace.apps.staff.queries import get_row, view_of
from marketplace.apps.staff.types import ROLES, StaffRow, StaffView
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.etags import version_of
from marketplace.kit.ids import new_id
from marketplace.kit.plain_text import clean_email
from marketplace.kit.texts import Text


def create_member(
    *, email: str, name: str, roles: Sequence[str], password_hash: str, language: str = "en", member_id: str = "", now: datetime
) -> StaffView:
    """
    Add a member of the operator's staff; without ``password_hash`` one who cannot log in before a password is chosen. The id is a new one
    unless the caller has made it (``new_member_id``).

    :raises StaffEmailInUse: if the address is taken
    :raises InvalidInput: for an unknown role, or none
    """
    member = StaffMember(
        id=member_id or new_member_id(now=now),
        email=clean_email(email),
        name=name,
        roles=checked_roles(roles),
        password=password_hash,
        language=language,
        created_at=now,
    )
    StaffMember.objects.bulk_create([member], ignore_conflicts=True)  # a failed statement would be written to the server's log
    if not StaffMember.objects.filter(pk=member.pk).exists():
        raise StaffEmailInUse
    return view_of(member)


def new_member_id(*, now: datetime) -> str:
    """For a caller that has to name the member before the row is written."""
    return new_id("stf", at=now)


def set_password(*, member_id: str, password_hash: str) -> None:
    StaffMember.objects.filter(pk=member_id).update(password=password_hash, version=F("version") + 1)


def replace_second_factor(*, member_id: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether the member's second factor was ``before`` and is ``after`` now; what it consists of is the accounts app's."""
    present = {"second_factor__isnull": True} if before is None else {"second_factor": before}
    return StaffMember.objects.filter(pk=member_id, **present).update(second_factor=after) == 1


def clear_second_factor(*, member_id: str, now: datetime) -> None:
    """The member has none, and sessions begun before ``now`` cannot be refreshed any more, whichever region they are in."""
    StaffMember.objects.filter(pk=member_id).update(second_factor=None, sessions_ended_at=now)


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


def change_roles(*, member_id: str, roles: Sequence[str], etag: str, now: datetime) -> StaffRow:
    """
    Replace a member's roles, and end their sessions, whose tokens hold the old ones.

    :raises NotFound: :raises StaleRow: if ``etag`` is old
    :raises LastAdmin: if nobody would be left who is an administrator and can log in
    :raises InvalidInput: for an unknown role, or none
    """
    return _change(member_id, {"roles": checked_roles(roles)}, etag=etag, now=now)


def end_access(*, member_id: str, now: datetime) -> StaffRow:
    """
    The member can neither log in nor refresh a session; access tokens end within their minutes of life.

    :raises NotFound: :raises LastAdmin: :raises AccessUnchanged: if the member has none
    """
    return _change(member_id, {"is_active": False}, now=now)


def restore_access(*, member_id: str, now: datetime) -> StaffRow:
    """
    The member can log in again, with the roles of before. The password has to be chosen anew, and a second factor set up anew: this is
    the way out for a person who has lost theirs.

    :raises NotFound: :raises AccessUnchanged: if the member has access
    """
    return _change(member_id, {"is_active": True, "password": "", "second_factor": None}, now=now)


def checked_roles(roles: Sequence[str]) -> list[str]:
    """:raises InvalidInput: for an unknown role, or none"""
    if not roles or not set(roles) <= set(ROLES):
        raise InvalidInput(errors=[FieldError("roles", "unknown_role", Text("One or more of: {choices}", choices=ROLES))])
    return sorted(set(roles))


def _change(member_id: str, changes: dict[str, Any], *, etag: str = "", now: datetime) -> StaffRow:
    """In one transaction of the platform's database, in which no other administrator can lose the role or the access."""
    with transaction.atomic(using=DEFAULT_DB_ALIAS):  # noqa: TID251  # the platform's database is meant
        admins = StaffMember.objects.select_for_update().filter(is_active=True, roles__contains=["admin"]).order_by("pk")
        others = [admin for admin in admins if admin.pk != member_id and admin.password]
        member = StaffMember.objects.select_for_update().filter(pk=member_id).first()
        if member is None:
            raise NotFound
        if etag and member.version != version_of(etag):
            raise StaleRow
        if changes.get("is_active") == member.is_active:
            raise AccessUnchanged
        is_admin_after = "admin" in changes.get("roles", member.roles) and changes.get("is_active", True)
        if "admin" in member.roles and member.is_active and not is_admin_after and not others:
            raise LastAdmin
        StaffMember.objects.filter(pk=member_id).update(**changes, sessions_ended_at=now, version=F("version") + 1)
    return get_row(member_id)
