"""Reserving stock for a checkout, and what becomes of the reservation. Every function here is safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.apps.inventory import statements
from marketplace.apps.inventory.errors import OutOfStock, ReservationGone
from marketplace.apps.inventory.models import StockItem, StockMovement, StockReservation
from marketplace.apps.inventory.services.bookkeeping import (
    ITEM_FIELDS,
    Cause,
    Levels,
    Move,
    apply_moves,
    default_warehouses,
    item_of,
    levels_of,
    lock_items,
)
from marketplace.apps.inventory.types import MovementKind, ReservationState, StockLine, WarehouseId
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.ids import VariantId, VendorId

MAX_OWNERS_A_ROUND = 500


class ReservationConflict(RuntimeError):
    """An owner came again with other lines: a caller computes the same order in two ways. Nothing was reserved."""


def reserve(*, owner_id: str, lines: Sequence[StockLine], until: datetime, now: datetime) -> None:
    """
    Reserve all ``lines`` for ``owner_id`` (an order), or none.

    Repeated while the reservation is held, it only prolongs it; after the release it reserves again.

    :raises OutOfStock: if any line cannot be had; nothing is stored
    :raises ReservationConflict: if the owner holds other lines
    """
    wanted = _quantities(lines)
    with tenancy.atomic(savepoint=False):
        items = lock_items(wanted)
        short = _short(items, wanted)
        if not short and _make_reservations(owner_id, wanted, items, until=until, now=now):
            return
        # The owner came before, or is too late. Read after the lock: a parallel call of its has committed by now, or waits behind us.
        mine = StockReservation.objects.filter(owner_id=owner_id)
        known = list(mine.values_list("item_id", "quantity", "state"))
        reserved = {item_id: quantity for item_id, quantity, state in known if state != ReservationState.RELEASED}
        own = {"owner_id": owner_id, "held": ReservationState.HELD, "released": ReservationState.RELEASED, "until": until}
        if reserved == wanted:
            condition = "owner_id = %(owner_id)s AND state = %(held)s AND expires_at < %(until)s"
            rows.change_where(StockReservation, condition, own, expires_at=until)
        elif not reserved and not short:
            condition = "owner_id = %(owner_id)s AND state = %(released)s"
            rows.delete_where(StockReservation, condition, own)  # the movements remember them
            _make_reservations(owner_id, wanted, items, until=until, now=now)
    # Raised outside the block: the caller may go on in its own transaction.
    if reserved not in ({}, wanted):
        raise ReservationConflict(f"{owner_id} holds {reserved}, asked for {wanted}")
    if short and not reserved:
        raise OutOfStock(lines=short)


def release(*, owner_id: str, now: datetime) -> bool:
    """Free what is still reserved for ``owner_id``; whether there was anything."""
    return _release(owner_id, now=now, only_if_expired=False)


def release_expired(*, now: datetime) -> int:
    """Free all reservations whose time has passed, owner by owner; how many owners lost theirs."""
    due = StockReservation.objects.filter(state=ReservationState.HELD, expires_at__lte=now)
    owners = list(due.order_by("owner_id").values_list("owner_id", flat=True).distinct()[:MAX_OWNERS_A_ROUND])
    return sum(_release(owner_id, now=now, only_if_expired=True) for owner_id in owners)


def sell(*, owner_id: str, now: datetime) -> None:
    """
    Take what is reserved for ``owner_id`` out of stock, from the default warehouse first.

    An expired reservation that is not released yet is kept.

    :raises ReservationGone: if it was released, or never made
    """
    with tenancy.atomic(savepoint=False):
        items, known = _locked(owner_id)
        is_gone = not known or any(row.state == ReservationState.RELEASED for row in known)
        held = [] if is_gone else [row for row in known if row.state == ReservationState.HELD]
        levels = levels_of(items) if held else {}
        counted = [row for row in held if row.is_counted]
        places = _places_of_backorders(counted, items, levels, now=now)
        moves = [move for row in counted for move in _taken(row, levels, places.get(row.item_id))]
        apply_moves(moves, items=items, levels=levels, cause=Cause(actor=SYSTEM, id=owner_id), now=now)
        _mark(held, ReservationState.SOLD)
    if is_gone:
        raise ReservationGone(note=f"nothing is reserved for {owner_id}")


def restock(*, owner_id: str, sold_to: str, lines: Sequence[StockLine], now: datetime, actor: Actor = SYSTEM) -> None:
    """
    Put units that were sold to ``sold_to`` (an order) back into the vendors' default warehouses, once for each ``owner_id`` (a
    cancellation, a return).

    What was not taken out is passed over: products that were not counted when they were sold, whether or not they are by now.
    """
    wanted = _quantities(lines)
    with tenancy.atomic():
        taken = set(
            StockReservation.objects.filter(owner_id=sold_to, state=ReservationState.SOLD, is_counted=True).values_list(
                "item_id", flat=True
            )
        )
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
        apply_moves(moves, items=items, levels=levels_of(items), cause=Cause(actor=actor, id=owner_id), now=now)


def _quantities(lines: Sequence[StockLine]) -> dict[VariantId, int]:
    """The quantity per variant. :raises ValueError: for a line of less than one unit"""
    quantities: Counter[VariantId] = Counter()
    for line in lines:
        if line.quantity < 1:
            raise ValueError(f"{line.variant_id}: quantity {line.quantity}")
        quantities[line.variant_id] += line.quantity
    return dict(quantities)


def _short(items: Mapping[VariantId, StockItem], wanted: Mapping[VariantId, int]) -> list[dict[str, Any]]:
    """Each variant of which there is not enough, and how much there is."""
    short = []
    for variant_id, quantity in wanted.items():
        item = items.get(variant_id)
        available = item.available if item else 0
        if item is None or (item.is_limited and available < quantity):
            short.append({"variant_id": variant_id, "requested": quantity, "available": available})
    return short


def _make_reservations(
    owner_id: str, wanted: Mapping[VariantId, int], items: Mapping[VariantId, StockItem], *, until: datetime, now: datetime
) -> bool:
    """Whether they could be made: an owner that has reservations already, even released ones, gets no further ones."""
    parameters = {
        "owner_id": owner_id,
        "ids": list(wanted),
        "quantities": list(wanted.values()),
        "counted": [items[variant_id].tracks_stock for variant_id in wanted],
        "until": until,
        "now": now,
    }
    if not sql.run(statements.RESERVE, parameters):
        return False
    moves = [
        Move(variant_id=variant_id, kind=MovementKind.RESERVED, reserved=quantity)
        for variant_id, quantity in wanted.items()
        if items[variant_id].tracks_stock
    ]
    apply_moves(moves, items=items, levels={}, cause=Cause(actor=SYSTEM, id=owner_id), now=now)
    return True


def _release(owner_id: str, *, now: datetime, only_if_expired: bool) -> bool:
    with tenancy.atomic():
        items, known = _locked(owner_id)
        held = [row for row in known if row.state == ReservationState.HELD and (row.expires_at <= now or not only_if_expired)]
        moves = [Move(variant_id=row.item_id, kind=MovementKind.RELEASED, reserved=-row.quantity) for row in held if row.is_counted]
        apply_moves(moves, items=items, levels={}, cause=Cause(actor=SYSTEM, id=owner_id), now=now)
        _mark(held, ReservationState.RELEASED)
    return bool(held)


class _LockedReservation(NamedTuple):
    """A reservation as it is under its lock."""

    item_id: VariantId
    id: int
    quantity: int
    is_counted: bool
    state: str
    expires_at: datetime


def _locked(owner_id: str) -> tuple[dict[VariantId, StockItem], list[_LockedReservation]]:
    """The owner's items, and its reservations, locked."""
    found = sql.rows(statements.LOCK_RESERVATIONS, {"owner_id": owner_id})
    items = {VariantId(row[0]): item_of(row) for row in found}
    return items, [_LockedReservation(VariantId(row[0]), *row[len(ITEM_FIELDS) :]) for row in found]


