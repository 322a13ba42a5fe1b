"""Canceling what was approved: the rows are free, nothing is paid, and everything stays on record."""

from datetime import timedelta

import msgspec
import pytest
from django.db import DatabaseError

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import PayoutStateForbids, RunStateForbids
from marketplace.apps.payouts.models import PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.queries import statement_of
from marketplace.apps.payouts.rails import CSV_FILE
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.money import Money

pytestmark = pytest.mark.usefixtures("tenant")

REASON = {"reason": "Wrong period"}
BY_FINANCE = {"reason": "Wrong period", "actor": FINANCE, "now": LATER}


def payable(vendor_id):
    return next(item.payable.minor for item in queries.balances(vendor_id, now=LATER) if item.currency == "EUR")


def payout_differences():
    report = insight_queries.check_books(now=LATER)
    found = [item for books in report.currencies for item in books.differences]
    return {item.check for item in found if item.check.startswith(("payout", "paid", "vendor_balance"))}


def test_the_rows_of_a_canceled_payout_are_paid_by_the_next_run():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    run = a_run(until="approved")
    taken = payable(vendor.id)

    canceled = services.cancel_payout(payout_id=payout_of(run, vendor.id).id, **BY_FINANCE)
    free = payable(vendor.id)
    second = payout_of(a_run(now=LATER + timedelta(days=1)), vendor.id)

    assert (taken, free, canceled.state) == (0, 8_800, "canceled")
    assert (second.amount_minor, second.period_start) == (8_800, canceled.period_start)
    assert PayoutRun.objects.get(pk=run.pk).state == "canceled"
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(8_800, "EUR")
    assert payout_differences() == set()


def test_a_canceled_run_pays_nobody_and_is_not_approved_again():
    first, second = a_payable_vendor(), a_payable_vendor()
    for vendor in (first, second):
        a_sale(vendor.id)
    run = a_run(until="approved")

    services.cancel_run(run_id=run.id, **BY_FINANCE)
    services.cancel_run(run_id=run.id, **BY_FINANCE)

    assert (payable(first.id), payable(second.id)) == (8_800, 8_800)
    for act in (services.approve_run, services.pay_run):
        with pytest.raises(RunStateForbids):
            act(run_id=run.id, **BY_FINANCE)
    with pytest.raises(RunStateForbids):
        services.transfer_orders(run_id=run.id, rail=CSV_FILE, actor=FINANCE, now=LATER)
    entry = AuditEntry.objects.get(action="payout_run.canceled", resource=run.id)
    assert (entry.reason, sorted(entry.new["payouts"].values())) == ("Wrong period", [8_800, 8_800])
    assert payout_differences() == set()


def test_a_preview_can_be_canceled_too():
    a_sale(a_payable_vendor().id)
    run = a_run(until="preview")

    services.cancel_run(run_id=run.id, **BY_FINANCE)

    with pytest.raises(RunStateForbids):
        services.approve_run(run_id=run.id, **BY_FINANCE)


def test_a_failed_payout_can_be_canceled_and_its_money_goes_with_the_next_run():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    run = a_run()
    payout = payout_of(run, vendor.id)
    services.mark_failed(attempt=1, payout_id=payout.id, **BY_FINANCE)

    services.cancel_payout(payout_id=payout.id, **BY_FINANCE)
    with pytest.raises(PayoutStateForbids):
        services.retry(payout_id=payout.id, **BY_FINANCE)
    again = payout_of(a_run(now=LATER + timedelta(days=1)), vendor.id)

    assert (again.amount_minor, PayoutRun.objects.get(pk=run.pk).state) == (8_800, "canceled")
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(8_800, "EUR")
    assert payout_differences() == set()


