"""Turns the written demo catalogue into categories, vendors, products and stock of the region in scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from msgspec import UNSET, UnsetType

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import CategoryView, ProductStatus, TaxClass
from marketplace.apps.catalog.types.imported import (
    ImportedImage,
    ImportedOption,
    ImportedProduct,
    ImportedTexts,
    ImportedVariant,
    PlannedImport,
)
from marketplace.apps.demo.domain import DemoCatalogue, DemoProduct
from marketplace.apps.demo.services import people
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.apps.vendors import queries as vendor_queries
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
    Make everything that the demo has and the region lacks, but the pictures (see ``pictures``). Safe to repeat after a cut.

    ``progress`` is called with the count of products that are done, and of all.
    """
    categories = _ensure_categories(demo, now=now)
    vendors = {vendor.slug: people.ensure_vendor(vendor, password_hash=password_hash, now=now) for vendor in demo.vendors}
    people.ensure_operator_accounts(now=now)
    people.ensure_customer(password_hash=password_hash, now=now)
    products = _missing(demo, vendors)
    done = len(demo.products) - len(products)
    for slug, own in groupby(products, key=lambda product: product.vendor):
        for batch in _batches(list(own)):
            _store(vendors[slug], batch, categories, now=now)
            done += len(batch)
            progress(done, len(demo.products))


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


def planned(
    vendor_id: VendorId, batch: Sequence[DemoProduct], imported: Sequence[ImportedProduct], *, now: datetime
) -> list[PlannedImport]:
    """What the catalogue makes of these products. :raises ValueError: if one of them is not right"""
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
    return plans


def _store(vendor_id: VendorId, batch: Sequence[DemoProduct], categories: dict[str, CategoryView], *, now: datetime) -> None:
    imported = [as_imported(product, category=categories[product.category], now=now) for product in batch]
    plans = planned(vendor_id, batch, imported, now=now)
    pairs = [list(zip(plan.product.variants, product.variants, strict=True)) for plan, product in zip(plans, batch, strict=True)]
    inventory_services.register_products(
        vendor_id=vendor_id,
        products={plan.product.id: [(variant.id, variant.sku) for variant in plan.product.variants] for plan in plans},
        now=now,
    )
    levels = [Level(variant_id=VariantId(variant.id), on_hand=demo.stock, tracks_stock=True) for own in pairs for variant, demo in own]
    inventory_services.set_levels(levels, actor=SYSTEM, now=now, cause_id=IMPORT_ID, vendor_id=vendor_id)
    catalog_services.save_imported(vendor_id=vendor_id, products=[plan.product for plan in plans], now=now)


def as_imported(
    product: DemoProduct,
    *,
    category: CategoryView | UnsetType = UNSET,
    images: list[ImportedImage] | None = None,
    now: datetime,
) -> ImportedProduct:
    """The product as the catalogue takes it; without a category or images it keeps those that it has."""
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
        options=[ImportedOption(name=option.names, values=[value.names for value in option.values]) for option in product.options],
        variants=_variants(product),
        images=images,
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
