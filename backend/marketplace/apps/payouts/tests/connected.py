"""Vendors with an account at Stripe's stand-in, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from marketplace.testing import NOW


@pytest.fixture
def by_provider(paying_vendors: None, using: Any) -> Any:
    """Stripe's stand-in, in a region that lets vendors be paid there."""
    from marketplace.apps.payments.tests.gateways import StripeAtDouble  # conftest files are imported before Django is ready

    return using(StripeAtDouble)


@pytest.fixture
def by_paystack(paying_vendors: None, using: Any) -> Any:
    """Paystack's stand-in, which pays to banks in euro here."""
    from marketplace.apps.payments.tests.gateways import PaystackAtDouble

    made = using(PaystackAtDouble)
    made.double.banks = [{**bank, "currency": "EUR"} for bank in made.double.banks]
    return made


@pytest.fixture
def by_paypal(paying_vendors: None, using: Any) -> Any:
    from marketplace.apps.payments.tests.gateways import PayPalAtDouble

    return using(PayPalAtDouble)


@pytest.fixture
def paying_vendors() -> Iterator[None]:
    """The region lets vendors be paid at providers; the test runs in its scope."""
    from marketplace.foundation import tenancy
    from marketplace.foundation.tenancy import directory
    from marketplace.foundation.tenancy.models import TenantRecord

    before = TenantRecord.objects.get(slug="eu").settings
    TenantRecord.objects.filter(slug="eu").update(settings={**before, "payout_by_provider": True})
    directory.forget()
    with tenancy.scope(directory.get("eu")):
        yield
    TenantRecord.objects.filter(slug="eu").update(settings=before)
    directory.forget()


def connect(vendor_id: str, *, now: datetime = NOW) -> str:
    """The name of the vendor's account at Stripe, which has not been given anything yet."""
    from marketplace.apps.payouts import services
    from marketplace.apps.payouts.models import ConnectedAccount
    from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR

    services.connect(vendor_id=vendor_id, return_url="http://eu.localhost/payout-account", actor=VENDOR_ACTOR, now=now)
    return ConnectedAccount.objects.get(vendor_id=vendor_id, ended_at=None).reference


def connected(stripe: Any, vendor_id: str, *, now: datetime = NOW) -> str:
    """The name of the vendor's account at Stripe, which can be paid."""
    from marketplace.apps.payouts import services

    account = connect(vendor_id, now=now)
    stripe.double.ask_for(account)
    services.learn_account(provider="stripe", account=account, now=now)
    return account
