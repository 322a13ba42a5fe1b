"""A card payment that is authorized first and captured later."""

from __future__ import annotations

import pytest

from marketplace.apps.payments import providers, services
from marketplace.apps.payments.errors import PaymentNotCapturable
from marketplace.apps.payments.providers.base import CaptureMode, PaymentRequest
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, a_started_payment, published_events
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.apps.payments.types import PaymentDetails, PaymentView
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def an_authorized_payment() -> PaymentView:
    """A payment that the provider has authorized."""
    payment = a_payment()
    request = PaymentRequest(
        payment_id=payment.id,
        amount=payment.amount,
        method=payment.method,
        return_url="http://eu.localhost/checkout/done",
        webhook_url="http://127.0.0.1:9/nobody-listens",
        description="GlobalMarket Europe",
        details=PaymentDetails(email="noor@example.com"),
        capture=CaptureMode.LATER,
        token="tok_ok",
    )
    outcome = providers.get("sandbox").start(request, idempotency_key=payment.id)
    return services.record_outcome(payment_id=payment.id, outcome=outcome, now=NOW)


def capture(payment: PaymentView, amount: Money) -> PaymentView:
    services.request_capture(payment_id=payment.id, amount=amount, now=NOW)
    return services.execute_capture(payment_id=payment.id, now=NOW)


@pytest.mark.parametrize("minor", [2000, 1200, 1])
def test_takes_the_amount_once(sandbox: Sandbox, minor: int):
    payment, amount = an_authorized_payment(), Money(minor, "EUR")

    taken = capture(payment, amount)
    again = capture(payment, amount)

    assert (payment.state, payment.captured) == ("authorized", Money(0, "EUR"))
    assert (taken.state, taken.captured) == ("succeeded", amount)
    assert again == taken
    assert [item["captured"]["minor"] for item in sandbox.payments_of(payment.id)] == [minor]
    assert published_events() == ["payment_authorized", "payment_succeeded"]


@pytest.mark.parametrize("amount", [Money(2001, "EUR"), Money(0, "EUR"), Money(2000, "KWD")])
def test_refuses_an_amount_that_was_not_authorized(sandbox: Sandbox, amount: Money):
    payment = an_authorized_payment()

    with pytest.raises(PaymentNotCapturable):
        capture(payment, amount)

    assert [item["captured"]["minor"] for item in sandbox.payments_of(payment.id)] == [0]


def test_refuses_a_payment_that_was_not_authorized_or_is_canceled(sandbox: Sandbox):
    waiting, canceled = a_started_payment(), an_authorized_payment()
    services.cancel_payment(payment_id=canceled.id, now=NOW)

    for payment in (waiting, canceled):
        with pytest.raises(PaymentNotCapturable):
            capture(payment, EUR_20)


def test_no_provider_is_called_while_a_transaction_is_open(sandbox: Sandbox):
    payment = an_authorized_payment()

    with pytest.raises(tenancy.ForbiddenInTransaction), tenancy.atomic():
        capture(payment, EUR_20)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_takes_it(sandbox: Sandbox):
    payment = an_authorized_payment()

    taken = at_once(2, lambda _: capture(payment, EUR_20))

    assert [(each.state, each.captured) for each in taken] == [("succeeded", EUR_20)] * 2
    assert published_events() == ["payment_authorized", "payment_succeeded"]


def test_what_was_decided_first_is_taken_whatever_is_asked_for_later(sandbox: Sandbox):
    payment = an_authorized_payment()
    services.request_capture(payment_id=payment.id, amount=Money(1200, "EUR"), now=NOW)

    decided = services.request_capture(payment_id=payment.id, amount=EUR_20, now=NOW)
    taken = services.execute_capture(payment_id=payment.id, now=NOW)

    assert (decided.to_capture, taken.captured) == (Money(1200, "EUR"), Money(1200, "EUR"))


def test_without_a_decision_nothing_is_taken(sandbox: Sandbox):
    payment = an_authorized_payment()

    with pytest.raises(PaymentNotCapturable):
        services.execute_capture(payment_id=payment.id, now=NOW)

    assert [item["captured"]["minor"] for item in sandbox.payments_of(payment.id)] == [0]
