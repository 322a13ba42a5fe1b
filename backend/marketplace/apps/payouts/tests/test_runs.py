from datetime import timedelta

import msgspec
import pytest
from django.db import IntegrityError

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import NeedsSecondPerson, PayoutAttemptStale, PayoutNotPossible, PayoutStateForbids, RunStateForbids
from marketplace.apps.payouts.models import PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.queries import statement_of
from marketplace.apps.payouts.tests.factories import (
    FINANCE,
    LATER,
    a_correction,
    a_payable_vendor,
    a_refund,
    a_run,
    a_sale,
    payout_of,
    skipped,
)
from marketplace.apps.payouts.types import HoldCause
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import add_payout_account, make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def balance(vendor_id, *, now=LATER, currency="EUR"):
    return next(item for item in queries.balances(vendor_id, now=now) if item.currency == currency)


def test_a_payout_is_the_sum_of_its_rows_by_kind():
    vendor = a_payable_vendor()
    order = a_sale(vendor.id, 10_000, fee=1_200, vat=252, shipping=495)
    a_refund(vendor.id, 1_000, vendor_order=order)
    a_correction(vendor.id, -300)

    payout = payout_of(a_run(), vendor.id)

    assert payout.amount == Money(7_743, "EUR")
    amounts = payout.as_detail().amounts
    assert (amounts.sales.minor, amounts.shipping.minor, amounts.refunds.minor) == (10_000, 495, -1_000)
    assert (amounts.commission.minor, amounts.commission_vat.minor, amounts.corrections.minor) == (-1_200, -252, -300)
    assert sum(item.amount_minor for item in payout.items.all()) == 7_743


def test_paying_moves_the_balance_to_the_bank():
    vendor = a_payable_vendor()
    a_sale(vendor.id)

    before, run = balance(vendor.id), a_run()
    after = balance(vendor.id)

    assert (before.payable.minor, before.owed.minor) == (8_800, 8_800)
    assert (after.payable.minor, after.being_paid.minor, after.paid.minor, after.owed.minor) == (0, 8_800, 0, 0)
    assert ledger_queries.get_balance(f"vendor:{vendor.id}", "EUR") == Money(0, "EUR")
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(8_800, "EUR")
    assert run.state == "paying"


def test_earnings_wait_for_their_delivery_and_return_window():
    vendor = a_payable_vendor()
    a_sale(vendor.id, payable_at=None)
    a_sale(vendor.id, payable_at=LATER + timedelta(seconds=1))

    waiting, later = balance(vendor.id), balance(vendor.id, now=LATER + timedelta(days=1))

    assert (waiting.pending.minor, waiting.payable.minor) == (17_600, 0)
    assert (later.pending.minor, later.payable.minor) == (8_800, 8_800)
    assert not VendorPayout.objects.filter(run=a_run()).exists()


def test_a_preview_binds_nothing_and_lists_who_would_be_skipped():
    paid, poor = a_payable_vendor(), a_payable_vendor()
    a_sale(paid.id)
    a_sale(poor.id, 100, fee=10)

    run = a_run(until="preview")

    lines = {line["vendor_id"]: line for line in run.preview}
    assert lines[paid.id]["amount"] == {"minor": 8_800, "currency": "EUR"}
    assert lines[paid.id]["ineligibility_reason"] is None
    assert lines[poor.id]["ineligibility_reason"] == "below_minimum"
    assert not PayoutItem.objects.exists()
    with pytest.raises(RunStateForbids):
        services.pay_run(run_id=run.id, reason="x", actor=FINANCE, now=LATER)


def test_a_debt_is_carried_and_netted_by_the_next_payout():
    vendor = a_payable_vendor()
    order = a_sale(vendor.id)
    a_run()
    a_refund(vendor.id, 5_000, vendor_order=order, now=LATER)

    in_debt = a_run(now=LATER + timedelta(days=1))
    a_sale(vendor.id, 20_000, fee=0, now=LATER, payable_at=LATER)
    netted = a_run(now=LATER + timedelta(days=2))

    assert skipped(in_debt) == {vendor.id: "debt"}
    assert payout_of(netted, vendor.id).amount == Money(15_000, "EUR")


def test_nothing_is_paid_to_whom_nothing_may_be_paid():
    suspended, no_account, foreign, fresh = a_payable_vendor(), make_vendor(), a_payable_vendor(), make_vendor()
    vendor_services.suspend_vendor(vendor_id=suspended.id, reason="x", actor=STAFF_ACTOR, now=NOW)
    add_payout_account(fresh.id, now=LATER - timedelta(hours=1))
    for vendor in (suspended, no_account, foreign, fresh):
        a_sale(vendor.id)

    run = a_run(until="approved")

    assert skipped(run) == {suspended.id: "vendor_suspended", no_account.id: "no_payout_account", fresh.id: "account_changed_lately"}
    assert [payout.vendor_id for payout in run.payouts.all()] == [foreign.id]


