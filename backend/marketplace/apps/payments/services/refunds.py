"""
Refunds: decided in a transaction, under the payment's lock, and executed by the provider afterwards.

Also what the provider says of refunds that nobody here asked for.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import (
    ProviderDisagrees,
    ProviderUnavailable,
    RefundDiffers,
    RefundExceedsCapture,
    RefundNotFound,
)
from marketplace.apps.payments.models import Payment, Refund
from marketplace.apps.payments.providers.base import PaymentProvider, ProviderRefund, Rejected
from marketplace.apps.payments.services.shares import GRACE, decide, is_left, left_of, lock_payment, release_withheld, state_event, sum_up
from marketplace.apps.payments.types import RefundState, RefundView
from marketplace.foundation import rows, tenancy
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money

RETRY_AT_MOST_EVERY = timedelta(hours=1)

# What a provider's word changes of a refund.
_RECORDED = ("provider_reference", "state", "failure_code", "settled_at", "next_attempt_at")

log = logging.getLogger(__name__)


def request_refund(*, refund_id: str, payment_id: str, amount: Money, reason: str, now: datetime, is_due: bool = False) -> RefundView:
    """
    Decide a refund and set its amount aside, in the caller's transaction. The same id finds the first one.

    ``amount`` is positive. After the commit it is executed by ``execute_refund``: by the caller, or else by the event's subscriber.
    One that ``is_due``, since its products are canceled already, is never refused: it asks for what is left of the payment. The
    customer has the rest already, by a refund made at the provider or by a dispute; when that comes back to us, a further refund pays it.

    :raises RefundExceedsCapture: if less than ``amount`` is left of what was captured; refunds under way and disputes count
    :raises RefundDiffers: if the id was used for another payment or amount
    :raises PaymentNotFound: if there is none
    """
    with tenancy.atomic():
        payment = lock_payment(payment_id)
        known = Refund.objects.select_related("payment").filter(pk=refund_id).first()
        if known is not None:
            if (known.payment_id, known.due_minor, known.currency) != (payment.id, amount.minor, amount.currency):
                raise RefundDiffers(note=f"{refund_id} is about {known.due_minor} {known.currency} of {known.payment_id}")
            return known.as_view()
        if not is_due and not is_left(payment, amount):
            raise RefundExceedsCapture(refundable=left_of(payment))
        return decide(payment, refund_id=refund_id, due=amount, reason=reason, now=now).as_view()


def execute_refund(*, refund_id: str, now: datetime) -> RefundView:
    """
    Have the provider send the money, or ask it how far it is. Outside any transaction; safe to repeat at any time.

    The provider is asked first which refunds of the payment it knows: one that was made in its dashboard may have taken some of the money.
    When it does not answer, the refund stays pending and is tried again later, less and less often.

    :raises RefundNotFound: if there is none
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    refund = _get(refund_id)
    if refund.state != RefundState.PENDING:
        return refund.as_view()
    provider = providers.get(refund.payment.provider)
    try:
        if refund.provider_reference:
            outcome = provider.read_refund(refund.provider_reference, payment_reference=refund.payment.provider_reference)
            return record_refund(payment_id=refund.payment_id, outcome=outcome, now=now)
        _record_known(provider, refund.payment, now=now)
        return _send(provider, _get(refund_id), now=now)
    except ProviderUnavailable as error:
        log.warning("refund %s: %s", refund.id, error)
        _try_later(refund, now=now)
        return _get(refund_id).as_view()
    except Rejected as rejected:
        return record_refund(payment_id=refund.payment_id, outcome=_failed(refund, code=rejected.code), now=now)


def _record_known(provider: PaymentProvider, payment: Payment, *, now: datetime) -> None:
    """Take over what the provider says of the payment's refunds: those that we do not know, and those that have ended since."""
    for outcome in provider.list_refunds(payment.provider_reference):
        record_refund(payment_id=payment.id, outcome=outcome, now=now)


def _send(provider: PaymentProvider, refund: Refund, *, now: datetime) -> RefundView:
    """Ask for the money. :raises ProviderUnavailable: if its answer is unknown"""
    if refund.state != RefundState.PENDING or refund.provider_reference:
        return refund.as_view()
    if not provider.capabilities.partial_refunds and refund.amount_minor != refund.payment.captured_minor:
        return record_refund(payment_id=refund.payment_id, outcome=_failed(refund, code="partial_refund_unsupported"), now=now)
    if not provider.capabilities.idempotent_refunds and not _claim(refund, now=now):
        return _get(refund.id).as_view()
    try:
        outcome = provider.refund(refund.payment.provider_reference, refund.amount, idempotency_key=refund.id)
    except Rejected as rejected:
        present = _get(refund.id)
        if present.amount != refund.amount or present.state != RefundState.PENDING:  # the reason why; it is sent again with what is left
            _try_later(present, now=now)
            return present.as_view()
        outcome = _failed(refund, code=rejected.code)
    return record_refund(payment_id=refund.payment_id, outcome=outcome, now=now)


