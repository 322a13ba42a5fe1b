"""What a vendor, or a person at Stripe's dashboard, changes there by hand, at its stand-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.insights.queries.checks.reconciliation import check_matched
from marketplace.apps.payments.tests.at_gateways import post_webhook, waiting
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import ConnectedAccount
from marketplace.apps.payouts.queries.unpaid_earnings import debts
from marketplace.apps.payouts.tests.connected import connect, connected
from marketplace.apps.payouts.tests.factories import LATER, a_refund, a_run, a_sale, payout_of
from marketplace.apps.payouts.tests.named import balance, faults, pay
from marketplace.apps.reconciliation.models import Entry
from marketplace.apps.reconciliation.services import fetch_report, look_again
from marketplace.apps.vendors.tests.factories import make_vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]
LATER_STILL = LATER + timedelta(days=30)


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


def brought(stripe: Any, drain: Any) -> None:
    """Each webhook, twice."""
    for notice in waiting(stripe) * 2:
        assert post_webhook("stripe", notice) == 200
    drain(LATER)


def test_a_part_that_was_reversed_by_hand_is_the_vendors_again_and_the_rest_stays_paid(by_provider, drain):
    vendor_id, _ = a_seller(by_provider)
    run = a_run()
    paid = pay(vendor_id, run)
    waiting(by_provider)

    for amount, owed in ((3_000, 3_000), (800, 3_800)):
        by_provider.double.reverse_by_hand(paid.bank_reference, amount)
        brought(by_provider, drain)
        part = payout_of(run, vendor_id)
        assert (part.state, part.returned.minor, balance(f"vendor:{vendor_id}")) == ("paid", owed, owed)
        assert faults() == []
    by_provider.double.reverse_by_hand(paid.bank_reference)
    brought(by_provider, drain)

    assert (payout_of(run, vendor_id).state, balance(f"vendor:{vendor_id}")) == ("returned", 8_800)
    assert faults() == []


def test_a_part_that_came_back_pays_a_debt_and_only_what_is_left_is_paid_again(by_provider, drain):
    vendor_id, _ = a_seller(by_provider)
    run = a_run()
    paid = pay(vendor_id, run)
    waiting(by_provider)
    a_refund(vendor_id, 2_000)
    assert [debt.amount.minor for debt in debts(until=LATER)] == [2_000]

    by_provider.double.reverse_by_hand(paid.bank_reference, 8_000)
    brought(by_provider, drain)

    assert debts(until=LATER_STILL) == []
    again = payout_of(a_run(now=LATER_STILL), vendor_id)
    assert (again.amount_minor, faults()) == (6_000, [])


def test_a_part_that_came_back_before_the_payout_was_known_as_paid_counts(by_provider):
    vendor_id, _ = a_seller(by_provider)
    run = a_run()
    by_provider.double.faults.loses_answers_to = "POST /v1/transfers"
    pay(vendor_id, run)
    by_provider.double.faults.loses_answers_to = ""
    (made,) = by_provider.double.transfers_of(by_provider.remote.account)
    by_provider.double.reverse_by_hand(made["id"], 3_000)

    part = pay(vendor_id, run, now=LATER_STILL)

    assert (part.state, part.returned.minor, balance(f"vendor:{vendor_id}")) == ("paid", 3_000, 3_000)


def test_what_stripe_reports_of_reversals_matches_what_is_known_of_them(by_provider, drain):
    vendor_id, _ = a_seller(by_provider)
    run = a_run()
    paid = pay(vendor_id, run)
    waiting(by_provider)
    about = {"currency": "eur", "created": int(LATER.timestamp())}
    by_provider.double.settle(
        "eu", id="txn_1", amount=-8_800, reporting_category="transfer", source={"id": paid.bank_reference, "object": "transfer"}, **about
    )
    for number, amount in enumerate((3_000, 800), start=1):
        source = {"id": f"trr_{number}", "object": "transfer_reversal", "transfer": paid.bank_reference}
        by_provider.double.settle("eu", id=f"txn_r{number}", amount=amount, reporting_category="transfer_reversal", source=source, **about)
    reported_at = LATER + timedelta(days=2)

    fetch_report(provider="stripe", now=reported_at)  # before a webhook has said that they came back
    before = states()
    for amount in (3_000, 800):
        by_provider.double.reverse_by_hand(paid.bank_reference, amount)
    brought(by_provider, drain)
    look_again(provider="stripe", now=reported_at)

    assert before == {"txn_1": "matched", "txn_r1": "missing_here", "txn_r2": "missing_here"}
    assert states() == dict.fromkeys(before, "matched")
    assert [each.check for each in check_matched()] == []


def states() -> dict[str, str]:
    return dict(Entry.objects.values_list("reference", "state"))
