"""What staff decide about a payment that is to be looked at. They alone block."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.fraud.errors import ReviewDecided, RiskNotFound
from marketplace.apps.fraud.events import PaymentBlocked
from marketplace.apps.fraud.models import PaymentRisk
from marketplace.apps.fraud.types import Label, ReviewState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor
from marketplace.kit.ids import OrderId, PaymentId


def decide(*, payment_id: str, blocks: bool, reason: str, actor: Actor, now: datetime) -> None:
    """
    Clear a payment, or block it: then its order is canceled, as far as nothing was sent, and the model learns from it.

    :raises RiskNotFound: :raises ReviewDecided: if nobody has to look at it
    """
    with tenancy.atomic():
        risk = rows.first(PaymentRisk, "payment_id = %(id)s", {"id": payment_id}, for_update=True)
        if risk is None:
            raise RiskNotFound
        if risk.review != ReviewState.OPEN:
            raise ReviewDecided(state=risk.review)
        risk.review = ReviewState.BLOCKED if blocks else ReviewState.CLEARED
        risk.label = Label.FRAUD if blocks else Label.HONEST
        risk.reason, risk.decided_by, risk.decided_at = reason, actor.id, now
        blocked = PaymentBlocked(payment_id=PaymentId(risk.payment_id), order_id=OrderId(risk.order_id))
        events = [outbox.record(blocked, now=now)] if blocks else []
        rows.change(risk, "review", "label", "reason", "decided_by", "decided_at", events=events)
        audit.record(
            actor=actor,
            action="payment_risk.decided",
            resource=risk.payment_id,
            old={"review": ReviewState.OPEN},
            new={"review": risk.review, "order": risk.order_id, "score": round(risk.score, 3)},
            reason=reason,
            now=now,
        )
