"""Asking a provider about a payment. Everything here calls a provider, so it runs outside any transaction."""

from __future__ import annotations

import logging

import msgspec
from django.conf import settings

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import ProviderRightMissing
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import CaptureMode, PaymentProvider, PaymentRequest, ProviderPayment, Rejected, Search
from marketplace.apps.payments.types import PaymentDetails, PaymentState
from marketplace.foundation import rows, tenancy

log = logging.getLogger(__name__)


def start_at(provider: PaymentProvider, row: Payment) -> ProviderPayment:
    """Send the payment's request; the same key again, if it was sent before. :raises Rejected: if it is refused"""
    return take_approved(provider, row, _send(provider, row))


def look_up(row: Payment) -> ProviderPayment | None:
    """How the payment is at the provider; None if the provider does not know it."""
    provider = providers.get(row.provider)
    try:
        found = _find(provider, row)
    except Rejected:
        return None
    return take_approved(provider, row, found) if found is not None else None


def _find(provider: PaymentProvider, row: Payment) -> ProviderPayment | None:
    if row.provider_reference:
        return provider.read(row.provider_reference)
    if provider.capabilities.search == Search.BY_REFERENCE:
        return provider.find(row.id)
    return _send(provider, row) if was_sent(row) else None


def _send(provider: PaymentProvider, row: Payment) -> ProviderPayment:
    """Where a card is to be saved, the provider has to know the customer before: by a name that is in the request from then on."""
    if row.saves_card and not row.provider_customer:
        _register(provider, row)
    return provider.start(request_of(row), idempotency_key=row.id)


def _register(provider: PaymentProvider, row: Payment) -> None:
    """A key that may register nobody can still take payments: the card is not saved then, and no request says that it will be."""
    try:
        row.provider_customer = provider.register_customer(row.customer_id, idempotency_key=f"{row.customer_id}:customer")
    except ProviderRightMissing:
        log.error("the card of payment %s is not saved: the key of %s may not register customers", row.id, provider.code)
        row.saves_card = False
    rows.change(row, "provider_customer", "saves_card")


def was_sent(row: Payment) -> bool:
    """Whether the provider may have the request of a payment that it did not answer for."""
    return row.next_check_at is not None


def take_approved(provider: PaymentProvider, row: Payment, outcome: ProviderPayment) -> ProviderPayment:
    """Capture what the customer has approved, where the provider leaves that to us and we still want it."""
    is_open = PaymentState(row.state) not in (PaymentState.CANCELED, PaymentState.FAILED, PaymentState.SUCCEEDED)
    if provider.capabilities.capture != CaptureMode.ON_APPROVAL or outcome.state != PaymentState.AUTHORIZED or not is_open:
        return outcome
    try:
        return provider.capture(outcome.reference, outcome.amount, idempotency_key=f"{row.id}:capture")
    except Rejected as rejected:
        return msgspec.structs.replace(outcome, state=PaymentState.FAILED, failure_code=rejected.code)


def request_of(row: Payment) -> PaymentRequest:
    """The same, whenever it is asked for: a key may not be used again for another request."""
    return PaymentRequest(
        payment_id=row.id,
        amount=row.amount,
        method=row.method,
        return_url=row.return_url,
        webhook_url=webhook_url(row.provider),
        description=row.description,
        details=msgspec.convert(row.details, PaymentDetails),
        capture=providers.capabilities_of(row.provider).capture,
        token=row.card_token,
        customer=row.provider_customer,
        saves_card=row.saves_card,
    )


def webhook_url(provider: str) -> str:
    """
    Where a provider reaches this region's API: its own ``api.`` host, so that the host names the tenant. A developer's machine is reached
    through a tunnel, whose address the operator has named.
    """
    provider = providers.account_code(provider)
    account = settings.PAYMENT_ACCOUNTS.get(provider, {}).get(tenancy.current().slug, {})
    if origin := account.get("webhook_origin"):
        return f"{origin}/api/v1/webhooks/{provider}"
    domains = tenancy.current().domains
    hosts = [host for host in domains if host.startswith("api.")] or list(domains)
    is_local = hosts[0].endswith(".localhost") and not settings.IS_PRODUCTION
    port = f":{settings.PORT_BASE}" if is_local else ""
    return f"{settings.PUBLIC_SCHEME}://{hosts[0]}{port}/api/v1/webhooks/{provider}"
