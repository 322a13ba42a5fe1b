"""The one place that changes stock figures: rows, levels, movements and the event change together or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import IntegrityError, connections

from marketplace.apps.inventory.events import StockChanged
from marketplace.apps.inventory.models import StockItem, StockLevel, StockMovement, Warehouse
from marketplace.apps.inventory.types import MovementKind, WarehouseId
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor
from marketplace.kit.ids import ProductId, VariantId, VendorId, new_id

_UPDATE_ITEMS = """
    UPDATE stock_items AS item
    SET on_hand = item.on_hand + moved.on_hand, reserved = item.reserved + moved.reserved
    FROM unnest(%s::text[], %s::int[], %s::int[]) AS moved (variant_id, on_hand, reserved)
    WHERE item.variant_id = moved.variant_id
"""

Items = Mapping[VariantId, StockItem]
Levels = dict[tuple[VariantId, WarehouseId], int]


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A change of one item in pieces; what changes ``on_hand`` says in which warehouse."""

    variant_id: VariantId
    kind: MovementKind
    on_hand: int = 0
    reserved: int = 0
    warehouse_id: WarehouseId | None = None


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Why and by whom: the order, cancellation or import (``id``), or a person's ``note``."""

    actor: Actor
    id: str = ""
    note: str = ""


def lock_items(variant_ids: Iterable[str]) -> dict[VariantId, StockItem]:
    """The items that exist, locked until the transaction ends, in the one order that everybody uses."""
    rows = StockItem.objects.select_for_update(no_key=True).filter(variant_id__in=sorted(set(variant_ids)))
    return {VariantId(row.variant_id): row for row in rows.order_by("variant_id")}


def levels_of(items: Items) -> Levels:
    """Pieces per warehouse of locked items, a vendor's default warehouse before the others."""
    rows = StockLevel.objects.filter(item__in=list(items)).order_by("item_id", "-warehouse__is_default", "warehouse_id")
    return {(VariantId(row.item_id), WarehouseId(row.warehouse_id)): row.on_hand for row in rows}


def default_warehouses(vendor_ids: Iterable[str], *, now: datetime) -> dict[VendorId, WarehouseId]:
    """Each vendor's default warehouse, made where there is none yet."""
    wanted = set(vendor_ids)
    found = _default_warehouses(wanted)
    if missing := wanted - set(found):
        rows = [_first_warehouse(vendor_id, now) for vendor_id in sorted(missing)]
        Warehouse.objects.bulk_create(rows, ignore_conflicts=True)  # somebody else may be making it, too
        found = _default_warehouses(wanted)
    return found


def _default_warehouses(vendor_ids: set[str]) -> dict[VendorId, WarehouseId]:
    rows = Warehouse.objects.filter(vendor_id__in=vendor_ids, is_default=True).values_list("vendor_id", "id")
    return {VendorId(vendor_id): WarehouseId(warehouse_id) for vendor_id, warehouse_id in rows}


def _first_warehouse(vendor_id: str, now: datetime) -> Warehouse:
    return Warehouse(id=new_id("whs", at=now), vendor_id=vendor_id, name="Main warehouse", is_default=True, created_at=now)


def carry_out(moves: Sequence[Move], *, items: Items, levels: Levels, cause: Cause, now: datetime) -> None:
    """
    Apply ``moves`` to locked ``items`` whose ``levels`` were read under that lock; both are brought up to date.

    :raises IntegrityError: if a level would become negative: the caller did not check
    """
    if not moves:
        return
    was_in_stock = {variant_id: item.is_in_stock for variant_id, item in items.items()}
    _write_items(moves)
    _write_levels(moves, levels)
    _write_movements(moves, items, cause, now)
    tell_changed([item for variant_id, item in items.items() if item.is_in_stock != was_in_stock[variant_id]], now=now)


def tell_changed(items: Iterable[StockItem], *, now: datetime) -> None:
    """Announce these items, those of one product together."""
    by_product = defaultdict(list)
    for item in items:
        by_product[item.product_id, item.vendor_id].append(VariantId(item.variant_id))
    events = [
        StockChanged(product_id=ProductId(product_id), vendor_id=VendorId(vendor_id), variant_ids=tuple(variant_ids))
        for (product_id, vendor_id), variant_ids in by_product.items()
    ]
    if events:
        outbox.store([outbox.record(event, now=now) for event in events])


def _write_items(moves: Sequence[Move]) -> None:
    changes: dict[VariantId, list[int]] = defaultdict(lambda: [0, 0])
    for move in moves:
        changes[move.variant_id][0] += move.on_hand
        changes[move.variant_id][1] += move.reserved
    on_hand, reserved = zip(*changes.values(), strict=True)
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_UPDATE_ITEMS, [list(changes), list(on_hand), list(reserved)])
        if cursor.rowcount != len(changes):
            raise IntegrityError(f"{len(changes)} stock items were to change, {cursor.rowcount} did")


def _write_levels(moves: Sequence[Move], levels: Levels) -> None:
    changed = {}
    for move in moves:
        if move.on_hand and move.warehouse_id:
            place = (move.variant_id, move.warehouse_id)
            changed[place] = levels[place] = levels.get(place, 0) + move.on_hand
    rows = [StockLevel(item_id=item, warehouse_id=warehouse, on_hand=pieces) for (item, warehouse), pieces in changed.items()]
    StockLevel.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item", "warehouse"], update_fields=["on_hand"])


def _write_movements(moves: Sequence[Move], items: Items, cause: Cause, now: datetime) -> None:
    rows = []
    for move in moves:
        item = items[move.variant_id]
        item.on_hand += move.on_hand
        item.reserved += move.reserved
        rows.append(
            StockMovement(
                item=item,
                vendor_id=item.vendor_id,
                warehouse_id=move.warehouse_id,
                kind=move.kind,
                on_hand_change=move.on_hand,
                reserved_change=move.reserved,
                on_hand_after=item.on_hand,
                reserved_after=item.reserved,
                cause_id=cause.id,
                note=cause.note,
                actor_kind=cause.actor.kind,
                actor_id=cause.actor.id,
                moved_at=now,
            )
        )
    StockMovement.objects.bulk_create(rows)
