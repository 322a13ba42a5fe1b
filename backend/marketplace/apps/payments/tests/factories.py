"""Payments for tests, made as the shop makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.payments import services
from marketplace.apps.payments.models import Card, Payment
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.apps.payments.types import CardChoice, PaymentDetails, PaymentView, RefundView, SavedCard
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId, new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

EUR_20 = Money(2000, "EUR")


def a_payment(
    *, amount: Money = EUR_20, method: str = "sandbox_card", card_token: str = "", now: datetime = NOW, **changes: Any
) -> PaymentView:
    """A payment that was created and not started."""
    values: dict[str, Any] = {
        "payment_id": PaymentId(new_id("pay", at=now)),
        "checkout_id": CheckoutId(new_id("chk", at=now)),
        "order_id": OrderId(new_id("ord", at=now)),
        "return_url": "http://eu.localhost/checkout/done",
        "description": "GlobalMarket Europe",
        "details": PaymentDetails(email="noor@example.com", phone="+256 772 123456"),
        "card": CardChoice(token=card_token),
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


def a_saved_card(customer_id: str, *, now: datetime = NOW) -> SavedCard:
    """A card that the customer has saved at a provider which nobody asks."""
    card = Card(
        id=new_id("card", at=now),
        customer_id=customer_id,
        provider="stripe",
        provider_customer="cus_1",
        reference=new_id("pm", at=now),
        brand="visa",
        last4="4242",
        expires_month=12,
        expires_year=2034,
        saved_at=now,
    )
    rows.insert(card)
    return card.as_view()


def a_refund(payment: PaymentView, minor: int, *, refund_id: str | None = None, now: datetime = NOW) -> RefundView:
    """A refund that was decided and not executed."""
    with tenancy.atomic():
        return services.request_refund(
            refund_id=refund_id or new_id("rfd", at=now),
            payment_id=payment.id,
            amount=Money(minor, payment.amount.currency),
            reason="test",
            now=now,
        )


def refuse_refunds(sandbox: Sandbox, payment: PaymentView, behaviour: str = "reject") -> None:
    """What becomes of the payment's next refunds at the provider: normal, pending, fail or reject."""
    sandbox.control(f"/v1/test/payments/{sandbox.payments_of(payment.id)[0]['id']}/refund-behaviour", {"refunds": behaviour})


def published_events() -> list[str]:
    """The wire names of all events so far, without their app and version, in order."""
    rows = OutboxEvent.objects.order_by("id").values_list("event_id", "wire_name")  # an event is there once for each subscriber
    return [name.split(".")[1] for name in dict(rows).values() if name.startswith("payments.") and "provider_event" not in name]


def paid_on_the_page(sandbox: Sandbox, card: str = "4242424242424242") -> PaymentView:
    """A payment that the customer has paid on the provider's page, whose webhook was not delivered yet."""
    payment = a_started_payment()
    assert payment.action is not None
    sandbox.pay(payment.action.url, card)
    return payment


def name_at_provider(payment: PaymentView) -> str:
    """The provider's own id of it."""
    return Payment.objects.get(pk=payment.id).provider_reference


def a_due_refund(payment: PaymentView, minor: int) -> RefundView:
    """One that is owed, whatever is left of the payment."""
    with tenancy.atomic():
        return services.request_refund(
            refund_id=new_id("rfd", at=NOW), payment_id=payment.id, amount=Money(minor, "EUR"), reason="", now=NOW, is_due=True
        )


def a_failed_refund(sandbox: Sandbox, payment: PaymentView, minor: int) -> RefundView:
    """A refund that the provider has refused."""
    refuse_refunds(sandbox, payment)
    return services.execute_refund(refund_id=a_refund(payment, minor).id, now=NOW)
