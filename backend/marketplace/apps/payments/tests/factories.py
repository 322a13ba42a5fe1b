"""Payments for tests, made as the shop makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.payments import services
from marketplace.apps.payments.types import PaymentView, RefundView
from marketplace.foundation import tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId, new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

EUR_20 = Money(2000, "EUR")


def a_payment(*, amount: Money = EUR_20, method: str = "sandbox_card", now: datetime = NOW, **changes: Any) -> PaymentView:
    """A payment that was created and not started."""
    values: dict[str, Any] = {
        "payment_id": PaymentId(new_id("pay", at=now)),
        "checkout_id": CheckoutId(new_id("chk", at=now)),
        "order_id": OrderId(new_id("ord", at=now)),
        "return_url": "http://eu.localhost/checkout/done",
        "description": "GlobalMarket Europe",
        "customer_email": "noor@example.com",
        **changes,
    }
    with tenancy.atomic():
        return services.create_payment(amount=amount, method=method, now=now, **values)


def a_started_payment(**changes: Any) -> PaymentView:
    """A payment whose start the provider has answered."""
    return services.start_payment(payment_id=a_payment(**changes).id, now=NOW)


def a_paid_payment(**changes: Any) -> PaymentView:
    """A payment whose money was taken at once."""
    return a_started_payment(card_token="tok_ok", **changes)


def a_refund(payment: PaymentView, minor: int, *, refund_id: str | None = None, now: datetime = NOW) -> RefundView:
    """A refund that was decided and not carried out."""
    with tenancy.atomic():
        return services.request_refund(
            refund_id=refund_id or new_id("rfd", at=now),
            payment_id=payment.id,
            amount=Money(minor, payment.amount.currency),
            reason="test",
            now=now,
        )


def told() -> list[str]:
    """The wire names of all events so far, without their app and version, in order."""
    names = OutboxEvent.objects.order_by("id").values_list("wire_name", flat=True)
    return [name.split(".")[1] for name in names if name.startswith("payments.")]
