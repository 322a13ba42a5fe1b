"""Refunds never exceed what was captured, reach the customer once, and survive a provider that is silent or says no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import connections

from marketplace.apps.payments import providers, queries, services
from marketplace.apps.payments.errors import PaymentNotFound, RefundDiffers, RefundExceedsCapture, RefundNotFound
from marketplace.apps.payments.models import Refund
from marketplace.apps.payments.providers.base import ProviderDispute, ProviderRefund
from marketplace.apps.payments.services import refunds
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.tasks import execute_refunds
from marketplace.apps.payments.tests.factories import a_due_refund, a_failed_refund, a_paid_payment, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.sandbox import Sandbox, accounts_at
from marketplace.apps.payments.types import DisputeState, PaymentView, RefundState
from marketplace.foundation import tenancy
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def test_a_refund_is_set_aside_then_sent(sandbox: Sandbox):
    payment = a_paid_payment()

    asked = a_refund(payment, 700)
    done = services.execute_refund(refund_id=asked.id, now=NOW)

    assert (asked.state, done.state) == ("pending", "succeeded")
    assert queries.get_payment(payment.id).refunded == Money(700, "EUR")
    assert sandbox.payments_of(payment.id)[0]["refunded"] == {"minor": 700, "currency": "EUR"}
    assert published_events() == ["payment_succeeded", "refund_requested", "refund_succeeded"]


def test_refunds_in_parts_until_nothing_is_left(sandbox: Sandbox):
    payment = a_paid_payment()
    for minor in (1500, 500):
        services.execute_refund(refund_id=a_refund(payment, minor).id, now=NOW)

    with pytest.raises(RefundExceedsCapture) as caught:
        a_refund(payment, 1)

    assert caught.value.extra == {"refundable": Money(0, "EUR")}


def test_refunds_under_way_count(sandbox: Sandbox):
    payment = a_paid_payment()
    a_refund(payment, 1999)

    with pytest.raises(RefundExceedsCapture):
        a_refund(payment, 2)


def test_nothing_is_refunded_that_was_not_captured(sandbox: Sandbox):
    payment = a_payment()

    with pytest.raises(RefundExceedsCapture):
        a_refund(payment, 1)


@pytest.mark.parametrize("amount", [Money(0, "EUR"), Money(-1, "EUR"), Money(1, "KWD")])
def test_refunds_positive_amounts_of_the_payments_currency_only(sandbox: Sandbox, amount: Money):
    payment = a_paid_payment()

    with pytest.raises(RefundExceedsCapture), tenancy.atomic():
        services.request_refund(refund_id=new_id("rfd", at=NOW), payment_id=payment.id, amount=amount, reason="", now=NOW)


def test_the_same_refund_is_asked_for_once(sandbox: Sandbox):
    payment = a_paid_payment()
    first = a_refund(payment, 700)

    second = a_refund(payment, 700, refund_id=first.id)

    assert second == first
    assert queries.get_payment(payment.id).refunded == Money(700, "EUR")
    with pytest.raises(RefundDiffers):
        a_refund(payment, 701, refund_id=first.id)


def test_carrying_out_twice_pays_once(sandbox: Sandbox):
    payment = a_paid_payment()
    refund = a_refund(payment, 700)

    outcomes = [services.execute_refund(refund_id=refund.id, now=NOW) for _ in range(2)]

    assert outcomes[0] == outcomes[1]
    assert sandbox.payments_of(payment.id)[0]["refunded"]["minor"] == 700


def test_a_crash_after_the_provider_paid_pays_once(sandbox: Sandbox):
    payment = a_paid_payment()
    refund = a_refund(payment, 700)
    services.execute_refund(refund_id=refund.id, now=NOW)
    Refund.objects.filter(pk=refund.id).update(state="pending", provider_reference="", settled_at=None)

    again = services.execute_refund(refund_id=refund.id, now=NOW)

    assert again.state == "succeeded"
    assert sandbox.payments_of(payment.id)[0]["refunded"]["minor"] == 700


def test_a_refund_that_the_provider_rejects_leaves_the_money_refundable(sandbox: Sandbox):
    payment = a_paid_payment()

    failed = a_failed_refund(sandbox, payment, 700)

    assert (failed.state, failed.failure_code) == ("failed", "refund_rejected")
    assert queries.get_payment(payment.id).refunded == Money(0, "EUR")
    assert published_events()[-1] == "refund_failed"


class TestMoneyRefundedAtTheProvider:
    """Whether or not its webhook came: the provider is asked for at most what is left."""

    def refund_at_provider(self, sandbox: Sandbox, payment: PaymentView, minor: int) -> None:
        path = f"/v1/test/payments/{sandbox.payments_of(payment.id)[0]['id']}/refund"
        sandbox.control(path, {"amount": {"minor": minor, "currency": "EUR"}})

    def at_provider(self, sandbox: Sandbox, payment: PaymentView) -> int:
        return int(sandbox.payments_of(payment.id)[0]["refunded"]["minor"])

    @pytest.mark.parametrize("first", ["decided", "refunded at the provider"])
    def test_is_not_asked_for_again(self, sandbox: Sandbox, first: str):
        payment = a_paid_payment()
        if first == "decided":
            refund = a_refund(payment, 2000)
            self.refund_at_provider(sandbox, payment, 500)
        else:
            self.refund_at_provider(sandbox, payment, 500)
            refund = a_refund(payment, 2000)

        done = services.execute_refund(refund_id=refund.id, now=NOW)

        assert (done.state, done.due, done.amount) == ("succeeded", Money(2000, "EUR"), Money(1500, "EUR"))
        assert self.at_provider(sandbox, payment) == 2000
        assert queries.get_payment(payment.id).refunded == Money(2000, "EUR")

    def test_of_which_we_heard_before(self, sandbox: Sandbox, api: Any):
        payment = a_paid_payment()
        self.refund_at_provider(sandbox, payment, 500)
        sandbox.next_webhook(payment.id, "refund.succeeded").post(api)

        refund = a_due_refund(payment, 2000)
        services.execute_refund(refund_id=refund.id, now=NOW)

        assert self.at_provider(sandbox, payment) == 2000
        assert "refund_failed" not in published_events()

    def test_whole_leaves_nothing_to_send(self, sandbox: Sandbox):
        payment = a_paid_payment()
        refund = a_refund(payment, 700)
        self.refund_at_provider(sandbox, payment, 2000)

        covered = services.execute_refund(refund_id=refund.id, now=NOW)

        assert (covered.state, covered.amount) == ("covered", Money(0, "EUR"))
        assert queries.get_payment(payment.id).refunded == Money(2000, "EUR")

    def test_while_ours_is_on_its_way_is_taken_off_ours_at_the_next_attempt(self, sandbox: Sandbox):
        payment = a_paid_payment()
        refund = a_refund(payment, 2000)
        stale = Refund.objects.select_related("payment").get()
        self.refund_at_provider(sandbox, payment, 500)
        refunds._record_known(providers.get("sandbox"), stale.payment, now=NOW)  # by a webhook, say

        pending = refunds._send(providers.get("sandbox"), stale, now=NOW)  # which read the amount before
        done = services.execute_refund(refund_id=refund.id, now=NOW)

        assert (pending.state, done.state) == ("pending", "succeeded")
        assert self.at_provider(sandbox, payment) == 2000


class TestWhatADisputeHolds:
    def dispute(self, payment: PaymentView, minor: int, state: DisputeState) -> None:
        outcome = ProviderDispute(reference="dp_1", payment_reference="", amount=Money(minor, "EUR"), state=state)
        record_dispute(payment_id=payment.id, outcome=outcome, now=NOW)

    def test_is_refunded_once_the_dispute_is_won(self, sandbox: Sandbox):
        payment = a_paid_payment()
        self.dispute(payment, 800, DisputeState.OPEN)
        refund = a_due_refund(payment, 2000)
        services.execute_refund(refund_id=refund.id, now=NOW)
        before = int(sandbox.payments_of(payment.id)[0]["refunded"]["minor"])

        for _ in range(2):
            self.dispute(payment, 800, DisputeState.WON)
        follower = next(item for item in queries.list_refunds(payment.id) if item.follows == refund.id)
        services.execute_refund(refund_id=follower.id, now=NOW)

        assert before == 1200
        assert sandbox.payments_of(payment.id)[0]["refunded"]["minor"] == 2000

    def test_is_never_refunded_once_the_dispute_is_lost(self, sandbox: Sandbox):
        payment = a_paid_payment()
        self.dispute(payment, 2000, DisputeState.OPEN)
        refund = a_due_refund(payment, 2000)

        self.dispute(payment, 2000, DisputeState.LOST)

        assert [item.state for item in queries.list_refunds(payment.id)] == ["covered"]
        assert services.execute_refund(refund_id=refund.id, now=NOW).amount == Money(0, "EUR")


def test_a_refund_that_the_bank_sends_back_leaves_the_money_refundable(sandbox: Sandbox):
    payment = a_paid_payment()
    refund = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)
    reference = Refund.objects.get(pk=refund.id).provider_reference
    known = {"reference": reference, "refund_id": refund.id, "payment_reference": "", "amount": refund.amount}
    sent_back = ProviderRefund(**known, state=RefundState.FAILED, failure_code="account_closed")

    for outcome in (sent_back, sent_back, ProviderRefund(**known, state=RefundState.SUCCEEDED)):
        recorded = record_refund(payment_id=payment.id, outcome=outcome, now=NOW)

        assert (recorded.state, recorded.failure_code) == ("failed", "account_closed")
    assert queries.get_payment(payment.id).refunded == Money(0, "EUR")
    assert published_events()[-2:] == ["refund_succeeded", "refund_failed"]


def test_an_answer_that_cannot_be_read_is_none(sandbox: Sandbox, settings: Any):
    payment = a_paid_payment()
    refund = a_refund(payment, 700)
    with answering(b"<html>maintenance</html>") as url:
        settings.PAYMENT_ACCOUNTS = accounts_at(url)
        pending = services.execute_refund(refund_id=refund.id, now=NOW)

    assert pending.state == "pending"
    assert queries.list_refunds_to_try(now=NOW + timedelta(seconds=130)) == [refund.id]


def test_a_silent_provider_is_asked_again_later(sandbox: Sandbox, settings: Any):
    payment = a_paid_payment()
    refund = a_refund(payment, 700)
    settings.PAYMENT_ACCOUNTS = accounts_at("http://127.0.0.1:9")

    pending = services.execute_refund(refund_id=refund.id, now=NOW)

    assert pending.state == "pending"
    assert queries.list_refunds_to_try(now=NOW + timedelta(seconds=100)) == []
    assert queries.list_refunds_to_try(now=NOW + timedelta(seconds=130)) == [refund.id]


def test_the_scheduled_task_sends_a_refund_that_was_not_executed(sandbox: Sandbox):
    refund = a_refund(a_paid_payment(), 700)
    Refund.objects.filter(pk=refund.id).update(next_attempt_at=NOW - timedelta(days=1000))

    execute_refunds()

    assert queries.get_refund(refund.id).state == "succeeded"


@pytest.mark.django_db(transaction=True)
def test_a_subscriber_executes_a_requested_refund(sandbox: Sandbox, drain: Callable[..., None]):
    refund = a_refund(a_paid_payment(), 700)

    drain()

    assert queries.get_refund(refund.id).state == "succeeded"


@pytest.mark.django_db(transaction=True)
def test_parallel_refunds_share_what_was_captured(sandbox: Sandbox, eu: tenancy.Tenant):
    payment = a_paid_payment()

    def attempt(_: int) -> bool:
        try:
            with tenancy.scope(eu):
                refund = a_refund(payment, 300)
                return services.execute_refund(refund_id=refund.id, now=NOW).state == "succeeded"
        except RefundExceedsCapture:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        successes = sum(pool.map(attempt, range(10)))

    assert successes == 6
    assert queries.get_payment(payment.id).refunded == Money(1800, "EUR")
    assert sandbox.payments_of(payment.id)[0]["refunded"]["minor"] == 1800


@contextmanager
def answering(content: bytes) -> Iterator[str]:
    """Something that answers every POST well, and with this."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_unknown_ones_are_not_found(sandbox: Sandbox):
    with pytest.raises(RefundNotFound):
        services.execute_refund(refund_id="rfd_unknown", now=NOW)
    with pytest.raises(PaymentNotFound):
        services.start_payment(payment_id="pay_unknown", now=NOW)
