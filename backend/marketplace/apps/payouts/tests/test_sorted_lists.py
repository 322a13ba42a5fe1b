"""Payouts by amount and by time; a vendor's balance as staff sees it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.apps.payouts import queries
from marketplace.apps.payouts.tests.factories import LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.pages import PageRequest, Sorting
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

AMOUNTS = (20_000, 10_000, 20_000, 30_000, 20_000)


@pytest.fixture
def vendor():
    return a_payable_vendor()


@pytest.fixture
def payouts(vendor):
    """Of one vendor, in the order of time; of two amounts the same, so that both stand on either side of a page's end."""
    made = []
    for number, minor in enumerate(AMOUNTS):
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


@pytest.mark.parametrize(("sort", "order"), [("amount", (1, 0, 2, 4, 3)), ("-amount", (3, 4, 2, 0, 1))])
def test_by_amount_each_payout_comes_once_and_equal_ones_by_time(api, vendor, payouts, sort, order):
    for path, token in (("admin/payouts", staff_token("finance")), ("vendor/payouts", vendor_token(vendor.id))):
        found = pages(api, path, token, sort=sort)

        assert [item["id"] for item in found] == [payouts[place].id for place in order]
        assert [item["amount"]["minor"] for item in found] == [AMOUNTS[place] for place in order]


@pytest.mark.parametrize(("of_vendor", "index"), [(False, "payout_by_amount"), (True, "payout_of_vendor_by_amount")])
def test_an_index_holds_the_order_of_amounts(vendor, payouts, of_vendor, index):
    page = PageRequest(limit=2)
    with CaptureQueriesContext(connections["eu"]) as captured:
        first = queries.list_payouts(page, vendor_id=vendor.id if of_vendor else "", sort=Sorting("amount"))
        queries.list_payouts(
            PageRequest(limit=2, cursor=first.next_cursor), vendor_id=vendor.id if of_vendor else "", sort=Sorting("amount")
        )

    assert len(captured) == 2
    for query in captured.captured_queries:
        assert re.search(rf"Index (Only )?Scan using {index} ", _plan(query["sql"]))


def _plan(statement):
    """As PostgreSQL would go about it if there were many rows: it neither reads all of them nor sorts them."""
    with tenancy.atomic(), connections["eu"].cursor() as db:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            db.execute(f"SET LOCAL enable_{way} = off")
        db.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in db.fetchall())


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
