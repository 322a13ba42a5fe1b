"""The demo's products as search documents, made by the same projection as in the marketplace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from judging import Sold

from marketplace.apps.catalog.types import (
    CategoryId,
    CategoryView,
    Product,
    ProductOption,
    ProductStatus,
    ProductTexts,
    Variant,
)
from marketplace.apps.demo.domain import DemoCatalogue, DemoProduct, load_demo
from marketplace.apps.discovery.domain.projection import Facts, document_of
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.vendors.types import Logo, VendorView
from marketplace.foundation import tenancy
from marketplace.foundation.search import embeddings
from marketplace.foundation.search.port import SearchDocument
from marketplace.kit.ids import ProductId, VariantId, VendorId


def products(region: str) -> list[Sold]:
    """What the judges see of a region's products."""
    demo = load_demo(region)
    return [
        Sold(product.handle, min(each.prices[demo.currencies[0]].amount_minor for each in product.variants)) for product in demo.products
    ]


def documents(region: str, *, now: datetime) -> Sequence[SearchDocument]:
    """In the scope of the region."""
    demo = load_demo(region)
    vendors = {each.slug: _vendor(demo, each.slug, now=now) for each in demo.vendors}
    categories = _categories(demo)
    found = []
    for number, product in enumerate(demo.products, 1):
        path = categories[product.category]
        made = _product(product, number, path, now=now)
        facts = Facts(vendor=vendors[product.vendor], stock=_stock(product, made), categories=path)
        found.append(document_of(made, facts, version=number))
    vectors = embeddings.vectors_of([document.passages for document in found])
    return [msgspec.structs.replace(document, vector=vector) for document, vector in zip(found, vectors, strict=True)]


def _product(demo: DemoProduct, number: int, path: Sequence[CategoryView], *, now: datetime) -> Product:
    places = [{value.key: place for place, value in enumerate(option.values)} for option in demo.options]
    return Product(
        tenant_id=tenancy.current().slug,
        id=f"prod_{number:026}",
        vendor_id=VendorId(demo.vendor),
        slug=demo.handle,
        handle=demo.handle,
        status=ProductStatus.PUBLISHED,
        texts={
            language: ProductTexts(title=texts.title, description_html=texts.description_html) for language, texts in demo.texts.items()
        },
        brand=demo.brand,
        category_id=path[-1].id,
        category_path=[each.id for each in path],
        tags=list(demo.tags),
        options=[ProductOption(name=option.names, values=[value.names for value in option.values]) for option in demo.options],
        variants=[
            Variant(
                id=VariantId(f"var_{number:022}{place:04}"),
                sku=variant.sku,
                barcode=variant.barcode,
                option_values=[where[key] for where, key in zip(places, variant.option_values, strict=True)],
                prices={currency: price.amount_minor for currency, price in variant.prices.items()},
                weight_g=variant.weight_g,
            )
            for place, variant in enumerate(demo.variants)
        ],
        countries=list(demo.countries),
        created_at=now,
        updated_at=now,
        published_at=now - timedelta(days=demo.days_since_published),
    )


def _stock(demo: DemoProduct, product: Product) -> dict[str, StockedVariant]:
    return {
        variant.id: StockedVariant(
            variant_id=variant.id,
            product_id=ProductId(product.id),
            vendor_id=product.vendor_id,
            sku=variant.sku,
            on_hand=known.stock,
            available=known.stock,
            is_tracked=True,
        )
        for variant, known in zip(product.variants, demo.variants, strict=True)
    }


def _vendor(demo: DemoCatalogue, slug: str, *, now: datetime) -> VendorView:
    vendor = next(each for each in demo.vendors if each.slug == slug)
    return VendorView(
        id=slug,
        slug=slug,
        name=vendor.name,
        state="approved",
        state_reason="",
        country=vendor.country,
        currency=demo.currencies[0],
        descriptions=vendor.descriptions,
        is_vat_registered=True,
        legal_name=vendor.name,
        registration_number="",
        vat_number="",
        email="",
        phone="",
        address=None,
        applied_at=now,
        approved_at=now,
        state_changed_at=now,
        vacation=None,
        logo=Logo(),
        etag="1",
    )


def _categories(demo: DemoCatalogue) -> dict[str, list[CategoryView]]:
    """By slug, from the root to itself."""
    paths: dict[str, list[CategoryView]] = {}
    for position, category in enumerate(demo.categories):
        above = paths[category.parent] if category.parent else []
        view = CategoryView(
            id=CategoryId(f"cat_{category.slug}"),
            slug=category.slug,
            names=category.names,
            parent_id=above[-1].id if above else None,
            path=(*(each.id for each in above), CategoryId(f"cat_{category.slug}")),
            position=position,
            version=1,
        )
        paths[category.slug] = [*above, view]
    return paths
