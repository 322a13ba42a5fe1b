"""Turns the written demo catalogue into categories, vendors, products and stock of the region in scope."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.demo import DemoCatalogue, DemoProduct, ImageSpec
from marketplace.apps.catalog.types import (
    CategoryView,
    ImportedImage,
    ImportedProduct,
    ImportedTexts,
    ImportedVariant,
    ProductOption,
    ProductStatus,
    TaxClass,
)
from marketplace.apps.imports import demo_people
from marketplace.apps.imports.demo_pictures import LARGE_PX, DrawnPicture, drawn
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation.blobs import save_public
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import VariantId, VendorId

IMPORT_ID = "demo"
BATCH = 50

Progress = Callable[[int, int], None]


def is_to_fill(demo: DemoCatalogue) -> bool:
    """Whether the region is empty, or holds a demo that was cut off before its end. Real vendors keep it from being filled."""
    vendors = {vendor.slug: vendor.id for vendor in vendor_queries.all_vendors()}
    if not vendors:
        return True
    own = {vendor.slug for vendor in demo.vendors}
    if not vendors.keys() <= own:
        return False
    last = _in_order(demo.products)[-1]
    return last.vendor not in vendors or not catalog_queries.find_by_handles(vendors[last.vendor], [last.handle])


def fill(demo: DemoCatalogue, *, password_hash: str, now: datetime, progress: Progress) -> None:
    """
    Make everything that the demo has and the region lacks. Safe to repeat after a cut.

    ``progress`` is told how many products are done, and of how many.
    """
    categories = _ensure_categories(demo, now=now)
    vendors = {vendor.slug: demo_people.ensure_vendor(vendor, password_hash=password_hash, now=now) for vendor in demo.vendors}
    demo_people.ensure_operator_accounts(now=now)
    demo_people.ensure_customer(password_hash=password_hash, now=now)
    products = _missing(demo, vendors)
    specs = list({spec.filename: spec for product in products for spec in product.images}.values())
    done = len(demo.products) - len(products)
    with drawn(specs) as pictures:
        library = _Library(pictures)
        for slug, own in groupby(products, key=lambda product: product.vendor):
            for batch in _batches(list(own)):
                _store(vendors[slug], batch, categories, library, now=now)
                done += len(batch)
                progress(done, len(demo.products))


class _Library:
    """Where the pictures lie; each is stored as soon as the first product that shows it needs it."""

    def __init__(self, pictures: Iterator[DrawnPicture]) -> None:
        self._pictures = pictures
        self._paths: dict[str, tuple[str, str]] = {}

    def paths_of(self, spec: ImageSpec) -> tuple[str, str]:
        while spec.filename not in self._paths:
            picture = next(self._pictures)
            name = hashlib.sha256(picture.spec.filename.encode()).hexdigest()[:16]
            self._paths[picture.spec.filename] = (
                save_public(f"demo/{name}.webp", picture.large, "image/webp"),
                save_public(f"demo/{name}-small.webp", picture.small, "image/webp"),
            )
        return self._paths[spec.filename]


def _in_order(products: Sequence[DemoProduct]) -> list[DemoProduct]:
    return sorted(products, key=lambda product: product.vendor)


def _batches(products: Sequence[DemoProduct]) -> Iterator[Sequence[DemoProduct]]:
    for start in range(0, len(products), BATCH):
        yield products[start : start + BATCH]


def _missing(demo: DemoCatalogue, vendors: dict[str, VendorId]) -> list[DemoProduct]:
    missing: list[DemoProduct] = []
    for slug, own in groupby(_in_order(demo.products), key=lambda product: product.vendor):
        products = list(own)
        known = catalog_queries.find_by_handles(vendors[slug], [product.handle for product in products])
        missing += [product for product in products if product.handle not in known]
    return missing


def _ensure_categories(demo: DemoCatalogue, *, now: datetime) -> dict[str, CategoryView]:
    known = {view.slug: view for view in catalog_queries.list_categories()}
    for position, category in enumerate(demo.categories):
        if category.slug not in known:
            known[category.slug] = catalog_services.create_category(
                slug=category.slug,
                names=category.names,
                parent_id=known[category.parent].id if category.parent else None,
                position=position,
                actor=SYSTEM,
                now=now,
            )
    return known


def _store(
    vendor_id: VendorId, batch: Sequence[DemoProduct], categories: dict[str, CategoryView], library: _Library, *, now: datetime
) -> None:
    imported = [_as_imported(product, categories[product.category], library, now=now) for product in batch]
    plans = catalog_services.plan_import(
        vendor_id=vendor_id,
        import_id=IMPORT_ID,
        products=imported,
        stock_hashes=dict.fromkeys((product.handle for product in batch), IMPORT_ID),
        may_publish=True,
        now=now,
    )
    for product, plan in zip(batch, plans, strict=True):
        if plan.faults:
            raise ValueError(f"demo product {product.handle}: {plan.faults}")
    pairs = [list(zip(plan.product.variants, product.variants, strict=True)) for plan, product in zip(plans, batch, strict=True)]
    inventory_services.register_products(
        vendor_id=vendor_id,
        products={plan.product.id: [(variant.id, variant.sku) for variant in plan.product.variants] for plan in plans},
        now=now,
    )
    levels = [Level(variant_id=VariantId(variant.id), on_hand=demo.stock, tracks_stock=True) for own in pairs for variant, demo in own]
    inventory_services.set_levels(levels, actor=SYSTEM, now=now, cause_id=IMPORT_ID, vendor_id=vendor_id)
    catalog_services.save_imported(vendor_id=vendor_id, products=[plan.product for plan in plans], now=now)


def _as_imported(product: DemoProduct, category: CategoryView, library: _Library, *, now: datetime) -> ImportedProduct:
    return ImportedProduct(
        handle=product.handle,
        texts={
            language: ImportedTexts(
                title=texts.title,
                description_html=texts.description_html,
                seo_title=texts.seo_title,
                seo_description=texts.seo_description,
            )
            for language, texts in product.texts.items()
        },
        brand=product.brand,
        category=category,
        tags=list(product.tags),
        status=ProductStatus.PUBLISHED,
        tax_class=TaxClass(product.tax_class),
        options=[ProductOption(name=option.names, values=[value.names for value in option.values]) for option in product.options],
        variants=_variants(product),
        images=[_image(product, place, library) for place in range(len(product.images))],
        countries=list(product.countries),
        published_at=now - timedelta(days=product.days_since_published),
    )


def _variants(product: DemoProduct) -> list[ImportedVariant]:
    places = [{value.key: place for place, value in enumerate(option.values)} for option in product.options]
    return [
        ImportedVariant(
            sku=variant.sku,
            option_values=[where[key] for where, key in zip(places, variant.option_values, strict=True)],
            prices={currency: price.amount_minor for currency, price in variant.prices.items()},
            compare_at={currency: price.compare_at_minor for currency, price in variant.prices.items() if price.compare_at_minor},
            barcode=variant.barcode,
            weight_g=variant.weight_g,
        )
        for variant in product.variants
    ]


def _image(product: DemoProduct, place: int, library: _Library) -> ImportedImage:
    spec = product.images[place]
    path, small_path = library.paths_of(spec)
    shown = [index for index, variant in enumerate(product.variants) if variant.image == place]
    return ImportedImage(
        path=path,
        small_path=small_path,
        width=LARGE_PX,
        height=LARGE_PX,
        alt=spec.alt,
        variants=shown if len(shown) < len(product.variants) else [],  # one that shows them all is the product's own
    )
