"""Choosing a password, with the old one or with a mailed link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.apps.accounts.domain import passwords
from marketplace.apps.accounts.errors import InvalidToken
from marketplace.apps.accounts.events import PasswordReset
from marketplace.apps.accounts.models import OneTimeToken
from marketplace.apps.accounts.services import attempts, one_time
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services.proof import prove_address
from marketplace.apps.accounts.services.registration import may_mail
from marketplace.apps.accounts.services.sessions import end_sessions, log_out_everywhere
from marketplace.apps.accounts.types import STAFF, VENDOR, WEB_APPS, Person
from marketplace.apps.staff import services as staff_services
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.texts import Text


def new_password_hash(password: str, *, email: str, names: Iterable[str]) -> str:
    """
    What to store of a password that a person chose, whose names are these. Slow on purpose: not inside a transaction.

    :raises InvalidInput: if it is weak
    """
    passwords.check_strength(password, email=email, names=names)
    return passwords.hash_password(password)


def request_password_reset(*, audience: str, email: str, now: datetime) -> None:
    """
    Mail a link for a new password to a person who has an account, or has asked for one. For others nothing happens, and no caller sees it.
    """
    email = people.normal_email(email)
    if not may_mail("reset", f"{audience}:{email}", now=now):
        return
    person = people.find_person(audience, email) or people.find_applicant(audience, email)
    if person is None or not person.is_active:
        return
    with tenancy.atomic():
        token = one_time.issue(one_time.RESET_PASSWORD, audience=audience, email=email, person_id=person.id, now=now)
        url = mail.web_url("/reset-password", app=WEB_APPS[audience], token=token)
        mail.send("accounts/reset_password", to=email, language=person.language, name=person.name, url=url)


def reset_password(*, token: str, password: str, actor_address: str, now: datetime) -> str:
    """
    Set the password that a mailed link (reset, or invitation of a vendor's person) allows once, and confirm the address by it.

    Every session of the person ends, and a second factor that was begun and never confirmed is forgotten: who began it knew the old
    password. What they made before is for other apps to revoke (``PasswordReset``).

    Returns the audience, so that a page can say where to log in.

    :raises InvalidToken: if the link is unknown, used or too old
    :raises InvalidInput: if the password is not good enough; the link stays good
    """
    person = _person_behind(token, now=now)
    password_hash = new_password_hash(password, email=person.email, names=[person.name])
    with tenancy.atomic():
        row = one_time.take(token, one_time.RESET_PASSWORD, one_time.INVITATION, now=now)
        if row.used_at is not None:
            raise InvalidToken
        # Every other link that could still set a password dies with this one.
        links = {"person_id": person.id, "purposes": [one_time.RESET_PASSWORD, one_time.INVITATION]}
        rows.change_where(OneTimeToken, "person_id = %(person_id)s AND purpose = ANY (%(purposes)s::text[])", links, used_at=now)
        if person.audience != STAFF:
            prove_address(person_id=person.id, email=row.email, now=now)
        if person.audience == VENDOR:
            outbox.publish(PasswordReset(account_id=person.id, vendor_id=person.vendor_id), now=now)
        _store(person, password_hash, Actor(person.audience, person.id, ",".join(person.roles), actor_address), action="reset", now=now)
        if person.second_factor and not person.has_second_factor:
            people.store_second_factor(person, None)  # not one that was confirmed since the person was read
        log_out_everywhere(audience=person.audience, person_id=person.id, now=now)
        limits = attempts.login_limits(audience=person.audience, email=person.email, address=actor_address)
        attempts.forget(limits)  # a person who was locked out can log in with the new password
    return person.audience


def change_password(*, audience: str, person_id: str, session_id: str, current: str, new: str, actor: Actor, now: datetime) -> None:
    """
    Replace the caller's password. All other sessions end; the caller's own goes on (a staff member's until its next refresh).

    :raises InvalidInput: if ``current`` is wrong, or ``new`` is not good enough
    :raises TooManyAttempts: after wrong tries in a row
    """
    person = people.find_person_by_id(audience, person_id)
    if person is None:
        raise NotFound
    passwords.check_strength(new, email=person.email, names=[person.name], field="new_password")
    _check_password(audience, person_id, current, field="current_password", now=now)
    password_hash = passwords.hash_password(new)
    with tenancy.atomic():
        _store(person, password_hash, actor, action="changed", now=now)
        end_sessions(person_id=person.id, reason="password", keep=session_id, now=now)
        if audience == STAFF:
            staff_services.end_sessions_everywhere(member_id=person.id, now=now)


def check_own_password(*, audience: str, person_id: str, password: str, now: datetime) -> Person:
    """
    That it is really the person who asks: who that is. Outside any transaction: hashing is slow.

    :raises InvalidInput: if it is not the password :raises TooManyAttempts: after wrong tries in a row :raises NotFound:
    """
    return _check_password(audience, person_id, password, field="password", now=now)


def _check_password(audience: str, person_id: str, password: str, *, field: str, now: datetime) -> Person:
    person = people.find_person_by_id(audience, person_id)
    if person is None:
        raise NotFound
    limits = [attempts.Limit(f"password:{person.id}", free=3, lock=10)]
    attempts.admit(limits, now=now)
    if not passwords.is_right(password, person.password):
        raise InvalidInput(errors=[FieldError(field, "wrong_password", Text("Not your present password"))])
    attempts.forget(limits)
    return person


def _person_behind(token: str, *, now: datetime) -> Person:
    with tenancy.atomic():
        row = one_time.take(token, one_time.RESET_PASSWORD, one_time.INVITATION, now=now)
    person = people.find_person_by_id(row.audience, row.person_id)
    if row.used_at is not None or person is None or not person.is_active or person.email != row.email:
        raise InvalidToken
    return person


def _store(person: Person, password_hash: str, actor: Actor, *, action: str, now: datetime) -> None:
    people.store_password(person, password_hash)
    one_time.end_challenges(person.id, now=now)
    audit.record(actor=actor, action=f"account.password_{action}", resource=person.id, now=now)
    mail.send(
        "accounts/password_changed",
        to=person.email,
        language=person.language,
        name=person.name,
        url=mail.web_url("/reset-password", app=WEB_APPS[person.audience]),
    )
