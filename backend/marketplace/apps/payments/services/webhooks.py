"""
Webhooks: they may be forged, and come twice, late or out of order.

The intake checks the signature over the raw body, stores the body and answers; no provider is called. The interpretation follows for an
event of our own: what the webhook names is only the reason to ask the provider, and what is booked is the provider's answer.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import msgspec

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import ProviderUnknown, SignatureInvalid, WebhookNotFound
from marketplace.apps.payments.events import ProviderEventReceived, VendorAccountChanged, VendorTransferChanged
from marketplace.apps.payments.models import Payment, ProviderEvent
from marketplace.apps.payments.providers.base import (
    Changed,
    PaymentProvider,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    Rejected,
    WebhookStyle,
)
from marketplace.apps.payments.services.asking import take_approved
from marketplace.apps.payments.services.cards import learn_card
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.recording import record_known
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.statements import RECEIVE_EVENT
from marketplace.apps.payments.types import PaymentState, WebhookView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Recorded
from marketplace.kit.actors import Actor

Outcome = ProviderPayment | ProviderRefund | ProviderDispute

REFUSAL_IS_NOTED_EVERY_S = 60
_ROW_ID = re.compile(r"[0-9]{1,18}")  # fits PostgreSQL's bigint
log = logging.getLogger(__name__)


def receive_webhook(*, provider_code: str, method: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
    """
    Store what a provider sent by ``method`` (POST or PUT), to be interpreted afterwards. It calls nobody, so it answers fast.

    What is not signed may come from anybody: it is stored only if it names a payment of ours.

    :raises ProviderUnknown: if there is no such provider, or it sends no such webhooks
    :raises SignatureInvalid: if the body is not from it, or is too old
    :raises WebhookMalformed: if the body cannot be read
    """
    provider = providers.get(provider_code)
    capabilities = provider.capabilities
    if capabilities.webhooks == WebhookStyle.NONE or method != capabilities.webhook_method:
        raise ProviderUnknown
    is_signed = _verify(provider, body, headers, now=now)
    event = provider.parse_webhook(body)
    if not is_signed and not _known_id(provider, event.changed):
        return
    values = {
        "tenant_id": tenancy.current().slug,
        "provider": provider.code,
        "event_id": event.id,
        "type": event.type,
        "body": body,
        "is_event": capabilities.webhooks == WebhookStyle.EVENT,
        "now": now,
    }
    received = ProviderEventReceived(provider=provider.code, event_id=event.id)
    outbox.write(RECEIVE_EVENT, values, events=[outbox.record(received, now=now)])


def interpret_event(*, provider_code: str, event_id: str, now: datetime) -> None:
    """
    Ask the provider about what a stored webhook names, and record the answer. Outside any transaction; safe to repeat.

    :raises ProviderUnavailable: if the provider does not answer; call again
    :raises ProviderDisagrees: if its answer does not fit the payment; a person has to look
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    event = ProviderEvent.objects.filter(provider=provider_code, event_id=event_id).first()
    if event is None or event.processed_at is not None:
        return
    provider = providers.get(provider_code)
    is_event = provider.capabilities.webhooks == WebhookStyle.EVENT
    changed = provider.parse_webhook(bytes(event.body)).changed
    if changed is not None and changed.kind == "card":
        learn_card(provider, changed.reference)
    outcomes = _ask(provider, changed)
    digest = hashlib.sha256(msgspec.json.encode(outcomes)).hexdigest()
    if is_event or digest != event.digest:
        payment_ids = [_record(provider, outcome, now=now) for outcome in outcomes]
        event.payment_id = next(filter(None, payment_ids), "") or _known_id(provider, changed)
    event.processed_at, event.digest = now, digest
    seen = {} if is_event else {"deliveries": event.deliveries}
    with suppress(rows.StaleRow):  # a notice that came meanwhile asks for a further look
        rows.change(event, "processed_at", "digest", "payment_id", expected=seen, events=_about_vendors(provider, changed, now=now))


def _about_vendors(provider: PaymentProvider, changed: Changed | None, *, now: datetime) -> list[Recorded]:
    """What the app that pays vendors has to ask about."""
    code = providers.account_code(provider.code)
    match changed:
        case Changed(kind="vendor_account"):
            about = VendorAccountChanged(provider=code, account=changed.reference, failed_payout=changed.failed_payout)
            return [outbox.record(about, now=now)]
        case Changed(kind="vendor_transfer"):
            named = {"end_to_end_id": changed.reference, "reference": changed.transfer_reference}
            return [outbox.record(VendorTransferChanged(provider=code, **named), now=now)]
    return []


