"""Payouts that were under way when an account's version got another form are sent to the account that they name."""

from __future__ import annotations

from importlib import import_module

import pytest

from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.tests.connected import connected
from marketplace.apps.payouts.tests.factories import a_run, a_sale, payout_of
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation.postgres import sql

pytestmark = pytest.mark.usefixtures("tenant")

RENAME = import_module("marketplace.apps.payouts.migrations.0004_accounts_that_vendors_name").RENAME_VERSIONS


@pytest.mark.parametrize(("former", "is_renamed"), [("stripe-{version}", True), ("stripe-9", False), ("paypal-{version}", False)])
def test_the_version_of_a_payout_under_way_is_that_of_its_account(by_provider, former, is_renamed):
    vendor = make_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    connected(by_provider, vendor.id)
    payout = payout_of(a_run(), vendor.id)
    before = former.format(version=payout.account_version.rpartition("-")[2])
    VendorPayout.objects.filter(pk=payout.pk).update(account_version=before)

    with sql.connection().cursor() as cursor:
        cursor.execute(RENAME)

    after = VendorPayout.objects.get(pk=payout.pk).account_version
    assert (after == payout.account_version, after == before) == (is_renamed, not is_renamed)