def _mark(reservations: Sequence[_LockedReservation], state: ReservationState) -> None:
    if reservations:
        ids = {"ids": [reservation.id for reservation in reservations]}
        rows.change_where(StockReservation, "id = ANY (%(ids)s::bigint[])", ids, state=state)


def _taken(row: _LockedReservation, levels: Levels, backorders_at: WarehouseId | None) -> Iterator[Move]:
    """Where the reserved units come from: the warehouses in the order of ``levels``. What none has is owed by the one of backorders."""
    missing = row.quantity
    for (variant_id, warehouse_id), quantity in levels.items():
        if variant_id == row.item_id and (taken := min(max(quantity, 0), missing)):
            missing -= taken
            yield _sold(variant_id, warehouse_id, taken)
    if missing and backorders_at is not None:
        yield _sold(row.item_id, backorders_at, missing)


def _places_of_backorders(
    reservations: Sequence[_LockedReservation], items: Mapping[VariantId, StockItem], levels: Levels, *, now: datetime
) -> dict[VariantId, WarehouseId]:
    """The default warehouse for each item of which more was sold than all warehouses have."""
    present: Counter[VariantId] = Counter()
    for (variant_id, _), quantity in levels.items():
        present[variant_id] += max(quantity, 0)
    short = [row.item_id for row in reservations if row.quantity > present[row.item_id] and items[row.item_id].allows_backorders]
    if not short:
        return {}
    defaults = default_warehouses((items[variant_id].vendor_id for variant_id in short), now=now)
    return {variant_id: defaults[VendorId(items[variant_id].vendor_id)] for variant_id in short}


def _sold(variant_id: VariantId, warehouse_id: WarehouseId, quantity: int) -> Move:
    return Move(variant_id=variant_id, kind=MovementKind.SOLD, on_hand=-quantity, reserved=-quantity, warehouse_id=warehouse_id)
