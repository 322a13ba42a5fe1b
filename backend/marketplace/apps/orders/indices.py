"""The indices that `manage.py rebuild_search` rebuilds for the dashboards."""

from marketplace.apps.orders.queries.search import ORDER_INDEX, VENDOR_ORDER_INDEX
from marketplace.apps.orders.services.indexing import all_orders, all_vendor_orders
from marketplace.foundation.search import indices

indices.register(ORDER_INDEX, source=all_orders)
indices.register(VENDOR_ORDER_INDEX, source=all_vendor_orders)
