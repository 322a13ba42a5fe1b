"""Every gateway and every shape of provider passes the same tests: nothing above the port knows which one it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.payments import queries, services
from marketplace.apps.payments.errors import PaymentInProgress, ProviderUnavailable
from marketplace.apps.payments.models import Capture, Payment, ProviderEvent
from marketplace.apps.payments.providers.base import Search
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, a_refund, published_events
from marketplace.apps.payments.tests.gateways import (
    GATEWAYS,
    MollieAtDouble,
    PaystackAtDouble,
    StripeAtDouble,
    StripeManualAtDouble,
)
from marketplace.apps.payments.tests.sandbox import interpret_events
from marketplace.apps.payments.tests.sandbox_gateway import SandboxGateway
from marketplace.apps.payments.tests.shapes import (
    SHAPES,
    AuthorizingShape,
    MollieShape,
    MomoShape,
    PayPalShape,
    Shape,
    StripeShape,
)
from marketplace.apps.payments.types import (
    ApproveOnPhone,
    ConfirmInPage,
    PaymentAddress,
    PaymentDetails,
    PaymentView,
    PayVoucher,
    VisitAddress,
)
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

ADDRESS = PaymentAddress(name="Noor", line1="Dam 1", city="Amsterdam", country="NL")
DETAILS = PaymentDetails(email="noor@example.com", name="Noor", phone="+31600000000", shipping_address=ADDRESS)
ACTIONS = {"stripe": ConfirmInPage, "voucher": PayVoucher, "mtn_momo": ApproveOnPhone}


@pytest.fixture(params=[*SHAPES, *GATEWAYS, SandboxGateway], ids=lambda kind: kind.__name__)
def shape(request: Any, using: Any) -> Iterator[Any]:
    if request.param is SandboxGateway:
        made = SandboxGateway(request.getfixturevalue("sandbox"))
        yield made
        made.close()
    else:
        yield using(request.param)


def started(shape: Any, **changes: Any) -> PaymentView:
    return services.start_payment(payment_id=a_payment(method=shape.method, details=DETAILS, **changes).id, now=NOW)


def reference(payment: PaymentView) -> str:
    return Payment.objects.get(pk=payment.id).provider_reference


def is_signing(shape: Any) -> bool:
    """Whether its webhooks carry a signature."""
    return hasattr(shape, "header")


def deliver(shape: Any, name: str, *, method: str | None = None, host: str = "api.eu.localhost", **headers: str) -> int:
    """Send the provider's notice to our API, and let it be interpreted."""
    body, own = shape.notice(name)
    kind = own.pop("Content-Type", "application/json")
    send = getattr(Client(), (method or shape.capabilities.webhook_method).lower())
    answer = send(f"/api/v1/webhooks/{shape.code}", data=body, content_type=kind, headers={"Host": host, **own, **headers})
    if answer.status_code == 200:
        interpret_events()
    return int(answer.status_code)


def test_the_customer_is_asked_for_what_the_provider_needs(shape: Any):
    payment = started(shape)

    assert isinstance(payment.action, ACTIONS.get(shape.code, VisitAddress))
    assert (payment.state, payment.is_secured, payment.settles_on_delivery) == ("requires_action", False, False)


@pytest.mark.parametrize("kind", SHAPES, ids=lambda kind: kind.__name__)
def test_the_provider_gets_only_the_customer_data_that_it_wants(using: Any, kind: type[Shape]):
    shape = using(kind)
    started(shape)

    (request,) = shape.remote.seen
    assert bool(request.details.phone) == ("phone" in shape.capabilities.wants)
    assert bool(request.details.name) == ("name" in shape.capabilities.wants)
    assert (request.details.shipping_address == ADDRESS) == ("shipping_address" in shape.capabilities.wants)


def test_a_webhook_secures_the_payment_once(shape: Any):
    payment = started(shape)
    shape.approve(reference(payment))

    answers = [deliver(shape, reference(payment)) for _ in range(3)]

    paid = queries.get_payment(payment.id)
    assert answers == [200] * 3
    assert (paid.state, paid.captured, paid.is_secured) == ("succeeded", EUR_20, True)
    assert (shape.remote.captures, Capture.objects.get().amount_minor) == (1, 2000)
    assert published_events() == ["payment_succeeded"]


