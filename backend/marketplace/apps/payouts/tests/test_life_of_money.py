"""Any order of sales, cancellations, deliveries, disputes, payouts and their outcomes: nothing is lost, nothing is paid twice."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import PayoutNotPossible
from marketplace.apps.payouts.models import PayoutEligibility, PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE, a_correction, a_payable_vendor, a_refund, a_run, a_sale
from marketplace.apps.payouts.types import HoldCause
from marketplace.foundation import tenancy
from marketplace.testing import NOW

WINDOW = timedelta(days=14)


class LifeOfMoney(RuleBasedStateMachine):
    """The model is plain arithmetic: what each vendor earned, less what was taken back."""

    orders, runs = Bundle("orders"), Bundle("runs")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic(using="eu")  # noqa: TID251  # undone after each example
        self.transaction.__enter__()
        self.now = NOW
        self.net: dict[str, int] = {}

    @initialize()
    def open_shops(self) -> None:
        self.vendors = [a_payable_vendor().id for _ in range(2)]
        self.net = dict.fromkeys(self.vendors, 0)
        self.now += timedelta(days=3)

    @rule(target=orders, vendor=st.integers(0, 1), minor=st.integers(1, 50_000), percent=st.integers(0, 30), is_payable=st.booleans())
    def sell(self, vendor: int, minor: int, percent: int, is_payable: bool) -> tuple[str, str, int]:
        vendor_id, fee = self.vendors[vendor], minor * percent // 100
        order = a_sale(vendor_id, minor, fee=fee, now=self.now, payable_at=self.now if is_payable else None)
        self.net[vendor_id] += minor - fee
        return vendor_id, order, minor

    @rule(order=orders)
    def deliver(self, order: tuple[str, str, int]) -> None:
        PayoutEligibility.objects.filter(pk=order[1], payable_at=None).update(ended_at=self.now, payable_at=self.now + WINDOW)

    @rule(target=orders, order=consumes(orders), share=st.integers(1, 100))
    def refund(self, order: tuple[str, str, int], share: int) -> object:
        vendor_id, vendor_order, left = order
        minor = max(left * share // 100, 1)
        a_refund(vendor_id, minor, vendor_order=vendor_order, now=self.now)
        self.net[vendor_id] -= minor
        return (vendor_id, vendor_order, left - minor) if left > minor else multiple()

    @rule(vendor=st.integers(0, 1), minor=st.integers(-5_000, 5_000).filter(bool))
    def correct(self, vendor: int, minor: int) -> None:
        a_correction(self.vendors[vendor], minor, now=self.now)
        self.net[self.vendors[vendor]] += minor

    @rule(order=orders)
    def dispute(self, order: tuple[str, str, int]) -> None:
        services.place_holds(HoldCause.DISPUTE, f"dsp_{order[1]}", vendor_orders={order[1]: order[0]}, now=self.now)

    @rule(order=orders)
    def review(self, order: tuple[str, str, int]) -> None:
        services.place_holds(HoldCause.REVIEW, f"rev_{order[1]}", vendor_orders={order[1]: order[0]}, now=self.now)

    @rule(order=orders, cause=st.sampled_from(HoldCause))
    def release(self, order: tuple[str, str, int], cause: HoldCause) -> None:
        services.release_holds(cause, f"{'dsp' if cause is HoldCause.DISPUTE else 'rev'}_{order[1]}", now=self.now)

    @rule(days=st.integers(1, 20))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(target=runs, until=st.sampled_from(["paying", "approved", "preview"]))
    def sweep(self, until: str) -> str:
        return a_run(now=self.now, until=until).id

    @rule(run=runs)
    def go_on(self, run: str) -> None:
        if PayoutRun.objects.get(pk=run).state == "canceled":
            return
        services.approve_run(run_id=run, reason="x", actor=FINANCE, now=self.now)
        services.pay_run(run_id=run, reason="x", actor=FINANCE, now=self.now)

    @rule(run=runs)
    def cancel(self, run: str) -> None:
        for payout in VendorPayout.objects.filter(run_id=run, state__in=("approved", "failed")):
            services.cancel_payout(payout_id=payout.id, reason="x", actor=FINANCE, now=self.now)
        if PayoutRun.objects.filter(pk=run, state__in=("preview", "approved")).exists():
            services.cancel_run(run_id=run, reason="x", actor=FINANCE, now=self.now)

    @precondition(lambda self: VendorPayout.objects.filter(state__in=("paying", "paid", "failed")).exists())
    @rule(data=st.data(), outcome=st.sampled_from(["paid", "failed", "returned", "retried"]))
    def hear_from_the_bank(self, data: st.DataObject, outcome: str) -> None:
        wanted = {"paid": "paying", "failed": "paying", "returned": "paid", "retried": "failed"}[outcome]
        payouts = list(VendorPayout.objects.filter(state=wanted).order_by("id").values_list("id", flat=True))
        if not payouts:
            return
        payout = VendorPayout.objects.get(pk=data.draw(st.sampled_from(payouts)))
        facts = {"payout_id": payout.id, "reason": "x", "actor": FINANCE, "now": self.now}
        match outcome:
            case "paid":
                services.mark_paid(bank_reference="", attempt=payout.attempts, **facts)
            case "failed":
                services.mark_failed(attempt=payout.attempts, **facts)
            case "returned":
                services.mark_returned(attempt=payout.attempts, **facts)
            case "retried":
                with suppress(PayoutNotPossible):  # its earnings are held by now: it is canceled
                    services.retry(**facts)

    @invariant()
    def nothing_is_lost(self) -> None:
        """Paid + held + open = earned - reversed, and the books say the same."""
        for vendor_id, earned in self.net.items():
            (euro,) = queries.balances(vendor_id, now=self.now)
            being_paid = euro.being_paid.minor
            booked = sum(
                VendorPayout.objects.filter(vendor_id=vendor_id, state__in=("paying", "paid")).values_list("amount_minor", flat=True)
            )
            assert euro.pending.minor + euro.payable.minor + being_paid + euro.paid.minor == earned
            assert euro.owed == ledger_queries.get_balance(f"vendor:{vendor_id}", "EUR")
            assert euro.owed.minor == earned - booked

    @invariant()
    def nothing_is_paid_early(self) -> None:
        for item in PayoutItem.objects.select_related("payout", "transaction").exclude(transaction__vendor_order_id=""):
            assert PayoutEligibility.objects.get(pk=item.transaction.vendor_order_id).payable_at <= item.payout.period_end

    @invariant()
    def a_run_is_done_when_its_payouts_are(self) -> None:
        for run in PayoutRun.objects.filter(state="done"):
            assert not run.payouts.exclude(state__in=("paid", "returned", "canceled")).exists()
        for run in PayoutRun.objects.filter(state="canceled"):
            assert not run.payouts.exclude(state="canceled").exists()

    @invariant()
    def a_row_is_free_when_its_payout_is_canceled(self) -> None:
        for item in PayoutItem.objects.select_related("payout"):
            assert (item.released_at is not None) == (item.payout.state == "canceled")

    def teardown(self) -> None:
        transaction.set_rollback(True, using="eu")
        self.transaction.__exit__(None, None, None)


@pytest.mark.usefixtures("tenant")
def test_any_life_of_money_adds_up(eu):
    checks = settings(max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))

    with tenancy.scope(eu):
        run_state_machine_as_test(LifeOfMoney, settings=checks)