def replay_webhook(*, webhook_id: str, reason: str, actor: Actor, now: datetime) -> WebhookView:
    """
    Have a stored webhook interpreted once more, whatever came of it before. The provider is asked again, so nothing is booked twice.

    :raises WebhookNotFound:
    """
    if not _ROW_ID.fullmatch(webhook_id):
        raise WebhookNotFound
    with tenancy.atomic():
        event = rows.first(ProviderEvent, "id = %(id)s", {"id": int(webhook_id)}, for_update=True)
        if event is None:
            raise WebhookNotFound
        event.processed_at, event.digest = None, ""
        received = ProviderEventReceived(provider=event.provider, event_id=event.event_id)
        rows.change(event, "processed_at", "digest", events=[outbox.record(received, now=now)])
        audit.record(actor=actor, action="webhook.replayed", resource=f"{event.provider}:{event.event_id}", reason=reason, now=now)
    return event.as_view()


def _verify(provider: PaymentProvider, body: bytes, headers: Mapping[str, str], *, now: datetime) -> bool:
    """
    Whether it is signed. The audit log gets an entry for a refusal, at most one a minute: anybody may post here.

    :raises SignatureInvalid: if the signature does not hold
    """
    try:
        return provider.verify_webhook(body, headers)
    except SignatureInvalid:
        if _is_first_refusal(provider):
            with tenancy.atomic():
                audit.record(actor=Actor("guest", "guest"), action="webhook.refused", resource=provider.code, now=now)
        raise


def _is_first_refusal(provider: PaymentProvider) -> bool:
    """Whether none was noted within the last minute, as far as the cache knows."""
    with suppress(CacheUnavailable):
        return bool(valkey.run(("SET", valkey.key(f"webhook-refused:{provider.code}"), 1, "NX", "EX", REFUSAL_IS_NOTED_EVERY_S))[0])
    return False


def _known_id(provider: PaymentProvider, changed: Changed | None) -> str:
    """The id of the payment that a webhook names, if it is one of ours."""
    reference = (changed.payment_reference or changed.reference) if changed else ""
    payment = _by_reference(provider, reference) if reference else None
    return payment.id if payment else ""


def _ask(provider: PaymentProvider, changed: Changed | None) -> list[Outcome]:
    """What the provider says of it now; everything about a payment, if the webhook says only that something changed."""
    try:
        match changed:
            case Changed(kind="payment", reference=reference) if provider.capabilities.webhooks == WebhookStyle.EVENT:
                known = _by_reference(provider, reference)
                is_done = known is not None and known.state == PaymentState.SUCCEEDED  # which nothing replaces
                return [] if is_done else [provider.read(reference)]
            case Changed(kind="payment", reference=reference):
                return [provider.read(reference), *provider.list_refunds(reference), *provider.list_disputes(reference)]
            case Changed(kind="refund"):
                return [provider.read_refund(changed.reference, payment_reference=changed.payment_reference)]
            case Changed(kind="dispute"):
                return [provider.read_dispute(changed.reference, payment_reference=changed.payment_reference)]
    except Rejected:
        log.error("a webhook of %s is about %s, which the provider does not know", provider.code, changed)
    return []


def _record(provider: PaymentProvider, outcome: Outcome, *, now: datetime) -> str:
    """The id of the payment that it is about; empty: another system may share the provider's account."""
    if isinstance(outcome, ProviderPayment):
        return _record_payment(provider, outcome, now=now)
    payment = _by_reference(provider, outcome.payment_reference)
    if payment is None or (payment.state != PaymentState.SUCCEEDED and payment.captured_minor == 0):
        # Money that comes back was taken before, even where the webhook of that is still on its way.
        _record_payment(provider, provider.read(outcome.payment_reference), now=now)
        payment = _by_reference(provider, outcome.payment_reference)
    if payment is None:
        return ""
    if isinstance(outcome, ProviderRefund):
        record_refund(payment_id=payment.id, outcome=outcome, now=now)
    else:
        record_dispute(payment_id=payment.id, outcome=outcome, now=now)
    return payment.id


def _record_payment(provider: PaymentProvider, outcome: ProviderPayment, *, now: datetime) -> str:
    values = {"id": outcome.payment_id, "providers": providers.sharing_account(provider.code)}
    payment = rows.first(Payment, "id = %(id)s AND provider = ANY(%(providers)s)", values)
    if payment is None:
        return ""
    record_known(payment, take_approved(provider, payment, outcome), now=now)
    return payment.id


def _by_reference(provider: PaymentProvider, reference: str) -> Payment | None:
    values = {"providers": providers.sharing_account(provider.code), "reference": reference}
    return rows.first(Payment, "provider = ANY(%(providers)s) AND provider_reference = %(reference)s AND provider_reference <> ''", values)


def forget_webhooks(before: datetime) -> int:
    """Delete what providers sent before then, once it was interpreted. Returns how many."""
    return rows.delete_where(ProviderEvent, "received_at < %(before)s AND processed_at IS NOT NULL", {"before": before})
