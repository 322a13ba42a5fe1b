"""
Setting up, using and removing a second factor. Codes are judged outside transactions, and each is used by one compare-and-set of the
stored factor: of two requests with the same code, one finds the factor changed.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.domain import second_factor
from marketplace.apps.accounts.errors import LogInExpired, NoSecondFactor, SecondFactorIsOn, WrongCode
from marketplace.apps.accounts.models import Session
from marketplace.apps.accounts.services import attempts, one_time
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services.passwords import check_own_password
from marketplace.apps.accounts.services.sessions import begin_session, end_sessions, record_login
from marketplace.apps.accounts.types import WEB_APPS, NewSecondFactor, Person, RecoveryCodes, SecondFactor, SessionTokens
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound


def log_in_with_code(*, challenge: str, code: str, address: str, user_agent: str, now: datetime) -> SessionTokens:
    """
    Begin the session that a right password asked for (``SecondFactorNeeded``), with a code of the app or for recovery.

    :raises LogInExpired: if the challenge is unknown, used or too old, or the person may not log in any more
    :raises WrongCode: if the code is not right, or was used before
    :raises TooManyAttempts: after wrong tries in a row
    """
    person = person_behind_login(challenge, now=now)
    try:
        use_code(person, code, now=now)
    except WrongCode:
        record_login(person.audience, person, address, is_success=False, now=now)
        raise
    return begin_proved_session(person, challenge, address=address, user_agent=user_agent, now=now)


def begin_proved_session(person: Person, challenge: str, *, address: str, user_agent: str, now: datetime) -> SessionTokens:
    """Begin the session of a person who has used the second factor. :raises LogInExpired: if the challenge was used meanwhile"""
    with tenancy.atomic():
        one_time.use(challenge, one_time.SECOND_FACTOR, person_id=person.id, refusal=LogInExpired, now=now)
        return begin_session(person, address=address, user_agent=user_agent, has_second_factor=True, now=now)


def begin_second_factor(*, audience: str, person_id: str, password: str, now: datetime) -> NewSecondFactor:
    """
    A new secret for the person's authenticator app. Nothing is asked for until ``confirm_second_factor``; an earlier secret that was
    never confirmed is forgotten.

    :raises SecondFactorIsOn: if there is one :raises InvalidInput: if it is not the password :raises TooManyAttempts:
    """
    person = check_own_password(audience=audience, person_id=person_id, password=password, now=now)
    if person.has_second_factor:
        raise SecondFactorIsOn
    factor, secret = second_factor.begin()
    if not people.store_second_factor(person, factor):
        raise SecondFactorIsOn
    address = second_factor.address_of(secret, email=person.email, issuer=tenancy.current().name)
    return NewSecondFactor(secret=secret, address=address, qr_code=second_factor.qr_code_of(address))


def confirm_second_factor(*, audience: str, person_id: str, session_id: str, code: str, actor: Actor, now: datetime) -> RecoveryCodes:
    """
    Ask for codes from now on: the person's app shows the right one. All other sessions in this region end. Returns the recovery codes,
    which nobody can read again.

    :raises NoSecondFactor: if none was begun :raises SecondFactorIsOn: :raises WrongCode: :raises TooManyAttempts:
    """
    person = get_person(audience, person_id)
    if person.second_factor is None:
        raise NoSecondFactor
    if person.has_second_factor:
        raise SecondFactorIsOn
    used = use_code(person, code, now=now)
    codes = second_factor.new_recovery_codes()
    confirmed = msgspec.structs.replace(second_factor.with_recovery_codes(used, codes), confirmed_at=now)
    _replace(person, used, confirmed)
    with tenancy.atomic():
        rows.change_where(Session, "id = %(id)s", {"id": session_id}, has_second_factor=True)
        end_sessions(person_id=person.id, reason="second_factor", keep=session_id, now=now)
        record_second_factor(person, actor, "set_up", now=now)
    return RecoveryCodes(codes)


def renew_recovery_codes(*, audience: str, person_id: str, password: str, code: str, actor: Actor, now: datetime) -> RecoveryCodes:
    """
    Ten new recovery codes; the earlier ones end. ``code`` is of the app or for recovery.

    :raises NoSecondFactor: :raises InvalidInput: if it is not the password :raises WrongCode: :raises TooManyAttempts:
    """
    person = check_own_password(audience=audience, person_id=person_id, password=password, now=now)
    check_is_on(person)
    used = use_code(person, code, now=now)
    codes = second_factor.new_recovery_codes()
    _replace(person, used, second_factor.with_recovery_codes(used, codes))
    with tenancy.atomic():
        record_second_factor(person, actor, "recovery_codes_renewed", now=now)
    return RecoveryCodes(codes)


def remove_second_factor(*, audience: str, person_id: str, password: str, code: str, actor: Actor, now: datetime) -> None:
    """
    Log in by the password alone again.

    :raises NoSecondFactor: :raises InvalidInput: if it is not the password :raises WrongCode: :raises TooManyAttempts:
    """
    person = check_own_password(audience=audience, person_id=person_id, password=password, now=now)
    check_is_on(person)
    _replace(person, use_code(person, code, now=now), None)
    with tenancy.atomic():
        rows.change_where(Session, "person_id = %(id)s AND ended_at IS NULL", {"id": person.id}, has_second_factor=False)
        record_second_factor(person, actor, "removed", now=now)


def clear_second_factor(*, audience: str, person_id: str, reason: str, actor: Actor, now: datetime) -> None:
    """
    Remove a person's factor without a code of it, for one who has lost it, or whom a stranger has locked out by one. All sessions end,
    for staff in every region. The caller has made sure that it is the person who asks; the person is written to.

    :raises NoSecondFactor: if there is none, confirmed or not :raises NotFound: if there is no such person
    """
    person = get_person(audience, person_id)
    if person.second_factor is None:
        raise NoSecondFactor
    with tenancy.atomic():
        one_time.end_challenges(person.id, now=now)
        end_sessions(person_id=person.id, reason="second_factor", now=now)
        record_second_factor(person, actor, "removed", reason=reason, now=now)
        people.clear_second_factor(person, now=now)  # last: the platform's database, which has staff, commits by itself


def use_code(person: Person, code: str, *, now: datetime) -> SecondFactor:
    """The factor as it is stored once ``code`` is used. :raises WrongCode: :raises TooManyAttempts:"""
    limits = [attempts.second_factor_limit(person.id)]
    attempts.admit(limits, now=now)
    factor = person.second_factor
    used = second_factor.after_use(factor, code, now=now) if factor else None
    if used is None or not people.store_second_factor(person, used):
        raise WrongCode
    attempts.forget(limits)
    return used


def _replace(person: Person, stored: SecondFactor, wanted: SecondFactor | None) -> None:
    """:raises WrongCode: if another request used a code of ``stored`` meanwhile"""
    if not people.store_second_factor(msgspec.structs.replace(person, second_factor=stored), wanted):
        raise WrongCode


def person_behind_login(challenge: str, *, now: datetime) -> Person:
    """Who has given a right password. :raises LogInExpired: if the challenge is unknown, used or too old, or the factor is gone"""
    with tenancy.atomic():
        token = one_time.take_unused(challenge, one_time.SECOND_FACTOR, refusal=LogInExpired, now=now)
    person = people.find_person_by_id(token.audience, token.person_id)
    if person is None or not person.is_active or not person.has_second_factor:
        raise LogInExpired
    return person


def get_person(audience: str, person_id: str) -> Person:
    """:raises NotFound: if there is no such person"""
    person = people.find_person_by_id(audience, person_id)
    if person is None:
        raise NotFound
    return person


def check_is_on(person: Person) -> SecondFactor:
    """:raises NoSecondFactor: if there is none that was confirmed"""
    if person.second_factor is None or not person.has_second_factor:
        raise NoSecondFactor
    return person.second_factor


def record_second_factor(person: Person, actor: Actor, action: str, *, reason: str = "", now: datetime) -> None:
    """In the audit log, and by mail: an owner who did not do it learns of it."""
    audit.record(actor=actor, action=f"account.second_factor_{action}", resource=person.id, reason=reason, now=now)
    url = mail.web_url("/reset-password", app=WEB_APPS[person.audience])
    mail.send(f"accounts/second_factor_{action}", to=person.email, language=person.language, name=person.name, url=url)
