"""Disputes: what the provider says of them, and that staff hear of a deadline before it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from marketplace.apps.payments.events import DisputeDue, DisputeLost, DisputeOpened, DisputeWon
from marketplace.apps.payments.models import Dispute, Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.region_settings import DISPUTE_REMINDER_DAYS
from marketplace.apps.payments.services.shares import lock_payment, release_withheld
from marketplace.apps.payments.types import DisputeState, DisputeView
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import OrderId, PaymentId, derived_id
from marketplace.kit.money import Money

REMINDED_AT_ONCE = 100

LAST_REMINDER = timedelta(days=1)  # before the deadline

_DUE = f"""
    state = %(open)s AND respond_by BETWEEN %(now)s AND %(until)s
    AND (reminded_at IS NULL OR respond_by <= %(last)s AND reminded_at < respond_by - INTERVAL '{LAST_REMINDER.days} day')
    ORDER BY respond_by, id LIMIT {REMINDED_AT_ONCE}
"""


def record_dispute(*, payment_id: str, outcome: ProviderDispute, now: datetime) -> DisputeView:
    """
    Record what the provider says of a dispute, and publish each step once; what it says of an ended one comes too late to matter.

    The amount of a dispute that is won can be refunded again, and is, as far as refunds wait for it.
    """
    with tenancy.atomic():
        payment = lock_payment(payment_id)
        dispute = payment.disputes.filter(provider_reference=outcome.reference).first() or _open_dispute(payment, outcome, now=now)
        if dispute.state == outcome.state == DisputeState.OPEN:
            _note_deadline(dispute, outcome)
        has_ended = dispute.state == DisputeState.OPEN and outcome.state != DisputeState.OPEN
        if has_ended:
            dispute.state, dispute.closed_at = outcome.state, now
            ended = DisputeWon if outcome.state == DisputeState.WON else DisputeLost
            event = ended(**_about(dispute, payment, outcome.amount))
            rows.change(dispute, "state", "closed_at", events=[outbox.record(event, now=now)])
        held = payment.disputes.exclude(state=DisputeState.WON).aggregate(sum=Sum("amount_minor"))["sum"]
        payment.disputed_minor, payment.updated_at = held or 0, now
        rows.change(payment, "disputed_minor", "updated_at")
        if has_ended:
            release_withheld(payment, now=now)
    return dispute.as_view()


def remind_of_disputes(*, now: datetime) -> int:
    """
    Publish ``DisputeDue`` for open disputes whose deadline is near and not over: once for each deadline, and once more on its last day. Of
    many, those that are due first.

    Returns how many; safe to run twice, also at the same time.
    """
    until = now + timedelta(days=DISPUTE_REMINDER_DAYS.of(tenancy.current()))
    wanted = {"open": DisputeState.OPEN, "now": now, "until": until, "last": now + LAST_REMINDER}
    with tenancy.atomic():
        near = rows.every(Dispute, _DUE, wanted, for_update=True)
        payments = Payment.objects.in_bulk({dispute.payment_id for dispute in near})
        for dispute in near:
            dispute.reminded_at = now
        rows.change_all(near, "reminded_at")
        outbox.store([outbox.record(_due(dispute, payments[dispute.payment_id], now=now), now=now) for dispute in near])
    return len(near)


def _due(dispute: Dispute, payment: Payment, *, now: datetime) -> DisputeDue:
    assert dispute.respond_by is not None  # what has no deadline is never due
    about = _about(dispute, payment, Money(dispute.amount_minor, dispute.currency))
    return DisputeDue(**about, respond_by=dispute.respond_by, is_last=dispute.respond_by <= now + LAST_REMINDER)


def _note_deadline(dispute: Dispute, outcome: ProviderDispute) -> None:
    """A bank may give more time, or ask once more; then staff are reminded again. It waits for nothing once it has the evidence."""
    if outcome.respond_by != dispute.respond_by:
        dispute.respond_by, dispute.reminded_at = outcome.respond_by, None
        rows.change(dispute, "respond_by", "reminded_at")


def _open_dispute(payment: Payment, outcome: ProviderDispute, *, now: datetime) -> Dispute:
    """A new dispute of the locked payment."""
    dispute = Dispute(
        id=derived_id("dsp", payment.id, outcome.reference, at=payment.created_at),
        payment=payment,
        provider_reference=outcome.reference,
        state=DisputeState.OPEN,
        currency=outcome.amount.currency,
        amount_minor=outcome.amount.minor,
        reason=outcome.reason,
        respond_by=outcome.respond_by,
        opened_at=now,
    )
    event = DisputeOpened(**_about(dispute, payment, outcome.amount), reason=outcome.reason)
    rows.insert(dispute, events=[outbox.record(event, now=now)])
    return dispute


def _about(dispute: Dispute, payment: Payment, amount: Money) -> dict[str, Any]:
    return {
        "dispute_id": dispute.id,
        "payment_id": PaymentId(payment.id),
        "order_id": OrderId(payment.order_id),
        "amount": amount,
    }
