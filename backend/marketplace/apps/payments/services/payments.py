"""
The lifecycle of a payment: created in the checkout's transaction, started outside any, and recorded as the provider answers.

Nothing here asks which provider it is: what differs is in the provider's capabilities.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import (
    MethodNotAvailable,
    PaymentDetailsInvalid,
    PaymentDiffers,
    PaymentInProgress,
    ProviderUnavailable,
)
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import Capabilities, Rejected, Search
from marketplace.apps.payments.queries.methods import available_methods, faults_of_details
from marketplace.apps.payments.services.asking import look_up, start_at
from marketplace.apps.payments.services.cards import card_fields
from marketplace.apps.payments.services.health import note_failure
from marketplace.apps.payments.services.recording import CHECK_AFTER, ended, get_row, next_check, record_known, record_outcome
from marketplace.apps.payments.types import CardChoice, PaymentDetails, PaymentMethod, PaymentState, PaymentView
from marketplace.foundation import rows, tenancy
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

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
    details: PaymentDetails,
    now: datetime,
    country: str | None = None,
    card: CardChoice | None = None,
    fee: Money | None = None,
    attempt: int = 1,
) -> PaymentView:
    """
    Store a payment to be started once the caller's transaction has committed. The same id finds the first one.

    A checkout may have several, one after the other: ``attempt`` counts them from 1, and those before have failed or were canceled.

    ``country`` is where the customer lives, if known; ``card`` is the one to pay with, if it is known here, or to be saved.
    ``fee`` is what the method costs the customer and is contained in ``amount``; the method's limits hold for the rest.

    :raises PaymentInProgress: if an earlier attempt of the checkout may still be paid
    :raises MethodNotAvailable: if the method cannot be used for this amount in this region
    :raises PaymentDetailsInvalid: if it lacks a card or a return address, or the amount is more than its provider takes; or if the card
        cannot be used, or saved
    :raises PaymentDiffers: if the id was used for another amount, method or order
    """
    fee = fee or Money.zero(amount.currency)
    chosen = _choose(method, country=country, total=amount - fee)
    paid_with = _paid_with(chosen, card or CardChoice(), total=amount, return_url=return_url)
    _require_ended(checkout_id, payment_id, attempt=attempt)
    wanted = Payment(
        id=payment_id,
        checkout_id=checkout_id,
        attempt=attempt,
        order_id=order_id,
        provider=chosen.provider,
        method=method,
        currency=amount.currency,
        amount_minor=amount.minor,
        fee_minor=fee.minor,
        secured_by=chosen.secured_by,
        return_url=return_url,
        description=description[:500],
        details=_asked_for(providers.capabilities_of(chosen.provider), details),
        created_at=now,
        updated_at=now,
        **paid_with,
    )
    return _stored_once(wanted).as_view()


def _paid_with(method: PaymentMethod, card: CardChoice, *, total: Money, return_url: str) -> dict[str, Any]:
    """What the row holds of the card. :raises PaymentDetailsInvalid: if it cannot be used, or something else is missing"""
    fields = card_fields(card, method)
    if faults := faults_of_details(method, total=total, card_token=fields["card_token"], return_url=return_url):
        raise PaymentDetailsInvalid(errors=faults)
    return fields


def _stored_once(wanted: Payment) -> Payment:
    """The row of its id. :raises PaymentInProgress: if another id has taken the attempt :raises PaymentDiffers: for another order"""
    if rows.insert(wanted, unless_there=True):
        return wanted
    row = rows.first(Payment, "id = %(id)s", {"id": wanted.pk})
    if row is None:
        raise PaymentInProgress
    if (row.amount, row.method, row.checkout_id, row.order_id) != (wanted.amount, wanted.method, wanted.checkout_id, wanted.order_id):
        raise PaymentDiffers(note=f"{wanted.pk} was created for something else")
    return row


def start_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Ask the provider for the money, and record what it answers. Outside any transaction; safe to repeat at any time.

    When the provider does not answer, the payment stays ``created``: call again, or let the scheduled check find out.

    :raises PaymentNotFound: if there is none
    :raises ProviderDisagrees: if the provider's answer is about another amount
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = get_row(payment_id)
    if row.state != PaymentState.CREATED:
        return row.as_view()
    provider = providers.get(row.provider)
    if provider.capabilities.search == Search.BY_REPLAY and not _mark_sent(row, now=now):
        return get_row(payment_id).as_view()
    try:
        outcome = start_at(provider, row)
    except ProviderUnavailable as error:
        note_failure(row.provider, error, now=now)
        return _check_later(row, reason=str(error), now=now)
    except Rejected as rejected:
        log.warning("payment %s was rejected: %s", row.id, rejected)
        outcome = ended(row, PaymentState.FAILED, failure_code=rejected.code)
    return record_known(row, outcome, now=now)


def is_replaceable(*, payment_id: str) -> bool:
    """
    Whether another attempt may take this one's place: it waits for the customer, or for a provider that did not answer when it was asked.

    :raises PaymentNotFound: if there is none
    """
    row = get_row(payment_id)
    is_unanswered = row.state == PaymentState.CREATED and row.next_check_at is not None
    return is_unanswered or row.state == PaymentState.REQUIRES_ACTION


def refresh_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Ask the provider how the payment stands, and record it. A payment that it has not seen yet stays ``created``.

    :raises ProviderUnavailable: if the provider does not answer; the payment is as it was
    :raises PaymentNotFound: if there is none
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = get_row(payment_id)
    outcome = look_up(row)
    return row.as_view() if outcome is None else record_known(row, outcome, now=now)


def check_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """Check a payment whose update is overdue, and plan the next check, whatever the outcome of this one."""
    try:
        return refresh_payment(payment_id=payment_id, now=now)
    finally:
        row = get_row(payment_id)
        if row.next_check_at is not None and row.next_check_at <= now:
            _check_again_later(row, now=now)


def _check_again_later(row: Payment, *, now: datetime) -> None:
    """Plan the next check, unless another process has planned it."""
    planned, row.next_check_at = row.next_check_at, next_check(row, now=now)
    with suppress(rows.StaleRow):
        rows.change(row, "next_check_at", expected={"next_check_at": planned})


def cancel_payment(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Cancel a payment. When that is too late, the answer says what it has become instead, such as ``succeeded``.

    :raises ProviderUnavailable: if the provider does not answer; the payment is as it was
    :raises PaymentNotFound: if there is none
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = get_row(payment_id)
    if row.as_view().is_settled or row.captured_minor:
        return row.as_view()
    known = look_up(row) if not row.provider_reference else None
    reference = row.provider_reference or (known.reference if known else "")
    try:
        outcome = providers.get(row.provider).cancel(reference, idempotency_key=f"{row.id}:cancel") if reference else None
    except Rejected:
        outcome = None
    return record_outcome(payment_id=row.id, outcome=outcome or ended(row, PaymentState.CANCELED), now=now)


def void_authorization(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Cancel a payment that settles on delivery. No provider is called, so it runs in the caller's transaction, with what ends the order.

    Safe to repeat.

    :raises PaymentNotFound: if there is none
    """
    row = get_row(payment_id)
    return record_known(row, ended(row, PaymentState.CANCELED), now=now)


