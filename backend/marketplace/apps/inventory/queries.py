"""Reads of stock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connections
from django.db.models import F, Q

from marketplace.apps.inventory import statements
from marketplace.apps.inventory.models import StockItem, StockMovement, Warehouse
from marketplace.apps.inventory.types import DailySales, Discrepancy, StockedVariant, WarehouseId
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_DISCREPANCIES = """
    WITH levels AS (SELECT item_id, sum(on_hand) AS quantity FROM stock_levels GROUP BY item_id),
    moved AS (
        SELECT item_id, sum(on_hand_change) AS on_hand, sum(reserved_change) AS reserved FROM stock_movements GROUP BY item_id
    ),
    placed AS (
        SELECT item_id, warehouse_id, sum(on_hand_change) AS quantity FROM stock_movements
        WHERE warehouse_id IS NOT NULL GROUP BY item_id, warehouse_id
    ),
    reservations AS (
        SELECT item_id, sum(quantity) AS quantity FROM stock_reservations WHERE state = 'held' AND is_counted GROUP BY item_id
    ),
    compared AS (
        SELECT 'on_hand' AS what, variant_id, '' AS warehouse_id, on_hand AS recorded, coalesce(quantity, 0) AS explained
        FROM stock_items LEFT JOIN levels ON item_id = variant_id
        UNION ALL
        SELECT 'level', l.item_id, l.warehouse_id, l.on_hand, coalesce(placed.quantity, 0)
        FROM stock_levels AS l LEFT JOIN placed USING (item_id, warehouse_id)
        UNION ALL
        SELECT 'reserved', variant_id, '', stock_items.reserved, coalesce(moved.reserved, 0)
        FROM stock_items LEFT JOIN moved ON item_id = variant_id
        UNION ALL
        SELECT 'reservations', variant_id, '', stock_items.reserved, coalesce(quantity, 0)
        FROM stock_items LEFT JOIN reservations ON item_id = variant_id
        UNION ALL
        SELECT 'below zero', item_id, warehouse_id, l.on_hand, 0
        FROM stock_levels AS l JOIN stock_items ON variant_id = item_id WHERE l.on_hand < 0 AND NOT allows_backorders
    )
    SELECT what, variant_id, warehouse_id, recorded, explained FROM compared WHERE recorded <> explained
    ORDER BY variant_id, what, warehouse_id
"""


def find_variants(variant_ids: Iterable[str]) -> dict[VariantId, StockedVariant]:
    """Those that stock knows, by id. One query."""
    found = sql.rows(statements.FIND_ITEMS, {"ids": list(set(variant_ids))})
    return {
        VariantId(variant_id): StockedVariant(
            variant_id=VariantId(variant_id),
            product_id=ProductId(product_id),
            vendor_id=VendorId(vendor_id),
            sku=sku,
            on_hand=on_hand,
            available=on_hand - reserved,
            is_tracked=is_tracked,
            allows_backorders=allows_backorders,
        )
        for variant_id, product_id, vendor_id, sku, on_hand, reserved, is_tracked, allows_backorders, _ in found
    }


def variants_of_products(product_ids: Iterable[str]) -> dict[ProductId, list[StockedVariant]]:
    """All variants of these products, by product. One query."""
    found: dict[ProductId, list[StockedVariant]] = {}
    for row in StockItem.objects.filter(product_id__in=set(product_ids)).order_by("product_id", "variant_id"):
        found.setdefault(ProductId(row.product_id), []).append(_stocked(row))
    return found


def get_item(vendor_id: str, variant_id: str) -> StockItem:
    """A vendor's item with its levels. :raises NotFound: also for another vendor's"""
    item = StockItem.objects.filter(vendor_id=vendor_id, variant_id=variant_id).prefetch_related("levels").first()
    if item is None:
        raise NotFound
    return item


def list_items(
    page: PageRequest, *, vendor_id: str, product_id: str = "", variant_id: str = "", sku: str = "", available_max: int | None = None
) -> Page[StockItem]:
    """
    A vendor's items with their levels, by SKU; ``sku`` is the beginning of one. ``available_max``: only those that are counted, and of
    which at most so many units are available.
    """
    rows = StockItem.objects.filter(vendor_id=vendor_id).prefetch_related("levels")
    if product_id:
        rows = rows.filter(product_id=product_id)
    if variant_id:
        rows = rows.filter(variant_id=variant_id)
    if sku:
        rows = rows.filter(sku__istartswith=sku)
    if available_max is not None:
        rows = rows.filter(tracks_stock=True, on_hand__lte=F("reserved") + available_max)
    if page.cursor:
        last_sku, last_id = (text.replace("\0", "") for text in decode_cursor(page.cursor, tuple[str, str]))
        rows = rows.filter(Q(sku__gt=last_sku) | Q(sku=last_sku, variant_id__gt=last_id))
    found = list(rows.order_by("sku", "variant_id")[: page.limit + 1])
    return page_of(found, page, position=lambda item: (item.sku, item.variant_id))


def get_items(vendor_id: str, variant_ids: Iterable[str]) -> list[StockItem]:
    """Those of the vendor's items with their levels, by SKU. Two queries."""
    rows = StockItem.objects.filter(vendor_id=vendor_id, variant_id__in=set(variant_ids)).prefetch_related("levels")
    return list(rows.order_by("sku", "variant_id"))


