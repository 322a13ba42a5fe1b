"""What stock learns from the catalogue."""

from __future__ import annotations

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.events import ProductSaved
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.inventory import services
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(ProductSaved, name="inventory.register_variants")
def register_variants(event: ProductSaved, recorded: Recorded) -> None:
    """New variants begin at zero pieces; the product is read again, since the event may be old."""
    ref = ProductRef(event.vendor_id, event.product_id)
    product = catalog_queries.get_products([ref]).get(event.product_id)
    if product is not None:
        services.register_variants(
            vendor_id=product.vendor_id,
            product_id=product.id,
            variants=[(variant.id, variant.sku) for variant in product.variants],
            now=clock.now(),
        )