def _choose(method: str, *, country: str | None, total: Money) -> PaymentMethod:
    offered = available_methods(country=country, currency=total.currency, total=total)
    for candidate in offered:
        if candidate.code == method:
            return candidate
    wrong = FieldError("payment_method", "not_available", Text("One of: {choices}", choices=[candidate.code for candidate in offered]))
    raise MethodNotAvailable(method=method, available=[candidate.code for candidate in offered], errors=[wrong])


def _asked_for(capabilities: Capabilities, details: PaymentDetails) -> dict[str, Any]:
    """The customer's data that the provider asks for, and no more."""
    content: dict[str, Any] = msgspec.to_builtins(details)
    return {name: value for name, value in content.items() if value and (name == "email" or name in capabilities.wants)}


def _require_ended(checkout_id: str, payment_id: str, *, attempt: int) -> None:
    """:raises PaymentInProgress: if another payment of the checkout may still be paid, or was"""
    dead = (PaymentState.FAILED, PaymentState.CANCELED)
    if attempt > 1 and Payment.objects.filter(checkout_id=checkout_id).exclude(pk=payment_id).exclude(state__in=dead).exists():
        raise PaymentInProgress


def _mark_sent(row: Payment, *, now: datetime) -> bool:
    """Before the request goes out, so that one that may have arrived is asked about. Whether the payment still waits to be sent."""
    row.next_check_at = now + CHECK_AFTER
    try:
        rows.change(row, "next_check_at", expected={"state": PaymentState.CREATED})
    except rows.StaleRow:
        return False
    return True


def _check_later(row: Payment, *, reason: str, now: datetime) -> PaymentView:
    log.warning("payment %s: %s", row.id, reason)
    _mark_sent(row, now=now)
    return get_row(row.id).as_view()
