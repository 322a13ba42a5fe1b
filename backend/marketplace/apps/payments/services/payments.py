"""
The life of a payment: created in the checkout's transaction, started outside any, recorded as the provider tells.

Whatever brings news (the answer of a call, a webhook, a later look) ends in ``record_outcome``, which only ever moves forward.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import (
    MethodNotAvailable,
    PaymentDiffers,
    PaymentNotCapturable,
    PaymentNotFound,
    ProviderDisagrees,
    ProviderUnavailable,
)
from marketplace.apps.payments.events import PaymentAuthorized, PaymentCanceled, PaymentEvent, PaymentFailed, PaymentSucceeded
from marketplace.apps.payments.methods import available_methods
from marketplace.apps.payments.models import RANK, Payment
from marketplace.apps.payments.providers.base import PaymentRequest, ProviderPayment, Rejected
from marketplace.apps.payments.types import CASH_PROVIDER, PaymentMethod, PaymentState, PaymentView
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import rows, sql
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money

CHECK_AFTER = timedelta(seconds=60)  # how long to wait for a webhook before asking
CHECK_AT_MOST_EVERY = timedelta(hours=6)
CHECK_UNTIL = timedelta(days=30)

# From these a payment succeeds with all of its amount; only what was authorized before may be captured in part.
UNAUTHORIZED = (PaymentState.CREATED, PaymentState.REQUIRES_ACTION, PaymentState.PROCESSING, PaymentState.FAILED, PaymentState.CANCELED)

# What an outcome changes, and what it must find as it was read: refunds and disputes keep to the row's other columns.
_RECORDED = ("state", "action_url", "failure_code", "provider_reference", "captured_minor", "updated_at", "next_check_at")
_GUARD = ("state", "provider_reference", "captured_minor")

log = logging.getLogger(__name__)


def create_payment(
    *,
    payment_id: PaymentId,
    checkout_id: CheckoutId,
    order_id: OrderId,
    amount: Money,
    method: str,
    return_url: str,
    description: str,
    customer_email: str,
    now: datetime,
    country: str | None = None,
    card_token: str = "",
) -> PaymentView:
    """
    Store a payment to be started once the caller's transaction has committed. The same id finds the first one.

    ``country`` is where the customer lives, if known; ``card_token`` comes from a form of the provider's own, if there was one.

    :raises MethodNotAvailable: if the method cannot pay this amount in this region
    :raises PaymentDiffers: if the id was used for another amount, method or order
    """
    chosen = _choose(method, country=country, total=amount)
    wanted = Payment(
        id=payment_id,
        checkout_id=checkout_id,
        order_id=order_id,
        provider=chosen.provider,
        method=method,
        currency=amount.currency,
        amount_minor=amount.minor,
        return_url=return_url,
        description=description[:500],
        customer_email=customer_email,
        card_token=card_token,
        created_at=now,
        updated_at=now,
    )
    row = wanted if sql.row(*rows.inserting(wanted, unless_there=True)) else Payment.objects.get(pk=payment_id)
    if (row.amount, row.method, row.checkout_id, row.order_id) != (amount, method, checkout_id, order_id):
        raise PaymentDiffers(note=f"{payment_id} was created for something else")
    return row.as_view()


def start_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Ask the provider for the money, and record what it answers. Outside any transaction; safe to repeat at any time.

    When the provider does not answer, the payment stays ``created``: call again, or let the scheduled check find out.

    :raises PaymentNotFound: if there is none
    :raises ProviderDisagrees: if the provider's answer is about another amount
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = _get(payment_id)
    if row.state != PaymentState.CREATED:
        return row.as_view()
    try:
        outcome = providers.get(row.provider).start(_request(row), idempotency_key=row.id)
    except ProviderUnavailable as error:
        return _check_later(row, reason=str(error), now=now)
    except Rejected as rejected:
        log.warning("payment %s was rejected: %s", row.id, rejected)
        outcome = _ended(row, PaymentState.FAILED, failure_code=rejected.code)
    return record_known(row, outcome, now=now)


def refresh_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Ask the provider how the payment stands, and record it. A payment that it has not seen yet stays ``created``.

    :raises ProviderUnavailable: if the provider does not answer; the payment is as it was
    :raises PaymentNotFound: if there is none
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = _get(payment_id)
    outcome = _look_up(row)
    return row.as_view() if outcome is None else record_known(row, outcome, now=now)


def check_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """Look at a payment whose news is overdue, and plan the next look, whatever comes of this one."""
    try:
        return refresh_payment(payment_id=payment_id, now=now)
    finally:
        row = _get(payment_id)
        if row.next_check_at is not None and row.next_check_at <= now:
            Payment.objects.filter(pk=row.pk, next_check_at=row.next_check_at).update(next_check_at=_next_check(row, now=now))


def cancel_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Give a payment up. When that is too late, the answer says what it has become instead, such as ``succeeded``.

    :raises ProviderUnavailable: if the provider does not answer; the payment is as it was
    :raises PaymentNotFound: if there is none
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = _get(payment_id)
    if row.as_view().is_settled or row.captured_minor:
        return row.as_view()
    provider = providers.get(row.provider)
    known = _look_up(row) if not row.provider_reference else None
    reference = row.provider_reference or (known.reference if known else "")
    try:
        outcome = provider.cancel(reference, idempotency_key=f"{row.id}:cancel") if reference else None
    except Rejected:
        outcome = None
    return record_outcome(payment_id=row.id, outcome=outcome or _ended(row, PaymentState.CANCELED), now=now)


def withdraw_promise(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Give up a payment in cash, which no provider has to hear of: in the caller's transaction, with whatever ends the order. Safe to repeat.

    :raises PaymentNotFound: if there is none
    """
    row = _get(payment_id)
    return record_known(row, _ended(row, PaymentState.CANCELED), now=now)


