"""What is Flutterwave's own, at a stand-in that speaks its protocol. What all providers have in common is in ``test_contract.py``."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.payments import providers, queries, services
from marketplace.apps.payments.errors import ProviderKeyRefused, ProviderUnavailable
from marketplace.apps.payments.models import ProviderEvent
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.tests.at_gateways import a_request, held, post_webhook, reference, waiting
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateway_flutterwave import FlutterwaveAtDouble
from marketplace.apps.payments.types import PaymentDetails, PaymentView
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def flutterwave(using: Any) -> FlutterwaveAtDouble:
    made: FlutterwaveAtDouble = using(FlutterwaveAtDouble)
    return made


def started(**changes: Any) -> PaymentView:
    return services.start_payment(payment_id=a_payment(method="flutterwave_card", **changes).id, now=NOW)


def paid(flutterwave: FlutterwaveAtDouble) -> PaymentView:
    payment = started()
    flutterwave.approve(reference(payment))
    return services.refresh_payment(payment_id=payment.id, now=NOW)


def deliver(flutterwave: FlutterwaveAtDouble) -> None:
    """The notices that Flutterwave has sent meanwhile, the last one first, and each of them twice."""
    for notice in reversed(waiting(flutterwave) * 2):
        assert post_webhook("flutterwave", notice) == 200


def test_a_payment_is_asked_for_in_flutterwaves_words(flutterwave):
    payment = started(details=PaymentDetails(email="noor@example.com", name="Noor", phone="+2348000000000"))

    asked = held(flutterwave, payment)
    assert (asked["amount"], asked["currency"], asked["options"]) == ("20.00", "EUR", ["card"])
    assert asked["tx_ref"].startswith(payment.id)
    assert asked["customer"] == {"email": "noor@example.com", "name": "Noor"}
    assert asked["redirect_url"] == "http://eu.localhost/checkout/done"
    assert payment.action.url == f"{flutterwave.url}/v3/hosted/pay/{asked['tx_ref']}"


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        (Money(5, "NGN"), "0.05"),
        (Money(123456, "KES"), "1234.56"),
        (Money(1000, "UGX"), "1000"),
        (Money(750, "XOF"), "750"),
        (Money(12_000, "RWF"), "12000"),
        (Money(99_999_999_999, "NGN"), "999999999.99"),
    ],
)
def test_amounts_are_in_major_units_with_the_decimals_of_their_currency(flutterwave, amount, value):
    answer = providers.get("flutterwave").start(a_request(amount, "flutterwave_card"), idempotency_key="pay_1")
    flutterwave.approve(answer.reference)

    assert flutterwave.remote.payments[answer.reference]["amount"] == value
    assert providers.get("flutterwave").read(answer.reference).amount == amount


@pytest.mark.parametrize(
    ("method", "currency", "option"),
    [
        ("flutterwave_bank_transfer", "NGN", "banktransfer"),
        ("flutterwave_ussd", "NGN", "ussd"),
        ("flutterwave_mobile_money", "KES", "mpesa"),
        ("flutterwave_mobile_money", "UGX", "mobilemoneyuganda"),
        ("flutterwave_mobile_money", "RWF", "mobilemoneyrwanda"),
        ("flutterwave_mobile_money", "XOF", "mobilemoneyfranco"),
    ],
)
def test_a_method_is_an_option_of_flutterwaves(flutterwave, method, currency, option):
    answer = providers.get("flutterwave").start(a_request(Money(5000, currency), method), idempotency_key="pay_1")

    assert flutterwave.remote.payments[answer.reference]["options"] == [option]


def test_mobile_money_in_a_currency_without_any_is_refused_before_it_is_sent(flutterwave):
    with pytest.raises(Rejected):
        providers.get("flutterwave").start(a_request(Money(5000, "EUR"), "flutterwave_mobile_money"), idempotency_key="pay_1")

    assert flutterwave.double.calls == []


def test_before_the_customer_has_tried_anything_the_payment_waits(flutterwave):
    payment = started()

    waiting = services.refresh_payment(payment_id=payment.id, now=NOW)

    assert (waiting.state, waiting.action) == ("requires_action", payment.action)


@pytest.mark.parametrize(
    ("status", "reason", "state", "code"),
    [
        ("failed", "Insufficient Funds", "failed", "insufficient_funds"),
        ("cancelled", "", "canceled", ""),
        ("pending", "", "processing", ""),
        ("PENDING AUTH", "", "processing", ""),
    ],
)
def test_what_flutterwave_says_of_a_payment(flutterwave, status, reason, state, code):
    payment = started()
    flutterwave.double.end(reference(payment), status, reason=reason)

    ended = services.refresh_payment(payment_id=payment.id, now=NOW)

    assert (ended.state, ended.failure_code) == (state, code)


def test_a_state_that_flutterwave_never_named_before_is_no_answer(flutterwave):
    payment = started()
    flutterwave.double.end(reference(payment), "pondering")

    with pytest.raises(ProviderUnavailable):
        services.refresh_payment(payment_id=payment.id, now=NOW)


def test_a_second_try_on_the_page_that_succeeds_is_recorded(flutterwave):
    payment = started()
    flutterwave.refuse(reference(payment))
    failed = services.refresh_payment(payment_id=payment.id, now=NOW)
    flutterwave.approve(reference(payment))

    deliver(flutterwave)

    assert (failed.state, queries.get_payment(payment.id).captured) == ("failed", EUR_20)


def test_a_fee_in_parts_of_a_minor_unit_is_rounded_and_one_that_the_customer_bears_is_not_ours(flutterwave):
    ours, theirs = started(), started()
    for payment, fee, charged in ((ours, 0.285, 20.0), (theirs, 0.28, 20.28)):
        flutterwave.approve(reference(payment))
        held(flutterwave, payment)["transaction"].update(app_fee=fee, charged_amount=charged)

    fees = [services.refresh_payment(payment_id=payment.id, now=NOW).provider_fee for payment in (ours, theirs)]

    assert fees == [Money(29, "EUR"), Money(0, "EUR")]


def test_a_page_that_nothing_was_tried_on_makes_room_for_another_and_is_taken_if_paid_all_the_same(flutterwave):
    payment = started()

    canceled = services.cancel_payment(payment_id=payment.id, now=NOW)
    flutterwave.approve(reference(payment))
    deliver(flutterwave)

    assert canceled.state == "canceled"
    assert queries.get_payment(payment.id).captured == EUR_20


def test_what_a_bank_is_working_on_is_not_canceled(flutterwave):
    payment = started()
    flutterwave.double.end(reference(payment), "pending")

    assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "processing"


def test_notices_that_come_twice_and_in_the_wrong_order_are_recorded_once(flutterwave):
    payment = started()
    flutterwave.refuse(reference(payment))
    flutterwave.approve(reference(payment))
    flutterwave.double.add_refund(reference(payment), "5.00")

    deliver(flutterwave)

    found = queries.get_payment(payment.id)
    assert (found.state, found.captured, found.refunded) == ("succeeded", EUR_20, Money(500, "EUR"))
    assert published_events() == ["payment_succeeded", "refund_succeeded"]


@pytest.mark.parametrize(("status", "state"), [("completed-mpgs", "succeeded"), ("successful", "succeeded"), ("failed", "failed")])
def test_a_refund_that_waits_ends_when_flutterwave_is_asked_again(flutterwave, status, state):
    payment = paid(flutterwave)
    flutterwave.double.faults.refunds = "pending-momo"

    waiting = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)
    flutterwave.double.settle_refund(flutterwave.remote.refunds[0]["id"], status)
    ended = services.execute_refund(refund_id=waiting.id, now=LATER)

    assert (waiting.state, ended.state) == ("pending", state)


def test_a_refund_that_flutterwave_refuses_fails(flutterwave):
    payment = paid(flutterwave)
    flutterwave.double.faults.refunds = "reject"

    refused = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

    assert (refused.state, refused.failure_code) == ("failed", "transaction_cannot_be_refunded")


def test_a_refund_whose_answer_was_lost_is_found_by_its_comment(flutterwave):
    payment = paid(flutterwave)
    refund = a_refund(payment, 700)
    flutterwave.double.faults.loses_answers_to = r"POST /v3/transactions/\d+/refund"

    unknown = services.execute_refund(refund_id=refund.id, now=NOW)
    flutterwave.double.faults.loses_answers_to = ""
    found = services.execute_refund(refund_id=refund.id, now=LATER)

    assert (unknown.state, found.state, len(flutterwave.remote.refunds)) == ("pending", "succeeded", 1)


def test_refunds_are_read_to_the_last_page(flutterwave):
    payment = paid(flutterwave)
    for _ in range(45):
        flutterwave.double.add_refund(reference(payment), "0.10")

    services.execute_refund(refund_id=a_refund(payment, 100).id, now=NOW)

    assert len(queries.list_refunds(payment.id)) == 46
    assert queries.get_payment(payment.id).refunded == Money(550, "EUR")


def test_a_key_that_flutterwave_does_not_know_is_no_answer(flutterwave):
    payment = started()
    flutterwave.double.faults.refuses_keys = True

    with pytest.raises(ProviderKeyRefused):
        services.refresh_payment(payment_id=payment.id, now=NOW)
    with pytest.raises(ProviderKeyRefused):
        providers.get("flutterwave").check_key()
    flutterwave.double.faults.refuses_keys = False
    providers.get("flutterwave").check_key()


def test_a_payment_that_flutterwave_refuses_has_failed(flutterwave):
    flutterwave.double.currencies -= {"EUR"}

    failed = started()

    assert (failed.state, failed.failure_code) == ("failed", "currency_or_customer_is_invalid")


def test_events_of_other_kinds_are_kept_and_change_nothing(flutterwave):
    notice = flutterwave.double.event(flutterwave.by_region["eu"], "transfer.completed", {"id": 33286, "reference": "x"})

    assert [post_webhook("flutterwave", notice), post_webhook("flutterwave", notice)] == [200] * 2
    assert list(ProviderEvent.objects.values_list("type", "payment_id", "deliveries")) == [("transfer.completed", "", 2)]


def test_an_event_of_another_regions_account_is_refused(flutterwave, mena):
    notice = flutterwave.double.event(flutterwave.by_region["mena"], "charge.completed", {"tx_ref": "x"})

    assert (post_webhook("flutterwave", notice), post_webhook("flutterwave", notice, host="api.mena.localhost")) == (400, 200)


@pytest.mark.parametrize("signature", ["", "hash_mena", "é"])
def test_a_forged_event_is_refused(flutterwave, signature):
    notice = flutterwave.double.event(flutterwave.by_region["eu"], "charge.completed", {"tx_ref": reference(started())})

    assert post_webhook("flutterwave", notice, **{"Verif-Hash": signature}) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(
    "content",
    [[], {}, {"event": "charge.completed"}, {"event": "charge.completed", "data": {"tx_ref": "a/../b"}}, {"event": 1, "data": {}}],
)
def test_an_event_that_cannot_be_read_is_refused(flutterwave, content):
    notice = flutterwave.double.signed(flutterwave.by_region["eu"], json.dumps(content).encode())

    assert post_webhook("flutterwave", notice) == 400
    assert not ProviderEvent.objects.exists()
