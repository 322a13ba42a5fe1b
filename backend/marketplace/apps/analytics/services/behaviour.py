"""What visitors do, taken in by the batch: one read and one insert, however many events it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.apps.analytics.domain.search_words import without_personal_data
from marketplace.apps.analytics.errors import VisitorNotFound
from marketplace.apps.analytics.models import BehaviourEvent, Visitor
from marketplace.apps.analytics.types import Behaviour, Received
from marketplace.foundation import rows
from marketplace.kit import limits

MAX_EVENTS = limits.declare("analytics.events", 50, "events", "Of one batch of behaviour; 422 `invalid_input` above it.")
LATEST = timedelta(hours=48)  # a browser that was without a network sends late; what is older is not counted
AHEAD = timedelta(minutes=5)  # what a browser's clock may be fast
_FREE_OR_OWN = "number = %(number)s AND customer_id IN ('', %(customer_id)s)"


def record_behaviour(*, visitor_id: str, customer_id: str, events: Sequence[Behaviour], is_program: bool, now: datetime) -> Received:
    """
    Store what is new of the events. ``customer_id`` is that of who is logged in, or empty; ``is_program`` marks the events of bots.

    What happened before the visitor agreed is not stored.

    :raises VisitorNotFound: if nobody agreed under this id, or another customer did
    """
    visitor = rows.first(Visitor, "id = %(id)s", {"id": visitor_id})
    if visitor is None:
        raise VisitorNotFound
    _require_own(visitor, customer_id)
    first = max(now - LATEST, visitor.agreed_at)
    in_time = {(event.at, event.id): event for event in events if first <= event.at <= now + AHEAD}
    stored = rows.insert_all(
        [_row(event, visitor=visitor.number, is_program=is_program, now=now) for event in in_time.values()], unless_there=True
    )
    return Received(stored=len(stored), ignored=len(events) - len(stored))


def _require_own(visitor: Visitor, customer_id: str) -> None:
    """
    The first customer who logs in is the one who agreed; another person at the same browser is asked anew.

    :raises VisitorNotFound: for another customer
    """
    if not customer_id or visitor.customer_id == customer_id:
        return
    own = {"number": visitor.number, "customer_id": customer_id}
    if not rows.change_where(Visitor, _FREE_OR_OWN, own, customer_id=customer_id):
        raise VisitorNotFound


def _row(event: Behaviour, *, visitor: int, is_program: bool, now: datetime) -> BehaviourEvent:
    return BehaviourEvent(
        at=event.at,
        id=event.id,
        received_at=now,
        visitor=visitor,
        kind=event.kind,
        product_id=event.product_id,
        query=without_personal_data(event.query),
        position=event.position,
        count=event.count,
        step=event.step,
        is_bot=is_program,
    )
