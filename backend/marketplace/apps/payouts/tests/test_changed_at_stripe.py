"""What a vendor, or a person at Stripe's dashboard, changes there by hand, at its stand-in."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments.tests.at_gateways import post_webhook, waiting
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import ConnectedAccount
from marketplace.apps.payouts.tests.connected import connect, connected
from marketplace.apps.payouts.tests.factories import LATER, a_run, a_sale, payout_of
from marketplace.apps.payouts.tests.named import balance, faults, pay
from marketplace.apps.vendors.tests.factories import make_vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def a_seller(stripe: Any) -> tuple[str, str]:
    """A vendor with earnings whose account at Stripe can be paid, and that account's name."""
    vendor = make_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    return vendor.id, connected(stripe, vendor.id)


def test_one_whose_access_was_revoked_gives_way_to_another(by_provider):
    vendor_id, account = a_seller(by_provider)
    by_provider.double.revoke(account)
    services.learn_account(provider="stripe", account=account, now=LATER)

    other = connected(by_provider, vendor_id, now=LATER)
    again = connect(vendor_id, now=LATER)

    states = {row.reference: (row.state, row.ended_at is None) for row in ConnectedAccount.objects.all()}
    assert (other != account, again) == (True, other)
    assert states == {account: ("revoked", False), other: ("active", True)}


def test_a_transfer_that_was_reversed_by_hand_has_returned(by_provider, drain):
    vendor_id, _ = a_seller(by_provider)
    run = a_run()
    paid = pay(vendor_id, run)
    waiting(by_provider)
    by_provider.double.reverse_by_hand(paid.bank_reference)

    for notice in waiting(by_provider) * 2:
        assert post_webhook("stripe", notice) == 200
    drain(LATER)

    returned = payout_of(run, vendor_id)
    assert (returned.state, returned.reason, balance(f"vendor:{vendor_id}")) == ("returned", "reversed", 8_800)
    assert faults() == []
