"""What must hold when requests come at the same moment: real transactions, on threads."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts import services
from marketplace.apps.accounts.errors import InvalidRefreshToken, TooManyAttempts
from marketplace.apps.accounts.services import attempts
from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer
from marketplace.foundation.documents.tests.builders import at_once
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