def test_the_intake_calls_no_provider(shape: Any):
    payment = started(shape)
    shape.approve(reference(payment))
    body, _ = shape.notice(reference(payment))
    shape.remote.is_silent = True

    with pytest.raises(ProviderUnavailable):  # of the interpretation, which the relay repeats
        deliver(shape, reference(payment))
    stored = ProviderEvent.objects.get()
    shape.remote.is_silent = False
    interpret_events()

    assert (bytes(stored.body), stored.processed_at) == (body, None)
    assert queries.get_payment(payment.id).state == "succeeded"


def test_a_payment_is_found_paid_without_a_webhook(shape: Any):
    payment = started(shape)
    shape.approve(reference(payment))

    assert services.check_payment(payment_id=payment.id, now=NOW).state == "succeeded"


def test_a_lost_answer_is_found_and_nothing_is_started_twice(shape: Any):
    payment = a_payment(method=shape.method, details=DETAILS)
    shape.remote.is_silent = True
    unknown = services.start_payment(payment_id=payment.id, now=NOW)
    shape.remote.is_silent = False

    found = services.refresh_payment(payment_id=payment.id, now=NOW)

    assert (unknown.state, found.state) == ("created", "requires_action")
    assert len(shape.remote.payments) == 1


def test_a_payment_that_was_never_sent_is_not_sent_by_looking_or_canceling(shape: Any):
    payment = a_payment(method=shape.method, details=DETAILS)

    looked = services.refresh_payment(payment_id=payment.id, now=NOW)
    canceled = services.cancel_payment(payment_id=payment.id, now=NOW)

    assert (looked.state, canceled.state, shape.remote.payments) == ("created", "canceled", {})


def test_a_refusal_ends_it_and_a_further_attempt_has_a_row_and_key_of_its_own(shape: Any):
    first = started(shape)
    with pytest.raises(PaymentInProgress):
        started(shape, checkout_id=first.checkout_id, order_id=first.order_id, attempt=2)
    shape.refuse(reference(first))
    services.refresh_payment(payment_id=first.id, now=NOW)

    second = started(shape, checkout_id=first.checkout_id, order_id=first.order_id, attempt=2)

    assert queries.get_payment(first.id).is_lost
    assert (second.state, second.attempt) == ("requires_action", 2)
    assert len(shape.remote.requests) == 2


def test_two_first_attempts_of_one_checkout_are_one_too_many(shape: Any):
    first = started(shape)

    with pytest.raises(PaymentInProgress):
        started(shape, checkout_id=first.checkout_id, order_id=first.order_id)


def test_what_is_paid_can_be_refunded_as_far_as_the_provider_can(shape: Any):
    payment = started(shape)
    shape.approve(reference(payment))
    services.refresh_payment(payment_id=payment.id, now=NOW)

    part = services.execute_refund(refund_id=a_refund(payment, 700).id, now=NOW)
    part = services.execute_refund(refund_id=part.id, now=NOW)  # some take their time

    assert part.state == ("succeeded" if shape.capabilities.partial_refunds else "failed")
    assert len(shape.remote.refunds) == int(shape.capabilities.partial_refunds)


def test_a_forged_webhook_changes_nothing(shape: Any):
    payment = started(shape)
    is_signed = is_signing(shape)

    status = deliver(shape, reference(payment), **({shape.header: "forged"} if is_signed else {}))

    assert status == (400 if is_signed else 200)
    assert ProviderEvent.objects.count() == int(not is_signed)
    assert queries.get_payment(payment.id).state == "requires_action"


def test_a_webhook_by_the_other_method_is_not_its(shape: Any):
    payment = started(shape)

    assert deliver(shape, reference(payment), method="POST" if shape.capabilities.webhook_method == "PUT" else "PUT") == 404


def test_each_region_has_an_account_of_its_own(shape: Any, mena: tenancy.Tenant):
    payment = started(shape)
    shape.approve(reference(payment))

    assert shape.remote_of("mena").payments == {}
    assert deliver(shape, reference(payment), host="api.mena.localhost") == (400 if is_signing(shape) else 200)
    with tenancy.scope(mena):
        assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("kind", [StripeShape, StripeAtDouble])
def test_the_providers_fee_is_in_the_books_once(using: Any, kind: Any):
    shape = using(kind)
    payment = started(shape)
    shape.approve(reference(payment))

    for _ in range(2):
        services.refresh_payment(payment_id=payment.id, now=NOW)

    (posting,) = FinancialTransaction.objects.all()
    assert (posting.type, posting.source, posting.destination) == ("provider_fee", "operator:provider_fees", "provider:stripe")
    assert (posting.amount_minor, queries.get_payment(payment.id).provider_fee) == (30, Money(30, "EUR"))


