"""A product's page: its document, its stock and its vendor, three reads where the address was seen before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import Image, Product, ProductTexts, Specification, Variant, text_in
from marketplace.apps.discovery.domain.projection import (
    cheapest_in,
    image_url,
    is_visible,
    offered,
    option_key,
    plain_text,
    priced_in,
    vendor_name,
)
from marketplace.apps.discovery.domain.vacations import vacation_notice
from marketplace.apps.discovery.queries import local_cache
from marketplace.apps.discovery.queries.listing import ProductNotFound, find_offers
from marketplace.apps.discovery.types.lists import Place, ProductCard
from marketplace.apps.discovery.types.pages import (
    Breadcrumb,
    Delivery,
    DetailImage,
    DetailOption,
    DetailSpecification,
    DetailVariant,
    ProductDetail,
    Seo,
    StockState,
)
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.kit.ids import VariantId
from marketplace.kit.money import Money
from marketplace.kit.slugs import is_slug

LOW_STOCK = 5  # units
SEO_DESCRIPTION = 160  # characters

# Where the product of a slug was last seen, by tenant. Only a hint: the product itself says which slug it has.
_seen: dict[tuple[str, str], tuple[str, str]] = {}
_MOST_SEEN = 50_000


def get_product_page(slug: str, *, place: Place, now: datetime) -> ProductDetail:
    """:raises ProductNotFound: also for what is not published, or whose vendor may not sell"""
    product = _find_product(slug) if is_slug(slug) else None
    if product is None or not product.is_published:
        raise ProductNotFound
    vendor = local_cache.find_vendor(product.vendor_id)
    if vendor is None or not is_visible(product, vendor):
        raise ProductNotFound
    stock = inventory_queries.find_variants([variant.id for variant in offered(product)])
    offers = find_offers(product.group_id, but=product.id, place=place) if product.group_id else []
    return _page(product, vendor, stock, place, offers=offers, now=now)


def page_of_product(product: Product, vendor: VendorView, place: Place, *, now: datetime) -> ProductDetail:
    """The page of a product in whatever state, without other vendors' offers: for previews."""
    stock = inventory_queries.find_variants([variant.id for variant in offered(product)])
    return _page(product, vendor, stock, place, offers=[], now=now)


def _find_product(slug: str) -> Product | None:
    key = (tenancy.current().slug, slug)
    if key in _seen:
        product = catalog_queries.find_product(*_seen[key])
        if product is not None and product.slug == slug:
            return product
    product = catalog_queries.find_product_by_slug(slug)
    if product is not None:
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        _seen[key] = (product.vendor_id, product.id)
    return product


def _page(
    product: Product,
    vendor: VendorView,
    stock: Mapping[VariantId, StockedVariant],
    place: Place,
    *,
    offers: list[ProductCard],
    now: datetime,
) -> ProductDetail:
    texts, language = product.text_in(place.language)
    variants = [_variant(product, variant, stock, place) for variant in offered(product)]
    return ProductDetail(
        id=product.id,
        slug=product.slug,
        title=texts.title,
        description_html=texts.description_html,
        language=language,
        is_fallback=language != place.language,
        languages=list(product.texts),
        seo=_seo(texts),
        brand=product.brand,
        tags=product.tags,
        breadcrumbs=_breadcrumbs(product, place.language),
        vendor=vendor_name(vendor),
        currency=place.currency,
        **_price(product, stock, place.currency),
        rating=None,
        in_stock=any(variant.stock != "out" for variant in variants),
        options=_options(product, place.language),
        specifications=[_specification(specification, place.language) for specification in product.specifications],
        variants=variants,
        images=[_image(image, place.language) for image in product.shown_images],
        delivery=_delivery(product, place),
        return_days=local_cache.return_days(product.vendor_id, country=place.country),
        offers=offers,
        vendor_logo=vendor_queries.logo_picture_of(vendor),
        vacation=vacation_notice(vendor, language=place.language, now=now),
        published_at=product.published_at,
        updated_at=product.updated_at,
    )


def _price(product: Product, stock: Mapping[VariantId, StockedVariant], currency: str) -> dict[str, Any]:
    """Of the cheapest variant in stock, and whether others have another one."""
    levels = {str(variant_id): item for variant_id, item in stock.items()}
    cheapest = cheapest_in(product, currency, levels)
    prices = {variant.prices[currency] for variant in priced_in(product, currency, levels)}
    return {
        "price": cheapest.price_in(currency) if cheapest else None,
        "price_varies": len(prices) > 1,
        "compare_at": _compare_at(cheapest, currency) if cheapest else None,
    }


def _options(product: Product, language: str) -> list[DetailOption]:
    return [
        DetailOption(
            key=option_key(option.name), name=text_in(option.name, language), values=[text_in(value, language) for value in option.values]
        )
        for option in product.options
    ]


def _specification(specification: Specification, language: str) -> DetailSpecification:
    return DetailSpecification(
        key=option_key(specification.name),
        name=text_in(specification.name, language),
        kind=specification.kind,
        text=text_in(specification.text, language),
        number=specification.number,
        unit=specification.unit,
        is_so=specification.is_so,
    )


def _variant(product: Product, variant: Variant, stock: Mapping[VariantId, StockedVariant], place: Place) -> DetailVariant:
    image = product.image_of(variant)
    return DetailVariant(
        id=variant.id,
        sku=variant.sku,
        title=product.option_text(variant, place.language),
        option_values=variant.option_values,
        price=variant.price_in(place.currency),
        compare_at=_compare_at(variant, place.currency),
        stock=stock_state(stock.get(variant.id)),
        image_id=image.id if image else None,
        weight_g=variant.weight_g,
    )


def _compare_at(variant: Variant, currency: str) -> Money | None:
    minor = variant.compare_at.get(currency)
    return None if minor is None else Money(minor, currency)


def stock_state(item: StockedVariant | None) -> StockState:
    """As customers see it."""
    if item is None or not item.has(1):
        return "out"
    return "low" if item.is_limited and item.available <= LOW_STOCK else "in_stock"


def _seo(texts: ProductTexts) -> Seo:
    description = texts.seo_description or " ".join(plain_text(texts.description_html).split())
    return Seo(title=texts.seo_title or texts.title, description=description[:SEO_DESCRIPTION])


def _breadcrumbs(product: Product, language: str) -> list[Breadcrumb]:
    if not product.category_path:
        return []
    known = local_cache.categories(with_ids=product.category_path)
    path = [known[category_id] for category_id in product.category_path if category_id in known]
    return [Breadcrumb(id=category.id, slug=category.slug, name=category.name_in(language)) for category in path]


def _image(image: Image, language: str) -> DetailImage:
    return DetailImage(
        id=image.id,
        url=image_url(image.path, image.url),
        small_url=image_url(image.small_path or image.path, image.url),
        alt=text_in(image.alt, language),
        variant_ids=list(image.variant_ids),
        width=image.width,
        height=image.height,
        sources=catalog_queries.sources_of(image),
        preview=image.preview,
    )


def _delivery(product: Product, place: Place) -> Delivery:
    is_allowed = product.is_available_in(place.country)
    options = local_cache.delivery_options(product.vendor_id, place) if is_allowed else []
    return Delivery(country=place.country, is_available=bool(options), options=options)
