"""The state machine of a return: every move there is, and the one function that makes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.types import HoldCause
from marketplace.apps.returns.errors import ReturnNotFound, ReturnStateForbids
from marketplace.apps.returns.events import ReturnChanged
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.types import ENDED, ExchangeState, ReturnState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Recorded
from marketplace.kit.actors import Actor
from marketplace.kit.errors import Stale

REQUESTED, APPROVED, REFUSED, CANCELED = ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.REFUSED, ReturnState.CANCELED
EXPIRED, PARTLY_RECEIVED, RECEIVED = ReturnState.EXPIRED, ReturnState.PARTLY_RECEIVED, ReturnState.RECEIVED
INSPECTED, REFUNDED = ReturnState.INSPECTED, ReturnState.REFUNDED


class Move(NamedTuple):
    """One row of the table. ``when`` says what is true once the move is made."""

    source: ReturnState
    target: ReturnState
    when: str


MOVES = (
    Move(REQUESTED, APPROVED, "the vendor or staff accept it; a withdrawal in time begins here, since the law grants it"),
    Move(REQUESTED, REFUSED, "the vendor or staff say why not"),
    Move(REQUESTED, CANCELED, "the customer keeps the products"),
    Move(APPROVED, CANCELED, "the customer keeps the products"),
    Move(APPROVED, EXPIRED, "nothing arrived in time"),
    Move(APPROVED, PARTLY_RECEIVED, "some of the units have arrived"),
    Move(APPROVED, RECEIVED, "all of them have"),
    Move(PARTLY_RECEIVED, PARTLY_RECEIVED, "more of them have arrived"),
    Move(PARTLY_RECEIVED, RECEIVED, "the last of them have"),
    *(
        Move(source, INSPECTED, "it is said which units are taken back and which can be sold: refund and restock follow")
        for source in (PARTLY_RECEIVED, RECEIVED)
    ),
    Move(INSPECTED, REFUNDED, "the sale is reversed and refunded, and what can be sold is in stock again"),
)
_ALLOWED = {(move.source, move.target) for move in MOVES}


def can_move(source: str, target: ReturnState) -> bool:
    """Whether the table has this move."""
    return (source, target) in _ALLOWED


def move(row: Return, target: ReturnState, *, actor: Actor, reason: str = "", now: datetime, **changes: Any) -> None:
    """
    Write the state, with the ``changes`` of other fields, publish it and enter it into the audit log, in one transaction; at an end the
    earnings are released. ``row`` then says the same.

    :raises ReturnStateForbids: if the table lacks the move; nothing is written
    :raises Stale: if another person or process changed the return meanwhile; nothing is written
    """
    source, version = ReturnState(row.state), row.version
    if not can_move(source, target):
        raise ReturnStateForbids(state=source)
    row.state, row.version = target, version + 1
    for name, value in changes.items():
        setattr(row, name, value)
    names = ["state", "version", *changes]
    if target in ENDED:
        row.ended_at = now
        names.append("ended_at")
    if target in ENDED and target is not REFUNDED and row.exchange_state:
        row.exchange_state = ExchangeState.ENDED
        names.append("exchange_state")
    with tenancy.atomic():
        try:
            rows.change(row, *names, expected={"state": source, "version": version}, events=[changed(row, now=now)])
        except rows.StaleRow:
            raise Stale from None
        if target in ENDED:
            if row.exchange_state == ExchangeState.ENDED:
                inventory_services.release(owner_id=row.id, now=now)
            payout_services.release_holds(HoldCause.RETURN, row.id, now=now)
        new = {"state": target, "lines": row.lines}
        audit.record(actor=actor, action=f"return.{target}", resource=row.id, old={"state": source}, new=new, reason=reason, now=now)


def changed(row: Return, *, now: datetime) -> Recorded:
    """The event of the state that the return has."""
    facts = {"order_id": row.order_id, "vendor_order_id": row.vendor_order_id, "vendor_id": row.vendor_id}
    return outbox.record(ReturnChanged(return_id=row.id, state=ReturnState(row.state), **facts), now=now)


def find(return_id: str, *, vendor_id: str = "", order_id: str = "") -> Return:
    """The return, of that vendor or order alone where one is named. :raises ReturnNotFound: if there is none"""
    wanted = {"pk": return_id, **({"vendor_id": vendor_id} if vendor_id else {}), **({"order_id": order_id} if order_id else {})}
    row = Return.objects.filter(**wanted).first()
    if row is None:
        raise ReturnNotFound
    return row
