"""
The demo's pictures: drawn product by product by the worker, since drawing them all takes about a minute of computing and nobody
should wait for it. A product shows no picture until its own are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import groupby

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import Product
from marketplace.apps.catalog.types.imported import ImportedImage
from marketplace.apps.demo.domain import DemoCatalogue, DemoProduct, ImageSpec, draw
from marketplace.apps.demo.services import filling
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.kit.ids import VendorId

AT_ONCE = 1  # products: some tenths of a second of drawing, after which the worker turns to other tasks first


def are_missing(catalogue: DemoCatalogue) -> bool:
    """Whether any product of the demo waits for its pictures."""
    return next(_lacking(catalogue), None) is not None


def draw_next(catalogue: DemoCatalogue, *, now: datetime) -> bool:
    """
    Draw the pictures of the next product that waits for its own; False when there were none.

    Safe to repeat, and to run twice at once: who comes second finds them drawn. Other people's changes to a product go first.
    """
    found = next(_lacking(catalogue), None)
    if found is None:
        return False
    vendor_id, lacking = found
    batch = lacking[:AT_ONCE]
    stored = {spec.filename: _stored(spec) for spec in {spec.filename: spec for product in batch for spec in product.images}.values()}
    imported = [filling.as_imported(product, images=_images(product, stored), now=now) for product in batch]
    plans = filling.planned(vendor_id, batch, imported, now=now)
    with suppress(StaleDocument):  # another writer was faster: the next call finds what is left
        catalog_services.save_imported(vendor_id=vendor_id, products=[plan.product for plan in plans], now=now)
    return True


def _lacking(catalogue: DemoCatalogue) -> Iterator[tuple[VendorId, list[DemoProduct]]]:
    """The products that wait for their pictures, vendor by vendor."""
    vendors = {vendor.slug: VendorId(vendor.id) for vendor in vendor_queries.all_vendors()}
    for slug, own in groupby(sorted(catalogue.products, key=lambda product: product.vendor), key=lambda product: product.vendor):
        if slug not in vendors:
            continue
        products = list(own)
        known = catalog_queries.find_by_handles(vendors[slug], [product.handle for product in products])
        if lacking := [product for product in products if product.images and _waits(known.get(product.handle))]:
            yield vendors[slug], lacking


def _waits(product: Product | None) -> bool:
    """As the demo left it, without a picture; what a person or another file has changed is theirs."""
    mark = product.imported if product else None
    return bool(product and mark and mark.import_id == filling.IMPORT_ID and mark.content_hash and not product.images)


def _stored(spec: ImageSpec) -> ImportedImage:
    return catalog_services.store_shared_picture(name="demo", content=draw(spec))


def _images(product: DemoProduct, stored: Mapping[str, ImportedImage]) -> list[ImportedImage]:
    return [
        msgspec.structs.replace(stored[spec.filename], alt=spec.alt, variants=_shown(product, place))
        for place, spec in enumerate(product.images)
    ]


def _shown(product: DemoProduct, place: int) -> list[int]:
    """The places of the variants that the picture shows; none for one that shows them all, which is the product's own."""
    shown = [index for index, variant in enumerate(product.variants) if variant.image == place]
    return shown if len(shown) < len(product.variants) else []
