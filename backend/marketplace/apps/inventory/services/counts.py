"""A count of many variants at once, by id or by SKU, as people make it with a list in their hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.inventory import queries
from marketplace.apps.inventory.services.bookkeeping import default_warehouses
from marketplace.apps.inventory.services.levels import register_variants, set_levels
from marketplace.apps.inventory.types import Level, MovementKind, RaisedLevel, WarehouseId
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import VariantId, VendorId
from marketplace.kit.texts import Text


def count_variants(
    counted: Sequence[Mapping[str, Any]], *, vendor_id: str, warehouse_id: str | None = None, actor: Actor, now: datetime
) -> tuple[list[VariantId], list[RaisedLevel]]:
    """
    Set how many units of each are in a warehouse, the vendor's default one unless named: items with ``variant_id`` or ``sku`` and
    ``on_hand``. What is in other warehouses stays; what is reserved for customers is kept, and returned. All or nothing.

    :raises InvalidInput: if a SKU is unknown, ambiguous or there twice
    :raises NotFound: if the vendor has no such variant or warehouse
    """
    by_sku = queries.find_by_sku(vendor_id, [item["sku"] for item in counted if "sku" in item])
    faults: list[FieldError] = []
    units: dict[VariantId, int] = {}
    for index, item in enumerate(counted):
        found = [VariantId(item["variant_id"])] if "variant_id" in item else by_sku.get(item["sku"], [])
        if not found:
            faults.append(FieldError(f"items.{index}.sku", "unknown_sku", Text("Stock has no variant with this SKU")))
        elif len(found) > 1:
            faults.append(FieldError(f"items.{index}.sku", "ambiguous_sku", Text("Several variants have had this SKU: name one by its id")))
        elif found[0] in units:
            faults.append(FieldError(f"items.{index}", "repeated", Text("The same variant is there twice")))
        else:
            units[found[0]] = item["on_hand"]
    if faults:
        raise InvalidInput(errors=faults)
    place = WarehouseId(warehouse_id) if warehouse_id else default_warehouses([vendor_id], now=now)[VendorId(vendor_id)]
    levels = [Level(variant_id=variant_id, on_hand=on_hand, warehouse_id=place) for variant_id, on_hand in units.items()]
    raised = set_levels(levels, actor=actor, now=now, vendor_id=vendor_id, kind=MovementKind.ADJUSTED)
    return list(units), raised


def register_product(*, vendor_id: str, product_id: str, now: datetime) -> None:
    """
    Let stock know the product's variants now, instead of when its event comes.

    :raises DocumentNotFound: if the vendor has no such product
    """
    product = catalog_queries.get_product(vendor_id, product_id)
    variants = [(variant.id, variant.sku) for variant in product.variants]
    register_variants(vendor_id=vendor_id, product_id=product.id, variants=variants, now=now)
