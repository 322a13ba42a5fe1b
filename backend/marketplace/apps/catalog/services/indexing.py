"""Writes products into the index in which staff finds them, with what the list shows of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.queries.search import LISTING_INDEX, ListedProduct, ListingState
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.foundation.blobs import public_url
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import NEUTRAL, SearchDocument, Term, Text
from marketplace.foundation.search.versions import take_version
from marketplace.kit.money import Money


def index_listings(refs: Iterable[ProductRef]) -> None:
    """Bring the index up to date with these products. Safe to repeat, in any order."""
    version = take_version()  # before the products are read: see versions
    engine().upsert(LISTING_INDEX, [_document(product, version) for product in queries.get_products(list(refs)).values()])


def all_listings() -> Iterator[list[SearchDocument]]:
    """Every product as it is stored: for rebuilds."""
    version = take_version()
    return ([_document(product, version)] for product in queries.iter_all())


def _document(product: Product, version: int) -> SearchDocument:
    listed = _listed(product)
    return SearchDocument(
        id=product.id,
        version=version,
        texts={NEUTRAL: Text(title=" ".join(dict.fromkeys(listed.titles.values())), keywords=[product.brand, *product.tags])},
        codes=[product.id, product.handle, *(code for variant in product.variants for code in (variant.sku, variant.barcode) if code)],
        terms=[
            Term(field="state", value=listed.state),
            Term(field="vendor", value=product.vendor_id),
            *(Term(field="category", value=category_id) for category_id in product.category_path),
            *(Term(field="currency", value=price.currency) for price in listed.prices),
        ],
        numbers={"updated_at": int(product.updated_at.timestamp()), **{f"price.{price.currency}": price.minor for price in listed.prices}},
        cards={NEUTRAL: {"": msgspec.Raw(msgspec.json.encode(listed))}},
    )


def _listed(product: Product) -> ListedProduct:
    picture = next(iter(product.shown_images), None)
    address = "" if picture is None else picture.url
    if picture is not None and picture.path:
        address = public_url(picture.small_path or picture.path)
    return ListedProduct(
        id=product.id,
        vendor_id=product.vendor_id,
        slug=product.slug,
        state=ListingState.TAKEN_DOWN if product.taken_down else ListingState(product.status.value),
        titles={language: texts.title for language, texts in product.texts.items()},
        brand=product.brand,
        category_id=product.category_id,
        picture=address,
        variant_count=len(product.variants),
        prices=_lowest_prices(product),
        updated_at=product.updated_at,
    )


def _lowest_prices(product: Product) -> list[Money]:
    lowest: dict[str, int] = {}
    for variant in product.variants:
        for currency, minor in variant.prices.items():
            lowest[currency] = min(minor, lowest.get(currency, minor))
    return [Money(minor, currency) for currency, minor in sorted(lowest.items())]
