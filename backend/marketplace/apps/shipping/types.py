"""The words of shipping."""

from __future__ import annotations

from typing import NewType

import msgspec
from msgspec import UNSET, UnsetType

from marketplace.kit import limits
from marketplace.kit.money import Money

ShippingMethodId = NewType("ShippingMethodId", str)

MAX_DAYS = 120
MAX_METHODS = limits.declare("shipping.methods", 50, "methods", "Of one vendor; 409 for one more.")
MAX_COURIERS = limits.declare("shipping.couriers", 100, "couriers", "Of a region; 409 for one more.")
MAX_ZONES = limits.declare("shipping.zones", 50, "zones", "Of one vendor; 409 for one more.")


class ShippingOption(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's way to deliver to one country, priced in one currency, VAT included.

    ``free_over`` is what the vendor's products in the cart must cost at least to be delivered free; days are working days.
    """

    method_id: ShippingMethodId
    name: str
    price: Money
    free_over: Money | None
    min_days: int
    max_days: int


def price_of(option: ShippingOption, subtotal: Money) -> Money:
    """What delivery costs for products of ``subtotal``, in the same currency."""
    is_free = option.free_over is not None and subtotal >= option.free_over
    return Money.zero(option.price.currency) if is_free else option.price


class MethodChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit of a method changes; what is unset stays."""

    names: dict[str, str] | UnsetType = UNSET
    zone_id: str | UnsetType = UNSET
    countries: list[str] | UnsetType = UNSET
    prices: list[Money] | UnsetType = UNSET
    free_over: list[Money] | UnsetType = UNSET
    min_days: int | UnsetType = UNSET
    max_days: int | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    courier: str | UnsetType | None = UNSET


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many vendors deliver to a country of the region, by how many methods that are switched on."""

    country: str
    vendors: int
    methods: int


class CourierView(msgspec.Struct, frozen=True, kw_only=True):
    """
    Who collects cash on delivery for the operator. ``held`` is what it has collected and not remitted, by currency; what it was paid for
    that is no part of it.
    """

    id: str
    code: str
    name: str
    is_active: bool
    held: list[Money]
    etag: str
