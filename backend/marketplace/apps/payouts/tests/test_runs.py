from datetime import timedelta

import msgspec
import pytest
from django.db import IntegrityError

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import NeedsSecondPerson, PayoutNotPossible, PayoutStateForbids, RunStateForbids
from marketplace.apps.payouts.models import Hold, PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.tests.factories import (
    FINANCE,
    LATER,
    a_correction,
    a_payable_vendor,
    a_refund,
    a_run,
    a_sale,
    payout_of,
)
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import IBANS, add_payout_account, make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def balance(vendor_id, *, now=LATER, currency="EUR"):
    return next(item for item in queries.balances(vendor_id, now=now) if item.currency == currency)


def skipped(run):
    return {line["vendor_id"]: line["skipped"] for line in run.skipped}


def test_a_payout_is_the_sum_of_its_rows_by_kind():
    vendor = a_payable_vendor()
    order = a_sale(vendor.id, 10_000, fee=1_200, vat=252, shipping=495)
    a_refund(vendor.id, 1_000, vendor_order=order)
    a_correction(vendor.id, -300)

    payout = payout_of(a_run(), vendor.id)

    assert payout.amount == Money(7_743, "EUR")
    figures = payout.figures
    assert (figures.sales, figures.shipping, figures.refunds) == (10_000, 495, -1_000)
    assert (figures.commission, figures.commission_vat, figures.corrections) == (-1_200, -252, -300)
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


def test_a_preview_binds_nothing_and_tells_who_would_be_skipped():
    paid, poor = a_payable_vendor(), a_payable_vendor()
    a_sale(paid.id)
    a_sale(poor.id, 100, fee=10)

    run = a_run(until="preview")

    lines = {line["vendor_id"]: line for line in run.preview}
    assert lines[paid.id]["amount"] == {"minor": 8_800, "currency": "EUR"}
    assert lines[paid.id]["skipped"] is None
    assert lines[poor.id]["skipped"] == "below_minimum"
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
    hold = Hold.objects.create(dispute_id="dsp_1", vendor_order_id=order, vendor_id=vendor.id, opened_at=NOW)

    held = balance(vendor.id)
    Hold.objects.filter(pk=hold.pk).update(closed_at=LATER)
    free = balance(vendor.id)

    assert (held.pending.minor, held.payable.minor) == (8_800, 0)
    assert (free.pending.minor, free.payable.minor) == (0, 8_800)


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

    services.mark_failed(payout_id=payout.id, reason="account closed", actor=FINANCE, now=LATER)
    failed = balance(vendor.id)
    meanwhile = a_run(now=LATER + timedelta(hours=1))
    again = services.retry(payout_id=payout.id, reason="new account", actor=FINANCE, now=LATER)
    services.mark_paid(payout_id=payout.id, bank_reference="NL1", reason="statement 12", actor=FINANCE, now=LATER)

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
    services.mark_paid(bank_reference="NL1", **facts)

    again = [services.mark_paid(bank_reference=reference, **facts) for reference in ("NL1", "")]
    with pytest.raises(PayoutStateForbids):
        services.mark_paid(bank_reference="NL2", **facts)

    assert {paid.bank_reference for paid in again} == {"NL1"}


def test_a_returned_payout_opens_the_balance_again_and_the_next_run_pays_it():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    payout = payout_of(a_run(), vendor.id)
    services.mark_paid(payout_id=payout.id, bank_reference="", reason="x", actor=FINANCE, now=LATER)

    for _ in range(2):
        services.mark_returned(payout_id=payout.id, reason="account closed", actor=FINANCE, now=LATER)
    open_again = balance(vendor.id)
    second = payout_of(a_run(now=LATER + timedelta(days=1)), vendor.id)

    assert (open_again.payable.minor, open_again.paid.minor) == (8_800, 0)
    assert (second.amount_minor, second.figures.corrections, second.figures.sales) == (8_800, 8_800, 0)
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(8_800, "EUR")


