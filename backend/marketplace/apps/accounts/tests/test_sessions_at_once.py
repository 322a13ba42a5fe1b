"""What must hold when requests come at the same moment: real transactions, on threads."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from marketplace.apps.accounts import services
from marketplace.apps.accounts.errors import InvalidRefreshToken, SecondFactorNeeded, TooManyAttempts, WrongCode
from marketplace.apps.accounts.services import attempts
from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer, make_vendor_person
from marketplace.apps.accounts.types import VENDOR
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.actors import Actor
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_of_many_uses_of_one_refresh_token_at_most_one_wins(tenant):
    make_customer(email="noor@example.com")
    tokens = services.log_in(audience="customer", email="noor@example.com", password=PASSWORD, address="", user_agent="", now=NOW)

    outcomes = at_once(12, lambda _: services.refresh_session(refresh_token=tokens.refresh_token, now=NOW))

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(outcome) for outcome in refused] == [InvalidRefreshToken] * 11


def test_parallel_guesses_are_counted_each(tenant):
    limits = attempts.login_limits(audience="customer", email="noor@example.com", address="203.0.113.66")

    outcomes = at_once(20, lambda _: attempts.admit(limits, now=NOW))

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(outcome) for outcome in refused] == [TooManyAttempts] * 16  # three are free, the fourth begins the first wait


def test_of_many_requests_with_one_code_one_logs_in(tenant):
    person = make_vendor_person(email="olga@vendor.example")
    app = _app_of(person.id)
    challenges = [_challenge() for _ in range(3)]

    outcomes = at_once(
        3, lambda number: services.log_in_with_code(challenge=challenges[number], code=app.at(NOW), address="", user_agent="", now=NOW)
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(outcome) for outcome in refused] == [WrongCode] * 2


def _app_of(person_id: str) -> pyotp.TOTP:
    """The authenticator app of a person who set up the second factor a while ago."""
    then = NOW - timedelta(minutes=5)
    begun = services.begin_second_factor(audience=VENDOR, person_id=person_id, password=PASSWORD, now=then)
    app = pyotp.TOTP(begun.secret)
    who = {"audience": VENDOR, "person_id": person_id, "session_id": "", "actor": Actor(VENDOR, person_id)}
    services.confirm_second_factor(**who, code=app.at(then), now=then)
    return app


def _challenge() -> str:
    with pytest.raises(SecondFactorNeeded) as asked:
        services.log_in(audience=VENDOR, email="olga@vendor.example", password=PASSWORD, address="", user_agent="", now=NOW)
    return str(asked.value.extra["challenge"])
