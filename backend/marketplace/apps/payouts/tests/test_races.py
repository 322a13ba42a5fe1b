"""Several processes that sweep the same rows at once, and processes that are killed at every statement of a sweep."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import PayoutItem, VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.payouts.tests.sweeper import Job
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

PROCESSES, RUNS_EACH = 3, 3


class Sweeper:
    """A process of ``sweeper.py``."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("sweeper.py")
        environment = {**os.environ, "GM_DATABASE_POOL_SIZE": "4"}
        self._process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def begin(self, job: Job) -> None:
        self._process.stdin.write(msgspec.json.encode(job) + b"\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        return self._process.stdout.readline().decode().strip()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()


@pytest.fixture
def sweepers() -> Iterator[list[Sweeper]]:
    made = [Sweeper() for _ in range(PROCESSES)]
    yield made
    for sweeper in made:
        sweeper.close()


@pytest.fixture
def sweeper() -> Iterator[Sweeper]:
    made = Sweeper()
    yield made
    made.close()


def test_parallel_sweeps_take_each_row_once_and_lose_none(sweepers):
    vendors = [a_payable_vendor() for _ in range(5)]
    for vendor in vendors:
        for _ in range(20):
            a_sale(vendor.id, 1_000, fee=100)
    runs = [a_run(until="preview", now=LATER + timedelta(seconds=second)).id for second in range(PROCESSES * RUNS_EACH)]

    for number, sweeper in enumerate(sweepers):
        sweeper.begin(Job("race", runs[number::PROCESSES], LATER))
    answers = [sweeper.answer() for sweeper in sweepers]

    assert answers == ["done"] * PROCESSES
    taken = list(PayoutItem.objects.values_list("transaction_id", flat=True))
    assert len(taken) == len(set(taken)) == 5 * 20 * 2
    assert sum(VendorPayout.objects.values_list("amount_minor", flat=True)) == 5 * 20 * 900
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(5 * 20 * 900, "EUR")
    assert all(ledger_queries.get_balance(f"vendor:{vendor.id}", "EUR").minor == 0 for vendor in vendors)


@pytest.mark.parametrize("cancel", ["cancel", "cancel_payouts"])
def test_of_a_payment_and_a_cancellation_at_once_one_wins(sweepers, cancel):
    vendors = [a_payable_vendor() for _ in range(3)]
    runs = []
    for second in range(9):
        for vendor in vendors:
            a_sale(vendor.id, 10_000, fee=1_000)
        runs.append(a_run(until="approved", now=LATER + timedelta(seconds=second)).id)

    for sweeper, acts in zip(sweepers, (("pay",), (cancel,), ("pay",)), strict=True):
        sweeper.begin(Job("race", runs, LATER, acts=acts))
    answers = [sweeper.answer() for sweeper in sweepers]

    assert answers == ["done"] * PROCESSES
    payouts = list(VendorPayout.objects.filter(run_id__in=runs))
    assert {payout.state for payout in payouts} <= {"paying", "canceled"}
    assert PayoutItem.objects.filter(payout__state="canceled", released_at=None).count() == 0
    assert PayoutItem.objects.filter(payout__state="paying").exclude(released_at=None).count() == 0
    sent = sum(payout.amount_minor for payout in payouts if payout.state == "paying")
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(sent, "EUR")
    again = a_run(until="approved", now=LATER + timedelta(days=1))
    canceled_minor = sum(payout.amount_minor for payout in payouts if payout.state == "canceled")
    assert sum(again.payouts.values_list("amount_minor", flat=True)) == canceled_minor


def test_a_cancellation_that_is_killed_anywhere_has_freed_nothing_or_everything(sweeper):
    vendor, runs = a_payable_vendor(), []

    def job():
        a_sale(vendor.id, 10_000, fee=1_000)
        runs.append(a_run(until="approved").id)
        return Job("cancel", runs[-1:], LATER)

    for number in killed_at_each_statement(sweeper, job):
        free = PayoutItem.objects.filter(payout__run_id=runs[-1]).exclude(released_at=None).count()
        taken = PayoutItem.objects.filter(payout__run_id=runs[-1]).count()
        services.cancel_run(run_id=runs[-1], reason="again", actor=FINANCE, now=LATER)

        assert free in (0, taken), number
        assert not PayoutItem.objects.filter(payout__run_id=runs[-1], released_at=None).exists(), number


def killed_at_each_statement(sweeper, make_job) -> Iterator[int]:
    """Run fresh jobs that die before statement 1, 2, 3 ... until one gets through."""
    for number in range(1, 100):
        sweeper.begin(msgspec.structs.replace(make_job(), kill_at=number))
        answer = sweeper.answer()
        yield number
        if answer == "done":
            assert number > 8, "the job did hardly anything"
            return
        assert answer == "killed", number
    raise AssertionError("still not through")


def test_a_sweep_that_is_killed_anywhere_has_taken_nothing_or_everything(sweeper):
    vendor, runs = a_payable_vendor(), []

    def job():
        a_sale(vendor.id, 10_000, fee=1_000)
        runs.append(a_run(until="preview").id)
        return Job("approve", runs[-1:], LATER)

    for number in killed_at_each_statement(sweeper, job):
        taken = PayoutItem.objects.filter(payout__run_id=runs[-1]).count()
        run = services.approve_run(run_id=runs[-1], reason="again", actor=FINANCE, now=LATER)

        assert taken in (0, 2), number
        assert payout_of(run, vendor.id).amount_minor == 9_000, number


def test_a_payment_that_is_killed_anywhere_is_booked_once(sweeper):
    vendor, runs = a_payable_vendor(), []

    def job():
        a_sale(vendor.id, 10_000, fee=1_000)
        runs.append(a_run(until="approved").id)
        return Job("pay", runs[-1:], LATER)

    for number in killed_at_each_statement(sweeper, job):
        services.pay_run(run_id=runs[-1], reason="again", actor=FINANCE, now=LATER)
        payout = VendorPayout.objects.get(run_id=runs[-1])

        assert (payout.state, payout.attempts) == ("paying", 1), number
        assert FinancialTransaction.objects.filter(payout_id=payout.id).count() == 1, number
