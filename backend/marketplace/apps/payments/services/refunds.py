"""
Refunds: decided in a transaction, under the payment's lock, and carried out by the provider afterwards.

Also what the provider tells of refunds and disputes, whether or not anybody here asked for them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import (
    PaymentNotFound,
    ProviderDisagrees,
    ProviderUnavailable,
    RefundDiffers,
    RefundExceedsCapture,
    RefundNotFound,
)
from marketplace.apps.payments.events import (
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    RefundEvent,
    RefundFailed,
    RefundRequested,
    RefundSucceeded,
)
from marketplace.apps.payments.models import Dispute, Payment, Refund
from marketplace.apps.payments.providers.base import ProviderDispute, ProviderRefund, Rejected
from marketplace.apps.payments.types import DisputeState, DisputeView, RefundState, RefundView
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import rows
from marketplace.kit.ids import OrderId, PaymentId, derived_id
from marketplace.kit.money import Money

GRACE = timedelta(seconds=60)  # whoever asked for a refund carries it out within this, or the scheduled task does
RETRY_AT_MOST_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


def request_refund(*, refund_id: str, payment_id: str, amount: Money, reason: str, now: datetime, is_due: bool = False) -> RefundView:
    """
    Decide a refund and set its amount aside, in the caller's transaction. The same id finds the first one.

    ``amount`` is positive. After the commit it is carried out by ``carry_out_refund``: by the caller, or else by the event's subscriber.
    One that ``is_due``, since goods are canceled already, is never refused: if the money is not there, it is stored as failed, and told.

    :raises RefundExceedsCapture: if less than ``amount`` is left of what was captured; refunds under way and disputes count
    :raises RefundDiffers: if the id was used for another payment or amount
    :raises PaymentNotFound: if there is none
    """
    with tenancy.atomic():
        payment = _lock(payment_id)
        known = Refund.objects.select_related("payment").filter(pk=refund_id).first()
        if known is not None:
            if (known.payment_id, known.amount) != (payment.id, amount):
                raise RefundDiffers(note=f"{refund_id} is about {known.amount} of {known.payment_id}")
            return known.as_view()
        refund = Refund(
            id=refund_id,
            payment=payment,
            currency=amount.currency,
            amount_minor=amount.minor,
            reason=reason[:500],
            created_at=now,
            next_attempt_at=now + GRACE,
        )
        if not _is_left(payment, amount):
            if not is_due:
                raise RefundExceedsCapture(refundable=_left(payment))
            refund.state, refund.failure_code = RefundState.FAILED, "exceeds_capture"
            refund.settled_at, refund.next_attempt_at = now, None
        refund.save(force_insert=True)
        _sum_up(payment, now=now)
        _tell(refund, now=now)
    return refund.as_view()


def require_undisputed(*, payment_id: str, amount: Money) -> None:
    """
    Make sure that no dispute holds ``amount`` back, before goods are canceled whose money is to be refunded.

    :raises RefundExceedsCapture: if one does
    :raises PaymentNotFound: if there is none
    """
    payment = rows.first(Payment, "id = %(id)s", {"id": payment_id})
    if payment is None:
        raise PaymentNotFound
    if payment.disputed_minor and not _is_left(payment, amount):
        raise RefundExceedsCapture(refundable=_left(payment))


def carry_out_refund(*, refund_id: str, now: datetime) -> RefundView:
    """
    Have the provider send the money, or ask it how far it is. Outside any transaction; safe to repeat at any time.

    When the provider does not answer, the refund stays pending and is tried again later, less and less often.

    :raises RefundNotFound: if there is none
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    refund = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if refund is None:
        raise RefundNotFound
    if refund.state != RefundState.PENDING:
        return refund.as_view()
    provider, payment = providers.get(refund.payment.provider), refund.payment
    try:
        if refund.provider_reference:
            outcome = provider.read_refund(refund.provider_reference)
        else:
            outcome = provider.refund(payment.provider_reference, refund.amount, idempotency_key=refund.id)
    except ProviderUnavailable as error:
        log.warning("refund %s: %s", refund.id, error)
        _try_later(refund, now=now)
        return refund.as_view()
    except Rejected as rejected:
        outcome = _failed(refund, code=rejected.code)
    return record_refund(payment_id=payment.id, outcome=outcome, now=now)


def record_refund(*, payment_id: str, outcome: ProviderRefund, now: datetime) -> RefundView:
    """
    Record what the provider says of a refund, one of ours or one made in its dashboard, and tell how it ended. Each end once.

    A refund that succeeded fails after all when the customer's bank sends it back; nothing follows a failure.

    :raises ProviderDisagrees: if a refund of ours has another amount there, or more was refunded than captured
    """
    with tenancy.atomic():
        payment = _lock(payment_id)
        refund = _find_or_adopt(payment, outcome, now=now)
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
        refund.save()
        _sum_up(payment, now=now)
        if refund.state != RefundState.PENDING:
            _tell(refund, now=now)
    return refund.as_view()


