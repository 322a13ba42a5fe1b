"""Money that a card has promised and that is taken later."""

from __future__ import annotations

import pytest

from marketplace.apps.payments import providers, services
from marketplace.apps.payments.providers.base import PaymentRequest
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, a_started_payment, told
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.apps.payments.types import PaymentView
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def promised() -> PaymentView:
    """A payment that the provider has authorized."""
    payment = a_payment()
    request = PaymentRequest(
        payment_id=payment.id,
        amount=payment.amount,
        method=payment.method,
        return_url="http://eu.localhost/checkout/done",
        webhook_url="http://127.0.0.1:9/nobody-listens",
        description="GlobalMarket Europe",
        customer_email="noor@example.com",
        capture="manual",
        card_token="tok_ok",
    )
    outcome = providers.get("sandbox").start(request, idempotency_key=payment.id)
    return services.record_outcome(payment_id=payment.id, outcome=outcome, now=NOW)


@pytest.mark.parametrize("minor", [2000, 1200, 1])
def test_takes_the_amount_once(sandbox: Sandbox, minor: int):
    payment, amount = promised(), Money(minor, "EUR")

    taken = services.capture_payment(payment_id=payment.id, amount=amount, now=NOW)
    again = services.capture_payment(payment_id=payment.id, amount=amount, now=NOW)

    assert (payment.state, payment.captured) == ("authorized", Money(0, "EUR"))
    assert (taken.state, taken.captured) == ("succeeded", amount)
    assert again == taken
    assert [item["captured"]["minor"] for item in sandbox.payments_of(payment.id)] == [minor]
    assert told() == ["payment_authorized", "payment_succeeded"]


@pytest.mark.parametrize("amount", [Money(2001, "EUR"), Money(0, "EUR"), Money(2000, "KWD")])
def test_refuses_an_amount_that_was_not_promised(sandbox: Sandbox, amount: Money):
    payment = promised()

    with pytest.raises(services.PaymentNotCapturable):
        services.capture_payment(payment_id=payment.id, amount=amount, now=NOW)

    assert [item["captured"]["minor"] for item in sandbox.payments_of(payment.id)] == [0]


def test_refuses_what_was_not_promised_or_is_given_up(sandbox: Sandbox):
    waiting, released = a_started_payment(), promised()
    services.cancel_payment(payment_id=released.id, now=NOW)

    for payment in (waiting, released):
        with pytest.raises(services.PaymentNotCapturable):
            services.capture_payment(payment_id=payment.id, amount=EUR_20, now=NOW)


def test_no_provider_is_called_while_a_transaction_is_open(sandbox: Sandbox):
    payment = promised()

    with pytest.raises(tenancy.ForbiddenInTransaction), tenancy.atomic():
        services.capture_payment(payment_id=payment.id, amount=EUR_20, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_takes_it(sandbox: Sandbox):
    payment = promised()

    taken = at_once(2, lambda _: services.capture_payment(payment_id=payment.id, amount=EUR_20, now=NOW))

    assert [(each.state, each.captured) for each in taken] == [("succeeded", EUR_20)] * 2
    assert told() == ["payment_authorized", "payment_succeeded"]