def test_a_vendor_suspended_between_approval_and_payment_is_not_paid():
    vendor, other = a_payable_vendor(), a_payable_vendor()
    a_sale(vendor.id)
    a_sale(other.id)
    run = a_run(until="approved")
    vendor_services.suspend_vendor(vendor_id=vendor.id, reason="x", actor=STAFF_ACTOR, now=LATER)

    services.pay_run(run_id=run.id, reason="x", actor=FINANCE, now=LATER)
    while_suspended = payout_of(run, vendor.id).state
    vendor_services.reinstate_vendor(vendor_id=vendor.id, reason="x", actor=STAFF_ACTOR, now=LATER)
    services.pay_run(run_id=run.id, reason="x", actor=FINANCE, now=LATER)

    assert (while_suspended, payout_of(run, other.id).attempts) == ("approved", 1)
    assert payout_of(run, vendor.id).state == "paying"


def test_a_disputed_order_waits_while_the_dispute_is_open():
    vendor = a_payable_vendor()
    order = a_sale(vendor.id)
    services.place_holds(HoldCause.DISPUTE, "dsp_1", vendor_orders={order: vendor.id}, now=NOW)

    held = balance(vendor.id)
    services.release_holds(HoldCause.DISPUTE, "dsp_1", now=LATER)
    free = balance(vendor.id)

    assert (held.pending.minor, held.payable.minor) == (8_800, 0)
    assert (free.pending.minor, free.payable.minor) == (0, 8_800)


def test_earnings_on_hold_for_several_causes_wait_until_the_last_is_released():
    vendor = a_payable_vendor()
    order, other = a_sale(vendor.id), a_sale(vendor.id)
    causes = [(HoldCause.DISPUTE, "dsp_1"), (HoldCause.DISPUTE, "dsp_2"), (HoldCause.REVIEW, "dsp_1")]
    for cause, cause_id in [*causes, causes[0]]:
        services.place_holds(cause, cause_id, vendor_orders={order: vendor.id}, now=NOW)

    payable = [balance(vendor.id).payable.minor]
    for cause, cause_id in causes:
        services.release_holds(cause, cause_id, now=LATER)
        services.place_holds(cause, cause_id, vendor_orders={order: vendor.id}, now=LATER)  # an event that comes late
        payable.append(balance(vendor.id).payable.minor)

    assert payable == [8_800, 8_800, 8_800, 17_600]
    assert other


@pytest.mark.parametrize("until", ["approved", "paying"])
def test_a_hold_stops_what_was_approved_and_not_what_was_sent(until):
    vendor, other = a_payable_vendor(), a_payable_vendor()
    order = a_sale(vendor.id)
    a_sale(other.id)
    run = a_run(until=until)

    services.place_holds(HoldCause.REVIEW, "rev_1", vendor_orders={order: vendor.id}, now=LATER)
    services.pay_run(run_id=run.id, reason="x", actor=FINANCE, now=LATER)

    assert payout_of(run, vendor.id).state == ("canceled" if until == "approved" else "paying")
    assert payout_of(run, other.id).state == "paying"


def test_approving_and_paying_twice_is_approving_and_paying_once():
    vendor = a_payable_vendor()
    a_sale(vendor.id)

    run = a_run()
    services.approve_run(run_id=run.id, reason="again", actor=FINANCE, now=LATER)
    services.pay_run(run_id=run.id, reason="again", actor=FINANCE, now=LATER)
    second = a_run(now=LATER + timedelta(days=1))

    assert VendorPayout.objects.count() == 1
    assert second.state == "done"
    assert AuditEntry.objects.filter(action="payout_run.approved", resource=run.id).count() == 1


def test_a_row_cannot_be_in_two_payouts():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = payout_of(a_run(), vendor.id)
    item = payout.items.first()

    with pytest.raises(IntegrityError), tenancy.atomic():
        PayoutItem.objects.create(payout=payout, transaction_id=item.transaction_id, amount_minor=item.amount_minor)


def test_a_failed_payout_keeps_its_rows_and_is_sent_again_as_itself():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    run = a_run()
    payout = payout_of(run, vendor.id)

    services.mark_failed(attempt=1, payout_id=payout.id, reason="account closed", actor=FINANCE, now=LATER)
    failed = balance(vendor.id)
    meanwhile = a_run(now=LATER + timedelta(hours=1))
    again = services.retry(payout_id=payout.id, reason="new account", actor=FINANCE, now=LATER)
    services.mark_paid(attempt=2, payout_id=payout.id, bank_reference="NL1", reason="statement 12", actor=FINANCE, now=LATER)

    assert (failed.payable.minor, failed.being_paid.minor, failed.owed.minor) == (0, 8_800, 8_800)
    assert not meanwhile.payouts.exists()
    assert (again.state, again.attempts, again.amount_minor) == ("paying", 2, 8_800)
    assert (balance(vendor.id).paid.minor, balance(vendor.id).owed.minor) == (8_800, 0)
    assert PayoutRun.objects.get(pk=run.pk).state == "done"
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(8_800, "EUR")


