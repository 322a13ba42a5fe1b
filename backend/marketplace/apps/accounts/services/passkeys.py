"""Adding, using and removing passkeys: a second way, next to the app's codes, to use a second factor that is on."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.accounts.domain import passkeys
from marketplace.apps.accounts.domain.passkeys import web_app_of
from marketplace.apps.accounts.errors import PasskeyRefused, TooManyPasskeys
from marketplace.apps.accounts.services import attempts, one_time
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services.second_factors import (
    begin_proved_session,
    check_is_on,
    get_person,
    person_behind_login,
    record_second_factor,
)
from marketplace.apps.accounts.services.sessions import record_login
from marketplace.apps.accounts.types import NewPasskey, Passkey, Person, SecondFactor, SessionTokens
from marketplace.foundation import tenancy
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound, Stale

MAX_PASSKEYS = limits.declare("accounts.passkeys", 10, "passkeys", "Passkeys of one person; 409 `too_many_passkeys` above.")


def begin_passkey(*, audience: str, person_id: str, now: datetime) -> NewPasskey:
    """What a browser makes a passkey by, within ten minutes. :raises NoSecondFactor: :raises TooManyPasskeys:"""
    person = get_person(audience, person_id)
    _factor_with_room(person)
    with tenancy.atomic():
        challenge = one_time.issue(one_time.ADD_PASSKEY, audience=audience, email=person.email, person_id=person.id, now=now)
    return NewPasskey(challenge=challenge, options=passkeys.creation_options(person, web_app_of(audience), challenge=challenge))


def add_passkey(
    *, audience: str, person_id: str, challenge: str, credential: str, name: str, actor: Actor, now: datetime
) -> tuple[Passkey, ...]:
    """
    Let the passkey that a browser has made take the place of codes, at this web app. Returns all of the person's.

    :raises PasskeyRefused: if it does not answer ``challenge``, or that was used, is too old or another person's
    :raises NoSecondFactor: :raises TooManyPasskeys:
    """
    person = get_person(audience, person_id)
    factor = _factor_with_room(person)
    made = passkeys.make(credential, web_app_of(audience), challenge=challenge, name=name, now=now)
    if any(one.id == made.id for one in factor.known_passkeys):
        raise PasskeyRefused
    wanted = msgspec.structs.replace(factor, passkeys=(*factor.known_passkeys, made))
    with tenancy.atomic():
        one_time.use(challenge, one_time.ADD_PASSKEY, person_id=person.id, refusal=PasskeyRefused, now=now)
        record_second_factor(person, actor, "passkey_added", now=now)
        if not people.store_second_factor(person, wanted):
            raise PasskeyRefused
    return wanted.known_passkeys


def remove_passkey(*, audience: str, person_id: str, passkey_id: str, actor: Actor, now: datetime) -> None:
    """:raises NotFound: if the person has no such passkey :raises Stale: if the factor was changed at the same moment"""
    person = get_person(audience, person_id)
    factor = person.second_factor
    if factor is None or all(one.id != passkey_id for one in factor.known_passkeys):
        raise NotFound
    left = tuple(one for one in factor.known_passkeys if one.id != passkey_id)
    with tenancy.atomic():
        record_second_factor(person, actor, "passkey_removed", now=now)
        if not people.store_second_factor(person, msgspec.structs.replace(factor, passkeys=left)):
            raise Stale


def log_in_with_passkey(*, challenge: str, credential: str, address: str, user_agent: str, now: datetime) -> SessionTokens:
    """
    Begin the session that a right password asked for (``SecondFactorNeeded``), with a passkey instead of a code.

    :raises LogInExpired: as ``log_in_with_code`` :raises PasskeyRefused: :raises TooManyAttempts: after wrong answers in a row
    """
    person = person_behind_login(challenge, now=now)
    try:
        use_passkey(person, credential, challenge=challenge, now=now)
    except PasskeyRefused:
        record_login(person.audience, person, address, is_success=False, now=now)
        raise
    return begin_proved_session(person, challenge, address=address, user_agent=user_agent, now=now)


def use_passkey(person: Person, credential: str, *, challenge: str, now: datetime) -> None:
    """Judge a passkey's answer, and store its count. :raises PasskeyRefused: :raises TooManyAttempts:"""
    tries = [attempts.second_factor_limit(person.id)]
    attempts.admit(tries, now=now)
    if person.second_factor is None:
        raise PasskeyRefused
    used = passkeys.after_use(person.second_factor, credential, web_app_of(person.audience), challenge=challenge)
    if not people.store_second_factor(person, used):
        raise PasskeyRefused
    attempts.forget(tries)


def _factor_with_room(person: Person) -> SecondFactor:
    factor = check_is_on(person)
    if len(factor.known_passkeys) >= MAX_PASSKEYS:
        raise TooManyPasskeys
    return factor
