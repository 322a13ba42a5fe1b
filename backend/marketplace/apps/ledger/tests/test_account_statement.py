"""A vendor's account over a period: opening balance and every row are the closing balance, which is the ledger's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from marketplace.apps.ledger import queries
from marketplace.apps.ledger.tests.test_periods import a_sale
from marketplace.apps.ledger.types import Period, vendor_account
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.kit.money import Money, total
from marketplace.kit.pages import PageRequest

pytestmark = pytest.mark.usefixtures("tenant")

START = datetime(2026, 1, 1, tzinfo=UTC)
# Type, and the account of the other side: money comes in where it is the source.
MOVES = (("sale", "provider:sandbox", True), ("commission", "operator:commission", False), ("payout", "bank:payouts", False))


def a_row(key, minor, kind, other, is_in, *, vendor_id, currency="EUR", at=START):
    own = vendor_account(vendor_id)
    source, destination = (other, own) if is_in else (own, other)
    a_sale(key, minor, at=at, currency=currency, type=kind, source=source, destination=destination, vendor_id=vendor_id)


def every_row(vendor_id, period):
    """Of a vendor's statement, by pages of three: signed amounts."""
    found, cursor = [], None
    while True:
        page = queries.list_vendor_rows(vendor_id, period, PageRequest(3, cursor))
        found += [row.amount if row.destination == vendor_account(vendor_id) else -row.amount for row in page.items]
        cursor = page.next_cursor
        if not cursor:
            return found


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_booked_each_period_begins_with_what_the_last_one_ended_with(seed):
    random = Random(seed)
    vendors, currencies = ("ven_a", "ven_b"), ("EUR", "JPY", "KWD")
    for number in range(random.randint(0, 30)):
        at = START + timedelta(hours=random.randint(0, 24 * 60))
        move, minor = random.choice(MOVES), random.randint(1, 10**6)
        a_row(f"row-{number}", minor, *move, vendor_id=random.choice(vendors), currency=random.choice(currencies), at=at)
    cuts = [START - timedelta(days=1), *sorted(START + timedelta(hours=random.randint(0, 24 * 60)) for _ in range(3))]
    ends = [*(cut - timedelta(microseconds=1) for cut in cuts[1:]), START + timedelta(days=100)]

    for vendor_id in vendors:
        for currency in currencies:
            balance = Money.zero(currency)
            for since, until in zip(cuts, ends, strict=True):
                period = Period(currency=currency, since=since, until=until)
                movement = queries.vendor_movement(vendor_id, period)
                assert movement.opening == balance
                assert movement.opening + total(every_row(vendor_id, period), currency) == movement.closing
                balance = movement.closing
            assert balance == queries.get_balance(vendor_account(vendor_id), currency)


def test_the_vendor_reads_it_and_nobody_else(api):
    vendor, wanted = make_vendor(), {"since": "2026-01-01", "until": "2026-01-31"}
    a_row("before", 500, *MOVES[0], vendor_id=vendor.id, at=START - timedelta(days=9))
    a_row("sale", 2_000, *MOVES[0], vendor_id=vendor.id, at=START + timedelta(days=3))
    a_row("fee", 300, *MOVES[1], vendor_id=vendor.id, at=START + timedelta(days=3))
    path = "vendor/account-statement"

    statement = api.get(path, token=vendor_token(vendor.id, "accountant"), **wanted).json()
    other = api.get(path, token=vendor_token(make_vendor().id), **wanted).json()

    amounts = {name: statement[name]["minor"] for name in ("opening", "credit", "debit", "closing")}
    assert amounts == {"opening": 500, "credit": 2_000, "debit": 300, "closing": 2_200}
    assert [row["amount"]["minor"] for row in statement["items"]] == [2_000, -300]
    assert (other["closing"]["minor"], other["items"]) == (0, [])
    assert api.get(path, token=vendor_token(vendor.id, "fulfilment"), **wanted).status_code == 403
    assert api.get(path, token=staff_token("finance"), **wanted).status_code in (401, 403)
    assert api.get(path, token=vendor_token(vendor.id), since="2026-02-01", until="2026-01-01").status_code == 422
    assert api.get(path, token=vendor_token(vendor.id), since="2026-01-01").status_code == 422