def test_a_payout_is_not_paid_by_two_references():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = payout_of(a_run(), vendor.id)
    facts = {"payout_id": payout.id, "reason": "x", "actor": FINANCE, "now": LATER}
    services.mark_paid(bank_reference="NL1", attempt=1, **facts)

    again = [services.mark_paid(bank_reference=reference, attempt=1, **facts) for reference in ("NL1", "")]
    with pytest.raises(PayoutStateForbids):
        services.mark_paid(bank_reference="NL2", attempt=1, **facts)

    assert {paid.bank_reference for paid in again} == {"NL1"}


def test_a_returned_payout_opens_the_balance_again_and_the_next_run_pays_it():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = payout_of(a_run(), vendor.id)
    services.mark_paid(attempt=1, payout_id=payout.id, bank_reference="", reason="x", actor=FINANCE, now=LATER)

    for _ in range(2):
        services.mark_returned(attempt=1, payout_id=payout.id, reason="account closed", actor=FINANCE, now=LATER)
    open_again = balance(vendor.id)
    second = payout_of(a_run(now=LATER + timedelta(days=1)), vendor.id)

    assert (open_again.payable.minor, open_again.paid.minor) == (8_800, 0)
    amounts = second.as_detail().amounts
    assert (second.amount_minor, amounts.corrections.minor, amounts.sales.minor) == (8_800, 8_800, 0)
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(8_800, "EUR")


@pytest.mark.parametrize(
    ("mark", "extra"),
    [
        (services.mark_paid, {"bank_reference": "", "attempt": 1}),
        (services.mark_failed, {"attempt": 1}),
        (services.mark_returned, {"attempt": 1}),
        (services.retry, {}),
    ],
)
def test_a_payout_that_was_not_sent_has_no_outcome(mark, extra):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = payout_of(a_run(until="approved"), vendor.id)

    with pytest.raises(PayoutStateForbids):
        mark(payout_id=payout.id, reason="x", actor=FINANCE, now=LATER, **extra)


def test_a_failed_payout_of_a_suspended_vendor_is_not_sent_again():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = payout_of(a_run(), vendor.id)
    services.mark_failed(attempt=1, payout_id=payout.id, reason="x", actor=FINANCE, now=LATER)
    vendor_services.suspend_vendor(vendor_id=vendor.id, reason="x", actor=STAFF_ACTOR, now=LATER)

    with pytest.raises(PayoutNotPossible):
        services.retry(payout_id=payout.id, reason="x", actor=FINANCE, now=LATER)

    assert VendorPayout.objects.get(pk=payout.pk).state == "failed"


def test_a_second_person_approves_where_the_region_wants_it(eu):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    strict = msgspec.structs.replace(eu, settings={**eu.settings, "payout_requires_second_approver": True})

    with tenancy.scope(strict):
        run = a_run(until="preview")
        with pytest.raises(NeedsSecondPerson):
            services.approve_run(run_id=run.id, reason="x", actor=FINANCE, now=LATER)
        approved = services.approve_run(run_id=run.id, reason="x", actor=STAFF_ACTOR, now=LATER)

    assert (approved.state, approved.approved_by) == ("approved", STAFF_ACTOR.id)


def test_due_runs_are_previewed_once_an_interval():
    vendor = a_payable_vendor()
    a_sale(vendor.id)

    first = services.preview_due_runs(actor=FINANCE, now=LATER)
    again = services.preview_due_runs(actor=FINANCE, now=LATER + timedelta(days=6))
    next_week = services.preview_due_runs(actor=FINANCE, now=LATER + timedelta(days=7))

    assert [run.currency for run in first] == ["EUR"]
    assert again == []
    assert len(next_week) == 1


def test_rows_that_add_up_to_nothing_are_closed_with_a_statement():
    settled, suspended, other = a_payable_vendor(), a_payable_vendor(), a_payable_vendor()
    for vendor in (settled, suspended):
        order = a_sale(vendor.id, 10_000, fee=0)
        a_refund(vendor.id, 10_000, vendor_order=order)
    vendor_services.suspend_vendor(vendor_id=suspended.id, reason="x", actor=STAFF_ACTOR, now=NOW)
    only_closing = a_run()
    a_sale(other.id)
    a_sale(settled.id, 5_000, fee=0)

    next_run = a_run(now=LATER + timedelta(days=1))

    closed = payout_of(only_closing, settled.id)
    assert (only_closing.state, closed.state, closed.amount_minor, closed.attempts, closed.items.count()) == ("done", "paid", 0, 0, 2)
    assert payout_of(only_closing, suspended.id).state == "paid"
    assert [line.amount.minor for line in statement_of(closed.as_detail()).lines] == [10_000, -10_000]
    assert {line["vendor_id"] for line in next_run.preview} == {settled.id, other.id}
    assert payout_of(next_run, settled.id).amount_minor == 5_000
    assert services.preview_due_runs(actor=FINANCE, now=LATER + timedelta(days=30)) == []
    for mark in (services.mark_failed, services.mark_returned):
        with pytest.raises(PayoutAttemptStale):
            mark(payout_id=closed.id, attempt=1, reason="x", actor=FINANCE, now=LATER)
        with pytest.raises(PayoutStateForbids):  # no bank has anything of it
            mark(payout_id=closed.id, attempt=0, reason="x", actor=FINANCE, now=LATER)
