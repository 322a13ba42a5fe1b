"""What is Paystack's own, at a stand-in that speaks its protocol. What all providers have in common is in ``test_contract.py``."""

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
from marketplace.apps.payments.tests.factories import EUR_20, a_due_refund, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateway_paystack import PaystackAtDouble
from marketplace.apps.payments.types import PaymentDetails, PaymentView
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def paystack(using: Any) -> PaystackAtDouble:
    made: PaystackAtDouble = using(PaystackAtDouble)
    return made


def started(**changes: Any) -> PaymentView:
    return services.start_payment(payment_id=a_payment(method="paystack_card", **changes).id, now=NOW)


def paid(paystack: PaystackAtDouble) -> PaymentView:
    payment = started()
    paystack.approve(reference(payment))
    return services.refresh_payment(payment_id=payment.id, now=NOW)


def deliver(paystack: PaystackAtDouble) -> None:
    """The notices that Paystack has sent meanwhile, the last one first, and each of them twice."""
    for notice in reversed(waiting(paystack) * 2):
        assert post_webhook("paystack", notice) == 200


def test_a_payment_is_asked_for_in_paystacks_words(paystack):
    payment = started(details=PaymentDetails(email="noor@example.com", name="Noor", phone="+2348000000000"))

    asked = held(paystack, payment)
    assert (asked["amount"], asked["currency"], asked["channels"]) == (2000, "EUR", ["card"])
    assert asked["reference"].startswith(payment.id.replace("_", "-"))
    assert (asked["callback_url"], asked["customer"]) == ("http://eu.localhost/checkout/done", {"email": "noor@example.com"})
    assert payment.action.url == f"{paystack.url}/checkout/{asked['reference']}"


@pytest.mark.parametrize(
    ("amount", "subunits"), [(Money(5, "NGN"), 5), (Money(123456, "KES"), 123456), (Money(750, "XOF"), 75000), (Money(100, "GHS"), 100)]
)
def test_amounts_are_hundredths_also_of_a_currency_without_any(paystack, amount, subunits):
    answer = providers.get("paystack").start(a_request(amount, "paystack_card"), idempotency_key="pay_1")

    assert paystack.remote.payments[answer.reference]["amount"] == subunits
    assert providers.get("paystack").read(answer.reference).amount == amount


def test_a_part_of_a_hundredth_is_refused_before_it_is_sent(paystack):
    with pytest.raises(Rejected):
        providers.get("paystack").start(a_request(Money(1234, "KWD"), "paystack_card"), idempotency_key="pay_1")

    assert paystack.double.calls == []


def test_a_method_is_a_channel_of_paystacks(paystack):
    answer = providers.get("paystack").start(a_request(Money(5000, "NGN"), "paystack_bank_transfer"), idempotency_key="pay_1")

    assert paystack.remote.payments[answer.reference]["channels"] == ["bank_transfer"]


@pytest.mark.parametrize(
    ("status", "reason", "state", "code"),
    [
        ("failed", "Insufficient Funds", "failed", "insufficient_funds"),
        ("failed", "Declined: do not honour!", "failed", "declined_do_not_honour"),
        ("ongoing", "", "requires_action", ""),
        ("pending", "", "processing", ""),
        ("queued", "", "processing", ""),
    ],
)
def test_what_paystack_says_of_a_payment(paystack, status, reason, state, code):
    payment = started()
    paystack.double.end(reference(payment), status, reason=reason)

    ended = services.refresh_payment(payment_id=payment.id, now=NOW)

    assert (ended.state, ended.failure_code) == (state, code)


def test_what_was_reversed_had_been_paid(paystack):
    payment = started()
    paystack.approve(reference(payment))
    held(paystack, payment)["status"] = "reversed"

    assert services.refresh_payment(payment_id=payment.id, now=NOW).captured == EUR_20


def test_a_state_that_paystack_never_named_before_is_no_answer(paystack):
    payment = started()
    held(paystack, payment)["status"] = "pondering"

    with pytest.raises(ProviderUnavailable):
        services.refresh_payment(payment_id=payment.id, now=NOW)


