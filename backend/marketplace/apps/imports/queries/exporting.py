"""A vendor's whole catalogue as a file that imports to the same catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import CategoryId, CategoryView, Product, Specification, Variant, text_in
from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.specifications import cells_of
from marketplace.apps.imports.domain.shopify.types import (
    ParsedImage,
    ParsedOption,
    ParsedProduct,
    ParsedSpecification,
    ParsedTexts,
    ParsedVariant,
)
from marketplace.apps.imports.domain.shopify.writing import Layout, write
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import public_url
from marketplace.kit.ids import VariantId, VendorId

PAGE = 100

Stock = Mapping[VariantId, StockedVariant]


def export_products(*, vendor_id: VendorId, language: str, currency: str) -> Iterator[bytes]:
    """
    The file in chunks, all of them in the scope of the tenant that is in scope now.

    Plain columns are in ``language`` and ``currency``; others of the region that the products have get columns of their own.
    """
    return _in_scope(tenancy.current(), vendor_id, language=language, currency=currency)


def _in_scope(tenant: tenancy.Tenant, vendor_id: VendorId, *, language: str, currency: str) -> Iterator[bytes]:
    chunks: Iterator[str] | None = None
    while True:
        with tenancy.scope(tenant):  # a web server fetches the chunks when the request's own scope has been left
            if chunks is None:
                chunks = iter(write(_products(vendor_id, language), _layout(vendor_id, language=language, currency=currency)))
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk.encode()


def _layout(vendor_id: VendorId, *, language: str, currency: str) -> Layout:
    """Looks at every product once, so that no column is missing and few are empty."""
    languages, currencies, attributes, specifications = set[str](), set[str](), set[str](), dict[str, None]()
    for product in catalog_queries.iter_products_of(vendor_id):
        languages.update(product.texts)
        attributes.update(product.attributes)
        for specification in product.specifications:
            specifications.update((column, None) for column, _ in cells_of(_specification(specification, language), language))
        for option in product.options:
            languages.update(option.name, *option.values)
        for image in product.shown_images:
            languages.update(image.alt)
        for variant in product.variants:
            currencies.update(variant.prices)
            attributes.update(variant.attributes)
    return Layout(
        language=language,
        currency=currency,
        other_languages=sorted(languages - {language}),
        other_currencies=sorted(currencies - {currency}),
        further=sorted(attributes - {columns.CATEGORY}),
        specifications=list(specifications),
    )


def _products(vendor_id: VendorId, language: str) -> Iterator[ParsedProduct]:
    categories = catalog_queries.categories_by_id()
    products = catalog_queries.iter_products_of(vendor_id)
    while page := list(islice(products, PAGE)):
        stock = inventory_queries.find_variants(variant.id for product in page for variant in product.variants)
        yield from (as_parsed(product, stock=stock, categories=categories, language=language) for product in page)


def as_parsed(product: Product, *, stock: Stock, categories: Mapping[CategoryId, CategoryView], language: str) -> ParsedProduct:
    """The product as a file of ours says it whose plain columns are in ``language``."""
    places = {variant.id: place for place, variant in enumerate(product.variants)}
    category = categories.get(product.category_id) if product.category_id else None
    attributes = {name: text for name, text in product.attributes.items() if name != columns.CATEGORY}
    return ParsedProduct(
        handle=product.handle,
        row=0,
        rows=0,
        columns=frozenset(),
        texts={
            language: ParsedTexts(
                title=texts.title,
                body_html=texts.description_html,
                seo_title=texts.seo_title,
                seo_description=texts.seo_description,
            )
            for language, texts in product.texts.items()
        },
        brand=product.brand,
        product_type=product.product_type,
        category=category.slug if category else product.attributes.get(columns.CATEGORY, ""),
        tags=product.tags,
        status=product.status.value,
        tax_class=product.tax_class.value,
        options=[ParsedOption(name=option.name, values=option.values) for option in product.options],
        variants=[_variant(variant, stock) for variant in product.variants],
        images=[
            ParsedImage(
                url=public_url(image.path) if image.path else image.url,
                alt=image.alt,
                variants=[places[own] for own in image.variant_ids],
            )
            for image in product.shown_images
        ],
        countries=product.countries,
        attributes=attributes,
        specifications=[_specification(specification, language) for specification in product.specifications],
    )


def _specification(specification: Specification, language: str) -> ParsedSpecification:
    return ParsedSpecification(
        label=text_in(specification.name, language),
        name=specification.name,
        kind=specification.kind.value,
        text=specification.text,
        number=specification.number,
        unit=specification.unit,
        is_so=specification.is_so,
    )


def _variant(variant: Variant, stock: Stock) -> ParsedVariant:
    level = stock.get(variant.id)
    return ParsedVariant(
        row=0,
        sku=variant.sku,
        option_values=[*variant.option_values],
        prices=variant.prices,
        compare_at=variant.compare_at,
        barcode=variant.barcode,
        weight_g=variant.weight_g,
        quantity=level.on_hand if level else 0,
        is_tracked=level.is_tracked if level else True,
        sells_on=level.allows_backorders if level else False,
        requires_shipping=variant.requires_shipping,
        attributes=variant.attributes,
    )
