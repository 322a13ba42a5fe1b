"""A payment's life with a real provider: every answer it can give, and every way in which an update can come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.errors import MethodNotAvailable, PaymentDiffers, ProviderDisagrees, ProviderUnavailable
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderPayment
from marketplace.apps.payments.tests.factories import EUR_20, a_paid_payment, a_payment, a_started_payment, published_events
from marketplace.apps.payments.tests.sandbox import CARD_3DS, Sandbox
from marketplace.apps.payments.types import PaymentState
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.rows import ForeignRow
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def test_a_payment_starts_with_a_page_for_the_customer(sandbox: Sandbox):
    payment = a_started_payment()

    assert payment.state == PaymentState.REQUIRES_ACTION
    assert payment.action is not None
    assert payment.action.url.startswith(f"{sandbox.url}/pay/")
    assert (payment.captured, published_events()) == (Money(0, "EUR"), [])


@pytest.mark.parametrize(
    ("token", "state", "failure_code", "events"),
    [
        ("tok_ok", "succeeded", "", ["payment_succeeded"]),
        ("tok_declined", "failed", "card_declined", ["payment_failed"]),
        ("tok_later", "processing", "", []),
        ("tok_3ds", "requires_action", "", []),
    ],
)
def test_records_what_the_provider_answers_at_once(sandbox: Sandbox, token: str, state: str, failure_code: str, events: list[str]):
    payment = a_started_payment(card_token=token)

    assert (payment.state, payment.failure_code) == (state, failure_code)
    assert payment.captured == (EUR_20 if state == "succeeded" else Money(0, "EUR"))
    assert published_events() == events
    assert queries.get_payment(payment.id) == payment


def test_starting_twice_charges_once(sandbox: Sandbox):
    payment = a_paid_payment()

    again = services.start_payment(payment_id=payment.id, now=NOW)

    assert again == payment
    assert len(sandbox.payments_of(payment.id)) == 1


def test_a_lost_answer_is_asked_for_again_and_charges_once(sandbox: Sandbox):
    payment = a_started_payment(card_token="tok_gateway_timeout")

    again = services.start_payment(payment_id=payment.id, now=NOW)

    assert (payment.state, again.state) == ("created", "succeeded")
    assert len(sandbox.payments_of(payment.id)) == 1
    assert published_events() == ["payment_succeeded"]


def test_a_lost_answer_is_also_found_by_looking(sandbox: Sandbox):
    payment = a_started_payment(card_token="tok_gateway_timeout")

    found = services.refresh_payment(payment_id=payment.id, now=NOW)

    assert found.state == "succeeded"


@pytest.mark.usefixtures("silent_provider")
def test_a_silent_provider_leaves_the_payment_to_be_tried_again():
    payment = a_started_payment()

    assert payment.state == "created"
    assert queries.list_payments_to_check(now=NOW) == []
    assert queries.list_payments_to_check(now=NOW + timedelta(minutes=2)) == [payment.id]
    with pytest.raises(ProviderUnavailable):
        services.refresh_payment(payment_id=payment.id, now=NOW)


def test_a_payment_that_the_provider_never_saw_stays_created_and_is_looked_at_less_and_less(sandbox: Sandbox):
    payment = a_payment()
    Payment.objects.filter(pk=payment.id).update(next_check_at=NOW)

    later = NOW + timedelta(hours=1)
    checked = services.check_payment(payment_id=payment.id, now=later)

    assert checked.state == "created"
    assert queries.list_payments_to_check(now=later + timedelta(minutes=29)) == []
    assert queries.list_payments_to_check(now=later + timedelta(minutes=31)) == [payment.id]


def test_a_3ds_payment_is_found_paid_when_the_webhook_never_comes(sandbox: Sandbox):
    payment = a_started_payment()
    assert payment.action is not None
    sandbox.pay(payment.action.url, CARD_3DS)
    sandbox.confirm(payment.action.url)

    checked = services.check_payment(payment_id=payment.id, now=NOW)

    assert (checked.state, checked.action) == ("succeeded", None)
    assert published_events() == ["payment_succeeded"]


def test_a_waiting_payment_can_be_canceled(sandbox: Sandbox):
    payment = a_started_payment()

    canceled = services.cancel_payment(payment_id=payment.id, now=NOW)

    assert canceled.state == "canceled"
    assert sandbox.payments_of(payment.id)[0]["status"] == "canceled"
    assert published_events() == ["payment_canceled"]


def test_cancelling_too_late_returns_the_success(sandbox: Sandbox):
    payment = a_started_payment()
    assert payment.action is not None
    sandbox.pay(payment.action.url)

    outcome = services.cancel_payment(payment_id=payment.id, now=NOW)

    assert outcome.state == "succeeded"
    assert published_events() == ["payment_succeeded"]


def test_cancelling_finds_a_payment_whose_start_was_never_answered(sandbox: Sandbox):
    payment = a_started_payment(card_token="tok_gateway_timeout")

    outcome = services.cancel_payment(payment_id=payment.id, now=NOW)

    assert outcome.state == "succeeded"


def test_cancelling_a_payment_that_was_never_sent_asks_no_more(sandbox: Sandbox):
    payment = a_payment()

    canceled = services.cancel_payment(payment_id=payment.id, now=NOW)

    assert (canceled.state, sandbox.payments_of(payment.id)) == ("canceled", [])
    assert services.start_payment(payment_id=payment.id, now=NOW).state == "canceled"
    assert sandbox.payments_of(payment.id) == []


@pytest.mark.usefixtures("silent_provider")
def test_cancelling_needs_an_answer():
    payment = a_payment()

    with pytest.raises(ProviderUnavailable):
        services.cancel_payment(payment_id=payment.id, now=NOW)

    assert queries.get_payment(payment.id).state == "created"


def test_a_success_after_a_failure_counts(sandbox: Sandbox):
    payment = a_started_payment(card_token="tok_declined")
    late_outcome = an_outcome(payment.id, state=PaymentState.SUCCEEDED, captured_minor=2000)

    recorded = services.record_outcome(payment_id=payment.id, outcome=late_outcome, now=NOW)

    assert (recorded.state, recorded.captured) == ("succeeded", EUR_20)
    assert published_events() == ["payment_failed", "payment_succeeded"]


@pytest.mark.parametrize("state", [state for state in PaymentState if state is not PaymentState.SUCCEEDED])
def test_nothing_replaces_a_success(sandbox: Sandbox, state: PaymentState):
    payment = a_paid_payment()

    recorded = services.record_outcome(payment_id=payment.id, outcome=an_outcome(payment.id, state=state), now=NOW)

    assert recorded == payment


def test_another_amount_at_the_provider_is_not_recorded(sandbox: Sandbox):
    payment = a_started_payment()
    outcome = an_outcome(payment.id, state=PaymentState.SUCCEEDED, amount=Money(1, "EUR"))

    with pytest.raises(ProviderDisagrees):
        services.record_outcome(payment_id=payment.id, outcome=outcome, now=NOW)

    assert queries.get_payment(payment.id) == payment


def test_less_than_the_amount_is_no_success(sandbox: Sandbox):
    payment = a_started_payment()
    outcome = an_outcome(payment.id, state=PaymentState.SUCCEEDED, captured_minor=1999)

    with pytest.raises(ProviderDisagrees):
        services.record_outcome(payment_id=payment.id, outcome=outcome, now=NOW)

    assert queries.get_payment(payment.id) == payment


def test_creating_twice_finds_the_first(sandbox: Sandbox):
    payment = a_payment()

    again = a_payment(payment_id=payment.id, checkout_id=payment.checkout_id, order_id=payment.order_id)

    assert again == payment


def test_creating_again_for_another_amount_is_refused(sandbox: Sandbox):
    payment = a_payment()

    with pytest.raises(PaymentDiffers):
        a_payment(payment_id=payment.id, checkout_id=payment.checkout_id, order_id=payment.order_id, amount=Money(1, "EUR"))


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "barter"},
        {"amount": Money(2000, "KWD")},
        {"amount": Money(0, "EUR")},
        {"method": "sandbox_ideal", "country": "DE"},
    ],
)
def test_refuses_methods_that_cannot_pay_here(sandbox: Sandbox, changes: dict[str, object]):
    with pytest.raises(MethodNotAvailable):
        a_payment(**changes)

    assert not Payment.objects.exists()


def test_no_provider_is_called_while_a_transaction_is_open(sandbox: Sandbox):
    payment = a_payment()

    with pytest.raises(tenancy.ForbiddenInTransaction), tenancy.atomic():
        services.start_payment(payment_id=payment.id, now=NOW)

    assert sandbox.payments_of(payment.id) == []


def test_a_row_of_another_region_is_not_read(sandbox: Sandbox):
    payment = a_payment()
    Payment.objects.filter(pk=payment.id).update(tenant_id="mena")

    with pytest.raises(ForeignRow):
        queries.get_payment(payment.id)


def test_lists_pages_newest_first(sandbox: Sandbox):
    made = [a_payment(now=NOW + timedelta(minutes=minute)).id for minute in range(3)]

    first = queries.list_payments(page=PageRequest(2))
    second = queries.list_payments(page=PageRequest(2, first.next_cursor))

    assert [payment.id for payment in [*first.items, *second.items]] == made[::-1]
    assert second.next_cursor is None


def an_outcome(payment_id: str, *, state: PaymentState, amount: Money = EUR_20, captured_minor: int = 0) -> ProviderPayment:
    reference = Payment.objects.get(pk=payment_id).provider_reference
    return ProviderPayment(reference=reference, payment_id=payment_id, amount=amount, state=state, captured_minor=captured_minor)