@pytest.mark.parametrize(
    ("mark", "extra"),
    [(services.mark_paid, {"bank_reference": ""}), (services.mark_failed, {}), (services.mark_returned, {}), (services.retry, {})],
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
    services.mark_failed(payout_id=payout.id, reason="x", actor=FINANCE, now=LATER)
    vendor_services.suspend_vendor(vendor_id=vendor.id, reason="x", actor=STAFF_ACTOR, now=LATER)

    with pytest.raises(PayoutNotPossible):
        services.retry(payout_id=payout.id, reason="x", actor=FINANCE, now=LATER)

    assert VendorPayout.objects.get(pk=payout.pk).state == "failed"


def test_a_second_person_approves_where_the_region_wants_it(eu):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    strict = msgspec.structs.replace(eu, settings={**eu.settings, "payout_two_people": 1})

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


def test_a_currency_may_have_a_minimum_of_its_own(mena):
    strict = msgspec.structs.replace(mena, settings={**mena.settings, "payout_minimum_minor": 0, "payout_minimum_minor_aed": 100_000})
    with tenancy.scope(strict):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        add_payout_account(vendor.id, country="AE", currency="AED")
        for currency in ("KWD", "AED"):
            a_sale(vendor.id, 1_000, fee=0, currency=currency)

        dinars, dirhams = a_run(currency="KWD"), a_run(currency="AED", until="approved")

        assert payout_of(dinars, vendor.id).amount == Money(1_000, "KWD")
        assert skipped(dirhams) == {vendor.id: "below_minimum"}


def test_currencies_are_paid_apart(mena):
    with tenancy.scope(mena):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        a_sale(vendor.id, 12_345, fee=1, currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="SAR")

        dinars, riyals = a_run(currency="KWD"), a_run(currency="SAR", until="approved")

        payout = payout_of(dinars, vendor.id)
        assert str(payout.amount) == "12.344 KWD"
        assert payout.method == "bank_transfer"
        assert skipped(riyals) == {vendor.id: "no_payout_account"}


def test_each_currency_goes_to_the_account_named_for_it(mena):
    with tenancy.scope(mena):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        add_payout_account(vendor.id, country="AE", currency="AED")
        a_sale(vendor.id, 12_345, fee=1, currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="AED")
        for currency in ("KWD", "AED"):
            services.set_operator_account(currency=currency, holder="GlobalMarket", account="AE1", actor=FINANCE, now=LATER)

        runs = {currency: a_run(currency=currency) for currency in ("KWD", "AED")}

        paid = {currency: payout_of(run, vendor.id) for currency, run in runs.items()}
        assert {currency: (str(payout.amount), payout.masked_account[:2]) for currency, payout in paid.items()} == {
            "KWD": ("12.344 KWD", "KW"),
            "AED": ("999.99 AED", "AE"),
        }
        orders = {currency: services.transfer_orders(run_id=run.id, actor=FINANCE, now=LATER) for currency, run in runs.items()}
        assert {currency: order.transfers[0].to.account for currency, order in orders.items()} == {"KWD": IBANS["KW"], "AED": IBANS["AE"]}
        assert [item.owed.minor for item in queries.balances(vendor.id, now=LATER)] == [0, 0, 0]


def test_a_new_account_of_one_currency_does_not_hold_up_the_others(mena):
    with tenancy.scope(mena):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="KWD")
        a_sale(vendor.id, 99_999, fee=0, currency="AED")
        dinars = a_run(currency="KWD")

        add_payout_account(vendor.id, country="AE", currency="AED", now=LATER)
        dirhams = a_run(currency="AED", until="approved")
        services.set_operator_account(currency="KWD", holder="GlobalMarket", account="KW1", actor=FINANCE, now=LATER)

        assert skipped(dirhams) == {vendor.id: "account_changed_lately"}
        assert len(services.transfer_orders(run_id=dinars.id, actor=FINANCE, now=LATER).transfers) == 1
