"""The index that `manage.py rebuild_search` rebuilds for vendors."""

from marketplace.apps.catalog.documents import VENDOR_PRODUCTS
from marketplace.apps.catalog.services.indexing import all_vendor_products
from marketplace.foundation.search import indices

indices.register(VENDOR_PRODUCTS, source=all_vendor_products)
