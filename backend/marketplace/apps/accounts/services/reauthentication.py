"""Proving again, within a session, who one is: before payout accounts, payouts, roles and keys are changed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from marketplace.apps.accounts.domain import passkeys
from marketplace.apps.accounts.domain.passkeys import web_app_of
from marketplace.apps.accounts.errors import InvalidRefreshToken, PasskeyRefused
from marketplace.apps.accounts.models import Session
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services import one_time
from marketplace.apps.accounts.services.passkeys import use_passkey
from marketplace.apps.accounts.services.passwords import check_own_password
from marketplace.apps.accounts.services.second_factors import get_person, use_code
from marketplace.apps.accounts.services.sessions import SCHEME, is_over, principal_of_session
from marketplace.apps.accounts.types import AccessToken, Person, Proof, ReauthenticationWay
from marketplace.foundation import rows, tenancy
from marketplace.foundation.rest import tokens
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def begin_reauthentication(*, audience: str, person_id: str, now: datetime) -> ReauthenticationWay:
    """By what the person proves who they are: the second factor, if there is one, else the password."""
    person = get_person(audience, person_id)
    if not person.has_second_factor:
        return ReauthenticationWay(by="password")
    with tenancy.atomic():
        challenge = one_time.issue(one_time.REAUTHENTICATE, audience=audience, email=person.email, person_id=person.id, now=now)
    options = passkeys.request_options(person, web_app_of(audience), challenge=challenge)
    return ReauthenticationWay(by="code", challenge=challenge if options else None, passkey_options=options)


def reauthenticate(*, audience: str, person_id: str, session_id: str, proof: Proof, now: datetime) -> AccessToken:
    """
    An access token for the same session that says that its person proved just now who they are.

    Who has a second factor proves by it: a thief of the session may have the password, too.

    :raises InvalidInput: if the proof is of another kind, or not the password :raises WrongCode: :raises PasskeyRefused:
    :raises TooManyAttempts: :raises InvalidRefreshToken: if the session is over, here or everywhere: proving does not make it longer
    """
    _, person = _live_session(Session.objects.all(), session_id, audience=audience, person_id=person_id, now=now)
    if person.has_second_factor:
        _prove_by_factor(person, proof, now=now)
    elif proof.password:
        check_own_password(audience=audience, person_id=person_id, password=proof.password, now=now)
    else:
        raise _missing("password", Text("Enter your password"))
    with tenancy.atomic():
        locked = Session.objects.select_for_update()
        session, person = _live_session(locked, session_id, audience=audience, person_id=person_id, now=now)
        session.reauthenticated_at = now
        rows.change(session, "reauthenticated_at")
    token = tokens.issue_access_token(principal_of_session(session, person), now=now)
    return AccessToken(access_token=token, token_type=SCHEME, expires_in_s=int(tokens.LIFE.total_seconds()))


def _live_session(sessions: QuerySet[Session], session_id: str, *, audience: str, person_id: str, now: datetime) -> tuple[Session, Person]:
    session = sessions.filter(pk=session_id, person_id=person_id).first()
    person = people.find_person_by_id(audience, person_id)
    if session is None or person is None or is_over(session, person, now=now):
        raise InvalidRefreshToken
    return session, person


def _prove_by_factor(person: Person, proof: Proof, *, now: datetime) -> None:
    if proof.credential:
        use_passkey(person, proof.credential, challenge=proof.challenge, now=now)
        with tenancy.atomic():
            one_time.use(proof.challenge, one_time.REAUTHENTICATE, person_id=person.id, refusal=PasskeyRefused, now=now)
    elif proof.code:
        use_code(person, proof.code, now=now)
    else:
        raise _missing("code", Text("Enter a code of your second factor"))


def _missing(field: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, "required", message)])