def record_refund(*, payment_id: str, outcome: ProviderRefund, now: datetime) -> RefundView:
    """
    Record what the provider says of a refund, one of ours or one made in its dashboard, and publish how it ended. Each end once.

    A refund that succeeded fails after all when the customer's bank sends it back; nothing follows a failure but what staff do.

    :raises ProviderDisagrees: if a refund of ours has another amount there, or more was refunded than captured
    """
    with tenancy.atomic():
        payment = lock_payment(payment_id)
        refund, is_new = _find_or_adopt(payment, outcome, now=now)
        if outcome.amount != refund.amount:
            raise ProviderDisagrees(note=f"{refund.id} is about {refund.amount}, {outcome.reference} about {outcome.amount}")
        is_sent_back = (refund.state, outcome.state) == (RefundState.SUCCEEDED, RefundState.FAILED)
        if refund.state != RefundState.PENDING and not is_sent_back:
            return refund.as_view()
        refund.provider_reference = refund.provider_reference or outcome.reference
        refund.state = outcome.state
        refund.failure_code = outcome.failure_code
        refund.settled_at = None if outcome.state == RefundState.PENDING else now
        refund.next_attempt_at = _next_attempt(refund, now=now) if outcome.state == RefundState.PENDING else None
        events = [] if refund.state == RefundState.PENDING else [state_event(refund, now=now)]
        if is_new:
            rows.insert(refund, events=events)
        else:
            rows.change(refund, *_RECORDED, events=events)
        sum_up(payment, now=now)
        if refund.state == RefundState.FAILED:
            _follow_failure(refund, payment, now=now)
    return refund.as_view()


def _follow_failure(refund: Refund, payment: Payment, *, now: datetime) -> None:
    """One of ours waits for staff. The money of one made at the provider is ours again, for refunds that could not have it."""
    if refund.origin == "provider":
        release_withheld(payment, now=now)
    else:
        log.error("refund %s failed: %s; the customer is owed %s", refund.id, refund.failure_code, refund.amount)


def _get(refund_id: str) -> Refund:
    refund = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if refund is None:
        raise RefundNotFound
    return refund


def _find_or_adopt(payment: Payment, outcome: ProviderRefund, *, now: datetime) -> tuple[Refund, bool]:
    """The refund that it is about, and whether that is a new one, made at the provider."""
    ours = payment.refunds.filter(pk=outcome.refund_id).first()
    known = ours or payment.refunds.filter(provider_reference=outcome.reference).first()
    if known is not None:
        known.payment = payment
        return known, False
    adopted = Refund(
        id=derived_id("rfd", payment.id, outcome.reference, at=payment.created_at),
        payment=payment,
        origin="provider",
        currency=outcome.amount.currency,
        due_minor=outcome.amount.minor,
        amount_minor=outcome.amount.minor,
        reason="made at the provider",
        created_at=now,
    )
    return adopted, True


def _claim(refund: Refund, *, now: datetime) -> bool:
    """
    Whether this process may send it, to a provider that would pay the same request twice. Only once the time until the next attempt has
    passed may another: longer than a call takes, so that what was sent is among the refunds that the provider is asked for first.
    """
    seen, is_being_sent = refund.attempts, refund.attempts and refund.next_attempt_at and refund.next_attempt_at > now
    if is_being_sent:
        return False
    refund.attempts += 1
    refund.next_attempt_at = _next_attempt(refund, now=now)
    try:
        rows.change(refund, "attempts", "next_attempt_at", expected={"state": RefundState.PENDING, "attempts": seen})
    except rows.StaleRow:
        return False
    return True


def _try_later(refund: Refund, *, now: datetime) -> None:
    refund.attempts += 1
    refund.next_attempt_at = _next_attempt(refund, now=now)
    with suppress(rows.StaleRow):  # it has ended meanwhile
        rows.change(refund, "attempts", "next_attempt_at", expected={"state": RefundState.PENDING})


def _next_attempt(refund: Refund, *, now: datetime) -> datetime:
    return now + min(GRACE * 2 ** min(refund.attempts, 10), RETRY_AT_MOST_EVERY)


def _failed(refund: Refund, *, code: str) -> ProviderRefund:
    return ProviderRefund(
        reference=refund.provider_reference,
        refund_id=refund.id,
        payment_reference=refund.payment.provider_reference,
        amount=refund.amount,
        state=RefundState.FAILED,
        failure_code=code,
    )
