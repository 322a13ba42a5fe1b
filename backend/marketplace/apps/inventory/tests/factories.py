"""Stock for tests, made through the services, in the tenant in scope."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from marketplace.apps.inventory import services
from marketplace.apps.inventory.models import StockItem
from marketplace.apps.inventory.types import Adjustment
from marketplace.kit.actors import Actor
from marketplace.kit.ids import VariantId, new_id
from marketplace.testing import NOW

ACTOR = Actor("vendor", "usr_of_tests", "owner", "127.0.0.1")

_numbers = count(1)


def make_stock(
    on_hand: int = 10,
    *,
    vendor_id: str = "",
    product_id: str = "",
    variant_id: str = "",
    tracks_stock: bool = True,
    now: datetime = NOW,
) -> VariantId:
    """A variant with ``on_hand`` units in its vendor's default warehouse; ids are made up where none are given."""
    variant = VariantId(variant_id or new_id("var", at=now))
    vendor, product = vendor_id or new_id("ven", at=now), product_id or new_id("prod", at=now)
    services.register_variants(vendor_id=vendor, product_id=product, variants=[(variant, f"SKU-{next(_numbers)}")], now=now)
    if on_hand:
        adjust_stock(variant, on_hand=on_hand, reason="counted", now=now)
    if not tracks_stock:
        adjust_stock(variant, tracks_stock=False, now=now)
    return variant


def adjust_stock(variant_id: str, *, now: datetime = NOW, **said: Any) -> None:
    """What the variant's own vendor says of it: the fields of ``Adjustment``."""
    vendor_id = StockItem.objects.get(pk=variant_id).vendor_id
    adjustment = Adjustment(variant_id=VariantId(variant_id), **said)
    services.record_adjustment(adjustment, vendor_id=vendor_id, actor=ACTOR, now=now)
