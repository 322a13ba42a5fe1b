"""Promising pieces to a checkout, and what becomes of the promise. Every function here is safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.apps.inventory import statements
from marketplace.apps.inventory.models import HELD, RELEASED, SOLD, StockItem, StockMovement, StockReservation
from marketplace.apps.inventory.services.bookkeeping import (
    ITEM_FIELDS,
    Cause,
    Levels,
    Move,
    carry_out,
    default_warehouses,
    item_of,
    levels_of,
    lock_items,
)
from marketplace.apps.inventory.types import MovementKind, StockLine, WarehouseId
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.errors import Conflict
from marketplace.kit.ids import VariantId, VendorId

MAX_OWNERS_A_ROUND = 500


class OutOfStock(Conflict):
    """``lines`` says of each variant that is short how many pieces are ``available``."""

    code = "out_of_stock"
    title = "There is not enough in stock"


class ReservationGone(Conflict):
    """The promise ran out and others may have the pieces by now: reserve again, or give the money back."""

    code = "reservation_gone"
    title = "The goods are no longer reserved"


class ReservationConflict(RuntimeError):
    """An owner came again with other lines: somebody computes the same order in two ways. Nothing was reserved."""


def reserve(*, owner_id: str, lines: Sequence[StockLine], until: datetime, now: datetime) -> None:
    """
    Promise all ``lines`` to ``owner_id`` (an order), or none.

    Repeated while the promise holds, it only prolongs it; after it was released, it is made anew.

    :raises OutOfStock: if any line cannot be had; nothing is stored
    :raises ReservationConflict: if the owner holds other lines
    """
    wanted = _pieces(lines)
    with tenancy.atomic(savepoint=False):
        items = lock_items(wanted)
        short = _short(items, wanted)
        if not short and _promise(owner_id, wanted, items, until=until, now=now):
            return
        # The owner came before, or is too late. Read after the lock: a parallel call of its has committed by now, or waits behind us.
        mine = StockReservation.objects.filter(owner_id=owner_id)
        known = list(mine.values_list("item_id", "quantity", "state"))
        promised = {item_id: quantity for item_id, quantity, state in known if state != RELEASED}
        if promised == wanted:
            mine.filter(state=HELD, expires_at__lt=until).update(expires_at=until)
        elif not promised and not short:
            mine.filter(state=RELEASED).delete()  # the movements remember them
            _promise(owner_id, wanted, items, until=until, now=now)
    # Told outside the block: the caller may go on in its own transaction.
    if promised not in ({}, wanted):
        raise ReservationConflict(f"{owner_id} holds {promised}, asked for {wanted}")
    if short and not promised:
        raise OutOfStock(lines=short)


def release(*, owner_id: str, now: datetime) -> bool:
    """Free what is still promised to ``owner_id``; whether there was anything."""
    return _release(owner_id, now=now, only_if_expired=False)


def release_expired(*, now: datetime) -> int:
    """Free all promises whose time has passed, owner by owner; how many owners lost theirs."""
    due = StockReservation.objects.filter(state=HELD, expires_at__lte=now)
    owners = list(due.order_by("owner_id").values_list("owner_id", flat=True).distinct()[:MAX_OWNERS_A_ROUND])
    return sum(_release(owner_id, now=now, only_if_expired=True) for owner_id in owners)


def sell(*, owner_id: str, now: datetime) -> None:
    """
    Take what is promised to ``owner_id`` out of stock, from the default warehouse first.

    An expired promise that nobody has released yet is kept.

    :raises ReservationGone: if it was released, or never made
    """
    with tenancy.atomic(savepoint=False):
        items, rows = _locked(owner_id)
        is_gone = not rows or any(row.state == RELEASED for row in rows)
        held = [] if is_gone else [row for row in rows if row.state == HELD]
        levels = levels_of(items) if held else {}
        moves = [move for row in held if row.is_counted for move in _taken(row, levels)]
        carry_out(moves, items=items, levels=levels, cause=Cause(actor=SYSTEM, id=owner_id), now=now)
        _mark(held, SOLD)
    if is_gone:
        raise ReservationGone(note=f"nothing is reserved for {owner_id}")


def restock(*, owner_id: str, sold_to: str, lines: Sequence[StockLine], now: datetime, actor: Actor = SYSTEM) -> None:
    """
    Put pieces that were sold to ``sold_to`` (an order) back into the vendors' default warehouses, once for each ``owner_id`` (a
    cancellation, a return).

    What was not taken out is passed over: goods that were not counted when they were sold, whether or not they are by now.
    """
    wanted = _pieces(lines)
    with tenancy.atomic():
        taken = set(StockReservation.objects.filter(owner_id=sold_to, state=SOLD, is_counted=True).values_list("item_id", flat=True))
        items = {variant_id: item for variant_id, item in lock_items(wanted).items() if variant_id in taken}
        if StockMovement.objects.filter(cause_id=owner_id, kind=MovementKind.RETURNED).exists():
            return
        places = default_warehouses((item.vendor_id for item in items.values()), now=now)
        moves = [
            Move(
                variant_id=variant_id,
                kind=MovementKind.RETURNED,
                on_hand=wanted[variant_id],
                warehouse_id=places[VendorId(item.vendor_id)],
            )
            for variant_id, item in items.items()
        ]
        carry_out(moves, items=items, levels=levels_of(items), cause=Cause(actor=actor, id=owner_id), now=now)


def _pieces(lines: Sequence[StockLine]) -> dict[VariantId, int]:
    """Pieces per variant. :raises ValueError: for a line of less than one piece"""
    pieces: Counter[VariantId] = Counter()
    for line in lines:
        if line.quantity < 1:
            raise ValueError(f"{line.variant_id}: {line.quantity} pieces")
        pieces[line.variant_id] += line.quantity
    return dict(pieces)


def _short(items: Mapping[VariantId, StockItem], wanted: Mapping[VariantId, int]) -> list[dict[str, Any]]:
    """Each variant of which there is not enough, and how much there is."""
    short = []
    for variant_id, quantity in wanted.items():
        item = items.get(variant_id)
        available = item.available if item else 0
        if item is None or (item.tracks_stock and available < quantity):
            short.append({"variant_id": variant_id, "requested": quantity, "available": available})
    return short


def _promise(
    owner_id: str, wanted: Mapping[VariantId, int], items: Mapping[VariantId, StockItem], *, until: datetime, now: datetime
) -> bool:
    """Whether it could be made: an owner that has reservations already, even released ones, gets no others beside them."""
    parameters = {
        "owner_id": owner_id,
        "ids": list(wanted),
        "quantities": list(wanted.values()),
        "counted": [items[variant_id].tracks_stock for variant_id in wanted],
        "until": until,
        "now": now,
    }
    if not sql.run(statements.PROMISE, parameters):
        return False
    moves = [
        Move(variant_id=variant_id, kind=MovementKind.RESERVED, reserved=quantity)
        for variant_id, quantity in wanted.items()
        if items[variant_id].tracks_stock
    ]
    carry_out(moves, items=items, levels={}, cause=Cause(actor=SYSTEM, id=owner_id), now=now)
    return True


def _release(owner_id: str, *, now: datetime, only_if_expired: bool) -> bool:
    with tenancy.atomic():
        items, rows = _locked(owner_id)
        held = [row for row in rows if row.state == HELD and (row.expires_at <= now or not only_if_expired)]
        moves = [Move(variant_id=row.item_id, kind=MovementKind.RELEASED, reserved=-row.quantity) for row in held if row.is_counted]
        carry_out(moves, items=items, levels={}, cause=Cause(actor=SYSTEM, id=owner_id), now=now)
        _mark(held, RELEASED)
    return bool(held)


class _Promise(NamedTuple):
    """A reservation as it is under its lock."""

    item_id: VariantId
    id: int
    quantity: int
    is_counted: bool
    state: str
    expires_at: datetime


def _locked(owner_id: str) -> tuple[dict[VariantId, StockItem], list[_Promise]]:
    """The owner's items, and its reservations, locked."""
    rows = sql.rows(statements.LOCK_PROMISED, {"owner_id": owner_id})
    items = {VariantId(row[0]): item_of(row) for row in rows}
    return items, [_Promise(VariantId(row[0]), *row[len(ITEM_FIELDS) :]) for row in rows]


def _mark(promises: Sequence[_Promise], state: str) -> None:
    if promises:
        sql.run(statements.MARK, {"ids": [promise.id for promise in promises], "state": state})


def _taken(row: _Promise, levels: Levels) -> Iterator[Move]:
    """Where the reserved pieces come from: the warehouses in the order of ``levels``."""
    missing = row.quantity
    for (variant_id, warehouse_id), pieces in levels.items():
        if variant_id == row.item_id and (taken := min(pieces, missing)):
            missing -= taken
            yield _sold(variant_id, warehouse_id, taken)


def _sold(variant_id: VariantId, warehouse_id: WarehouseId, pieces: int) -> Move:
    return Move(variant_id=variant_id, kind=MovementKind.SOLD, on_hand=-pieces, reserved=-pieces, warehouse_id=warehouse_id)
