"""What is Stripe's own, at a stand-in that speaks its protocol. What all providers have in common is in ``test_contract.py``."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest
from django.test import Client

from marketplace.apps.payments import providers, queries, services
from marketplace.apps.payments.errors import ProviderKeyRefused
from marketplace.apps.payments.models import ProviderEvent
from marketplace.apps.payments.providers.base import PaymentRequest, Rejected
from marketplace.apps.payments.providers.stripe_amounts import from_stripe, to_stripe
from marketplace.apps.payments.tests.at_gateways import held, reference, waiting
from marketplace.apps.payments.tests.factories import EUR_20, a_due_refund, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateways import StripeAtDouble, StripeManualAtDouble
from marketplace.apps.payments.tests.sandbox import interpret_events, sign
from marketplace.apps.payments.types import ConfirmInPage, PaymentDetails, PaymentView, VisitAddress
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def stripe(using: Any) -> StripeAtDouble:
    made: StripeAtDouble = using(StripeAtDouble)
    return made


@pytest.fixture
def manual(using: Any) -> StripeManualAtDouble:
    made: StripeManualAtDouble = using(StripeManualAtDouble)
    return made


def started(method: str = "stripe_card", **changes: Any) -> PaymentView:
    return services.start_payment(payment_id=a_payment(method=method, **changes).id, now=NOW)


def post(body: bytes, signature: str) -> int:
    headers = {"Host": "api.eu.localhost", "Stripe-Signature": signature}
    sent = Client().post("/api/v1/webhooks/stripe", data=body, content_type="application/json", headers=headers)
    if sent.status_code == 200:
        interpret_events()
    return sent.status_code


def deliver(stripe: StripeAtDouble) -> None:
    """All that wait, the last one first, and each of them twice."""
    for notice in reversed(waiting(stripe) * 2):
        assert post(notice.body, notice.headers["Stripe-Signature"]) == 200


def paid(stripe: StripeAtDouble) -> PaymentView:
    payment = started(card_token="pm_card_visa")
    waiting(stripe)
    return payment


@pytest.mark.parametrize(
    ("amount", "units"),
    [
        (Money(1999, "EUR"), 1999),
        (Money(1000, "JPY"), 1000),
        (Money(5, "UGX"), 500),
        (Money(5, "ISK"), 500),
        (Money(1230, "KWD"), 1230),
        (Money(10_000, "XOF"), 10_000),
    ],
)
def test_amounts_are_in_stripes_own_units(amount, units):
    assert to_stripe(amount) == units
    assert from_stripe(units, amount.currency.lower()) == amount


@pytest.mark.parametrize("amount", [Money(1234, "KWD"), Money(1, "TND")])
def test_an_amount_that_stripe_has_no_form_for_is_not_rounded(amount):
    with pytest.raises(Rejected, match="amount_not_representable"):
        to_stripe(amount)


def test_a_method_is_not_offered_for_such_an_amount(stripe, mena):
    with tenancy.scope(mena):
        offered = {
            minor: [method.code for method in queries.available_methods(country=None, currency="KWD", total=Money(minor, "KWD"))]
            for minor in (1230, 1234)
        }

    assert ("stripe_card" in offered[1230], "stripe_card" in offered[1234]) == (True, False)
    assert "sandbox_card" in offered[1234]


def test_the_page_confirms_with_the_client_secret(stripe):
    payment = started()
    intent = held(stripe, payment)

    assert payment.action == ConfirmInPage(library="stripe", client_secret=intent["client_secret"], publishable_key="pk_test_eu")
    assert (intent["amount"], intent["currency"], intent["metadata"]) == (2000, "eur", {"payment_id": payment.id})
    assert "noor" not in str(intent)

    form = {"payment_method": "pm_card_visa", "client_secret": intent["client_secret"]}
    confirmed = httpx.post(
        f"{stripe.url}/v1/payment_intents/{intent['id']}/confirm",
        data=form,
        headers={"Authorization": "Bearer sk_test_eu"},
        trust_env=False,
    )
    deliver(stripe)

    assert confirmed.status_code == 200
    assert queries.get_payment(payment.id).captured == EUR_20
    assert published_events() == ["payment_succeeded"]


def test_a_card_that_was_typed_before_is_charged_at_once(stripe):
    payment = started(card_token="pm_card_visa")

    assert (payment.state, payment.captured, payment.provider_fee) == ("succeeded", EUR_20, Money(30, "EUR"))


def test_a_declined_card_ends_the_attempt(stripe):
    payment = started(card_token="pm_card_visa_chargeDeclinedInsufficientFunds")
    deliver(stripe)

    assert (queries.get_payment(payment.id).state, payment.failure_code) == ("failed", "insufficient_funds")


@pytest.mark.parametrize(
    ("outcome", "state", "action"), [("complete", "succeeded", type(None)), ("fail", "requires_action", ConfirmInPage)]
)
def test_a_bank_that_wants_to_see_the_customer_is_visited(stripe, outcome, state, action):
    payment = started(card_token="pm_card_threeDSecure2Required")
    visited = payment.action
    back = httpx.post(visited.url, data={"outcome": outcome}, trust_env=False)
    deliver(stripe)

    found = services.refresh_payment(payment_id=payment.id, now=NOW)
    assert isinstance(visited, VisitAddress)
    assert back.headers["Location"] == "http://eu.localhost/checkout/done"
    assert (found.state, held(stripe, payment)["status"] == "succeeded") == (state, outcome == "complete")


def test_events_that_come_twice_and_in_the_wrong_order_are_recorded_once(stripe):
    payment = started()
    stripe.approve(reference(payment))
    stripe.double.add_refund(reference(payment), 500)

    deliver(stripe)

    found = queries.get_payment(payment.id)
    assert (found.state, found.captured, found.refunded) == ("succeeded", EUR_20, Money(500, "EUR"))
    assert published_events() == ["payment_succeeded", "refund_succeeded"]
    assert {event.deliveries for event in ProviderEvent.objects.all()} == {2}


def test_a_manual_capture_takes_a_part_and_its_events_come_to_stripes_address(manual):
    payment = started("stripe_manual_card")
    manual.approve(reference(payment))
    deliver(manual)
    authorized = queries.get_payment(payment.id)
    services.request_capture(payment_id=payment.id, amount=Money(1500, "EUR"), now=NOW)

    captured = services.execute_capture(payment_id=payment.id, now=NOW)

    assert held(manual, payment)["capture_method"] == "manual"
    assert (authorized.state, authorized.is_secured, captured.captured) == ("authorized", False, Money(1500, "EUR"))
    assert captured.provider == "stripe_manual"


def test_an_authorization_is_voided(manual):
    payment = started("stripe_manual_card", card_token="pm_card_visa")

    assert (payment.state, services.cancel_payment(payment_id=payment.id, now=NOW).state) == ("authorized", "canceled")
    assert held(manual, payment)["status"] == "canceled"


def test_what_was_paid_meanwhile_is_not_canceled(stripe):
    payment = started()
    stripe.approve(reference(payment))

    assert services.cancel_payment(payment_id=payment.id, now=NOW).state == "succeeded"


def test_a_refund_that_waits_ends_by_an_event(stripe):
    payment = paid(stripe)
    stripe.double.faults.refunds = "pending"

    pending = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)
    stripe.double.settle_refund(stripe.remote.refunds[0]["id"], "succeeded")
    deliver(stripe)

    assert (pending.state, queries.get_refund(pending.id).state) == ("pending", "succeeded")


def test_a_refund_that_the_bank_sends_back_has_failed(stripe):
    payment = paid(stripe)
    refund = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

    stripe.double.settle_refund(stripe.remote.refunds[0]["id"], "failed")
    deliver(stripe)

    failed = queries.get_refund(refund.id)
    assert (refund.state, failed.state, failed.failure_code) == ("succeeded", "failed", "expired_or_canceled_card")


def test_a_refund_that_stripe_refuses_fails_with_its_reason(stripe):
    payment = paid(stripe)
    stripe.double.faults.refunds = "reject"

    failed = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)

    assert (failed.state, failed.failure_code, stripe.remote.refunds) == ("failed", "charge_disputed", [])


def test_refunds_are_read_to_the_last_page(stripe):
    payment = paid(stripe)
    for _ in range(101):
        stripe.double.add_refund(reference(payment), 1)

    assert len(providers.get("stripe").list_refunds(reference(payment))) == 101


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_dispute_holds_its_amount_until_the_bank_decides(stripe, end):
    payment = paid(stripe)
    dispute = stripe.double.dispute(reference(payment), 2000)
    deliver(stripe)
    (opened,) = queries.list_disputes(payment.id)
    refused = a_due_refund(payment, 500)
    stripe.double.close_dispute(reference(payment), dispute, end)
    deliver(stripe)

    (closed,) = queries.list_disputes(payment.id)
    assert (opened.state, opened.amount, opened.reason, closed.state) == ("open", EUR_20, "fraudulent", end)
    assert refused.state == "covered"


def test_a_dispute_waits_for_evidence_until_the_bank_has_it(stripe):
    payment = paid(stripe)
    dispute = stripe.double.dispute(reference(payment), 2000)
    deliver(stripe)
    (opened,) = queries.list_disputes(payment.id)
    stripe.double.close_dispute(reference(payment), dispute, "under_review")
    deliver(stripe)

    (reviewed,) = queries.list_disputes(payment.id)
    assert (opened.state, reviewed.state) == ("open", "open")
    assert (opened.respond_by is None, reviewed.respond_by) == (False, None)


def test_an_inquiry_of_a_bank_moves_no_money(stripe):
    payment = paid(stripe)
    inquiry = stripe.double.dispute(reference(payment), 2000, status="warning_needs_response")
    stripe.double.close_dispute(reference(payment), inquiry, "warning_closed")
    deliver(stripe)

    assert queries.list_disputes(payment.id) == []
    assert ProviderEvent.objects.filter(type__startswith="charge.dispute", processed_at=None).count() == 0
    assert providers.get("stripe").list_disputes(reference(payment)) == []


def test_an_event_of_another_kind_is_kept_and_changes_nothing(stripe):
    account = stripe.by_region["eu"]
    notice = stripe.double.event(account, "customer.created", {"id": "cus_1", "object": "customer"})

    assert post(notice.body, notice.headers["Stripe-Signature"]) == 200
    assert [(event.type, event.payment_id) for event in ProviderEvent.objects.all()] == [("customer.created", "")]


def test_a_signature_is_checked_with_its_age(stripe):
    payment = started()
    stripe.approve(reference(payment))
    (notice,) = waiting(stripe)
    now, secret = int(time.time()), stripe.by_region["eu"].webhook_secret

    refused = [
        post(notice.body, ""),
        post(notice.body, "t=now,v1=00"),
        post(notice.body, sign(secret, notice.body, at=now - 3600)),
        post(notice.body, sign("whsec_mena", notice.body, at=now)),
        post(notice.body + b" ", notice.headers["Stripe-Signature"]),
        post(b"\xff\xfe", sign(secret, b"\xff\xfe", at=now)),
    ]

    assert refused == [400] * 6
    assert not ProviderEvent.objects.exists()
    assert queries.get_payment(payment.id).state == "requires_action"
    assert post(notice.body, sign(secret, notice.body, at=now)) == 200
    assert queries.get_payment(payment.id).state == "succeeded"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"id": "evt_1"}', b'{"id": "evt 1", "type": "x", "data": {"object": {"id": "a", "object": "b"}}}']
)
def test_a_signed_body_that_is_no_event_is_refused(stripe, body):
    assert post(body, sign(stripe.by_region["eu"].webhook_secret, body, at=int(time.time()))) == 400


def test_a_key_is_not_used_for_another_request(stripe):
    request = PaymentRequest(
        payment_id="pay_1",
        amount=EUR_20,
        method="stripe_card",
        return_url="",
        webhook_url="",
        description="Order",
        details=PaymentDetails(email="noor@example.com"),
    )
    provider = providers.get("stripe")
    first = provider.start(request, idempotency_key="pay_1")
    again = provider.start(request, idempotency_key="pay_1")

    assert first.reference == again.reference
    with pytest.raises(Rejected, match="idempotency_error"):
        provider.capture(first.reference, EUR_20, idempotency_key="pay_1")


def test_a_key_that_stripe_does_not_know_is_no_answer(stripe):
    payment = started()
    stripe.double.faults.refuses_keys = True

    with pytest.raises(ProviderKeyRefused):
        services.refresh_payment(payment_id=payment.id, now=NOW)
    with pytest.raises(ProviderKeyRefused):
        providers.get("stripe").check_key()
    stripe.double.faults.refuses_keys = False
    providers.get("stripe").check_key()
