"""Writes of the catalogue: products (``products``) and the tree of categories (``categories``)."""

from marketplace.apps.catalog.services.categories import create_category, delete_category, edit_category, move_category
from marketplace.apps.catalog.services.images import add_image, open_picture, settle_picture, store_shared_picture
from marketplace.apps.catalog.services.imported import plan_import, save_imported, with_new_stock
from marketplace.apps.catalog.services.indexing import index_listings
from marketplace.apps.catalog.services.moderation import reinstate_product, take_down_product
from marketplace.apps.catalog.services.picture_folders import claim_due_folders
from marketplace.apps.catalog.services.prices import forget_old_prices, record_past_prices, record_prices, set_price
from marketplace.apps.catalog.services.products import (
    archive_product,
    create_product,
    edit_product,
    move_products,
    publish_product,
    unpublish_product,
)
from marketplace.apps.catalog.services.terms import apply_rename, name_attribute, record_all_terms, record_terms, rename_term

__all__ = [
    "add_image",
    "apply_rename",
    "archive_product",
    "claim_due_folders",
    "create_category",
    "create_product",
    "delete_category",
    "edit_category",
    "edit_product",
    "forget_old_prices",
    "index_listings",
    "move_category",
    "move_products",
    "name_attribute",
    "open_picture",
    "plan_import",
    "publish_product",
    "record_all_terms",
    "record_past_prices",
    "record_prices",
    "record_terms",
    "reinstate_product",
    "rename_term",
    "save_imported",
    "set_price",
    "settle_picture",
    "store_shared_picture",
    "take_down_product",
    "unpublish_product",
    "with_new_stock",
]
