"""The one place that changes stock quantities: rows, levels, movements and the event change together or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError

from marketplace.apps.inventory import statements
from marketplace.apps.inventory.events import StockChanged
from marketplace.apps.inventory.models import StockItem, Warehouse
from marketplace.apps.inventory.types import MovementKind, WarehouseId
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import sql
from marketplace.kit.actors import Actor
from marketplace.kit.ids import ProductId, VariantId, VendorId, new_id

_MOVEMENT = ("moved_items", "vendor_ids", "warehouse_ids", "kinds", "changes", "reserved_changes", "after", "reserved_after")
ITEM_FIELDS = [field.attname for field in StockItem._meta.concrete_fields]

Items = Mapping[VariantId, StockItem]
Levels = dict[tuple[VariantId, WarehouseId], int]


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A change of one item in units; what changes ``on_hand`` says in which warehouse."""

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
    found = sql.rows(statements.LOCK_ITEMS, {"ids": list(set(variant_ids))})
    return {VariantId(row[0]): item_of(row) for row in found}


def item_of(row: Sequence[Any]) -> StockItem:
    """An item from the columns that the statements read."""
    return StockItem.from_db(tenancy.current().slug, ITEM_FIELDS, row[: len(ITEM_FIELDS)])


def levels_of(items: Items) -> Levels:
    """The quantity per warehouse of locked items, a vendor's default warehouse before the others."""
    found = sql.rows(statements.LEVELS, {"ids": list(items)})
    return {(VariantId(item_id), WarehouseId(warehouse_id)): on_hand for item_id, warehouse_id, on_hand in found}


def default_warehouses(vendor_ids: Iterable[str], *, now: datetime) -> dict[VendorId, WarehouseId]:
    """Each vendor's default warehouse, made where there is none yet."""
    wanted = set(vendor_ids)
    found = _default_warehouses(wanted)
    if missing := wanted - set(found):
        first = [_first_warehouse(vendor_id, now) for vendor_id in sorted(missing)]
        rows.insert_all(first, unless_there=True)  # another transaction may be making it, too
        found = _default_warehouses(wanted)
    return found


def _default_warehouses(vendor_ids: set[str]) -> dict[VendorId, WarehouseId]:
    found = Warehouse.objects.filter(vendor_id__in=vendor_ids, is_default=True).values_list("vendor_id", "id")
    return {VendorId(vendor_id): WarehouseId(warehouse_id) for vendor_id, warehouse_id in found}


def _first_warehouse(vendor_id: str, now: datetime) -> Warehouse:
    return Warehouse(id=new_id("whs", at=now), vendor_id=vendor_id, name="Main warehouse", is_default=True, created_at=now)


def apply_moves(moves: Sequence[Move], *, items: Items, levels: Levels, cause: Cause, now: datetime) -> None:
    """
    Apply ``moves`` to locked ``items`` whose ``levels`` were read under that lock; both are brought up to date.

    :raises IntegrityError: if a level would become negative: the caller did not check
    """
    if not moves:
        return
    was_in_stock = {variant_id: item.is_in_stock for variant_id, item in items.items()}
    changes = _changed_items(moves)
    parameters = {
        **changes,
        **_changed_levels(moves, levels),
        **_movements(moves, items),
        "cause_id": cause.id,
        "note": cause.note,
        "actor_kind": cause.actor.kind,
        "actor_id": cause.actor.id,
        "now": now,
    }
    ((changed,),) = sql.rows(statements.APPLY_MOVES, parameters)
    if changed != len(changes["item_ids"]):
        raise IntegrityError(f"{len(changes['item_ids'])} stock items were to change, {changed} did")
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


def _changed_items(moves: Sequence[Move]) -> dict[str, list[Any]]:
    changes: dict[VariantId, list[int]] = defaultdict(lambda: [0, 0])
    for move in moves:
        changes[move.variant_id][0] += move.on_hand
        changes[move.variant_id][1] += move.reserved
    on_hand, reserved = zip(*changes.values(), strict=True)
    return {"item_ids": list(changes), "on_hand": list(on_hand), "reserved": list(reserved)}


def _changed_levels(moves: Sequence[Move], levels: Levels) -> dict[str, list[Any]]:
    """What the levels become, noted in ``levels``, too."""
    changed = {}
    for move in moves:
        if move.on_hand and move.warehouse_id:
            place = (move.variant_id, move.warehouse_id)
            changed[place] = levels[place] = levels.get(place, 0) + move.on_hand
    return {
        "level_items": [item for item, _ in changed],
        "level_warehouses": [warehouse for _, warehouse in changed],
        "level_quantities": list(changed.values()),
    }


def _movements(moves: Sequence[Move], items: Items) -> dict[str, list[Any]]:
    """A row for each move, with the item's quantities after it, which ``items`` then have, too."""
    columns: dict[str, list[Any]] = {name: [] for name in _MOVEMENT}
    for move in moves:
        item = items[move.variant_id]
        item.on_hand += move.on_hand
        item.reserved += move.reserved
        row = (
            item.variant_id,
            item.vendor_id,
            move.warehouse_id,
            move.kind.value,
            move.on_hand,
            move.reserved,
            item.on_hand,
            item.reserved,
        )
        for name, value in zip(_MOVEMENT, row, strict=True):
            columns[name].append(value)
    return columns
