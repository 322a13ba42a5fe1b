"""What a vendor (or an import) says of the levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from marketplace.apps.inventory.errors import LevelBelowReserved, WarehouseNameTaken
from marketplace.apps.inventory.models import StockItem, Warehouse
from marketplace.apps.inventory.services.bookkeeping import (
    Cause,
    Move,
    apply_moves,
    default_warehouses,
    levels_of,
    lock_items,
    tell_changed,
)
from marketplace.apps.inventory.types import Adjustment, Level, MovementKind, RaisedLevel, WarehouseId
from marketplace.foundation import rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import VariantId, VendorId, new_id
from marketplace.kit.texts import Text


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
            rows.change_all(renamed, "sku")
        new = [variant_id for variant_id in skus if variant_id not in known]
        rows.insert_all(
            [
                StockItem(variant_id=variant_id, product_id=owners[variant_id], vendor_id=vendor_id, sku=skus[variant_id], created_at=now)
                for variant_id in new
            ],
            unless_there=True,
        )


def create_warehouse(*, vendor_id: str, name: str, country: str, now: datetime) -> Warehouse:
    """A further warehouse next to the default one. :raises WarehouseNameTaken:"""
    default_warehouses([vendor_id], now=now)
    warehouse = Warehouse(id=new_id("whs", at=now), vendor_id=vendor_id, name=name, country=country, created_at=now)
    if not rows.insert(warehouse, unless_there=True):
        raise WarehouseNameTaken
    return warehouse


def set_levels(
    levels: Sequence[Level],
    *,
    actor: Actor,
    now: datetime,
    cause_id: str = "",
    vendor_id: str = "",
    kind: MovementKind = MovementKind.IMPORTED,
) -> list[RaisedLevel]:
    """
    Set many levels in a handful of queries: for imports and counts. What is reserved for customers is kept, and reported.

    :raises NotFound: if a variant or warehouse is unknown; nothing is stored
    """
    wanted = {level.variant_id: level for level in levels}
    with tenancy.atomic():
        items = _require_items(wanted, vendor_id)
        places = _places(items, {level.variant_id: level.warehouse_id for level in levels}, now=now)
        present = levels_of(items)
        tracking = _Tracking(items, {level.variant_id: (level.tracks_stock, level.allows_backorders) for level in levels})
        tracking.loosen(now=now)
        raised, moves = [], []
        for variant_id, level in wanted.items():
            item, place = items[variant_id], places[variant_id]
            here = present.get((variant_id, place), 0)
            counted = here if level.warehouse_id else item.on_hand
            change = level.on_hand - counted
            if not tracking.will_allow_backorders(variant_id):
                change = max(change, -min(item.available, here))  # reservations are kept, and nothing is taken elsewhere
            if counted + change > level.on_hand:
                raised.append(RaisedLevel(variant_id=variant_id, asked=level.on_hand, on_hand=counted + change))
            if change:
                moves.append(Move(variant_id=variant_id, kind=kind, on_hand=change, warehouse_id=place))
        apply_moves(moves, items=items, levels=present, cause=Cause(actor=actor, id=cause_id), now=now)
        tracking.tighten(now=now)
    return raised


def record_adjustment(adjustment: Adjustment, *, vendor_id: str, actor: Actor, now: datetime) -> None:
    """
    What a vendor's person says of one variant: how it is sold, and a change or a count.

    :raises NotFound: if the vendor has no such variant or warehouse
    :raises LevelBelowReserved: if more is reserved than would be left; nothing is stored
    """
    kind = MovementKind.RECEIVED if adjustment.reason == "received" else MovementKind.ADJUSTED
    variant_id = adjustment.variant_id
    with tenancy.atomic():
        items = _require_items([variant_id], vendor_id)
        tracking = _Tracking(items, {variant_id: (adjustment.tracks_stock, adjustment.allows_backorders)})
        tracking.loosen(now=now)
        item, levels = items[variant_id], levels_of(items)
        place = _places(items, {variant_id: adjustment.warehouse_id}, now=now)[variant_id]
        here = levels.get((variant_id, place), 0)
        change = (adjustment.change or 0) if adjustment.on_hand is None else adjustment.on_hand - here
        is_short = item.available + change < 0 or here + change < 0
        if is_short and (change < 0 or adjustment.allows_backorders is False) and not tracking.will_allow_backorders(variant_id):
            raise LevelBelowReserved(on_hand=item.on_hand, in_warehouse=here, reserved=item.reserved)
        moves = [Move(variant_id=variant_id, kind=kind, on_hand=change, warehouse_id=place)] if change else []
        apply_moves(moves, items=items, levels=levels, cause=Cause(actor=actor, note=adjustment.text), now=now)
        tracking.tighten(now=now)


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


class _Tracking:
    """How locked items are to be sold from now on: whether they are counted, and whether backorders are allowed. ``None`` keeps either."""

    def __init__(self, items: Mapping[VariantId, StockItem], wanted: Mapping[VariantId, tuple[bool | None, bool | None]]) -> None:
        self._items, self._wanted = items, wanted
        self._was_in_stock: dict[VariantId, bool] = {}

    def will_allow_backorders(self, variant_id: VariantId) -> bool:
        wanted = self._wanted[variant_id][1]
        return self._items[variant_id].allows_backorders if wanted is None else wanted

    def loosen(self, *, now: datetime) -> None:
        """Before levels change: what is counted or not, and what may be sold with nothing left."""
        self._look()
        for value in (True, False):
            self._set("tracks_stock", value, [variant_id for variant_id, (wanted, _) in self._wanted.items() if wanted is value])
        self._set("allows_backorders", True, [variant_id for variant_id, (_, wanted) in self._wanted.items() if wanted is True])
        self._tell(now=now)

    def tighten(self, *, now: datetime) -> None:
        """After levels have changed: what may be sold only while there is enough."""
        self._look()
        self._set("allows_backorders", False, [variant_id for variant_id, (_, wanted) in self._wanted.items() if wanted is False])
        self._tell(now=now)

    def _look(self) -> None:
        self._was_in_stock = {variant_id: item.is_in_stock for variant_id, item in self._items.items()}

    def _set(self, field: str, value: bool, variant_ids: Sequence[VariantId]) -> None:
        changed = [variant_id for variant_id in variant_ids if getattr(self._items[variant_id], field) is not value]
        for variant_id in changed:
            setattr(self._items[variant_id], field, value)
        if changed:
            rows.change_where(StockItem, "variant_id = ANY (%(ids)s::text[])", {"ids": changed}, **{field: value})

    def _tell(self, *, now: datetime) -> None:
        """Announce those that ran out or came back by it."""
        moved = [item for variant_id, item in self._items.items() if item.is_in_stock != self._was_in_stock[variant_id]]
        tell_changed(moved, now=now)
