"""What other machines read of the whole shop: search engines its addresses, Google Merchant Center its products. Page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import CategoryId, CategoryView, Product, ProductRef, text_in
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.domain import merchant_feed
from marketplace.apps.discovery.domain.merchant_feed import FeedFacts
from marketplace.apps.discovery.domain.projection import delivery_key, image_url
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.discovery.types.machines import SitemapEntry, SitemapImage
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.foundation.mail import web_url
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import AnyOf, Filter, SearchRequest, Sort
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.pages import Page, PageRequest

FEED_PAGE = 100  # products
_NAMED_IMAGES = 10  # of each product


class _Vendor(msgspec.Struct, frozen=True):
    id: str


class _Card(msgspec.Struct, frozen=True):
    """What is needed of a stored card: where the product lies."""

    id: str
    vendor: _Vendor


_card = msgspec.json.Decoder(_Card)


def list_sitemap(*, language: str, page: PageRequest) -> Page[SitemapEntry]:
    """
    Every product that customers may see, the newest first: one call to search and one to the documents.

    :raises SearchUnavailable: :raises InvalidInput: for a foreign cursor
    """
    tenant = tenancy.current()
    place = Place(language=language, currency=tenant.default_currency, country="")
    products, next_cursor = _products((AnyOf("currency", (place.currency,)),), place, page)
    return Page([_sitemap_entry(product, language) for product in products], next_cursor)


def stream_feed(place: Place, *, now: datetime) -> Iterator[str]:
    """
    The feed for Google Merchant Center in parts: what vendors deliver to the country. A page of products is in memory at a time. All of it
    is in the scope of the tenant in scope now, whenever it is read. Of a vendor on vacation nothing is in stock.

    :raises SearchUnavailable:
    """
    return _in_scope(tenancy.current(), place, now)


def _in_scope(tenant: tenancy.Tenant, place: Place, now: datetime) -> Iterator[str]:
    cursor: str | None = None
    with tenancy.scope(tenant):  # a web server reads the parts when the request's own scope has been left
        part = merchant_feed.head(title=tenant.name, link=web_url(f"/{place.language}-{place.country}"))
    while True:
        yield part
        with tenancy.scope(tenant):
            part, cursor = _feed_page(place, cursor, now)
        if cursor is None:
            yield part + merchant_feed.FOOT
            return


def _feed_page(place: Place, cursor: str | None, now: datetime) -> tuple[str, str | None]:
    filters = (
        AnyOf("country", (place.country,)),
        AnyOf("currency", (place.currency,)),
        AnyOf("delivered_to", (delivery_key(place.country, place.currency),)),
    )
    products, next_cursor = _products(filters, place, PageRequest(FEED_PAGE, cursor))
    facts = _feed_facts(products, place, tenancy.current().local_day(now))
    return "".join(item for product in products for item in merchant_feed.items(product, facts[product.id], place)), next_cursor


def _products(filters: Sequence[Filter], place: Place, page: PageRequest) -> tuple[list[Product], str | None]:
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        filters=tuple(filters),
        sort=Sort("published_at"),
        limit=page.limit,
        cursor=page.cursor,
        with_counts=False,
    )
    found = engine().search(PRODUCTS, request)
    cards = [_card.decode(hit.card) for hit in found.hits if hit.card is not None]
    by_id = catalog_queries.get_products([ProductRef(VendorId(card.vendor.id), ProductId(card.id)) for card in cards])
    return [by_id[ProductId(card.id)] for card in cards if ProductId(card.id) in by_id], found.next_cursor


def _feed_facts(products: Sequence[Product], place: Place, today: date) -> dict[str, FeedFacts]:
    """Of all of them, by one read of each store."""
    vendor_ids = {product.vendor_id for product in products}
    vendors = vendor_queries.vendors_by_id(vendor_ids)
    away = {vendor.id for vendor in vendors.values() if vendor.vacation and vendor.vacation.covers(today)}
    delivery = shipping_queries.methods_for(vendor_ids, place.country, place.currency, language=place.language)
    stock = inventory_queries.variants_of_products([product.id for product in products])
    categories = catalog_queries.categories_by_id()
    return {
        product.id: FeedFacts(
            address=web_url(f"/{place.language}-{place.country}/products/{product.slug}"),
            vendor_slug=vendors[product.vendor_id].slug,
            category=_category_of(product, categories, place.language),
            stock={item.variant_id: item for item in stock.get(ProductId(product.id), ()) if product.vendor_id not in away},
            delivery=next(iter(delivery.get(product.vendor_id, ())), None),
        )
        for product in products
    }


def _category_of(product: Product, categories: Mapping[CategoryId, CategoryView], language: str) -> str:
    return " > ".join(categories[category_id].name_in(language) for category_id in product.category_path if category_id in categories)


def _sitemap_entry(product: Product, language: str) -> SitemapEntry:
    images = product.shown_images[:_NAMED_IMAGES]
    return SitemapEntry(
        slug=product.slug,
        updated_at=product.updated_at,
        images=[SitemapImage(url=image_url(image.path, image.url), alt=text_in(image.alt, language)) for image in images],
    )
