"""What must hold when requests come at the same moment: real transactions, on threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connections

from marketplace.apps.accounts import attempts, services
from marketplace.apps.accounts.errors import InvalidRefreshToken, TooManyAttempts
from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer
from marketplace.foundation import tenancy
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def at_once(tenant, work, times):
    def run(_):
        with tenancy.scope(tenant):
            try:
                return work()
            finally:
                connections[tenant.slug].close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


def test_of_many_uses_of_one_refresh_token_at_most_one_wins(eu):
    with tenancy.scope(eu):
        make_customer(email="noor@example.com")
        tokens = services.log_in(audience="customer", email="noor@example.com", password=PASSWORD, address="", user_agent="", now=NOW)

    def use():
        with suppress(InvalidRefreshToken):
            return services.refresh_session(refresh_token=tokens.refresh_token, now=NOW)
        return None

    won = [result for result in at_once(eu, use, 12) if result]

    assert len(won) == 1


def test_parallel_guesses_are_counted_each(eu):
    limits = attempts.login_limits(audience="customer", email="noor@example.com", address="203.0.113.66")

    def guess():
        with suppress(TooManyAttempts):
            attempts.admit(limits, now=NOW)
            return True
        return False

    admitted = sum(at_once(eu, guess, 20))

    assert admitted == 4  # three are free, the fourth begins the first wait
