from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event
from marketplace.kit.ids import ProductId, VariantId, VendorId


class StockChanged(Event, frozen=True, kw_only=True):
    """Variants of a product ran out or came back. Published once for a product and transaction, not for every unit sold."""

    wire_name: ClassVar[str] = "inventory.stock_changed.v1"
    product_id: ProductId
    vendor_id: VendorId
    variant_ids: tuple[VariantId, ...]
