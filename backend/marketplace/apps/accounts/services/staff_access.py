"""
Who works for the operator: invited by mail, with roles that another administrator may change or end.

The people are in the platform's database and work in every region; the entry in the audit log, and the link of an invitation, are of the
region in which the administrator acts. The platform's row is written last: if it cannot be, nothing of the rest is kept. It commits by
itself, so the region's transaction may still fail after it; then an invitation is made up for when it is asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from marketplace.apps.accounts.models import OneTimeToken
from marketplace.apps.accounts.services import one_time
from marketplace.apps.accounts.services.sessions import end_sessions
from marketplace.apps.accounts.types import STAFF, WEB_APPS
from marketplace.apps.staff import queries as staff_queries
from marketplace.apps.staff import services as staff_services
from marketplace.apps.staff.errors import AccessUnchanged, OwnAccess
from marketplace.apps.staff.types import StaffRow, StaffView
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.plain_text import clean_email


def invite_staff(*, email: str, name: str, language: str, roles: Sequence[str], reason: str, actor: Actor, now: datetime) -> StaffRow:
    """
    Add a member, who can log in once a password is chosen by the mailed link. May be repeated after a failure.

    :raises StaffEmailInUse: :raises InvalidInput: for an unknown role, or none
    """
    wanted = {"email": clean_email(email), "name": name, "language": language}
    new = {"email": wanted["email"], "roles": sorted(set(roles))}
    lost = _find_lost_invitation(wanted, roles)
    member_id = lost.id if lost else staff_services.new_member_id(now=now)
    with tenancy.atomic():
        _mail_invitation(member_id, **wanted, now=now)
        audit.record(actor=actor, action="staff.invited", resource=member_id, new=new, reason=reason, now=now)
        if lost is None:
            staff_services.create_member(**wanted, roles=roles, password_hash="", member_id=member_id, now=now)
    return staff_queries.get_row(member_id)


def invite_staff_again(*, member_id: str, actor: Actor, now: datetime) -> StaffRow:
    """Mail another link to a member who has not chosen a password; earlier links end. :raises NotFound: :raises AccessUnchanged:"""
    member = staff_queries.get_row(member_id)
    if member.has_password or not member.is_active:
        raise AccessUnchanged
    with tenancy.atomic():
        _end_links(member_id, now=now)
        _mail_invitation(member.id, email=member.email, name=member.name, language=member.language, now=now)
        audit.record(actor=actor, action="staff.invited_again", resource=member_id, now=now)
    return member


def change_staff_roles(*, member_id: str, roles: Sequence[str], etag: str, reason: str, actor: Actor, now: datetime) -> StaffRow:
    """
    Replace a member's roles; they have to log in again.

    :raises OwnAccess: :raises LastAdmin: :raises NotFound: :raises StaleRow: :raises InvalidInput:
    """
    _refuse_own(member_id, actor)
    old = staff_queries.get_row(member_id)
    with tenancy.atomic():
        end_sessions(person_id=member_id, reason="role", now=now)
        before, after = {"roles": list(old.roles)}, {"roles": sorted(set(roles))}
        audit.record(actor=actor, action="staff.roles_changed", resource=member_id, old=before, new=after, reason=reason, now=now)
        return staff_services.change_roles(member_id=member_id, roles=roles, etag=etag, now=now)


def end_staff_access(*, member_id: str, reason: str, actor: Actor, now: datetime) -> StaffRow:
    """
    End a member's access in every region, with their sessions and links.

    :raises OwnAccess: :raises LastAdmin: :raises NotFound: :raises AccessUnchanged:
    """
    _refuse_own(member_id, actor)
    with tenancy.atomic():
        _end_links(member_id, now=now)
        end_sessions(person_id=member_id, reason="removed", now=now)
        _record(member_id, is_active=False, reason=reason, actor=actor, now=now)
        return staff_services.end_access(member_id=member_id, now=now)


def restore_staff_access(*, member_id: str, reason: str, actor: Actor, now: datetime) -> StaffRow:
    """
    Let a member in again, by a mailed link to a new password. :raises OwnAccess: :raises NotFound: :raises AccessUnchanged:
    """
    _refuse_own(member_id, actor)
    member = staff_queries.get_row(member_id)
    with tenancy.atomic():
        _mail_invitation(member.id, email=member.email, name=member.name, language=member.language, now=now)
        _record(member_id, is_active=True, reason=reason, actor=actor, now=now)
        return staff_services.restore_access(member_id=member_id, now=now)


def _refuse_own(member_id: str, actor: Actor) -> None:
    if actor.id == member_id:
        raise OwnAccess


def _record(member_id: str, *, is_active: bool, reason: str, actor: Actor, now: datetime) -> None:
    action = "staff.access_restored" if is_active else "staff.access_ended"
    old, new = {"is_active": not is_active}, {"is_active": is_active}
    audit.record(actor=actor, action=action, resource=member_id, old=old, new=new, reason=reason, now=now)


def _find_lost_invitation(wanted: Mapping[str, str], roles: Sequence[str]) -> StaffView | None:
    """The member of just these data for whom no link was made: after the platform's row was written, the region's transaction failed."""
    member = staff_queries.find_member_by_email(wanted["email"])
    if member is None or member.password or not member.is_active:
        return None
    if {"email": member.email, "name": member.name, "language": member.language} != wanted or set(member.roles) != set(roles):
        return None
    return None if OneTimeToken.objects.filter(person_id=member.id).exists() else member


def _mail_invitation(member_id: str, *, email: str, name: str, language: str, now: datetime) -> None:
    token = one_time.issue(one_time.INVITATION, audience=STAFF, email=email, person_id=member_id, now=now)
    url = mail.web_url("/accept-invitation", app=WEB_APPS[STAFF], token=token)
    mail.send("accounts/staff_invitation", to=email, language=language, name=name, url=url)


def _end_links(member_id: str, *, now: datetime) -> None:
    """In this region: a link of another one sets a password, by which a member without access cannot log in either."""
    rows.change_where(OneTimeToken, "person_id = %(person_id)s AND used_at IS NULL", {"person_id": member_id}, used_at=now)