def test_a_run_ends_when_the_payouts_that_were_not_canceled_are_paid():
    first, second = a_payable_vendor(), a_payable_vendor()
    for vendor in (first, second):
        a_sale(vendor.id)
    run = a_run(until="approved")

    services.cancel_payout(payout_id=payout_of(run, first.id).id, **BY_FINANCE)
    services.pay_run(run_id=run.id, **BY_FINANCE)
    services.mark_paid(attempt=1, payout_id=payout_of(run, second.id).id, bank_reference="", **BY_FINANCE)

    assert PayoutRun.objects.get(pk=run.pk).state == "done"
    assert (payable(first.id), payable(second.id)) == (8_800, 0)


def test_what_is_being_paid_or_was_paid_is_not_canceled():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    run = a_run()
    payout = payout_of(run, vendor.id)

    with pytest.raises(PayoutStateForbids):
        services.cancel_payout(payout_id=payout.id, **BY_FINANCE)
    with pytest.raises(RunStateForbids):
        services.cancel_run(run_id=run.id, **BY_FINANCE)
    services.mark_paid(attempt=1, payout_id=payout.id, bank_reference="", **BY_FINANCE)
    with pytest.raises(PayoutStateForbids):
        services.cancel_payout(payout_id=payout.id, **BY_FINANCE)

    assert not PayoutItem.objects.exclude(released_at=None).exists()


def test_the_database_frees_no_row_of_a_living_payout_and_revives_no_canceled_one():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = payout_of(a_run(until="approved"), vendor.id)

    with pytest.raises(DatabaseError), tenancy.atomic():
        PayoutItem.objects.filter(payout=payout).update(released_at=LATER)
    services.cancel_payout(payout_id=payout.id, **BY_FINANCE)
    with pytest.raises(DatabaseError), tenancy.atomic():
        PayoutItem.objects.filter(payout=payout).update(released_at=None)
    with pytest.raises(DatabaseError), tenancy.atomic():
        VendorPayout.objects.filter(pk=payout.pk).update(state="approved")


def test_a_canceled_payout_keeps_its_statement():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = services.cancel_payout(payout_id=payout_of(a_run(until="approved"), vendor.id).id, **BY_FINANCE)

    statement = statement_of(payout.as_detail())

    assert (statement.state, len(statement.lines), statement.amount.minor) == ("canceled", 2, 8_800)


def test_a_canceled_run_does_not_hold_up_the_schedule():
    a_sale(a_payable_vendor().id)
    (scheduled,) = services.preview_due_runs(actor=FINANCE, now=LATER)
    services.cancel_run(run_id=scheduled.id, **BY_FINANCE)

    next_day = services.preview_due_runs(actor=FINANCE, now=LATER + timedelta(days=1))

    assert [run.state for run in next_day] == ["preview"]


@pytest.mark.parametrize("what", ["payout-runs", "payouts"])
def test_the_endpoints_want_a_role_a_reason_and_something_that_is_there(api, what):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    run = a_run(until="approved")
    path = f"admin/payout-runs/{run.id}" if what == "payout-runs" else f"admin/payouts/{payout_of(run, vendor.id).id}"

    assert api.post(f"{path}/cancel", REASON, token=vendor_token(vendor.id)).status_code == 403
    assert api.post(f"{path}/cancel", REASON, token=staff_token("support")).status_code == 403
    assert api.post(f"{path}/cancel", {}, token=staff_token("finance")).status_code == 422
    assert api.post(f"admin/{what}/none/cancel", REASON, token=staff_token("finance")).status_code == 404
    answer = api.post(f"{path}/cancel", REASON, token=staff_token("finance"))
    assert (answer.status_code, msgspec.json.decode(answer.content)["state"]) == (200, "canceled")
    assert api.get(path, token=staff_token("finance")).json()["state"] == "canceled"
    assert payable(vendor.id) == 8_800


def test_a_run_that_was_paid_is_refused_with_its_state(api):
    a_sale(a_payable_vendor().id)
    run = a_run()

    answer = api.post(f"admin/payout-runs/{run.id}/cancel", REASON, token=staff_token("finance"))

    problem = msgspec.json.decode(answer.content)
    assert (answer.status_code, problem["code"], problem["state"]) == (409, "payout_run_state_forbids", "paying")
