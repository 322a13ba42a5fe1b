"""What staff do about a refund that failed: the customer is owed its amount until one of these is done."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payments.errors import RefundNotFound, RefundStateForbids
from marketplace.apps.payments.models import Payment, Refund
from marketplace.apps.payments.services.refunds import execute_refund
from marketplace.apps.payments.services.shares import decide, lock_payment, state_event
from marketplace.apps.payments.types import RefundState, RefundView
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.ids import derived_id


def retry_refund(*, refund_id: str, reason: str, actor: Actor, now: datetime) -> RefundView:
    """
    Ask the provider once more, by a new refund of what the failed one could not pay. Outside any transaction.

    Returns the new refund, as far as it comes by itself.

    :raises RefundNotFound: if there is none
    :raises RefundStateForbids: if it has not failed, or was retried or settled before
    """
    follower = derived_id("rfd", refund_id, "retry", at=now)
    with tenancy.atomic():
        payment, failed = _lock_failed(refund_id)
        failed.state = RefundState.RETRIED
        rows.change(failed, "state")
        decide(payment, refund_id=follower, due=failed.amount, reason=failed.reason, follows=failed.id, now=now)
        _record(failed, "refund.retried", new={"state": failed.state, "retried_by": follower}, reason=reason, actor=actor, now=now)
    return execute_refund(refund_id=follower, now=now)


def settle_refund(*, refund_id: str, reference: str, reason: str, actor: Actor, now: datetime) -> RefundView:
    """
    Note that the customer got the amount of a failed refund outside the provider; ``reference`` names the transfer, if there was one.

    :raises RefundNotFound: if there is none
    :raises RefundStateForbids: if it has not failed, or was retried or settled before
    """
    with tenancy.atomic():
        _, failed = _lock_failed(refund_id)
        failed.state, failed.settled_at = RefundState.SETTLED, now
        rows.change(failed, "state", "settled_at", events=[state_event(failed, now=now)])
        _record(failed, "refund.settled", new={"state": failed.state, "reference": reference}, reason=reason, actor=actor, now=now)
    return failed.as_view()


def _lock_failed(refund_id: str) -> tuple[Payment, Refund]:
    payment_id = Refund.objects.filter(pk=refund_id).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise RefundNotFound
    payment = lock_payment(payment_id)
    refund = Refund.objects.get(pk=refund_id)
    refund.payment = payment
    if refund.state != RefundState.FAILED:
        raise RefundStateForbids(state=refund.state)
    return payment, refund


def _record(refund: Refund, action: str, *, new: dict[str, str], reason: str, actor: Actor, now: datetime) -> None:
    old = {"state": RefundState.FAILED.value}
    audit.record(actor=actor, action=action, resource=refund.id, old=old, new=new, reason=reason, now=now)
