"""Logging in, staying in, and getting out."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.domain import devices, passwords
from marketplace.apps.accounts.domain.passkeys import request_options, web_app_of
from marketplace.apps.accounts.errors import InvalidCredentials, InvalidRefreshToken, SecondFactorNeeded
from marketplace.apps.accounts.events import SessionsEnded
from marketplace.apps.accounts.models import RefreshToken, Session
from marketplace.apps.accounts.region_settings import REQUIRES_SECOND_FACTOR
from marketplace.apps.accounts.services import attempts, one_time
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.types import CUSTOMER, SESSION_LIVES, STAFF, Person, SessionTokens
from marketplace.apps.staff import services as staff_services
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.rest import tokens
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import hash_secret, new_id, new_secret
from marketplace.kit.texts import Text

SCHEME = "Bearer"


def log_in(
    *, audience: str, email: str, password: str, address: str, user_agent: str, device_token: str = "", now: datetime
) -> SessionTokens:
    """
    Begin a session. ``device_token`` is what an earlier log-in on this device gave: others' wrong tries do not lock it out.

    :raises InvalidCredentials: for an unknown e-mail address, a wrong password or an account that is off: always the same answer
    :raises SecondFactorNeeded: if the password is right and the person has a second factor: ``log_in_with_code`` goes on
    :raises TooManyAttempts: after failures in a row, until their wait is over, even for the right password
    """
    normal_email = people.normal_email(email)
    device = devices.find_device(device_token, audience=audience, email=normal_email, now=now)
    limits = attempts.admit_login(audience=audience, email=normal_email, address=address, device=device, now=now)
    person = people.find_person(audience, email)
    is_right = passwords.is_right(password, person.password if person else "")
    if person is None or not is_right or not person.is_active:
        record_login(audience, person, address, is_success=False, now=now)
        raise InvalidCredentials
    with tenancy.atomic():
        attempts.forget(limits)
        if not person.has_second_factor:
            return begin_session(person, address=address, user_agent=user_agent, now=now)
        challenge = one_time.issue(one_time.SECOND_FACTOR, audience=audience, email=person.email, person_id=person.id, now=now)
    raise SecondFactorNeeded(challenge=challenge, passkey_options=request_options(person, web_app_of(audience), challenge=challenge))


def begin_session(person: Person, *, address: str, user_agent: str, has_second_factor: bool = False, now: datetime) -> SessionTokens:
    """A session of a person who has proved who they are; in the caller's transaction."""
    record_login(person.audience, person, address, is_success=True, now=now)
    session = Session(
        id=new_id("ses", at=now),
        audience=person.audience,
        person_id=person.id,
        created_at=now,
        refreshed_at=now,
        expires_at=now + SESSION_LIVES[person.audience].absolute,
        address=address[:45],
        user_agent=user_agent[:200],
        has_second_factor=has_second_factor,
    )
    rows.insert(session)
    device_token = devices.issue(audience=person.audience, email=person.email, now=now)
    return msgspec.structs.replace(_issue(session, person, now=now), device_token=device_token)


def refresh_session(*, refresh_token: str, now: datetime) -> SessionTokens:
    """
    Exchange a refresh token for new tokens. It works once: a token that comes back has been copied, so its session ends.

    :raises InvalidRefreshToken: if it is unknown, used, too old, or its session or person is gone
    :raises WrongRegion: if another region gave it out
    """
    slug, _, secret = refresh_token.partition(".")
    if secret and slug != tenancy.current().slug:
        raise tenancy.WrongRegion(Text("This token belongs to another region."))
    with tenancy.atomic():
        renewed = _renew(hash_secret(secret), now=now)
    if renewed is None:
        raise InvalidRefreshToken
    return renewed


def end_session_of_token(*, session_id: str, refresh_token: str, now: datetime) -> None:
    """Log out: end the session of an access token, or that of a refresh token where there is one. Unknown ones are let be."""
    with tenancy.atomic():
        secret_hash = hash_secret(refresh_token.partition(".")[2])
        token = RefreshToken.objects.filter(token_hash=secret_hash).first() if refresh_token else None
        ids = [found for found in (session_id, token.session_id if token else "") if found]
        _end(list(Session.objects.select_for_update().filter(pk__in=ids, ended_at=None).order_by("pk")), reason="logout", now=now)


def end_sessions(*, person_id: str, reason: str, now: datetime, keep: str = "") -> None:
    """End every session of a person in this region but ``keep``; their access tokens are refused from the commit on."""
    with tenancy.atomic():
        live = Session.objects.select_for_update().filter(person_id=person_id, ended_at=None).exclude(pk=keep).order_by("pk")
        _end(list(live), reason=reason, now=now)