def test_a_fee_that_the_customer_bears_is_not_ours(paystack):
    payment = started()
    paystack.approve(reference(payment))
    held(paystack, payment).update(amount=2040, requested_amount=2000, fees=40)

    found = services.refresh_payment(payment_id=payment.id, now=NOW)

    assert (found.captured, found.provider_fee) == (EUR_20, Money(0, "EUR"))


def test_what_paystack_keeps_is_recorded(paystack):
    assert paid(paystack).provider_fee == Money(30, "EUR")


def test_a_page_on_which_nothing_was_tried_makes_room_for_another_and_is_taken_if_paid_all_the_same(paystack):
    payment = started()

    canceled = services.cancel_payment(payment_id=payment.id, now=NOW)
    paystack.approve(reference(payment))
    deliver(paystack)

    assert (canceled.state, canceled.failure_code) == ("canceled", "abandoned")
    assert queries.get_payment(payment.id).captured == EUR_20


def test_what_the_customer_is_about_to_pay_is_not_canceled(paystack):
    payment = started()
    paystack.double.end(reference(payment), "ongoing")

    assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "requires_action"


def test_notices_that_come_twice_and_in_the_wrong_order_are_recorded_once(paystack):
    payment = started()
    paystack.approve(reference(payment))
    paystack.double.add_refund(reference(payment), 500)

    deliver(paystack)

    found = queries.get_payment(payment.id)
    assert (found.state, found.captured, found.refunded) == ("succeeded", EUR_20, Money(500, "EUR"))
    assert published_events() == ["payment_succeeded", "refund_succeeded"]


def test_two_refunds_of_one_payment_both_end_by_notices_that_name_neither(paystack):
    payment = paid(paystack)
    paystack.double.faults.refunds = "processing"
    refunds = [services.execute_refund(refund_id=a_refund(payment, minor).id, now=NOW) for minor in (300, 400)]
    for refund in paystack.remote.refunds:
        paystack.double.settle_refund(refund["id"], "processed")

    deliver(paystack)

    assert [refund.state for refund in refunds] == ["pending"] * 2
    assert [queries.get_refund(refund.id).state for refund in refunds] == ["succeeded"] * 2


@pytest.mark.parametrize("end", ["failed", "reversed"])
def test_a_refund_that_cannot_be_paid_out_has_failed(paystack, end):
    payment = paid(paystack)
    refund = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

    paystack.double.settle_refund(paystack.remote.refunds[0]["id"], end)
    deliver(paystack)

    failed = queries.get_refund(refund.id)
    assert (failed.state, failed.failure_code) == ("failed", end)
    assert queries.get_payment(payment.id).refundable == EUR_20


def test_a_refund_that_waits_for_the_customers_account_is_pending(paystack):
    payment = paid(paystack)
    paystack.double.faults.refunds = "needs-attention"

    refund = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)
    deliver(paystack)

    assert queries.get_refund(refund.id).state == "pending"


def test_a_refund_that_paystack_refuses_fails(paystack):
    payment = paid(paystack)
    paystack.double.faults.refunds = "reject"

    refused = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

    assert (refused.state, refused.failure_code, paystack.remote.refunds) == ("failed", "refund_not_allowed", [])


def test_a_refund_whose_answer_was_lost_is_found_by_its_note(paystack):
    payment = paid(paystack)
    refund = a_refund(payment, 700)
    paystack.double.faults.loses_answers_to = r"POST /refund"

    unknown = services.execute_refund(refund_id=refund.id, now=NOW)
    paystack.double.faults.loses_answers_to = ""
    found = services.execute_refund(refund_id=refund.id, now=LATER)

    assert (unknown.state, found.state, len(paystack.remote.refunds)) == ("pending", "succeeded", 1)


def test_a_refund_that_may_be_on_its_way_is_not_sent_again_before_it_can_be_seen(paystack):
    """Paystack knows no idempotency keys: what was asked for a moment ago may not be in its list yet."""
    payment = paid(paystack)
    refund = a_refund(payment, 700)
    paystack.double.faults.loses_answers_to = r"POST /refund"
    services.execute_refund(refund_id=refund.id, now=NOW)
    paystack.double.faults.loses_answers_to = ""
    hidden = held(paystack, payment)["refunds"]
    held(paystack, payment)["refunds"] = []

    at_once = services.execute_refund(refund_id=refund.id, now=NOW)
    held(paystack, payment)["refunds"] += hidden
    later = services.execute_refund(refund_id=refund.id, now=LATER)

    assert (at_once.state, later.state, len(paystack.remote.refunds)) == ("pending", "succeeded", 1)


