"""Webhooks that are not what they say: forged, unsigned, malformed; and true ones whose content is only a reason to ask."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.models import Dispute, ProviderEvent, Refund
from marketplace.apps.payments.tests.factories import (
    a_paid_payment,
    a_refund,
    a_started_payment,
    name_at_provider,
    paid_on_the_page,
    published_events,
    refuse_refunds,
)
from marketplace.apps.payments.tests.sandbox import LATE_CARD, Sandbox, Webhook, sign
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def forged(sandbox: Sandbox, webhook: Webhook, **changes: Any) -> Webhook:
    """The same event with other content, signed well: by a thief of the secret, or by a provider that errs."""
    content = webhook.content
    content["id"] += "x"
    content["data"] |= changes.pop("data", {})
    body = json.dumps({**content, **changes}).encode()
    return Webhook(body, sign(sandbox.webhook_secret, body, at=int(time.time())))


@pytest.mark.django_db(transaction=True)
class TestASignedEventIsOnlyAReasonToAsk:
    """What is booked is what the provider says when it is asked."""

    def test_money_that_the_provider_does_not_have_is_not_booked(self, sandbox: Sandbox, api: Any):
        payment = paid_on_the_page(sandbox, LATE_CARD)
        processing = sandbox.next_webhook(payment.id, "payment.processing")
        said = {"status": "succeeded", "captured": {"minor": 2000, "currency": "EUR"}}

        answer = forged(sandbox, processing, type="payment.succeeded", data=said).post(api)

        assert answer.status_code == 200
        assert queries.get_payment(payment.id).state == "processing"
        assert published_events() == []

    @pytest.mark.parametrize("status", ["failed", "canceled"])
    def test_an_end_that_the_provider_does_not_know_ends_nothing(self, sandbox: Sandbox, api: Any, status: str):
        payment = paid_on_the_page(sandbox, LATE_CARD)
        processing = sandbox.next_webhook(payment.id, "payment.processing")

        forged(sandbox, processing, type=f"payment.{status}", data={"status": status}).post(api)

        assert queries.get_payment(payment.id).state == "processing"

    def test_the_money_of_another_payment_pays_nothing(self, sandbox: Sandbox, api: Any):
        payment, other = a_started_payment(card_token="tok_unavailable"), paid_on_the_page(sandbox)
        webhook = sandbox.next_webhook(other.id, "payment.succeeded")

        answer = forged(sandbox, webhook, data={"reference": payment.id}).post(api)

        assert answer.status_code == 200
        assert queries.get_payment(payment.id).state == "created"

    def test_a_refund_that_the_provider_does_not_have_is_not_booked(self, sandbox: Sandbox, api: Any):
        payment = a_paid_payment()
        refund = a_refund(payment, 700)
        refuse_refunds(sandbox, payment, "pending")
        services.execute_refund(refund_id=refund.id, now=NOW)
        sandbox.control(f"/v1/test/payments/{name_at_provider(payment)}/dispute")
        opened = sandbox.next_webhook(payment.id, "dispute.opened")
        pending = {"id": Refund.objects.get().provider_reference, "object": "refund", "reference": refund.id, "failure_code": None}

        for status in ("succeeded", "failed"):
            about = {**pending, "status": status, "amount": {"minor": 700, "currency": "EUR"}}
            forged(sandbox, opened, id=f"evt_{status}", type=f"refund.{status}", data=about).post(api)

        assert queries.get_refund(refund.id).state == "pending"

    def test_a_dispute_that_the_provider_has_not_decided_stays_open(self, sandbox: Sandbox, api: Any):
        payment = a_paid_payment()
        sandbox.control(f"/v1/test/payments/{name_at_provider(payment)}/dispute")
        opened = sandbox.next_webhook(payment.id, "dispute.opened")

        forged(sandbox, opened, type="dispute.won", data={"status": "won"}).post(api)

        assert Dispute.objects.get().state == "open"

    def test_what_the_provider_does_not_know_is_let_go(self, sandbox: Sandbox, api: Any):
        payment = a_paid_payment()
        webhook = sandbox.next_webhook(payment.id, "payment.succeeded")
        about = {"id": "sref_none", "payment": name_at_provider(payment), "status": "succeeded", "amount": {"minor": 1, "currency": "EUR"}}

        answers = [
            forged(sandbox, webhook, type="refund.succeeded", data=about).post(api),
            forged(sandbox, webhook, id="evt_9", type="dispute.opened", data={**about, "status": "open", "reason": "x"}).post(api),
        ]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert not Refund.objects.exists()
        assert not Dispute.objects.exists()

    def test_forged_and_true_ones_at_once_end_as_the_provider_says(self, sandbox: Sandbox, api: Any, eu: tenancy.Tenant):
        payment = paid_on_the_page(sandbox, LATE_CARD)
        processing = sandbox.next_webhook(payment.id, "payment.processing")
        said = {"status": "failed", "failure_code": "x"}
        lies = [forged(sandbox, processing, id=f"evt_{number}", type="payment.failed", data=said) for number in range(6)]
        sandbox.control(f"/v1/test/payments/{name_at_provider(payment)}/settle")

        outcomes = at_once(12, lambda number: (lies[number // 2] if number % 2 else processing).post(api).status_code)

        assert outcomes == [200] * 12
        assert queries.get_payment(payment.id).state == "succeeded"
        assert published_events() == ["payment_succeeded"]


@pytest.mark.parametrize("trick", ["no signature", "nonsense", "other secret", "other body", "too old", "from the future"])
def test_refuses_what_is_not_signed_by_the_provider_just_now(sandbox: Sandbox, api: Any, trick: str):
    payment = paid_on_the_page(sandbox)
    body, good = sandbox.next_webhook(payment.id, "payment.succeeded")
    now = int(time.time())
    forged = {
        "no signature": Webhook(body, ""),
        "nonsense": Webhook(body, "t=soon,v1=,,=é"),
        "other secret": Webhook(body, sign("guessed", body, at=now)),
        "other body": Webhook(body.replace(b"2000", b"2001"), good),
        "too old": Webhook(body, sign(sandbox.webhook_secret, body, at=now - 400)),
        "from the future": Webhook(body, sign(sandbox.webhook_secret, body, at=now + 400)),
    }[trick]

    answer = forged.post(api)

    assert (answer.status_code, answer.json()["code"]) == (400, "signature_invalid")
    assert not ProviderEvent.objects.exists()
    assert queries.get_payment(payment.id).state == "requires_action"


@pytest.mark.parametrize("body", [b"", b"[]", b'{"id": "evt_1"}', b'{"id":"e","type":"payment.x","created_at":1,"data":{}}'])
def test_refuses_signed_nonsense(sandbox: Sandbox, api: Any, body: bytes):
    from django.test import Client

    answer = Client().post(
        "/api/v1/webhooks/sandbox",
        data=body,
        content_type="application/json",
        headers={"Host": "api.eu.localhost", "Sandbox-Signature": sign(sandbox.webhook_secret, body, at=int(time.time()))},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "webhook_malformed")


ODD_FIELDS: list[tuple[str, Any]] = [
    ("id", ""),
    ("id", "e" * 101),
    ("id", "evt\x00"),
    ("type", "payment." + "x" * 200),
    ("created_at", 1e300),
    ("created_at", -1),
    ("created_at", "today"),
    ("data.id", "../refunds/x?y"),
    ("data.id", "n" * 101),
    ("data.id", "pay\x00"),
    ("data.reference", "r\x00"),
    ("data.reference", 5),
    ("data.status", "odd"),
    ("data.failure_code", "f" * 101),
    ("data.amount", {"minor": 2**70, "currency": "EUR"}),
    ("data.amount", {"minor": -1, "currency": "EUR"}),
    ("data.amount", {"minor": 2000, "currency": "XXX"}),
    ("data.amount", {"minor": 2000, "currency": "EUR\x00"}),
    ("data.captured", {"minor": 2**70, "currency": "EUR"}),
    ("data.captured", {"minor": -5, "currency": "EUR"}),
    ("data.captured", {"minor": 2000, "currency": "USD"}),
    ("data", None),
    ("data", []),
]


@pytest.mark.parametrize(("field", "value"), ODD_FIELDS, ids=[f"{field} {str(value)[:20]!a}" for field, value in ODD_FIELDS])
def test_odd_fields_of_a_signed_event_are_no_fault_of_ours(sandbox: Sandbox, api: Any, field: str, value: Any):
    payment = paid_on_the_page(sandbox)
    content = sandbox.next_webhook(payment.id, "payment.succeeded").content
    *way, last = field.split(".")
    place = content[way[0]] if way else content
    place[last] = value
    body = msgspec.json.encode(content)

    answer = Webhook(body, sign(sandbox.webhook_secret, body, at=int(time.time()))).post(api)

    assert answer.status_code in (200, 400)
    assert queries.get_payment(payment.id).captured.minor in (0, 2000)
