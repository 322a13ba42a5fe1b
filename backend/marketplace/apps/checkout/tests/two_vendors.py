"""What happens to a vendor of two, and to its stock, while a customer pays."""

from __future__ import annotations

from marketplace.apps.catalog.documents import Product
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR
from marketplace.testing import NOW


def suspend(product: Product) -> None:
    vendor_services.suspend_vendor(vendor_id=product.vendor_id, reason="Complaints", actor=STAFF_ACTOR, now=NOW)


def available(product: Product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available
