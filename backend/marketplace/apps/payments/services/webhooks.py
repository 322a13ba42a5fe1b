"""
Webhooks: news that may be forged, come twice, late or out of order.

So the signature is checked over the raw body, an event is kept once, and what it says of a payment that is still open is
only the reason to ask the provider how things stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F, QuerySet

from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Payment, ProviderEvent
from marketplace.apps.payments.providers.base import (
    PaymentProvider,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    WebhookEvent,
)
from marketplace.apps.payments.services.payments import record_outcome
from marketplace.apps.payments.services.refunds import record_dispute, record_refund
from marketplace.apps.payments.types import PaymentState
from marketplace.foundation import tenancy

FINAL = (PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.CANCELED)


def receive_webhook(*, provider_code: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
    """
    Take what a provider posted. It returns once everything is recorded; an error makes the provider deliver again.

    :raises ProviderUnknown: if there is no such provider
    :raises SignatureInvalid: if the body is not from it, or is too old
    :raises WebhookMalformed: if the body cannot be read
    :raises ProviderUnavailable: if the provider does not answer the question that the event raises
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    provider = providers.get(provider_code)
    provider.verify_webhook(body, headers)
    event = provider.parse_webhook(body)
    payment = _find_payment(provider, event)
    row, is_new = ProviderEvent.objects.get_or_create(
        provider=provider.code,
        event_id=event.id,
        defaults={"type": event.type, "payment_id": payment.id if payment else "", "body": body, "received_at": now},
    )
    if not is_new:
        ProviderEvent.objects.filter(pk=row.pk).update(deliveries=F("deliveries") + 1)
        if row.processed_at is not None:
            return
    if payment is not None:
        _process(provider, event, payment, now=now)
    ProviderEvent.objects.filter(pk=row.pk).update(processed_at=now)


def _process(provider: PaymentProvider, event: WebhookEvent, payment: Payment, *, now: datetime) -> None:
    match event.subject:
        case ProviderPayment() as told:
            # An end is an end whenever it arrives; anything else may have been overtaken, so ask.
            outcome = told if told.state in FINAL else provider.read(told.reference)
            record_outcome(payment_id=payment.id, outcome=outcome, now=now)
        case ProviderRefund() as told:
            _catch_up(provider, told, payment, now=now)
            record_refund(payment_id=payment.id, outcome=told, now=now)
        case ProviderDispute() as told:
            _catch_up(provider, told, payment, now=now)
            record_dispute(payment_id=payment.id, outcome=told, now=now)


def _catch_up(provider: PaymentProvider, told: ProviderRefund | ProviderDispute, payment: Payment, *, now: datetime) -> None:
    """Money that comes back was taken before, even where the news of that is still on its way."""
    if payment.state != PaymentState.SUCCEEDED and payment.captured_minor == 0:
        record_outcome(payment_id=payment.id, outcome=provider.read(told.payment_reference), now=now)


def _find_payment(provider: PaymentProvider, event: WebhookEvent) -> Payment | None:
    """The payment that an event is about, or None: another system may share the provider's account."""
    match event.subject:
        case ProviderPayment() as told:
            return _of_provider(provider).filter(pk=told.payment_id).first()
        case ProviderRefund() | ProviderDispute() as told:
            known = _of_provider(provider).filter(provider_reference=told.payment_reference).first()
            return known or _find_by_asking(provider, told.payment_reference)
    return None


def _find_by_asking(provider: PaymentProvider, reference: str) -> Payment | None:
    """The answer of ``start`` may have been lost, and the payment's name at the provider with it."""
    try:
        payment_id = provider.read(reference).payment_id
    except Rejected:
        return None
    return _of_provider(provider).filter(pk=payment_id, provider_reference="").first()


def _of_provider(provider: PaymentProvider) -> QuerySet[Payment]:
    return Payment.objects.filter(provider=provider.code)
