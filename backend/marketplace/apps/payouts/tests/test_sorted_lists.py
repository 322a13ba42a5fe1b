"""Payouts by amount and by time; a vendor's balance as staff sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.payouts.tests.factories import LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def vendor():
    return a_payable_vendor()


@pytest.fixture
def payouts(vendor):
    """Of one vendor, of three amounts, in the order of time."""
    made = []
    for number, minor in enumerate((20_000, 10_000, 30_000)):
        a_sale(vendor.id, minor, fee=0, now=NOW)
        run = a_run(now=LATER + timedelta(days=number))
        made.append(payout_of(run, vendor.id))
    return made


def pages(api, path, token, **asked):
    """All payouts of the list, read two at a time."""
    found, cursor = [], None
    while True:
        page = api.get(path, token=token, limit=2, **asked, **({"cursor": cursor} if cursor else {})).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize(("sort", "amounts"), [("amount", [10_000, 20_000, 30_000]), ("-amount", [30_000, 20_000, 10_000])])
def test_by_amount_each_payout_comes_once(api, vendor, payouts, sort, amounts):
    for path, token in (("admin/payouts", staff_token("finance")), ("vendor/payouts", vendor_token(vendor.id))):
        found = pages(api, path, token, sort=sort)

        assert [item["amount"]["minor"] for item in found] == amounts
        assert {item["id"] for item in found} == {payout.id for payout in payouts}


def test_the_newest_come_first_unless_said_otherwise(api, payouts):
    ids = [payout.id for payout in payouts]

    assert [item["id"] for item in pages(api, "admin/payouts", staff_token("finance"))] == ids[::-1]
    assert [item["id"] for item in pages(api, "admin/payouts", staff_token("finance"), sort="created_at")] == ids


def test_amounts_are_compared_in_a_currency_of_the_region_alone(api):
    answer = api.get("admin/payouts", token=staff_token("finance"), sort="amount", currency="XTS")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "currency")


class TestBalance:
    def test_staff_sees_what_the_vendor_sees(self, api, vendor):
        a_sale(vendor.id, 10_000, fee=1_200)

        seen = api.get(f"admin/vendors/{vendor.id}/balance", token=staff_token("finance"))

        assert seen.status_code == 200
        assert seen.json() == api.get("vendor/balance", token=vendor_token(vendor.id)).json()
        assert seen.json()["items"][0]["owed"]["minor"] == 8_800

    def test_others_do_not(self, api, vendor):
        path = f"admin/vendors/{vendor.id}/balance"

        assert api.get(path, token=staff_token("support")).status_code == 403
        assert api.get(path, token=vendor_token(vendor.id)).status_code == 403
        assert api.get("admin/vendors/ven_absent/balance", token=staff_token("finance")).status_code == 404
