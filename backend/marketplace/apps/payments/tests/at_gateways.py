"""What the tests of single gateways do alike at their stand-ins."""

from __future__ import annotations

from typing import Any

from django.test import Client

from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import PaymentRequest
from marketplace.apps.payments.tests.doubles import AtDouble
from marketplace.apps.payments.tests.sandbox import interpret_events
from marketplace.apps.payments.types import PaymentDetails, PaymentView
from marketplace.kit.money import Money
from payment_doubles.server import Notice


def reference(payment: PaymentView) -> str:
    """The gateway's name of it."""
    return Payment.objects.get(pk=payment.id).provider_reference


def held(gateway: AtDouble, payment: PaymentView) -> dict[str, Any]:
    """The payment as the gateway holds it."""
    found: dict[str, Any] = gateway.remote.payments[reference(payment)]
    return found


def waiting(gateway: AtDouble) -> list[Notice]:
    """The webhooks that the gateway has sent meanwhile."""
    return [gateway.waiting.get_nowait() for _ in range(gateway.waiting.qsize())]


def post_webhook(code: str, notice: Notice, *, body: bytes | None = None, host: str = "api.eu.localhost", **headers: str) -> int:
    """Bring a webhook, with another ``body`` or other ``headers`` as a forger would; what is taken is interpreted. Answers the status."""
    sent = {**notice.headers, **headers, "Host": host}
    kind = sent.pop("Content-Type")
    answer = Client().post(f"/api/v1/webhooks/{code}", data=notice.body if body is None else body, content_type=kind, headers=sent)
    if answer.status_code == 200:
        interpret_events()
    return answer.status_code


def a_request(amount: Money, method: str, **changes: Any) -> PaymentRequest:
    values: dict[str, Any] = {
        "payment_id": "pay_1",
        "return_url": "https://shop.example/back",
        "webhook_url": "https://shop.example/hook",
        "description": "Order",
        "details": PaymentDetails(email="noor@example.com"),
        **changes,
    }
    return PaymentRequest(amount=amount, method=method, **values)
