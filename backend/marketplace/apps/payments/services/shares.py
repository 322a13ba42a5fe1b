"""Which refund may take how much of a payment. Everything here runs in a transaction, under the payment's lock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from marketplace.apps.payments.errors import PaymentNotFound, ProviderDisagrees
from marketplace.apps.payments.events import (
    RefundEvent,
    RefundFailed,
    RefundReduced,
    RefundRequested,
    RefundSettled,
    RefundSucceeded,
)
from marketplace.apps.payments.models import LIVE_REFUNDS, Payment, Refund
from marketplace.apps.payments.types import RefundState
from marketplace.foundation import rows
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Recorded
from marketplace.kit.ids import OrderId, PaymentId, derived_id
from marketplace.kit.money import Money

GRACE = timedelta(seconds=60)  # the caller who asked for a refund executes it within this, or the scheduled task does

log = logging.getLogger(__name__)


def lock_payment(payment_id: str) -> Payment:
    """The row, locked until the transaction ends. :raises PaymentNotFound: if there is none"""
    payment = rows.first(Payment, "id = %(id)s", {"id": payment_id}, for_update=True)
    if payment is None:
        raise PaymentNotFound
    return payment


def left_of(payment: Payment) -> Money:
    """What can still be refunded: captured, less refunds that are pending or done, less what disputes hold or took."""
    left_minor = payment.captured_minor - payment.refunded_minor - payment.disputed_minor
    return Money(max(left_minor, 0), payment.currency)


def is_left(payment: Payment, amount: Money) -> bool:
    return amount.currency == payment.currency and 0 < amount.minor <= left_of(payment).minor


def decide(payment: Payment, *, refund_id: str, due: Money, reason: str, follows: str = "", now: datetime) -> Refund:
    """Store a new refund of ``due``, of which the provider is asked for what is left of the payment, and publish it."""
    amount_minor = min(due.minor, left_of(payment).minor) if due.currency == payment.currency else 0
    is_covered = amount_minor == 0
    refund = Refund(
        id=refund_id,
        payment=payment,
        state=RefundState.COVERED if is_covered else RefundState.PENDING,
        currency=due.currency,
        due_minor=due.minor,
        amount_minor=amount_minor,
        follows=follows,
        reason=reason[:500],
        created_at=now,
        settled_at=now if is_covered else None,
        next_attempt_at=None if is_covered else now + GRACE,
    )
    events = [] if is_covered else [state_event(refund, now=now)]
    if refund.withheld_minor:
        events.append(_reduced_event(refund, refund.withheld_minor, now=now))
    rows.insert(refund, events=events)
    sum_up(payment, now=now)
    return refund


def sum_up(payment: Payment, *, now: datetime) -> None:
    """
    Bring the payment's sum of refunds up to date. What was refunded at the provider reduces our unsent refunds.

    :raises ProviderDisagrees: if more was refunded than captured
    """
    refunded = _refunded_minor(payment)
    if refunded > payment.captured_minor:
        _reduce_unsent(payment, refunded - payment.captured_minor, now=now)
        refunded = _refunded_minor(payment)
    if refunded > payment.captured_minor:
        log.error("payment %s: %s refunded of %s", payment.id, refunded, payment.captured_minor)
        raise ProviderDisagrees(note=f"more was refunded of {payment.id} than captured")
    payment.refunded_minor, payment.updated_at = refunded, now
    rows.change(payment, "refunded_minor", "updated_at")


def release_withheld(payment: Payment, *, now: datetime) -> None:
    """
    Pay by new refunds what earlier ones could not ask for, as far as it is left by now.

    That is so when a dispute was won, or when a refund made at the provider failed.
    """
    for refund in payment.refunds.exclude(origin="provider").order_by("id"):
        amount_minor = min(refund.withheld_minor, left_of(payment).minor)
        if amount_minor <= 0:
            continue
        follower = derived_id("rfd", refund.id, "released", str(refund.released_minor), at=refund.created_at)
        refund.released_minor += amount_minor
        rows.change(refund, "released_minor")
        decide(payment, refund_id=follower, due=Money(amount_minor, refund.currency), reason=refund.reason, follows=refund.id, now=now)


def state_event(refund: Refund, *, now: datetime) -> Recorded:
    """The event of the refund's state."""
    facts = _facts(refund)
    events: dict[str, Callable[[], RefundEvent]] = {
        RefundState.PENDING: lambda: RefundRequested(**facts),
        RefundState.SUCCEEDED: lambda: RefundSucceeded(**facts),
        RefundState.FAILED: lambda: RefundFailed(**facts, failure_code=refund.failure_code),
        RefundState.SETTLED: lambda: RefundSettled(**facts),
    }
    return outbox.record(events[refund.state](), now=now)


def _reduce_unsent(payment: Payment, over_minor: int, *, now: datetime) -> None:
    """
    Take ``over_minor`` off refunds of ours that the provider has not taken, the latest first.

    One that is being sent at this moment is refused by the provider, which knows the same sums, and sent again with the lower amount.
    """
    unsent = payment.refunds.filter(state=RefundState.PENDING, provider_reference="").exclude(origin="provider")
    for refund in unsent.order_by("-id"):
        cut = min(over_minor, refund.amount_minor)
        if cut == 0:
            break
        over_minor -= cut
        refund.amount_minor -= cut
        if refund.amount_minor == 0:
            refund.state, refund.settled_at, refund.next_attempt_at = RefundState.COVERED, now, None
        changed = ("amount_minor", "state", "settled_at", "next_attempt_at")
        rows.change(refund, *changed, events=[_reduced_event(refund, cut, now=now)])


def _reduced_event(refund: Refund, by_minor: int, *, now: datetime) -> Recorded:
    facts = {**_facts(refund), "amount": Money(by_minor, refund.currency)}
    return outbox.record(RefundReduced(**facts), now=now)


def _refunded_minor(payment: Payment) -> int:
    live = payment.refunds.filter(state__in=LIVE_REFUNDS)
    return int(live.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _facts(refund: Refund) -> dict[str, Any]:
    return {
        "refund_id": refund.id,
        "payment_id": PaymentId(refund.payment_id),
        "order_id": OrderId(refund.payment.order_id),
        "amount": refund.amount,
        "origin": "provider" if refund.origin == "provider" else "marketplace",
    }
