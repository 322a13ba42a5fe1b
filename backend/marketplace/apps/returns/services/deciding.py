"""What vendors and staff do with a return: approve or refuse it, receive it, inspect it. And what follows: refund and restock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.types import LineQuantity, RefundReason
from marketplace.apps.returns import queries
from marketplace.apps.returns.errors import ReturnStateForbids, WithdrawalStands
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.region_settings import RETURN_SEND_DAYS
from marketplace.apps.returns.services import exchanging, states
from marketplace.apps.returns.types import InspectedLine, ReturnLine, ReturnState, ReturnView
from marketplace.foundation import tenancy
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.errors import FieldError, InvalidInput, Stale
from marketplace.kit.texts import Text


def approve_return(*, return_id: str, vendor_id: str = "", actor: Actor, now: datetime) -> ReturnView:
    """
    The products may be sent back, and what the customer wants instead is reserved. Safe to repeat. ``vendor_id`` is empty for staff.

    :raises ReturnNotFound: if the vendor has no such return
    :raises OutOfStock: if what the customer wants instead cannot be had; nothing is stored
    :raises ReturnStateForbids: if it was refused, or has ended
    """
    row = states.find(return_id, vendor_id=vendor_id)
    if row.state != ReturnState.APPROVED:
        send_until = now + timedelta(days=RETURN_SEND_DAYS.current())
        decided: dict[str, Any] = {"decided_at": now, "decided_by": "vendor" if vendor_id else "staff", "send_until": send_until}
        with tenancy.atomic():
            held = exchanging.hold_stock(row, send_until=send_until, now=now)
            instructions = queries.get_policy(row.vendor_id).instructions
            states.move(row, ReturnState.APPROVED, actor=actor, now=now, instructions=instructions, **decided, **held)
    return row.as_view()


def refuse_return(*, return_id: str, reason: str, vendor_id: str = "", actor: Actor, now: datetime) -> ReturnView:
    """
    The products stay with the customer, who reads why. Safe to repeat.

    :raises ReturnNotFound: if the vendor has no such return
    :raises WithdrawalStands: if the law grants it
    :raises ReturnStateForbids: if it was approved, or has ended
    """
    row = states.find(return_id, vendor_id=vendor_id)
    if row.is_granted_by_law:
        raise WithdrawalStands
    if row.state != ReturnState.REFUSED:
        decided_by = "vendor" if vendor_id else "staff"
        states.move(row, ReturnState.REFUSED, actor=actor, reason=reason, now=now, decision=reason, decided_at=now, decided_by=decided_by)
    return row.as_view()


def receive_return(*, return_id: str, lines: Sequence[LineQuantity], vendor_id: str = "", actor: Actor, now: datetime) -> ReturnView:
    """
    Units have arrived: a part, or the rest. ``lines`` says how many of each line are there by now in all, so it is safe to repeat.

    :raises ReturnNotFound: if the vendor has no such return
    :raises InvalidInput: for another line, fewer units than before, or more than were to come
    :raises ReturnStateForbids: before it is approved, or once it is inspected
    """
    row = states.find(return_id, vendor_id=vendor_id)
    arrived = _arrived(row, lines)
    if arrived == row.units and row.state in (ReturnState.PARTLY_RECEIVED, ReturnState.RECEIVED):
        return row.as_view()
    if not any(line.received for line in arrived):
        raise InvalidInput(errors=[FieldError("lines", "nothing_received", Text("Name at least one unit"))])
    is_whole = all(line.received == line.quantity for line in arrived)
    target = ReturnState.RECEIVED if is_whole else ReturnState.PARTLY_RECEIVED
    states.move(row, target, actor=actor, now=now, lines=msgspec.to_builtins(arrived), received_at=row.received_at or now)
    return row.as_view()


def inspect_return(
    *, return_id: str, lines: Sequence[InspectedLine], decision: str, vendor_id: str = "", actor: Actor, now: datetime
) -> ReturnView:
    """
    Say of each line how many units are taken back, and how many of those can be sold; the refund and the restock follow at once.
    Safe to repeat. ``decision`` is for the customer: why less is refunded than was sent.

    :raises ReturnNotFound: if the vendor has no such return
    :raises InvalidInput: if a line is missing, or more of it is accepted than arrived, or sellable than accepted; or for no decision, where
        less is accepted than arrived
    :raises WithdrawalStands: if the law grants the return and less is accepted than arrived
    :raises ReturnStateForbids: before anything has arrived, or if it was inspected with another result
    """
    row = states.find(return_id, vendor_id=vendor_id)
    inspected = _inspected(row, lines, decision)
    if row.state in (ReturnState.INSPECTED, ReturnState.REFUNDED):
        if inspected != row.units:
            raise ReturnStateForbids(state=row.state)
    else:
        about = {"lines": msgspec.to_builtins(inspected), "decision": decision, "inspected_at": now}
        by = "vendor" if vendor_id else "staff"
        states.move(row, ReturnState.INSPECTED, actor=actor, reason=decision, now=now, decided_by=by, **about)
    return settle_return(return_id=return_id, now=now)


def settle_return(*, return_id: str, now: datetime) -> ReturnView:
    """
    Refund what an inspection has accepted and put what can be sold into stock again: for the request and again for its event, whichever
    survives. Safe to repeat, also at the same time.
    """
    row = states.find(return_id)
    if row.state != ReturnState.INSPECTED:
        exchanging.place_exchange(return_id=return_id, now=now)
        return row.as_view()
    order_services.reverse_returned(
        vendor_id=row.vendor_id,
        vendor_order_id=row.vendor_order_id,
        return_id=row.id,
        lines=[LineQuantity(line.line_id, line.accepted) for line in row.units if line.accepted],
        reason=RefundReason(row.reason),
        note=row.decision,
        by=row.decided_by,
        as_store_credit=row.as_store_credit,
        now=now,
    )
    sellable = [StockLine(line.variant_id, line.sellable) for line in row.units if line.sellable]
    if sellable:
        inventory_services.restock(owner_id=row.id, sold_to=row.order_id, lines=sellable, now=now)
    try:
        with tenancy.atomic():
            states.move(row, ReturnState.REFUNDED, actor=SYSTEM, now=now, **exchanging.keep_accepted(row, now=now))
    except Stale:  # the event's subscriber, or the request, was quicker
        pass
    exchanging.place_exchange(return_id=return_id, now=now)
    return states.find(return_id).as_view()


def expire_returns(*, now: datetime) -> list[str]:
    """End the approved returns of which nothing has arrived in time. Safe to run twice. Returns their ids."""
    expired = []
    for row in Return.objects.filter(state=ReturnState.APPROVED, send_until__lt=now).order_by("send_until")[:500]:
        try:
            states.move(row, ReturnState.EXPIRED, actor=SYSTEM, now=now)
        except Stale:  # it has arrived at this moment
            continue
        expired.append(row.id)
    return expired


def _arrived(row: Return, lines: Sequence[LineQuantity]) -> list[ReturnLine]:
    named = {item.line_id: (index, item.quantity) for index, item in enumerate(lines)}
    _require_lines(row, list(named), len(lines))
    arrived = []
    for line in row.units:
        index, quantity = named.get(line.line_id, (0, line.received))
        if not line.received <= quantity <= line.quantity:
            most = Text("From {least} to {most}", least=line.received, most=line.quantity)
            raise InvalidInput(errors=[FieldError(f"lines.{index}.quantity", "out_of_bounds", most)])
        arrived.append(msgspec.structs.replace(line, received=quantity))
    return arrived


def _inspected(row: Return, lines: Sequence[InspectedLine], decision: str) -> list[ReturnLine]:
    named = {item.line_id: (index, item) for index, item in enumerate(lines)}
    _require_lines(row, list(named), len(lines))
    inspected = []
    for line in row.units:
        index, item = named.get(line.line_id, (0, InspectedLine(line_id=line.line_id, accepted=0, sellable=0)))
        for field, value, most in (("accepted", item.accepted, line.received), ("sellable", item.sellable, item.accepted)):
            if value > most:
                bounds = Text("From {least} to {most}", least=0, most=most)
                raise InvalidInput(errors=[FieldError(f"lines.{index}.{field}", "out_of_bounds", bounds)])
        if item.accepted < line.received and row.is_granted_by_law:
            raise WithdrawalStands
        if item.accepted < line.received and not decision:
            raise InvalidInput(errors=[FieldError("decision", "needed", Text("Say why less is taken back than has arrived"))])
        inspected.append(msgspec.structs.replace(line, accepted=item.accepted, sellable=item.sellable))
    return inspected


def _require_lines(row: Return, line_ids: Sequence[str], count: int) -> None:
    if len(line_ids) != count:
        raise InvalidInput(errors=[FieldError("lines", "repeated_line", Text("Name each line once"))])
    known = {line.line_id for line in row.units}
    for index, line_id in enumerate(line_ids):
        if line_id not in known:
            raise InvalidInput(errors=[FieldError(f"lines.{index}.line_id", "unknown_line", Text("Not a line of this return"))])