def end_own_session(*, person_id: str, session_id: str, now: datetime) -> None:
    """End one session of a person. One that is over already is let be. :raises NotFound: if it is not theirs"""
    with tenancy.atomic():
        session = Session.objects.select_for_update().filter(pk=session_id, person_id=person_id).first()
        if session is None:
            raise NotFound
        if session.ended_at is None:
            _end([session], reason="one", now=now)


def log_out_everywhere(*, audience: str, person_id: str, now: datetime) -> None:
    """End all sessions of a person. For staff that reaches every region, where access tokens live out their minutes."""
    if audience == STAFF:
        staff_services.end_sessions_everywhere(member_id=person_id, now=now)
    end_sessions(person_id=person_id, reason="everywhere", now=now)


def _renew(secret_hash: str, *, now: datetime) -> SessionTokens | None:
    token = RefreshToken.objects.filter(token_hash=secret_hash).first()
    session = Session.objects.select_for_update().filter(pk=token.session_id).first() if token else None
    if token is None or session is None or session.ended_at is not None:
        return None
    token.refresh_from_db()  # another request may have used it while this one waited for the session's lock
    if token.used_at is not None:
        _end([session], reason="reuse", now=now)
        _record_reuse(session, now=now)
        return None
    person = people.find_person_by_id(session.audience, session.person_id)
    if person is None or token.expires_at <= now or is_over(session, person, now=now):
        _end([session], reason="expired", now=now)
        return None
    token.used_at, session.refreshed_at = now, now
    rows.change(token, "used_at")
    rows.change(session, "refreshed_at")
    return _issue(session, person, now=now)


def record_login(audience: str, person: Person | None, address: str, *, is_success: bool, now: datetime) -> None:
    """
    Log-ins of staff and vendors' people, and failed ones, belong to the audit log. Those of customers do not: their sessions are kept
    for a month, and an address of theirs must not be kept for good.
    """
    if audience == CUSTOMER:
        return
    actor = Actor(audience, person.id, ",".join(person.roles), address) if person else Actor(audience, "unknown", "", address)
    with tenancy.atomic():
        audit.record(actor=actor, action=f"account.{'logged_in' if is_success else 'login_failed'}", resource=actor.id, now=now)


def _record_reuse(session: Session, *, now: datetime) -> None:
    actor = Actor(session.audience, session.person_id)
    audit.record(actor=actor, action="account.refresh_token_reused", resource=session.pk, now=now)


def is_over(session: Session, person: Person, *, now: datetime) -> bool:
    """Whether the session may not go on: it has ended here or everywhere, rested too long, reached its age, or its person is off."""
    was_ended_everywhere = person.sessions_ended_at is not None and session.created_at <= person.sessions_ended_at
    if session.ended_at is not None or was_ended_everywhere or not person.is_active:
        return True
    return min(session.refreshed_at + SESSION_LIVES[session.audience].idle, session.expires_at) <= now


def _issue(session: Session, person: Person, *, now: datetime) -> SessionTokens:
    secret = new_secret()
    expires_at = min(now + SESSION_LIVES[session.audience].idle, session.expires_at)
    rows.insert(RefreshToken(token_hash=hash_secret(secret), session=session, issued_at=now, expires_at=expires_at))
    principal = principal_of_session(session, person)
    return SessionTokens(
        access_token=tokens.issue_access_token(principal, now=now),
        token_type=SCHEME,
        expires_in_s=int(tokens.LIFE.total_seconds()),
        refresh_token=f"{tenancy.current().slug}.{secret}",
        refresh_expires_at=expires_at,
        person_id=person.id,
        audience=person.audience,
        roles=person.roles,
        vendor_id=person.vendor_id,
        lacks_second_factor=principal.lacks_second_factor,
    )


def principal_of_session(session: Session, person: Person) -> tokens.Principal:
    """Whom the session's access tokens speak for."""
    return tokens.Principal(
        id=person.id,
        audience=person.audience,
        session_id=session.id,
        roles=person.roles,
        vendor_id=person.vendor_id,
        lacks_second_factor=person.audience != CUSTOMER and not session.has_second_factor and REQUIRES_SECOND_FACTOR.current(),
        authenticated_at=session.reauthenticated_at or session.created_at,
    )


def _end(sessions: list[Session], *, reason: str, now: datetime) -> None:
    ids = [session.pk for session in sessions]
    if ids:
        rows.change_where(Session, "id = ANY (%(ids)s::text[])", {"ids": ids}, ended_at=now, end_reason=reason)
        outbox.publish(SessionsEnded(session_ids=tuple(ids)), now=now)
    # An older access token has run out by itself, so only recent sessions need to be remembered as ended.
    recent = [one.pk for one in sessions if max(one.refreshed_at, one.reauthenticated_at or one.refreshed_at) > now - tokens.LIFE]

    def refuse_access_tokens() -> None:
        for session_id in recent:
            tokens.end_session(session_id)

    tenancy.on_commit(refuse_access_tokens)
