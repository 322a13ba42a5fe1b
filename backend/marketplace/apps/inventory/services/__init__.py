"""Writes of stock. Each is all or nothing, and leaves a movement for every figure that it changed."""

from marketplace.apps.inventory.services.levels import (
    LevelBelowReserved,
    WarehouseNameTaken,
    create_warehouse,
    record_adjustment,
    register_products,
    register_variants,
    set_levels,
)
from marketplace.apps.inventory.services.reservations import (
    OutOfStock,
    ReservationConflict,
    ReservationGone,
    release,
    release_expired,
    reserve,
    restock,
    sell,
)

__all__ = [
    "LevelBelowReserved",
    "OutOfStock",
    "ReservationConflict",
    "ReservationGone",
    "WarehouseNameTaken",
    "create_warehouse",
    "record_adjustment",
    "register_products",
    "register_variants",
    "release",
    "release_expired",
    "reserve",
    "restock",
    "sell",
    "set_levels",
]
