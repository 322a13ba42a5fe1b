"""What people call the vendors and products of a report: two reads, whatever it has of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from marketplace.apps.analytics.types import Dimension
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.kit.ids import ProductId, VendorId

Names = dict[tuple[Dimension, str], str]


def names_of(by: Sequence[Dimension], rows: Iterable[tuple[str, Mapping[Dimension, str]]]) -> Names:
    """Of the rows' vendors and products, each row with its vendor; what is gone has no name."""
    found = list(rows)
    names: Names = {}
    if Dimension.VENDOR in by:
        briefs = vendor_queries.briefs_by_id({row[Dimension.VENDOR] for _, row in found})
        names |= {(Dimension.VENDOR, vendor_id): brief.name for vendor_id, brief in briefs.items()}
    if Dimension.PRODUCT in by:
        refs = {ProductRef(VendorId(vendor_id), ProductId(row[Dimension.PRODUCT])) for vendor_id, row in found if vendor_id}
        names |= {(Dimension.PRODUCT, str(ref)): title for ref, title in _titles(list(refs)).items()}
    return names


def _titles(refs: Sequence[ProductRef]) -> dict[ProductId, str]:
    language = tenancy.current().default_language
    products = catalog_queries.get_products(refs) if refs else {}
    return {product_id: product.text_in(language)[0].title for product_id, product in products.items()}
