"""What customers read: lists and suggestions from search, a product's page from its document, stock and vendor."""

from marketplace.apps.discovery.queries.feedback import MOST_QUERIES, has_model
from marketplace.apps.discovery.queries.listing import (
    ProductNotFound,
    count_by_category,
    list_named,
    list_similar,
    listing_tag,
    suggest,
)
from marketplace.apps.discovery.queries.offers import current_offers
from marketplace.apps.discovery.queries.preview import PreviewExpired, get_preview, link_to_preview
from marketplace.apps.discovery.queries.product import get_product_page
from marketplace.apps.discovery.queries.searching import list_products
from marketplace.apps.discovery.queries.storefront import VendorNotFound, get_categories, get_region, get_vendor_page

__all__ = [
    "MOST_QUERIES",
    "PreviewExpired",
    "ProductNotFound",
    "VendorNotFound",
    "count_by_category",
    "current_offers",
    "get_categories",
    "get_preview",
    "get_product_page",
    "get_region",
    "get_vendor_page",
    "has_model",
    "link_to_preview",
    "list_named",
    "list_products",
    "list_similar",
    "listing_tag",
    "suggest",
]
