"""Refunds at a provider without idempotency keys, which pays the same request as often as it is sent: one process at a time sends it."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.models import Payment, Refund
from marketplace.apps.payments.tests.factories import a_payment, a_refund
from marketplace.apps.payments.tests.gateway_paystack import PaystackAtDouble
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW
from payment_doubles.paystack import PaystackDouble
from payment_doubles.server import Answer, Request

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

PROCESSES = 4
PATIENCE_S = 60.0


class Listing(PaystackDouble):
    """Answers who asks for a transaction's refunds only when all have asked, so that nobody sees another's refund there."""

    meeting: Barrier | None = None

    def handle(self, request: Request) -> Answer | None:
        answer = super().handle(request)
        if self.meeting is not None and (request.method, request.path) == ("GET", "/refund"):
            self.meeting.wait(PATIENCE_S)
        return answer


class PaystackListing(PaystackAtDouble):
    double_kind = Listing
    double: Listing


def test_of_processes_that_execute_one_refund_at_once_one_sends_it(using: Any):
    paystack: PaystackListing = using(PaystackListing)
    payment = services.start_payment(payment_id=a_payment(method=paystack.method).id, now=NOW)
    paystack.approve(Payment.objects.get(pk=payment.id).provider_reference)
    services.refresh_payment(payment_id=payment.id, now=NOW)
    refund = a_refund(payment, 700)

    paystack.double.meeting = Barrier(PROCESSES)
    answers = at_once(PROCESSES, lambda _: services.execute_refund(refund_id=refund.id, now=NOW).state)
    paystack.double.meeting = None

    assert answers == ["pending"] * PROCESSES
    assert [held["amount"] for held in paystack.remote.refunds] == [700]
    assert services.execute_refund(refund_id=refund.id, now=NOW).state == "succeeded"
    assert queries.get_payment(payment.id).refunded == Money(700, "EUR")


def test_what_was_claimed_and_not_sent_is_sent_when_the_time_has_passed(using: Any):
    paystack: PaystackAtDouble = using(PaystackAtDouble)
    payment = services.start_payment(payment_id=a_payment(method=paystack.method).id, now=NOW)
    paystack.approve(Payment.objects.get(pk=payment.id).provider_reference)
    services.refresh_payment(payment_id=payment.id, now=NOW)
    refund = a_refund(payment, 700)
    Refund.objects.filter(pk=refund.id).update(attempts=1, next_attempt_at=NOW + timedelta(minutes=2))

    soon = services.execute_refund(refund_id=refund.id, now=NOW + timedelta(minutes=1))
    sent_soon = len(paystack.remote.refunds)
    services.execute_refund(refund_id=refund.id, now=NOW + timedelta(minutes=2))

    assert (soon.state, sent_soon, len(paystack.remote.refunds)) == ("pending", 0, 1)
