"""SIGKILL before and after every call to a gateway: the money moves once, whatever was killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from marketplace.apps.orders.tests.crasher import Crasher
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.payments import queries, services
from marketplace.apps.payments.models import Capture, Card, Payment, ProviderEvent
from marketplace.apps.payments.tests.doubles import AtDouble
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateways import GATEWAYS, MomoAtDouble, StripeAtDouble, StripeManualAtDouble
from marketplace.apps.payments.tests.sandbox import interpret_events
from marketplace.apps.payments.types import CardChoice, PaymentView
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(minutes=2)
CALLS_AT_MOST = 10  # a guard against a test that never ends


@pytest.fixture(params=GATEWAYS, ids=lambda kind: kind.__name__)
def gateway(request: Any, using: Any) -> Any:
    return using(request.param)


@pytest.fixture(params=[kind for kind in GATEWAYS if kind is not MomoAtDouble], ids=lambda kind: kind.__name__)
def cancelable(request: Any, using: Any) -> Any:
    """One at which a payment can be canceled; at MTN it can only be let go."""
    return using(request.param)


@pytest.fixture
def stripe(using: Any) -> Any:
    return using(StripeAtDouble)


@pytest.fixture
def manual(using: Any) -> Any:
    return using(StripeManualAtDouble)


def killed_at_each_call(crasher: Crasher, make_job: Callable[[], Job]) -> Iterator[str]:
    """A fresh job killed before and after call 1, 2, 3 ... until one has no more calls."""
    for number in range(1, CALLS_AT_MOST):
        for after_answer in (False, True):
            answer = crasher.run(msgspec.structs.replace(make_job(), kill_at_call=number, kill_after_answer=after_answer))
            yield f"{'after' if after_answer else 'before'} call {number}: {answer}"
            if answer == "done":
                assert number > 1, "the job called nobody"
                return
            assert answer == "killed"
    raise AssertionError("still not through")


def a_job(service: str, **arguments: Any) -> Job:
    return Job("pay", 0, NOW, request={"service": service, "arguments": arguments})


def started(gateway: AtDouble) -> PaymentView:
    return services.start_payment(payment_id=a_payment(method=gateway.method).id, now=NOW)


def approved(gateway: Any) -> PaymentView:
    payment = started(gateway)
    gateway.approve(reference(payment))
    return payment


def paid(gateway: Any) -> PaymentView:
    return services.refresh_payment(payment_id=approved(gateway).id, now=NOW)


def reference(payment: PaymentView) -> str:
    return Payment.objects.get(pk=payment.id).provider_reference


def at_gateway(gateway: AtDouble, payment: PaymentView) -> list[dict[str, Any]]:
    """What the gateway holds for a payment of ours: one, if nobody can be charged twice."""
    found: list[dict[str, Any]] = gateway.remote.made_for(payment.id)
    return found


def test_a_start_that_is_killed_is_one_payment(gateway, crasher):
    made: list[PaymentView] = []

    def job() -> Job:
        made.append(a_payment(method=gateway.method))
        return a_job("start_payment", payment_id=made[-1].id)

    for place in killed_at_each_call(crasher, job):
        services.check_payment(payment_id=made[-1].id, now=LATER)
        waiting = services.start_payment(payment_id=made[-1].id, now=LATER)  # as the checkout does, for one that was never sent
        (found,) = at_gateway(gateway, made[-1])
        gateway.approve(found["id"])

        assert waiting.state == "requires_action", place
        assert services.check_payment(payment_id=made[-1].id, now=LATER).captured == EUR_20, place
    assert published_events() == ["payment_succeeded"] * len(made)
    assert gateway.remote.captures == Capture.objects.count() == len(made)


def test_a_start_that_saves_a_card_is_one_payment_of_one_customer(stripe, crasher):
    made: list[PaymentView] = []

    def job() -> Job:
        choice = CardChoice(token="pm_card_visa", saves_card=True, customer_id=f"cus_{len(made)}")
        made.append(a_payment(method=stripe.method, card=choice))
        return a_job("start_payment", payment_id=made[-1].id)

    for place in killed_at_each_call(crasher, job):
        services.check_payment(payment_id=made[-1].id, now=LATER)
        services.start_payment(payment_id=made[-1].id, now=LATER)

        (found,) = at_gateway(stripe, made[-1])
        assert len(stripe.double.cards_of("eu", found["customer"])) == 1, place
        assert Card.objects.filter(customer_id=f"cus_{len(made) - 1}").count() == 1, place
    records = stripe.by_region["eu"].records.values()
    assert sum(record["object"] == "customer" for record in records) == len(made)


def test_a_notice_whose_interpretation_is_killed_is_recorded_once(gateway, crasher):
    made: list[PaymentView] = []

    def job() -> Job:
        made.append(approved(gateway))
        body, headers = gateway.notice(reference(made[-1]))
        services.receive_webhook(
            provider_code=gateway.code, method=gateway.capabilities.webhook_method, body=body, headers=headers, now=NOW
        )
        (event,) = ProviderEvent.objects.filter(processed_at=None).values_list("event_id", flat=True)
        return a_job("interpret_event", provider_code=gateway.code, event_id=event)

    for place in killed_at_each_call(crasher, job):
        interpret_events()

        assert queries.get_payment(made[-1].id).captured == EUR_20, place
        assert len(at_gateway(gateway, made[-1])) == 1, place
    assert published_events() == ["payment_succeeded"] * len(made)


def test_a_refund_that_is_killed_returns_the_money_once(gateway, crasher):
    made: list[tuple[PaymentView, str]] = []

    def job() -> Job:
        payment = paid(gateway)
        made.append((payment, a_refund(payment, 700).id))
        return a_job("execute_refund", refund_id=made[-1][1])

    for place in killed_at_each_call(crasher, job):
        gateway.remote.account.answers.clear()  # as after a day: the gateway has forgotten its idempotency keys
        payment, refund_id = made[-1]

        services.execute_refund(refund_id=refund_id, now=LATER)
        assert services.execute_refund(refund_id=refund_id, now=LATER).state == "succeeded", place  # some take their time
        assert [len(each["refunds"]) for each in at_gateway(gateway, payment)] == [1], place
        assert queries.get_payment(payment.id).refunded == Money(700, "EUR"), place


def test_a_cancellation_that_is_killed_ends_the_payment(cancelable, crasher):
    made: list[PaymentView] = []

    def job() -> Job:
        made.append(started(cancelable))
        at_gateway(cancelable, made[-1])[0]["isCancelable"] = True
        return a_job("cancel_payment", payment_id=made[-1].id)

    for place in killed_at_each_call(crasher, job):
        assert services.cancel_payment(payment_id=made[-1].id, now=LATER).state == "canceled", place
        assert [cancelable.is_voided(each) for each in at_gateway(cancelable, made[-1])] == [True], place


def test_a_capture_that_is_killed_takes_the_money_once(manual, crasher):
    made: list[PaymentView] = []

    def job() -> Job:
        made.append(paid(manual))
        services.request_capture(payment_id=made[-1].id, amount=Money(1500, "EUR"), now=NOW)
        return a_job("execute_capture", payment_id=made[-1].id)

    for place in killed_at_each_call(crasher, job):
        assert services.execute_capture(payment_id=made[-1].id, now=LATER).captured == Money(1500, "EUR"), place
        assert [each["amount_received"] for each in at_gateway(manual, made[-1])] == [1500], place
    assert Capture.objects.count() == len(made)


def test_an_authorization_whose_void_is_killed_is_voided(manual, crasher):
    made: list[PaymentView] = []

    def job() -> Job:
        made.append(paid(manual))
        return a_job("cancel_payment", payment_id=made[-1].id)

    for place in killed_at_each_call(crasher, job):
        assert services.cancel_payment(payment_id=made[-1].id, now=LATER).state == "canceled", place
        assert [each["status"] for each in at_gateway(manual, made[-1])] == ["canceled"], place
