"""Webhooks over our API: doubled, late, out of order, and about things that nobody here asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.errors import ProviderUnavailable, RefundExceedsCapture
from marketplace.apps.payments.models import Dispute, Payment, ProviderEvent, Refund
from marketplace.apps.payments.tests.factories import (
    a_paid_payment,
    a_payment,
    a_refund,
    a_started_payment,
    name_at_provider,
    paid_on_the_page,
    published_events,
)
from marketplace.apps.payments.tests.sandbox import CARD_3DS, LATE_CARD, Sandbox, Webhook, accounts_at, interpret_events
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def test_records_what_the_customer_did_on_the_page(sandbox: Sandbox, api: Any):
    payment = paid_on_the_page(sandbox)

    answer = sandbox.next_webhook(payment.id, "payment.succeeded").post(api)

    assert (answer.status_code, answer.json()) == (200, {"status": "received"})
    assert queries.get_payment(payment.id).state == "succeeded"
    assert published_events() == ["payment_succeeded"]


def test_twice_does_no_harm(sandbox: Sandbox, api: Any):
    webhook = sandbox.next_webhook(paid_on_the_page(sandbox).id, "payment.succeeded")

    answers = [webhook.post(api).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert published_events() == ["payment_succeeded"]
    assert ProviderEvent.objects.get().deliveries == 2
    assert bytes(ProviderEvent.objects.get().body) == webhook.body


@pytest.mark.django_db(transaction=True)
def test_many_at_once_book_once(sandbox: Sandbox, api: Any, eu: tenancy.Tenant):
    payment = paid_on_the_page(sandbox)
    webhook = sandbox.next_webhook(payment.id, "payment.succeeded")

    def attempt(number: int) -> None:
        with tenancy.scope(eu):
            if number % 2:
                services.refresh_payment(payment_id=payment.id, now=NOW)
        if number % 2 == 0:
            assert webhook.post(api).status_code == 200
        connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attempt, range(16)))

    assert published_events() == ["payment_succeeded"]


def test_an_old_message_does_not_undo_a_newer_one(sandbox: Sandbox, api: Any):
    payment = paid_on_the_page(sandbox, LATE_CARD)
    processing = sandbox.next_webhook(payment.id, "payment.processing")
    sandbox.control(f"/v1/test/payments/{name_at_provider(payment)}/settle")
    succeeded = sandbox.next_webhook(payment.id, "payment.succeeded")

    for webhook in (succeeded, processing):
        assert webhook.post(api).status_code == 200

    assert queries.get_payment(payment.id).state == "succeeded"
    assert published_events() == ["payment_succeeded"]


def test_an_outdated_message_already_records_the_present_state(sandbox: Sandbox, api: Any):
    payment = paid_on_the_page(sandbox, LATE_CARD)
    processing = sandbox.next_webhook(payment.id, "payment.processing")
    sandbox.control(f"/v1/test/payments/{name_at_provider(payment)}/settle")

    processing.post(api)

    assert queries.get_payment(payment.id).state == "succeeded"


def test_comes_before_the_answer_of_the_start(sandbox: Sandbox, api: Any):
    payment = a_started_payment(card_token="tok_gateway_timeout")
    assert payment.state == "created"

    sandbox.next_webhook(payment.id, "payment.succeeded").post(api)

    assert queries.get_payment(payment.id).state == "succeeded"
    assert services.start_payment(payment_id=payment.id, now=NOW).state == "succeeded"
    assert published_events() == ["payment_succeeded"]


def test_a_refused_3ds_fails_the_payment(sandbox: Sandbox, api: Any):
    payment = paid_on_the_page(sandbox, CARD_3DS)
    assert payment.action is not None
    sandbox.confirm(payment.action.url, "refuse")

    sandbox.next_webhook(payment.id, "payment.failed").post(api)

    failed = queries.get_payment(payment.id)
    assert (failed.state, failed.failure_code) == ("failed", "authentication_failed")
    assert published_events() == ["payment_failed"]


@pytest.mark.parametrize("provider", ["cash", "nothing_to_pay", "unheard-of"])
def test_other_providers_have_no_endpoint(api: Any, provider: str):
    answer = api.post(f"webhooks/{provider}", {})

    assert (answer.status_code, answer.json()["code"]) == (404, "provider_unknown")


def test_another_region_does_not_learn_of_the_payment(sandbox: Sandbox, api: Any, mena: tenancy.Tenant):
    payment = paid_on_the_page(sandbox)

    answer = sandbox.next_webhook(payment.id, "payment.succeeded").post(api, tenant="mena")

    assert (answer.status_code, answer.json()["code"]) == (400, "signature_invalid")  # each region has a secret of its own
    assert queries.get_payment(payment.id).state == "requires_action"
    with tenancy.scope(mena):
        assert not ProviderEvent.objects.exists()


def test_is_interpreted_again_if_the_provider_was_silent_when_asked(sandbox: Sandbox, api: Any, settings: Any):
    payment = paid_on_the_page(sandbox, LATE_CARD)
    webhook = sandbox.next_webhook(payment.id, "payment.processing")
    good = settings.PAYMENT_ACCOUNTS
    settings.PAYMENT_ACCOUNTS = accounts_at("http://127.0.0.1:9")

    with pytest.raises(ProviderUnavailable):  # of the interpretation: the intake has answered
        webhook.post(api)
    waiting = ProviderEvent.objects.get()
    settings.PAYMENT_ACCOUNTS = good
    interpret_events()

    assert (waiting.processed_at, waiting.deliveries) == (None, 1)
    assert queries.get_payment(payment.id).state == "processing"


def test_a_refund_made_at_the_provider_is_booked_once(sandbox: Sandbox, api: Any):
    payment = a_paid_payment()
    sandbox.control(f"/v1/test/payments/{name_at_provider(payment)}/refund", {"amount": {"minor": 700, "currency": "EUR"}})
    webhook = sandbox.next_webhook(payment.id, "refund.succeeded")

    for _ in range(2):
        webhook.post(api)

    (refund,) = queries.list_refunds(payment.id)
    assert (refund.origin, refund.state, refund.amount) == ("provider", "succeeded", Money(700, "EUR"))
    assert queries.get_payment(payment.id).refunded == Money(700, "EUR")
    assert published_events() == ["payment_succeeded", "refund_succeeded"]


def test_a_refund_of_ours_is_known_by_its_id_even_before_its_answer_was_recorded(sandbox: Sandbox, api: Any):
    payment = a_paid_payment()
    refund = a_refund(payment, 700)
    sandbox.control(
        "/v1/refunds",
        {"payment": name_at_provider(payment), "amount": {"minor": 700, "currency": "EUR"}, "reference": refund.id},
    )

    sandbox.next_webhook(payment.id, "refund.succeeded").post(api)

    assert [(known.id, known.state) for known in queries.list_refunds(payment.id)] == [(refund.id, "succeeded")]


def test_a_refund_may_be_reported_before_its_payment(sandbox: Sandbox, api: Any):
    payment = a_started_payment(card_token="tok_gateway_timeout")
    reference = sandbox.payments_of(payment.id)[0]["id"]
    sandbox.control(f"/v1/test/payments/{reference}/refund")
    Payment.objects.filter(pk=payment.id).update(provider_reference="")

    webhook = next_of(sandbox, reference, "refund.succeeded")
    answer = webhook.post(api)

    assert answer.status_code == 200
    assert queries.get_payment(payment.id).refunded == Money(2000, "EUR")
    assert published_events() == ["payment_succeeded", "refund_succeeded"]


def next_of(sandbox: Sandbox, reference: str, event_type: str) -> Webhook:
    while True:
        webhook = sandbox.catcher.caught.get(timeout=60)
        if webhook.content["type"] == event_type and webhook.content["data"]["payment"] == reference:
            return webhook


@pytest.mark.parametrize(("outcome", "left_minor"), [("won", 2000), ("lost", 0)])
def test_a_dispute_holds_its_amount_until_it_is_won(sandbox: Sandbox, api: Any, outcome: str, left_minor: int):
    payment = a_paid_payment()
    path = f"/v1/test/payments/{name_at_provider(payment)}/dispute"
    sandbox.control(path)
    sandbox.next_webhook(payment.id, "dispute.opened").post(api)
    with pytest.raises(RefundExceedsCapture):
        a_refund(payment, 1)

    sandbox.control(path, {"outcome": outcome})
    ended = sandbox.next_webhook(payment.id, f"dispute.{outcome}")
    for _ in range(2):
        ended.post(api)

    (dispute,) = queries.list_disputes(payment.id)
    assert (dispute.state, dispute.amount) == (outcome, Money(2000, "EUR"))
    assert published_events() == ["payment_succeeded", "dispute_opened", f"dispute_{outcome}"]
    payment_row = Payment.objects.get(pk=payment.id)
    assert payment_row.captured_minor - payment_row.disputed_minor == left_minor


def test_the_end_of_a_dispute_may_be_reported_before_its_beginning(sandbox: Sandbox, api: Any):
    payment = a_paid_payment()
    path = f"/v1/test/payments/{name_at_provider(payment)}/dispute"
    sandbox.control(path)
    opened = sandbox.next_webhook(payment.id, "dispute.opened")
    sandbox.control(path, {"outcome": "lost"})
    lost = sandbox.next_webhook(payment.id, "dispute.lost")

    for webhook in (lost, opened):
        webhook.post(api)

    assert Dispute.objects.get().state == "lost"
    assert published_events() == ["payment_succeeded", "dispute_opened", "dispute_lost"]


def test_foreign_payments_at_the_same_provider_are_let_go(sandbox: Sandbox, api: Any):
    body = {
        "amount": {"minor": 1, "currency": "EUR"},
        "reference": "another-marketplace",
        "card": "tok_ok",
        "webhook_url": f"http://127.0.0.1:{sandbox.catcher.port}/",
    }
    made = sandbox.control("/v1/payments", body)
    sandbox.control(f"/v1/test/payments/{made['id']}/refund")

    answer = next_of(sandbox, made["id"], "refund.succeeded").post(api)

    assert answer.status_code == 200
    assert not Refund.objects.exists()


def test_the_address_that_providers_get_names_the_region(sandbox: Sandbox):
    payment = a_payment(method="sandbox_ideal", country="NL", card_token="tok_ok")
    services.start_payment(payment_id=payment.id, now=NOW)

    held = sandbox.payments_of(payment.id)[0]

    assert held["webhook_url"] == f"http://api.eu.localhost:{sandbox.catcher.port}/api/v1/webhooks/sandbox"
