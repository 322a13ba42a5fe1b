"""What a vendor (or an import) says of the levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError

from marketplace.apps.inventory.models import StockItem, Warehouse
from marketplace.apps.inventory.services.bookkeeping import (
    Cause,
    Move,
    carry_out,
    default_warehouses,
    levels_of,
    lock_items,
    tell_changed,
)
from marketplace.apps.inventory.types import Adjustment, Level, MovementKind, RaisedLevel, WarehouseId
from marketplace.foundation import tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.ids import VariantId, VendorId, new_id
from marketplace.kit.texts import Text


class LevelBelowReserved(Conflict):
    """``reserved`` pieces are promised to customers, so the level cannot go below that."""

    code = "level_below_reserved"
    title = "Customers were promised more than would be left"


class WarehouseNameTaken(Conflict):
    code = "warehouse_name_taken"
    title = "There is already a warehouse with that name"


def register_variants(*, vendor_id: str, product_id: str, variants: Iterable[tuple[str, str]], now: datetime) -> None:
    """
    Let stock know a product's ``variants`` (id and SKU): new ones begin at zero, known ones get the new SKU.

    Variants that the product no longer has stay, since orders and movements name them.
    """
    register_products(vendor_id=vendor_id, products={product_id: list(variants)}, now=now)


def register_products(*, vendor_id: str, products: Mapping[str, Sequence[tuple[str, str]]], now: datetime) -> None:
    """The same for many products of one vendor in a handful of queries: for imports."""
    owners = {variant_id: product_id for product_id, variants in products.items() for variant_id, _ in variants}
    skus = dict(sorted(pair for variants in products.values() for pair in variants))
    with tenancy.atomic():
        known = {item.variant_id: item for item in StockItem.objects.filter(variant_id__in=list(skus), vendor_id=vendor_id)}
        renamed = [item for item in known.values() if item.sku != skus[item.variant_id]]
        for item in renamed:
            item.sku = skus[item.variant_id]
        if renamed:
            lock_items(item.variant_id for item in renamed)
            StockItem.objects.bulk_update(renamed, ["sku"])
        new = [variant_id for variant_id in skus if variant_id not in known]
        StockItem.objects.bulk_create(
            [
                StockItem(variant_id=variant_id, product_id=owners[variant_id], vendor_id=vendor_id, sku=skus[variant_id], created_at=now)
                for variant_id in new
            ],
            ignore_conflicts=True,
        )


def create_warehouse(*, vendor_id: str, name: str, country: str, now: datetime) -> Warehouse:
    """A further warehouse beside the default one. :raises WarehouseNameTaken:"""
    default_warehouses([vendor_id], now=now)
    try:
        with tenancy.atomic():
            return Warehouse.objects.create(id=new_id("whs", at=now), vendor_id=vendor_id, name=name, country=country, created_at=now)
    except IntegrityError:
        raise WarehouseNameTaken from None


def set_levels(levels: Sequence[Level], *, actor: Actor, now: datetime, cause_id: str = "", vendor_id: str = "") -> list[RaisedLevel]:
    """
    Set many levels in a handful of queries: for imports. What customers were promised is kept, and told.

    :raises NotFound: if a variant or warehouse is unknown; nothing is stored
    """
    wanted = {level.variant_id: level for level in levels}
    with tenancy.atomic():
        items = _require_items(wanted, vendor_id)
        places = _places(items, {level.variant_id: level.warehouse_id for level in levels}, now=now)
        present = levels_of(items)
        _track(items, {level.variant_id: level.tracks_stock for level in levels}, now=now)
        raised, moves = [], []
        for variant_id, level in wanted.items():
            item, place = items[variant_id], places[variant_id]
            here = present.get((variant_id, place), 0)
            counted = here if level.warehouse_id else item.on_hand
            change = max(level.on_hand - counted, -min(item.available, here))  # promises are kept, and nothing is taken elsewhere
            if counted + change > level.on_hand:
                raised.append(RaisedLevel(variant_id=variant_id, asked=level.on_hand, on_hand=counted + change))
            if change:
                moves.append(Move(variant_id=variant_id, kind=MovementKind.IMPORTED, on_hand=change, warehouse_id=place))
        carry_out(moves, items=items, levels=present, cause=Cause(actor=actor, id=cause_id), now=now)
    return raised


def record_adjustment(adjustment: Adjustment, *, vendor_id: str, actor: Actor, now: datetime) -> None:
    """
    What a vendor's person says of one variant: tracking first, then a change or a count.

    :raises NotFound: if the vendor has no such variant or warehouse
    :raises LevelBelowReserved: if more is promised than would be left; nothing is stored
    """
    kind = MovementKind.RECEIVED if adjustment.reason == "received" else MovementKind.ADJUSTED
    variant_id = adjustment.variant_id
    with tenancy.atomic():
        items = _require_items([variant_id], vendor_id)
        _track(items, {variant_id: adjustment.tracks_stock}, now=now)
        item, levels = items[variant_id], levels_of(items)
        place = _places(items, {variant_id: adjustment.warehouse_id}, now=now)[variant_id]
        here = levels.get((variant_id, place), 0)
        change = (adjustment.change or 0) if adjustment.on_hand is None else adjustment.on_hand - here
        if change < 0 and (item.available + change < 0 or here + change < 0):
            raise LevelBelowReserved(on_hand=item.on_hand, in_warehouse=here, reserved=item.reserved)
        moves = [Move(variant_id=variant_id, kind=kind, on_hand=change, warehouse_id=place)] if change else []
        carry_out(moves, items=items, levels=levels, cause=Cause(actor=actor, note=adjustment.text), now=now)


def _require_items(variant_ids: Iterable[str], vendor_id: str) -> dict[VariantId, StockItem]:
    wanted = set(variant_ids)
    items = lock_items(wanted)
    if len(items) != len(wanted) or (vendor_id and any(item.vendor_id != vendor_id for item in items.values())):
        raise NotFound(Text("Stock does not know such a variant."))
    return items


def _places(items: Mapping[VariantId, StockItem], named: Mapping[str, str | None], *, now: datetime) -> dict[VariantId, WarehouseId]:
    """The warehouse of each item: the one named, else its vendor's default."""
    asked = {warehouse_id for warehouse_id in named.values() if warehouse_id}
    owners = dict(Warehouse.objects.filter(id__in=asked).values_list("id", "vendor_id")) if asked else {}
    defaults = default_warehouses({item.vendor_id for item in items.values()}, now=now)
    places = {}
    for variant_id, item in items.items():
        warehouse_id = named[variant_id]
        if warehouse_id and owners.get(warehouse_id) != item.vendor_id:
            raise NotFound(Text("There is no such warehouse."))
        places[variant_id] = WarehouseId(warehouse_id) if warehouse_id else defaults[VendorId(item.vendor_id)]
    return places


def _track(items: Mapping[VariantId, StockItem], wanted: Mapping[VariantId, bool | None], *, now: datetime) -> None:
    changed = [item for variant_id, item in items.items() if wanted[variant_id] not in (None, item.tracks_stock)]
    was_in_stock = {item.variant_id: item.is_in_stock for item in changed}
    for item in changed:
        item.tracks_stock = not item.tracks_stock
    for value in (True, False):
        ids = [item.variant_id for item in changed if item.tracks_stock is value]
        if ids:
            StockItem.objects.filter(variant_id__in=ids).update(tracks_stock=value)
    tell_changed([item for item in changed if item.is_in_stock != was_in_stock[item.variant_id]], now=now)