def test_refunds_are_read_to_the_last_page(paystack):
    payment = paid(paystack)
    for _ in range(101):
        paystack.double.add_refund(reference(payment), 10)

    services.execute_refund(refund_id=a_refund(payment, 100).id, now=NOW)

    assert len(queries.list_refunds(payment.id)) == 102
    assert queries.get_payment(payment.id).refunded == Money(1110, "EUR")


@pytest.mark.parametrize(("resolution", "state"), [("declined", "won"), ("merchant-accepted", "lost")])
def test_a_dispute_holds_the_money_until_it_is_resolved(paystack, resolution, state):
    payment = paid(paystack)
    dispute = paystack.double.dispute(reference(payment), 2000, category="fraud")
    deliver(paystack)
    (opened,) = queries.list_disputes(payment.id)
    refused = a_due_refund(payment, 500)
    paystack.double.resolve(reference(payment), dispute, resolution)
    deliver(paystack)

    (ended,) = queries.list_disputes(payment.id)
    assert (opened.state, opened.amount, opened.reason, ended.state) == ("open", EUR_20, "fraud", state)
    assert refused.state == "covered"
    assert [event for event in published_events() if "dispute" in event] == ["dispute_opened", f"dispute_{state}"]


def test_a_key_that_paystack_does_not_know_is_no_answer(paystack):
    payment = started()
    paystack.double.faults.refuses_keys = True

    with pytest.raises(ProviderKeyRefused):
        services.refresh_payment(payment_id=payment.id, now=NOW)
    with pytest.raises(ProviderKeyRefused):
        providers.get("paystack").check_key()
    paystack.double.faults.refuses_keys = False
    providers.get("paystack").check_key()


def test_a_payment_that_paystack_refuses_has_failed(paystack):
    paystack.double.currencies -= {"EUR"}

    failed = started()

    assert (failed.state, failed.failure_code) == ("failed", "unsupported_currency")


def test_events_of_other_kinds_are_kept_and_change_nothing(paystack):
    account = paystack.by_region["eu"]
    events = ["transfer.success", "customeridentification.failed", "invoice.create"]

    answers = [post_webhook("paystack", paystack.double.event(account, kind, {"reference": "TRF-1", "amount": 1})) for kind in events * 2]

    assert answers == [200] * 6
    stored = ProviderEvent.objects.order_by("type").values_list("type", "payment_id", "deliveries")
    assert list(stored) == [(kind, "", 2) for kind in sorted(events)]


def test_an_event_about_another_systems_transaction_is_kept_and_changes_nothing(paystack):
    notice = paystack.double.event(paystack.by_region["eu"], "charge.success", {"reference": "someone-elses"})

    assert post_webhook("paystack", notice) == 200
    assert ProviderEvent.objects.get().payment_id == ""


def test_an_event_of_another_regions_account_is_refused(paystack, mena):
    notice = paystack.double.event(paystack.by_region["mena"], "charge.success", {"reference": "x"})

    assert (post_webhook("paystack", notice), post_webhook("paystack", notice, host="api.mena.localhost")) == (400, 200)


@pytest.mark.parametrize("signature", ["", "0" * 128, "é"])
def test_a_forged_event_is_refused(paystack, signature):
    payment = started()
    notice = paystack.double.event(paystack.by_region["eu"], "charge.success", {"reference": reference(payment)})

    assert post_webhook("paystack", notice, **{"X-Paystack-Signature": signature}) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"event": "charge.success"},
        {"event": "", "data": {}},
        {"event": "charge.success", "data": {"reference": "a/../b"}},
        {"event": "charge.success", "data": {"reference": "x" * 101}},
        {"event": "charge.dispute.create", "data": {"transaction": "text"}},
    ],
)
def test_an_event_that_cannot_be_read_is_refused(paystack, content):
    notice = paystack.double.signed(paystack.by_region["eu"], json.dumps(content).encode())

    assert post_webhook("paystack", notice) == 400
    assert not ProviderEvent.objects.exists()