def find_by_sku(vendor_id: str, skus: Iterable[str]) -> dict[str, list[VariantId]]:
    """The vendor's variants by SKU; several of one where an old product's variant had it before. One query."""
    found: dict[str, list[VariantId]] = {}
    for sku, variant_id in StockItem.objects.filter(vendor_id=vendor_id, sku__in=set(skus)).values_list("sku", "variant_id"):
        found.setdefault(sku, []).append(VariantId(variant_id))
    return found


def list_movements(page: PageRequest, *, vendor_id: str, variant_id: str = "", kind: str = "") -> Page[StockMovement]:
    """Why a vendor's levels are what they are, newest first."""
    rows = StockMovement.objects.filter(vendor_id=vendor_id).select_related("item")
    if variant_id:
        rows = rows.filter(item_id=variant_id)
    if kind:
        rows = rows.filter(kind=kind)
    if page.cursor:
        rows = rows.filter(id__lt=decode_cursor(page.cursor, int))
    return page_of(list(rows.order_by("-id")[: page.limit + 1]), page, position=lambda movement: movement.pk)


def daily_sales(*, since: datetime, until: datetime, most: int) -> list[DailySales]:
    """
    Units of counted variants that were sold, by variant and warehouse. For training: one statement reads the whole time.

    There are at most so many: those that were sold on the most days.
    """
    found = sql.rows(statements.DAILY_SALES, {"since": since, "until": until, "most": most})
    return [DailySales(*row) for row in found]


def units_sold(variant_id: str, *, since: datetime, until: datetime) -> int:
    """Units of a counted variant that were sold from ``since`` until before ``until``, from all warehouses. One query."""
    ((units,),) = sql.rows(statements.UNITS_SOLD, {"id": variant_id, "since": since, "until": until})
    return int(units)


def units_in_warehouses(variant_ids: Iterable[str]) -> dict[tuple[VariantId, WarehouseId], int]:
    """
    What is on hand and not reserved, by variant and warehouse. Reservations are taken off in the order in which units are sold: from a
    vendor's default warehouse first. One query.
    """
    left: dict[VariantId, int] = {}
    found: dict[tuple[VariantId, WarehouseId], int] = {}
    for variant_id, warehouse_id, on_hand, reserved in sql.rows(statements.UNITS_IN_WAREHOUSES, {"ids": list(set(variant_ids))}):
        taken = min(left.setdefault(variant_id, reserved), max(on_hand, 0))
        left[variant_id] -= taken
        found[variant_id, warehouse_id] = on_hand - taken
    return found


def list_warehouses(vendor_id: str) -> list[Warehouse]:
    """A vendor's warehouses, the default one first."""
    return list(Warehouse.objects.filter(vendor_id=vendor_id).order_by("-is_default", "name"))


def find_discrepancies() -> list[Discrepancy]:
    """Every quantity of the region that its levels, movements and reservations do not explain; empty when all is well."""
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute(_DISCREPANCIES)
        return [
            Discrepancy(what=what, variant_id=variant_id, warehouse_id=place, recorded=int(recorded), explained=int(explained))
            for what, variant_id, place, recorded, explained in cursor.fetchall()
        ]


def _stocked(row: StockItem) -> StockedVariant:
    return StockedVariant(
        variant_id=VariantId(row.variant_id),
        product_id=ProductId(row.product_id),
        vendor_id=VendorId(row.vendor_id),
        sku=row.sku,
        on_hand=row.on_hand,
        available=row.available,
        is_tracked=row.tracks_stock,
        allows_backorders=row.allows_backorders,
    )
