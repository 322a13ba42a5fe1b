"""The words of stock, as every other app may use them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from marketplace.kit.ids import ProductId, VariantId, VendorId

WarehouseId = NewType("WarehouseId", str)

MAX_QUANTITY = 10**9  # of one variant: more than anybody keeps, less than the column holds


class ReservationState(StrEnum):
    HELD = "held"
    SOLD = "sold"
    RELEASED = "released"


class MovementKind(StrEnum):
    """Why a level changed. ``RESERVED`` and ``RELEASED`` move units between available and reserved; the others in or out."""

    RECEIVED = "received"
    ADJUSTED = "adjusted"
    IMPORTED = "imported"
    RESERVED = "reserved"
    RELEASED = "released"
    SOLD = "sold"
    RETURNED = "returned"


class StockLine(msgspec.Struct, frozen=True):
    """A quantity (at least one) of a variant."""

    variant_id: VariantId
    quantity: int


class StockedVariant(msgspec.Struct, frozen=True, kw_only=True):
    """
    A variant as stock knows it. ``available`` units are on hand and reserved for nobody. Untracked products never run out; those that allow
    backorders are counted and sold on: what is below zero is still to come.
    """

    variant_id: VariantId
    product_id: ProductId
    vendor_id: VendorId
    sku: str
    on_hand: int
    available: int
    is_tracked: bool
    allows_backorders: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether no more can be sold than is available."""
        return self.is_tracked and not self.allows_backorders

    def has(self, quantity: int) -> bool:
        return not self.is_limited or self.available >= quantity


class DailySales(NamedTuple):
    """
    What a warehouse sold of a variant: ``days`` (of UTC) on which it sold any, counted from the first day that was asked for and in order,
    and the ``units`` of each.
    """

    vendor_id: str
    product_id: str
    variant_id: str
    sku: str
    warehouse_id: str
    days: list[int]
    units: list[int]


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a variant's level is to become: in ``warehouse_id``, or without one over all warehouses, for which the vendor's
    default one takes the difference. ``None`` keeps the tracking, and whether backorders are allowed.
    """

    variant_id: VariantId
    on_hand: int
    tracks_stock: bool | None = None
    allows_backorders: bool | None = None
    warehouse_id: WarehouseId | None = None


class Adjustment(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word on one variant: ``change`` units more or less, or ``on_hand`` as counted, and how it is sold."""

    variant_id: VariantId
    change: int | None = None
    on_hand: int | None = None
    tracks_stock: bool | None = None
    allows_backorders: bool | None = None
    reason: str = "other"
    note: str = ""
    warehouse_id: WarehouseId | None = None

    @property
    def text(self) -> str:
        return f"{self.reason}: {self.note}" if self.note else self.reason


class RaisedLevel(msgspec.Struct, frozen=True, kw_only=True):
    """A level that could not go as low as ``asked``, since the rest is reserved for customers: it became ``on_hand``."""

    variant_id: VariantId
    asked: int
    on_hand: int


class Discrepancy(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded quantity that its explanation does not add up to: ``what`` is on_hand, level, reserved, reservations or below zero."""

    what: str
    variant_id: VariantId
    warehouse_id: str
    recorded: int
    explained: int
