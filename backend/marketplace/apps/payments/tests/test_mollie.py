"""What is Mollie's own, at a stand-in that speaks its protocol. What all providers have in common is in ``test_contract.py``."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from marketplace.apps.payments import providers, queries, services
from marketplace.apps.payments.errors import ProviderKeyRefused, ProviderUnavailable
from marketplace.apps.payments.models import Payment, ProviderEvent
from marketplace.apps.payments.providers.base import PaymentRequest
from marketplace.apps.payments.tests.at_gateways import held, reference, waiting
from marketplace.apps.payments.tests.factories import EUR_20, a_due_refund, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateways import MollieAtDouble
from marketplace.apps.payments.tests.sandbox import interpret_events
from marketplace.apps.payments.types import PaymentDetails, PaymentView
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def mollie(using: Any) -> MollieAtDouble:
    made: MollieAtDouble = using(MollieAtDouble)
    return made


def started(**changes: Any) -> PaymentView:
    return services.start_payment(payment_id=a_payment(method="mollie_ideal", **changes).id, now=NOW)


def paid(mollie: MollieAtDouble) -> PaymentView:
    payment = started()
    mollie.approve(reference(payment))
    return services.refresh_payment(payment_id=payment.id, now=NOW)


def notify(body: str) -> int:
    """A notice from anybody: Mollie signs none."""
    headers = {"Host": "api.eu.localhost"}
    sent = Client().post("/api/v1/webhooks/mollie", data=body, content_type="application/x-www-form-urlencoded", headers=headers)
    if sent.status_code == 200:
        interpret_events()
    return sent.status_code


def deliver(mollie: MollieAtDouble) -> None:
    """The notices that Mollie has sent meanwhile, the last one first, and each of them twice."""
    for notice in reversed(waiting(mollie) * 2):
        assert notify(notice.body.decode()) == 200


def test_a_payment_is_asked_for_in_mollies_words(mollie):
    payment = started(details=PaymentDetails(email="noor@example.com", language="nl"))

    asked = held(mollie, payment)
    assert (asked["amount"], asked["method"], asked["locale"]) == ({"currency": "EUR", "value": "20.00"}, "ideal", "nl_NL")
    assert asked["redirectUrl"] == "http://eu.localhost/checkout/done"
    assert asked["webhookUrl"].endswith("/api/v1/webhooks/mollie")
    assert "noor" not in str(asked)
    assert payment.action.url == f"{mollie.url}/checkout/{asked['id']}"


@pytest.mark.parametrize(("amount", "value"), [(Money(5, "EUR"), "0.05"), (Money(1000, "JPY"), "1000"), (Money(123456, "USD"), "1234.56")])
def test_amounts_have_the_decimals_of_their_currency(mollie, amount, value):
    request = PaymentRequest(
        payment_id="pay_1",
        amount=amount,
        method="mollie_card",
        return_url="https://shop.example/back",
        webhook_url="https://shop.example/hook",
        description="Order",
        details=PaymentDetails(email="noor@example.com"),
    )

    answer = providers.get("mollie").start(request, idempotency_key="pay_1")

    assert mollie.remote.payments[answer.reference]["amount"] == {"currency": amount.currency, "value": value}
    assert answer.amount == amount


@pytest.mark.parametrize(
    ("status", "reason", "state", "code"),
    [
        ("failed", "insufficient_funds", "failed", "insufficient_funds"),
        ("failed", "", "failed", "failed"),
        ("expired", "", "failed", "expired"),
        ("canceled", "", "canceled", "canceled"),
        ("pending", "", "processing", ""),
    ],
)
def test_what_mollie_says_of_a_payment(mollie, status, reason, state, code):
    payment = started()
    mollie.double.end(reference(payment), status, reason=reason)

    ended = services.refresh_payment(payment_id=payment.id, now=NOW)

    assert (ended.state, ended.failure_code, ended.action) == (state, code, None)


def test_a_state_that_mollie_never_named_before_is_no_answer(mollie):
    payment = started()
    held(mollie, payment)["status"] = "pondering"

    with pytest.raises(ProviderUnavailable):
        services.refresh_payment(payment_id=payment.id, now=NOW)


def test_what_can_be_canceled_there_is(mollie):
    payment = started()
    held(mollie, payment)["isCancelable"] = True

    assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "canceled"
    assert held(mollie, payment)["status"] == "canceled"


def test_what_cannot_be_canceled_there_may_still_be_paid(mollie):
    payment = started()

    assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "requires_action"
    mollie.approve(reference(payment))
    assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "succeeded"


def test_notices_that_come_twice_and_in_the_wrong_order_are_recorded_once(mollie):
    payment = started()
    mollie.approve(reference(payment))
    mollie.double.add_refund(reference(payment), {"currency": "EUR", "value": "5.00"})

    deliver(mollie)

    found = queries.get_payment(payment.id)
    assert (found.state, found.captured, found.refunded) == ("succeeded", EUR_20, Money(500, "EUR"))
    assert published_events() == ["payment_succeeded", "refund_succeeded"]


def test_a_refund_that_waits_ends_by_a_notice(mollie):
    payment = paid(mollie)
    mollie.double.faults.refunds = "pending"

    waiting = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)
    mollie.double.settle_refund(mollie.remote.refunds[0]["id"], "refunded")
    deliver(mollie)

    assert (waiting.state, queries.get_refund(waiting.id).state) == ("pending", "succeeded")


@pytest.mark.parametrize("end", ["failed", "canceled"])
def test_a_refund_that_the_bank_sends_back_has_failed(mollie, end):
    payment = paid(mollie)
    refund = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

    mollie.double.settle_refund(mollie.remote.refunds[0]["id"], end)
    deliver(mollie)

    failed = queries.get_refund(refund.id)
    assert (refund.state, failed.state, failed.failure_code) == ("succeeded", "failed", end)
    assert queries.get_payment(payment.id).refundable == EUR_20


def test_a_refund_that_mollie_refuses_fails(mollie):
    payment = paid(mollie)
    mollie.double.faults.refunds = "reject"

    assert services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW).state == "failed"
    assert mollie.remote.refunds == []


def test_a_refund_whose_answer_was_lost_is_found_when_mollie_has_forgotten_the_key(mollie):
    payment = paid(mollie)
    refund = a_refund(payment, 700)
    mollie.remote.is_silent = True
    unknown = services.execute_refund(refund_id=refund.id, now=NOW)
    mollie.remote.is_silent = False
    providers.get("mollie").refund(reference(payment), Money(700, "EUR"), idempotency_key=refund.id)  # it has arrived all the same
    mollie.remote.account.answers.clear()

    found = services.execute_refund(refund_id=refund.id, now=NOW)

    assert (unknown.state, found.state, len(mollie.remote.refunds)) == ("pending", "succeeded", 1)


def test_refunds_are_read_to_the_last_page(mollie):
    payment = paid(mollie)
    mollie.double.page_max = 2
    for _ in range(5):
        mollie.double.add_refund(reference(payment), {"currency": "EUR", "value": "1.00"})

    deliver(mollie)

    assert len(queries.list_refunds(payment.id)) == 5
    assert queries.get_payment(payment.id).refunded == Money(500, "EUR")


def test_a_chargeback_holds_the_money_until_it_is_reversed(mollie):
    payment = paid(mollie)
    chargeback = mollie.double.charge_back(reference(payment), {"currency": "EUR", "value": "20.00"}, reason="MD06")
    deliver(mollie)
    (opened,) = queries.list_disputes(payment.id)
    refused = a_due_refund(payment, 500)
    mollie.double.reverse(reference(payment), chargeback)
    deliver(mollie)

    (won,) = queries.list_disputes(payment.id)
    assert (opened.state, opened.amount, opened.reason, won.state) == ("open", EUR_20, "MD06", "won")
    assert refused.state == "covered"
    assert [event for event in published_events() if "dispute" in event] == ["dispute_opened", "dispute_won"]


def test_a_key_that_mollie_does_not_know_is_no_answer(mollie):
    payment = started()
    mollie.double.faults.refuses_keys = True

    with pytest.raises(ProviderKeyRefused):
        services.refresh_payment(payment_id=payment.id, now=NOW)
    with pytest.raises(ProviderKeyRefused):
        providers.get("mollie").check_key()
    mollie.double.faults.refuses_keys = False
    providers.get("mollie").check_key()


def test_a_payment_that_mollie_refuses_has_failed(mollie):
    payment = a_payment(method="mollie_ideal", return_url="http://eu.localhost/back")
    Payment.objects.filter(pk=payment.id).update(return_url="")

    failed = services.start_payment(payment_id=payment.id, now=NOW)

    assert (failed.state, failed.failure_code) == ("failed", "redirecturl")


@pytest.mark.parametrize("body", ["", "id=", "id=tr_1&id=tr_2", "id=tr%2F..%2Fx", "id=" + "x" * 101, "x" * 5000, "{}", "id=tr_\x00"])
def test_a_notice_that_names_no_payment_is_refused(mollie, body):
    started()

    assert notify(body) == 400
    assert not ProviderEvent.objects.exists()


def test_a_tunnel_takes_the_notices_to_a_developers_machine(mollie, settings):
    accounts = settings.PAYMENT_ACCOUNTS["mollie"]
    with_tunnel = {region: {**account, "webhook_origin": "https://tunnel.example"} for region, account in accounts.items()}
    settings.PAYMENT_ACCOUNTS = {**settings.PAYMENT_ACCOUNTS, "mollie": with_tunnel}

    assert held(mollie, started())["webhookUrl"] == "https://tunnel.example/api/v1/webhooks/mollie"
