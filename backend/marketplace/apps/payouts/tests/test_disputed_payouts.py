"""What is held is looked at when money leaves: a dispute that opens after the approval, or after a failure, stops the payout."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.factories import deliver_all, make_listing, make_order, part_of
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import PayoutNotPossible
from marketplace.apps.payouts.models import PayoutItem, PayoutRun
from marketplace.apps.payouts.tests.factories import FINANCE, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import add_payout_account
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

DELIVERED = NOW + timedelta(days=1)
# What subscribers book is dated by the real clock.
MATURE = NOW + timedelta(days=3650)
REASON = {"reason": "Friday", "actor": FINANCE, "now": MATURE}


def dispute(order, minor, state=DisputeState.OPEN, *, now=MATURE):
    payment = Payment.objects.get(order_id=order.id)
    outcome = ProviderDispute(
        reference="dp_1", payment_reference=payment.provider_reference, amount=Money(minor, "EUR"), state=state, reason="fraudulent"
    )
    record_dispute(payment_id=payment.id, outcome=outcome, now=now)


@pytest.fixture
def earned(drain):
    """Two delivered orders of one vendor, of 45.00 each with the shipping; 40.16 are left of one after the fee."""
    mug = make_listing(price_minor=2000)
    add_payout_account(mug.vendor_id)
    orders = [make_order((mug, 2)), make_order((mug, 2))]
    for order in orders:
        deliver_all(part_of(order, mug), now=DELIVERED)
    drain()
    return mug.vendor_id, orders


@pytest.mark.parametrize("is_booked", [True, False])
def test_a_dispute_between_approval_and_payment_stops_the_payout(api, earned, drain, is_booked):
    vendor_id, (order, _) = earned
    other, token = a_payable_vendor(), staff_token("finance")
    a_sale(other.id)
    run = a_run(now=MATURE, until="approved")
    dispute(order, 4_500)
    if is_booked:
        drain()

    answer = api.post(f"admin/payout-runs/{run.id}/pay", {"reason": "Friday"}, token=token).json()

    states = {payout["vendor_id"]: (payout["state"], payout["reason"]) for payout in answer["payouts"]}
    assert states == {vendor_id: ("canceled", "held"), other.id: ("paying", "")}
    stopped = payout_of(run, vendor_id)
    assert [(line["vendor_id"], line["ineligibility_reason"], line["payout_id"]) for line in answer["skipped"]] == [
        (vendor_id, "held", stopped.id)
    ]
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(8_800, "EUR")
    assert not PayoutItem.objects.filter(payout=stopped, released_at=None).exists()


def test_a_dispute_lost_before_the_payment_stops_it_too_and_the_next_run_nets_it(earned, drain):
    vendor_id, (order, _) = earned
    run = a_run(now=MATURE, until="approved")
    dispute(order, 4_500, DisputeState.LOST, now=MATURE + timedelta(minutes=1))
    drain()

    services.pay_run(run_id=run.id, **REASON)

    assert payout_of(run, vendor_id).state == "canceled"
    netted = payout_of(a_run(now=MATURE + timedelta(hours=1)), vendor_id)
    assert (netted.state, netted.amount_minor) == ("paying", 4_016 * 2 - 4_500)


def test_the_next_run_pays_what_is_not_disputed_and_the_rest_once_it_is_won(earned, drain):
    vendor_id, (order, _) = earned
    run = a_run(now=MATURE, until="approved")
    dispute(order, 4_500)
    services.pay_run(run_id=run.id, **REASON)
    drain()

    meanwhile = payout_of(a_run(now=MATURE), vendor_id)
    dispute(order, 4_500, DisputeState.WON)
    drain()
    afterwards = payout_of(a_run(now=MATURE), vendor_id)

    assert PayoutRun.objects.get(pk=run.pk).state == "canceled"
    assert (meanwhile.state, meanwhile.amount_minor) == ("paying", 4_016)
    assert (afterwards.state, afterwards.amount_minor) == ("paying", 4_016)
    assert ledger_queries.get_balance(f"vendor:{vendor_id}", "EUR") == Money(0, "EUR")


def test_a_dispute_between_failure_and_retry_stops_the_retry(api, earned, drain):
    vendor_id, (order, _) = earned
    token, run = staff_token("finance"), a_run(now=MATURE)
    payout = payout_of(run, vendor_id)
    services.mark_failed(payout_id=payout.id, attempt=1, **REASON)
    dispute(order, 4_500)

    refused = api.post(f"admin/payouts/{payout.id}/retry", {"reason": "again"}, token=token)

    assert refused.status_code == 409
    assert [refused.json()[name] for name in ("code", "reason", "state")] == ["payout_not_possible", "held", "canceled"]
    assert api.get(f"admin/payouts/{payout.id}", token=token).json()["state"] == "canceled"
    assert [line["ineligibility_reason"] for line in api.get(f"admin/payout-runs/{run.id}", token=token).json()["skipped"]] == ["held"]
    drain()
    assert payout_of(a_run(now=MATURE), vendor_id).amount_minor == 4_016


def test_a_debt_from_a_dispute_does_not_stop_the_payout_that_nets_it(earned, drain):
    vendor_id, (order, _) = earned
    a_run(now=MATURE)
    dispute(order, 4_500)
    drain()
    a_sale(vendor_id, 10_000, fee=0)

    netted = payout_of(a_run(now=MATURE), vendor_id)

    assert (netted.state, netted.amount_minor) == ("paying", 5_500)


def test_earnings_of_a_disputed_order_wait_though_a_payout_has_taken_its_debt(earned, drain):
    vendor_id, (order, _) = earned
    first = payout_of(a_run(now=MATURE), vendor_id)
    services.mark_failed(payout_id=first.id, attempt=1, **REASON)
    dispute(order, 4_500)
    drain()
    a_sale(vendor_id, 10_000, fee=0)
    netted = payout_of(a_run(now=MATURE), vendor_id)
    with pytest.raises(PayoutNotPossible):
        services.retry(payout_id=first.id, **REASON)

    later = payout_of(a_run(now=MATURE), vendor_id)

    assert netted.amount_minor == 5_500
    assert (later.state, later.amount_minor) == ("paying", 4_016)  # of the order that nobody disputes
    balance = next(item for item in queries.balances(vendor_id, now=MATURE) if item.currency == "EUR")
    assert (balance.pending.minor, balance.payable.minor) == (4_016, 0)


def test_a_vendor_skipped_at_payment_is_listed_until_it_is_paid(api):
    vendor, token = a_payable_vendor(), staff_token("finance")
    a_sale(vendor.id)
    run = a_run(now=MATURE, until="approved")
    vendor_services.suspend_vendor(vendor_id=vendor.id, reason="x", actor=STAFF_ACTOR, now=MATURE)

    def pay():
        answer = api.post(f"admin/payout-runs/{run.id}/pay", {"reason": "Friday"}, token=token).json()
        return answer["state"], [(line["vendor_id"], line["ineligibility_reason"]) for line in answer["skipped"]]

    suspended = [pay(), pay()]
    vendor_services.reinstate_vendor(vendor_id=vendor.id, reason="x", actor=STAFF_ACTOR, now=MATURE)
    add_payout_account(vendor.id, now=MATURE)
    changed = pay()
    add_payout_account(vendor.id, now=NOW)

    assert suspended == [("approved", [(vendor.id, "vendor_suspended")])] * 2
    assert changed == ("approved", [(vendor.id, "account_changed_lately")])
    assert pay() == ("paying", [])
