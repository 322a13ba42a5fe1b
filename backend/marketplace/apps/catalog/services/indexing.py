"""Writes products, of whatever state, into the index in which their vendors find them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.documents import PRODUCTS, VENDOR_PRODUCTS
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.foundation.documents.port import MAX_BATCH
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import NEUTRAL, SearchDocument, Term, Text
from marketplace.foundation.search.versions import take_version


def index_vendor_products(refs: Iterable[ProductRef]) -> None:
    """Bring the index up to date with these products. Safe to repeat, in any order."""
    wanted = list(dict.fromkeys(refs))
    for start in range(0, len(wanted), MAX_BATCH):
        version = take_version()  # before the products are read: see versions
        products = queries.get_products(wanted[start : start + MAX_BATCH]).values()
        engine().upsert(VENDOR_PRODUCTS, [_document(product, version) for product in products])


def all_vendor_products() -> Iterator[Sequence[SearchDocument]]:
    """Every product of the region, for rebuilds."""
    version = take_version()
    return ([_document(product, version)] for product in PRODUCTS.scan())


def _document(product: Product, version: int) -> SearchDocument:
    titles = dict.fromkeys(texts.title for texts in product.texts.values())
    skus = [variant.sku for variant in product.variants]
    return SearchDocument(
        id=product.id,
        version=version,
        texts={NEUTRAL: Text(title=" ".join(titles), keywords=[*skus, product.brand, *product.tags])},
        codes=[*skus, *(variant.barcode for variant in product.variants if variant.barcode)],
        terms=[Term(field="vendor", value=product.vendor_id), Term(field="status", value=product.status.value)],
        numbers={"updated_at": int(product.updated_at.timestamp())},
    )