def capture_payment(*, payment_id: str, amount: Money, now: datetime) -> PaymentView:
    """
    Take ``amount`` of what was authorized, once; the rest is released.

    :raises PaymentNotCapturable: if it is not authorized, the amount is too high, or the provider refuses
    :raises ProviderUnavailable: if the provider does not answer; call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = _get(payment_id)
    if row.state == PaymentState.SUCCEEDED and row.captured_minor == amount.minor:
        return row.as_view()
    if row.state != PaymentState.AUTHORIZED or not 0 < amount.minor <= row.amount_minor or amount.currency != row.currency:
        raise PaymentNotCapturable(state=row.state)
    try:
        provider = providers.get(row.provider)
        outcome = provider.capture(row.provider_reference, amount, idempotency_key=f"{row.id}:capture")
    except Rejected as rejected:
        raise PaymentNotCapturable(state=row.state, reason=rejected.code) from rejected
    return record_outcome(payment_id=row.id, outcome=outcome, now=now)


def record_outcome(*, payment_id: str, outcome: ProviderPayment, now: datetime) -> PaymentView:
    """
    Record what the provider says of a payment, and tell it when the state moved.

    Old news changes nothing, so answers, webhooks and looks may come twice and in any order.

    :raises ProviderDisagrees: if it speaks of another amount, took less, or is about another payment at the provider
    :raises PaymentNotFound: if there is none
    """
    return record_known(_get(payment_id), outcome, now=now)


def record_known(row: Payment, outcome: ProviderPayment, *, now: datetime) -> PaymentView:
    """
    The same, of a row just read. It is read again where somebody else moved it meanwhile; as it only moves forward, that ends.

    :raises ProviderDisagrees: if it speaks of another amount, took less, or is about another payment at the provider
    """
    while True:
        before = {name: getattr(row, name) for name in _RECORDED}
        event = _apply(row, outcome, now=now)
        if before == {name: getattr(row, name) for name in _RECORDED}:
            return row.as_view()
        expected = {name: before[name] for name in _GUARD}
        if outbox.write(*rows.changing(row, *_RECORDED, expected=expected), event=event, now=now) is not None:
            return row.as_view()
        row = _get(row.id)


def _apply(row: Payment, outcome: ProviderPayment, *, now: datetime) -> PaymentEvent | None:
    """Put the news into the row; the event that tells it, if the state moves."""
    _require_same(row, outcome)
    has_moved = RANK[outcome.state] > RANK[PaymentState(row.state)]
    if has_moved:
        row.state = outcome.state
        row.action_url = outcome.action_url
        row.failure_code = outcome.failure_code
    if has_moved or not row.provider_reference:
        row.provider_reference = row.provider_reference or outcome.reference
        row.captured_minor = max(row.captured_minor, outcome.captured_minor)
        row.updated_at = now
    row.next_check_at = _next_check(row, now=now)
    return _event(row) if has_moved else None


def _choose(method: str, *, country: str | None, total: Money) -> PaymentMethod:
    offered = available_methods(country=country, currency=total.currency, total=total)
    for candidate in offered:
        if candidate.code == method:
            return candidate
    raise MethodNotAvailable(method=method, available=[candidate.code for candidate in offered])


def _get(payment_id: str) -> Payment:
    row = rows.first(Payment, "id = %(id)s", {"id": payment_id})
    if row is None:
        raise PaymentNotFound
    return row


def _look_up(row: Payment) -> ProviderPayment | None:
    provider = providers.get(row.provider)
    try:
        return provider.read(row.provider_reference) if row.provider_reference else provider.find(row.id)
    except Rejected:
        return None


def _require_same(row: Payment, outcome: ProviderPayment) -> None:
    is_other = row.provider_reference and outcome.reference and row.provider_reference != outcome.reference
    is_short = outcome.state == PaymentState.SUCCEEDED and row.state in UNAUTHORIZED and outcome.captured_minor < row.amount_minor
    if outcome.amount != row.amount or outcome.captured_minor > row.amount_minor or is_short or is_other:
        log.error("payment %s: the provider's %s does not fit", row.id, outcome.reference)
        told = f"{outcome.amount}, {outcome.captured_minor} captured"
        raise ProviderDisagrees(note=f"{row.id} is about {row.amount}, {outcome.reference} about {told}")


def _check_later(row: Payment, *, reason: str, now: datetime) -> PaymentView:
    log.warning("payment %s: %s", row.id, reason)
    Payment.objects.filter(pk=row.pk, state=PaymentState.CREATED).update(next_check_at=now + CHECK_AFTER)
    return _get(row.id).as_view()


def _next_check(row: Payment, *, now: datetime) -> datetime | None:
    """When to ask again: seldom, the older the payment is; never for one that has ended or needs no provider."""
    age = now - row.created_at
    if row.as_view().is_settled or row.provider == CASH_PROVIDER or age > CHECK_UNTIL:
        return None
    return now + min(max(CHECK_AFTER, age / 2), CHECK_AT_MOST_EVERY)


def _event(row: Payment) -> PaymentEvent | None:
    ids: dict[str, Any] = {
        "payment_id": PaymentId(row.id),
        "checkout_id": CheckoutId(row.checkout_id),
        "order_id": OrderId(row.order_id),
    }
    events: dict[str, Callable[[], PaymentEvent]] = {
        PaymentState.AUTHORIZED: lambda: PaymentAuthorized(**ids),
        PaymentState.SUCCEEDED: lambda: PaymentSucceeded(**ids, captured=Money(row.captured_minor, row.currency)),
        PaymentState.FAILED: lambda: PaymentFailed(**ids, failure_code=row.failure_code),
        PaymentState.CANCELED: lambda: PaymentCanceled(**ids),
    }
    make = events.get(row.state)
    return make() if make else None


def _ended(row: Payment, state: PaymentState, *, failure_code: str = "") -> ProviderPayment:
    """An end that the provider has no object of."""
    return ProviderPayment(reference=row.provider_reference, payment_id=row.id, amount=row.amount, state=state, failure_code=failure_code)


def _request(row: Payment) -> PaymentRequest:
    return PaymentRequest(
        payment_id=row.id,
        amount=row.amount,
        method=row.method,
        return_url=row.return_url,
        webhook_url=webhook_url(row.provider),
        description=row.description,
        customer_email=row.customer_email,
        card_token=row.card_token,
    )


def webhook_url(provider: str) -> str:
    """Where a provider reaches this region's API: its own ``api.`` host, so that the host names the tenant."""
    domains = tenancy.current().domains
    hosts = [host for host in domains if host.startswith("api.")] or list(domains)
    is_local = hosts[0].endswith(".localhost") and not settings.IS_PRODUCTION
    port = f":{settings.PORT_BASE}" if is_local else ""
    return f"{settings.PUBLIC_SCHEME}://{hosts[0]}{port}/api/v1/webhooks/{provider}"