def record_dispute(*, payment_id: str, outcome: ProviderDispute, now: datetime) -> DisputeView:
    """Record what the provider says of a dispute, and tell each step once; news of an ended one comes too late to matter."""
    with tenancy.atomic():
        payment = _lock(payment_id)
        dispute, is_new = Dispute.objects.get_or_create(
            payment=payment,
            provider_reference=outcome.reference,
            defaults={
                "id": derived_id("dsp", payment.id, outcome.reference, at=payment.created_at),
                "state": DisputeState.OPEN,
                "currency": outcome.amount.currency,
                "amount_minor": outcome.amount.minor,
                "reason": outcome.reason,
                "opened_at": now,
            },
        )
        about: dict[str, Any] = {
            "dispute_id": dispute.id,
            "payment_id": PaymentId(payment.id),
            "order_id": OrderId(payment.order_id),
            "amount": outcome.amount,
        }
        if is_new:
            outbox.publish(DisputeOpened(**about, reason=outcome.reason), now=now)
        if dispute.state == DisputeState.OPEN and outcome.state != DisputeState.OPEN:
            dispute.state, dispute.closed_at = outcome.state, now
            dispute.save()
            ended = DisputeWon if outcome.state == DisputeState.WON else DisputeLost
            outbox.publish(ended(**about), now=now)
        held = payment.disputes.exclude(state=DisputeState.WON).aggregate(sum=Sum("amount_minor"))["sum"]
        payment.disputed_minor, payment.updated_at = held or 0, now
        payment.save()
    return dispute.as_view()


def _lock(payment_id: str) -> Payment:
    payment = Payment.objects.select_for_update().filter(pk=payment_id).first()
    if payment is None:
        raise PaymentNotFound
    return payment


def _is_left(payment: Payment, amount: Money) -> bool:
    return amount.currency == payment.currency and 0 < amount.minor <= _left(payment).minor


def _left(payment: Payment) -> Money:
    left_minor = payment.captured_minor - payment.refunded_minor - payment.disputed_minor
    return Money(max(left_minor, 0), payment.currency)


def _refunded(payment: Payment) -> int:
    kept = payment.refunds.exclude(state=RefundState.FAILED)
    return int(kept.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _sum_up(payment: Payment, *, now: datetime) -> None:
    refunded = _refunded(payment)
    if refunded > payment.captured_minor:
        log.error("payment %s: %s refunded of %s", payment.id, refunded, payment.captured_minor)
        raise ProviderDisagrees(note=f"more was refunded of {payment.id} than captured")
    payment.refunded_minor, payment.updated_at = refunded, now
    payment.save(update_fields=["refunded_minor", "updated_at"])


def _find_or_adopt(payment: Payment, outcome: ProviderRefund, *, now: datetime) -> Refund:
    ours = payment.refunds.filter(pk=outcome.refund_id).first()
    known = ours or payment.refunds.filter(provider_reference=outcome.reference).first()
    if known is not None:
        known.payment = payment
        return known
    return Refund(
        id=derived_id("rfd", payment.id, outcome.reference, at=payment.created_at),
        payment=payment,
        origin="provider",
        currency=outcome.amount.currency,
        amount_minor=outcome.amount.minor,
        reason="made at the provider",
        created_at=now,
    )


def _try_later(refund: Refund, *, now: datetime) -> None:
    refund.attempts += 1
    refund.next_attempt_at = _next_attempt(refund, now=now)
    Refund.objects.filter(pk=refund.pk, state=RefundState.PENDING).update(attempts=refund.attempts, next_attempt_at=refund.next_attempt_at)


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


def _tell(refund: Refund, *, now: datetime) -> None:
    told: dict[str, Any] = {
        "refund_id": refund.id,
        "payment_id": PaymentId(refund.payment_id),
        "order_id": OrderId(refund.payment.order_id),
        "amount": refund.amount,
        "origin": "provider" if refund.origin == "provider" else "marketplace",
    }
    events: dict[str, Callable[[], RefundEvent]] = {
        RefundState.PENDING: lambda: RefundRequested(**told),
        RefundState.SUCCEEDED: lambda: RefundSucceeded(**told),
        RefundState.FAILED: lambda: RefundFailed(**told, failure_code=refund.failure_code),
    }
    outbox.publish(events[refund.state](), now=now)
