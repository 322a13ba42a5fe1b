"""What stock learns from the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.events import ProductSaved
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.inventory import services
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, batch_subscriber


@batch_subscriber(ProductSaved, name="inventory.register_variants", queue=BULK)
def register_variants(events: Sequence[ProductSaved]) -> None:
    """New variants begin with a quantity of zero; the products are read again, since the events may be old."""
    refs = dict.fromkeys(ProductRef(event.vendor_id, event.product_id) for event in events)
    by_vendor: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
    for product in catalog_queries.get_products(list(refs)).values():
        by_vendor[product.vendor_id][product.id] = [(variant.id, variant.sku) for variant in product.variants]
    for vendor_id, products in by_vendor.items():
        services.register_products(vendor_id=vendor_id, products=products, now=clock.now())
