"""Shapes of the stock endpoints; nothing here saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.inventory.models import StockItem, StockMovement, Warehouse
from marketplace.apps.inventory.types import MAX_QUANTITY, MovementKind, RaisedLevel
from marketplace.foundation.rest.fields import CodeField, IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit import limits
from marketplace.kit.texts import Text

MAX_COUNTED = limits.declare("inventory.counted", 500, "variants", "Counted by one request; 422 above.")
REASONS = ("received", "counted", "damaged", "lost", "other")


class WarehouseLevel(msgspec.Struct, frozen=True):
    warehouse_id: str
    on_hand: int


class StockItemDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    Units of a variant: ``on_hand`` in all warehouses, ``reserved`` of them for checkouts under way, the rest ``available``. Where it
    ``allows_backorders``, what is below zero is owed to customers.
    """

    variant_id: str
    product_id: str
    sku: str
    on_hand: int
    reserved: int
    available: int
    tracks_stock: bool
    allows_backorders: bool
    levels: list[WarehouseLevel]


class StockMovementDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Why quantities changed; the ``_after`` ones are over all warehouses."""

    id: int
    variant_id: str
    sku: str
    warehouse_id: str | None
    kind: MovementKind
    on_hand_change: int
    reserved_change: int
    on_hand_after: int
    reserved_after: int
    cause_id: str
    note: str
    actor_kind: str
    moved_at: datetime


class WarehouseDetail(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    country: str
    is_default: bool


class StockFilter(StrictSerializer):
    product_id = IdField(prefix="prod", required=False)
    variant_id = IdField(prefix="var", required=False)
    sku = CodeField(required=False, max_length=255, help_text="The beginning of a SKU.")
    available_max = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MAX_QUANTITY,
        help_text="Only variants whose stock is counted and of which at most so many units are available.",
    )


class MovementFilter(StrictSerializer):
    variant_id = IdField(prefix="var", required=False)
    kind = serializers.ChoiceField(choices=[kind.value for kind in MovementKind], required=False)


class AdjustStock(StrictSerializer):
    variant_id = IdField(prefix="var")
    change = serializers.IntegerField(required=False, min_value=-MAX_QUANTITY, max_value=MAX_QUANTITY, help_text="Units more or less.")
    on_hand = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MAX_QUANTITY,
        help_text="Units as counted in that warehouse.",
    )
    tracks_stock = serializers.BooleanField(required=False)
    allows_backorders = serializers.BooleanField(required=False, help_text="Whether it is sold on when none is left.")
    reason = serializers.ChoiceField(choices=REASONS, default="other")
    note = LineField(required=False, max_length=150, allow_blank=True)
    warehouse_id = IdField(prefix="whs", required=False, help_text="The default one when left out.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "change" in attrs and "on_hand" in attrs:
            raise serializers.ValidationError({"on_hand": render(Text("Say either the change or the count"))}, code="change_or_count")
        if not {"change", "on_hand", "tracks_stock", "allows_backorders"} & set(attrs):
            raise serializers.ValidationError({"change": render(Text("Say a change, a count or the tracking"))}, code="required")
        return attrs


class CountedVariant(StrictSerializer):
    """By its id or its SKU."""

    variant_id = IdField(prefix="var", required=False)
    sku = CodeField(required=False, max_length=255)
    on_hand = serializers.IntegerField(min_value=0, max_value=MAX_QUANTITY, help_text="Units as counted.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("variant_id" in attrs) == ("sku" in attrs):
            raise serializers.ValidationError({"sku": render(Text("Name the variant by its id or by its SKU"))}, code="required")
        return attrs


class CountStock(StrictSerializer):
    items = serializers.ListField(child=CountedVariant(), min_length=1, max_length=MAX_COUNTED)
    warehouse_id = IdField(prefix="whs", required=False, help_text="The default one when left out.")
    product_id = IdField(
        prefix="prod", required=False, help_text="Whose variants they are, where stock may not know them yet: it was saved just now."
    )


class StockCounts(msgspec.Struct, frozen=True):
    """The variants as they are now; ``raised`` are those of which more is reserved for customers than was counted."""

    items: list[StockItemDetail]
    raised: list[RaisedLevel]


class CreateWarehouse(StrictSerializer):
    name = LineField(max_length=100)
    country = CodeField(pattern=r"[A-Z]{2}", required=False, default="")


def stock_item_detail(item: StockItem) -> StockItemDetail:
    return StockItemDetail(
        variant_id=item.variant_id,
        product_id=item.product_id,
        sku=item.sku,
        on_hand=item.on_hand,
        reserved=item.reserved,
        available=item.available,
        tracks_stock=item.tracks_stock,
        allows_backorders=item.allows_backorders,
        levels=[WarehouseLevel(level.warehouse_id, level.on_hand) for level in item.levels.all()],
    )


def movement_detail(row: StockMovement) -> StockMovementDetail:
    return StockMovementDetail(
        id=row.pk,
        variant_id=row.item_id,
        sku=row.item.sku,
        warehouse_id=row.warehouse_id,
        kind=MovementKind(row.kind),
        on_hand_change=row.on_hand_change,
        reserved_change=row.reserved_change,
        on_hand_after=row.on_hand_after,
        reserved_after=row.reserved_after,
        cause_id=row.cause_id,
        note=row.note,
        actor_kind=row.actor_kind,
        moved_at=row.moved_at,
    )


def warehouse_detail(row: Warehouse) -> WarehouseDetail:
    return WarehouseDetail(id=row.id, name=row.name, country=row.country, is_default=row.is_default)
