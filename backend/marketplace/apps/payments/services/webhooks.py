"""
Webhooks: news that may be forged, come twice, late or out of order.

So the signature is checked over the raw body, an event is kept once, and what it says of a payment that is still open is
only the reason to ask the provider how things stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import (
    PaymentProvider,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    WebhookEvent,
)
from marketplace.apps.payments.services.payments import record_known
from marketplace.apps.payments.services.refunds import record_dispute, record_refund
from marketplace.apps.payments.types import PaymentState
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import rows, sql

# Once for each event, however often it comes; whether an earlier delivery of it was dealt with to the end.
_KEEP = """
    INSERT INTO payment_provider_events AS event (tenant_id, provider, event_id, type, payment_id, body, deliveries, received_at)
    VALUES (%(tenant_id)s, %(provider)s, %(event_id)s, %(type)s, %(payment_id)s, %(body)s, 1, %(now)s)
    ON CONFLICT (provider, event_id) DO UPDATE SET deliveries = event.deliveries + 1
    RETURNING event.id, event.processed_at IS NOT NULL
"""

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
    ((row_id, is_done),) = sql.rows(_KEEP, {**_kept(provider, event, payment), "body": body, "now": now})
    if is_done:
        return
    if payment is not None:
        _process(provider, event, payment, now=now)
    sql.run("UPDATE payment_provider_events SET processed_at = %(now)s WHERE id = %(id)s", {"now": now, "id": row_id})


def _kept(provider: PaymentProvider, event: WebhookEvent, payment: Payment | None) -> dict[str, str]:
    return {
        "tenant_id": tenancy.current().slug,
        "provider": provider.code,
        "event_id": event.id,
        "type": event.type,
        "payment_id": payment.id if payment else "",
    }


def _process(provider: PaymentProvider, event: WebhookEvent, payment: Payment, *, now: datetime) -> None:
    match event.subject:
        case ProviderPayment() as told:
            # An end is an end whenever it arrives; anything else may have been overtaken, so ask.
            outcome = told if told.state in FINAL else provider.read(told.reference)
            record_known(payment, outcome, now=now)
        case ProviderRefund() as told:
            _catch_up(provider, told, payment, now=now)
            record_refund(payment_id=payment.id, outcome=told, now=now)
        case ProviderDispute() as told:
            _catch_up(provider, told, payment, now=now)
            record_dispute(payment_id=payment.id, outcome=told, now=now)


def _catch_up(provider: PaymentProvider, told: ProviderRefund | ProviderDispute, payment: Payment, *, now: datetime) -> None:
    """Money that comes back was taken before, even where the news of that is still on its way."""
    if payment.state != PaymentState.SUCCEEDED and payment.captured_minor == 0:
        record_known(payment, provider.read(told.payment_reference), now=now)


def _find_payment(provider: PaymentProvider, event: WebhookEvent) -> Payment | None:
    """The payment that an event is about, or None: another system may share the provider's account."""
    match event.subject:
        case ProviderPayment() as told:
            return rows.first(Payment, "id = %(id)s AND provider = %(provider)s", {"id": told.payment_id, "provider": provider.code})
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
