"""Which pictures there are to look at: those that products show from our own storage. Nothing is fetched from external addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Product, ProductRef
from marketplace.apps.visual_search import statements
from marketplace.apps.visual_search.models import ProductPicture
from marketplace.foundation import rows
from marketplace.foundation.postgres import sql

BATCH = 100  # products

_NOT_SHOWN = "product_id = ANY (%(products)s::text[]) AND NOT image_id = ANY (%(images)s::text[])"


def note_pictures(refs: Iterable[ProductRef], *, now: datetime) -> None:
    """Note the new pictures of these products and forget those that they show no more. Safe to repeat."""
    wanted = list(set(refs))
    products = catalog_queries.get_products(wanted)
    _note([ref.product_id for ref in wanted], list(products.values()), now=now)


def note_all_pictures(*, now: datetime) -> int:
    """Those of all products from before this app was there; safe to repeat. Returns how many products there are."""
    found, count = catalog_queries.iter_all(), 0
    while batch := list(islice(found, BATCH)):
        _note([product.id for product in batch], batch, now=now)
        count += len(batch)
    return count


def _note(product_ids: Sequence[str], products: Sequence[Product], *, now: datetime) -> None:
    shown = [picture for product in products for picture in _pictures_of(product, now=now)]
    named = {"products": list(product_ids), "images": [picture.image_id for picture in shown]}
    rows.delete_where(ProductPicture, _NOT_SHOWN, named)
    known = {image_id for (image_id,) in sql.rows(statements.KNOWN, {"products": list(product_ids)})}
    rows.insert_all([picture for picture in shown if picture.image_id not in known], unless_there=True)


def _pictures_of(product: Product, *, now: datetime) -> list[ProductPicture]:
    return [
        ProductPicture(
            product_id=product.id,
            image_id=image.id,
            vendor_id=product.vendor_id,
            path=image.small_path or image.path,
            width=image.width or 0,
            height=image.height or 0,
            seen_at=now,
        )
        for image in {image.id: image for image in product.images if image.path}.values()
    ]
