"""Writes of stock. Each is all or nothing, and leaves a movement for every quantity that it changed."""

from marketplace.apps.inventory.services.counts import count_variants, register_product
from marketplace.apps.inventory.services.levels import create_warehouse, record_adjustment, register_products, register_variants, set_levels
from marketplace.apps.inventory.services.reservations import ReservationConflict, release, release_expired, reserve, restock, sell

__all__ = [
    "ReservationConflict",
    "count_variants",
    "create_warehouse",
    "record_adjustment",
    "register_product",
    "register_products",
    "register_variants",
    "release",
    "release_expired",
    "reserve",
    "restock",
    "sell",
    "set_levels",
]
