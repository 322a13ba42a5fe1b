from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from marketplace.apps.catalog.types import CategoryId, OfferedPrice
from marketplace.foundation.events.types import Event
from marketplace.kit.ids import ProductId, VendorId


class ProductSaved(Event, frozen=True, kw_only=True):
    """A product was stored, new or changed, in whichever status."""

    wire_name: ClassVar[str] = "catalog.product_saved.v1"
    product_id: ProductId
    vendor_id: VendorId
    status: str


class PricesChanged(Event, frozen=True, kw_only=True):
    """Since ``at`` variants of a product are offered to customers at other prices, or no longer. Others are not named."""

    wire_name: ClassVar[str] = "catalog.prices_changed.v1"
    product_id: ProductId
    vendor_id: VendorId
    offers: list[OfferedPrice]
    at: datetime


class ProductArchived(Event, frozen=True, kw_only=True):
    """A product was taken out of the shop for good; its orders keep what they say."""

    wire_name: ClassVar[str] = "catalog.product_archived.v1"
    product_id: ProductId
    vendor_id: VendorId


class ProductTakenDown(Event, frozen=True, kw_only=True):
    """Staff took a product out of the shop; the product says why."""

    wire_name: ClassVar[str] = "catalog.product_taken_down.v1"
    product_id: ProductId
    vendor_id: VendorId


class ProductReinstated(Event, frozen=True, kw_only=True):
    """Staff lets a product be sold again that it had taken down; it is what its vendor made of it meanwhile."""

    wire_name: ClassVar[str] = "catalog.product_reinstated.v1"
    product_id: ProductId
    vendor_id: VendorId


class CategoryChanged(Event, frozen=True, kw_only=True):
    """The tree of categories changed: one was added, named anew, moved or removed."""

    wire_name: ClassVar[str] = "catalog.category_changed.v1"
    category_id: CategoryId


class CategoryMoved(Event, frozen=True, kw_only=True):
    """A category lies below another parent, so the paths of all products in and below it are old."""

    wire_name: ClassVar[str] = "catalog.category_moved.v1"
    category_id: CategoryId


class TermRenamed(Event, frozen=True, kw_only=True):
    """Staff call a brand, a tag or an option otherwise; its products follow by and by."""

    wire_name: ClassVar[str] = "catalog.term_renamed.v1"
    rename_id: str


class AttributeNamed(Event, frozen=True, kw_only=True):
    """The filter of an option is called otherwise in the shop."""

    wire_name: ClassVar[str] = "catalog.attribute_named.v1"
    key: str