@pytest.mark.parametrize("kind", [MollieShape, MomoShape, MollieAtDouble, PaystackAtDouble])
def test_identical_notices_are_distinguished_by_what_is_read(using: Any, kind: Any):
    shape = using(kind)
    payment = started(shape)
    deliver(shape, reference(payment))
    nothing_new = ProviderEvent.objects.get()
    shape.approve(reference(payment))
    deliver(shape, reference(payment))
    shape.refund(reference(payment), Money(500, "EUR"), idempotency_key="made at the provider")
    deliver(shape, reference(payment))

    event = ProviderEvent.objects.get()
    assert (nothing_new.payment_id, event.payment_id, event.deliveries) == (payment.id, payment.id, 3)
    assert queries.get_payment(payment.id).refunded == Money(500, "EUR")
    assert published_events() == ["payment_succeeded", "refund_succeeded"]


@pytest.mark.parametrize("kind", [MollieShape, MomoShape, MollieAtDouble])
def test_an_unsigned_notice_about_nothing_of_ours_is_not_stored(using: Any, kind: Any):
    shape = using(kind)

    assert deliver(shape, "nobodys") == 200
    assert not ProviderEvent.objects.exists()


def test_what_the_customer_approves_too_late_is_not_captured(using: Any):
    shape = using(PayPalShape)
    payment = started(shape)
    services.cancel_payment(payment_id=payment.id, now=NOW)
    shape.approve(reference(payment))

    deliver(shape, reference(payment))

    assert (queries.get_payment(payment.id).state, shape.remote.captures) == ("canceled", 0)


@pytest.mark.parametrize("kind", [AuthorizingShape, StripeManualAtDouble])
def test_of_an_authorization_a_part_is_captured(using: Any, kind: Any):
    shape = using(kind)
    payment = started(shape)
    shape.approve(reference(payment))

    authorized = services.refresh_payment(payment_id=payment.id, now=NOW)
    services.request_capture(payment_id=payment.id, amount=Money(1500, "EUR"), now=NOW)
    captured = services.execute_capture(payment_id=payment.id, now=NOW)

    assert (authorized.state, authorized.is_secured, authorized.is_authorized) == ("authorized", False, True)
    assert (captured.state, captured.captured) == ("succeeded", Money(1500, "EUR"))
    assert published_events() == ["payment_authorized", "payment_succeeded"]


@pytest.mark.parametrize("kind", [AuthorizingShape, StripeManualAtDouble])
def test_an_authorization_that_has_expired_cannot_be_captured_and_fails(using: Any, kind: Any):
    shape = using(kind)
    payment = started(shape)
    shape.approve(reference(payment))
    services.refresh_payment(payment_id=payment.id, now=NOW)
    services.request_capture(payment_id=payment.id, amount=EUR_20, now=NOW)
    shape.expire(reference(payment))

    failed = services.execute_capture(payment_id=payment.id, now=NOW)

    assert (failed.state, failed.captured) == ("failed", Money(0, "EUR"))
    assert failed.failure_code in ("not_capturable", "payment_intent_unexpected_state")


@pytest.mark.parametrize("kind", [AuthorizingShape, StripeManualAtDouble])
def test_a_capture_whose_answer_is_lost_takes_the_money_once(using: Any, kind: Any):
    shape = using(kind)
    payment = started(shape)
    shape.approve(reference(payment))
    services.refresh_payment(payment_id=payment.id, now=NOW)
    services.request_capture(payment_id=payment.id, amount=Money(1500, "EUR"), now=NOW)
    shape.remote.is_silent = True
    with pytest.raises(ProviderUnavailable):
        services.execute_capture(payment_id=payment.id, now=NOW)
    shape.remote.is_silent = False

    captured = services.execute_capture(payment_id=payment.id, now=NOW)

    assert (captured.state, captured.captured, shape.remote.captures) == ("succeeded", Money(1500, "EUR"), 1)


def test_a_request_that_may_have_arrived_is_asked_about_by_the_scheduled_check(shape: Any):
    payment = a_payment(method=shape.method, details=DETAILS)
    shape.remote.is_silent = True
    services.start_payment(payment_id=payment.id, now=NOW)

    assert queries.list_payments_to_check(now=NOW + timedelta(minutes=2)) == [payment.id]
    assert shape.capabilities.search in Search
