"""What customers are shown of goods, in one language and currency. Cards are stored in search as they are served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from marketplace.apps.catalog.types import PictureSource
from marketplace.kit.money import Money

StockState = Literal["in_stock", "low", "out"]
SortOrder = Literal["relevance", "newest", "price_asc", "price_desc", "rating", "sold"]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """For whom things are shown: language, currency and the country of delivery, each one of the tenant's."""

    language: str
    currency: str
    country: str


class Criteria(msgspec.Struct, frozen=True, kw_only=True):
    """
    What to list. Prices in minor units, the rating in hundredths of a star; of several values of one kind any will do. ``like`` is
    the slug of a product to find others like, in place of ``q``.
    """

    q: str = ""
    like: str = ""
    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    rating_min: int | None = None
    in_stock: bool = False
    options: Mapping[str, tuple[str, ...]] = {}
    sort: SortOrder | None = None


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """Mean of the reviews in hundredths of a star (450 is four and a half), and how many there are."""

    hundredths: int
    count: int


class VendorName(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    slug: str
    name: str


class CardImage(msgspec.Struct, frozen=True, kw_only=True):
    """``sources`` are for ``<picture>``, the better type first, as wide as a list shows them; ``preview`` is a tiny version."""

    url: str
    alt: str
    width: int | None
    height: int | None
    sources: list[PictureSource]
    preview: str


class ProductCard(msgspec.Struct, frozen=True, kw_only=True):
    """
    A product in a list. ``language`` is the title's, which may be a fallback. ``price`` is the lowest of its variants;
    ``price_varies`` says that others cost more. ``variant_id`` is set where there is just one to put into a cart.
    """

    id: str
    slug: str
    title: str
    language: str
    image: CardImage | None
    brand: str
    vendor: VendorName
    price: Money
    price_varies: bool
    compare_at: Money | None
    rating: Rating | None
    in_stock: bool
    variant_count: int
    variant_id: str | None


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """``value`` is what the filter takes; ``count`` how many goods would be left with it."""

    value: str
    label: str
    count: int


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """
    A way to narrow the list, counted without its own filter. ``field`` is the filter's name. Of prices ``value`` is a step in minor
    units (``1000-2000``), and the lowest and highest price are told.
    """

    field: str
    label: str
    values: list[FacetValue]
    lowest: Money | None = None
    highest: Money | None = None


class ProductList(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``did_you_mean``: nothing was found for what was asked, so this was searched instead. ``understood``: what was read out of the
    words of ``q`` beside what to search for.
    """

    items: list[ProductCard]
    next_cursor: str | None
    total: int
    facets: list[Facet]
    did_you_mean: str | None
    understood: UnderstoodPrices | None = None


class UnderstoodPrices(msgspec.Struct, frozen=True, kw_only=True):
    """Prices that were named in words ("mug under 15 euro"), now a filter; ``text`` is what was searched for."""

    text: str
    price_min: Money | None
    price_max: Money | None


class SimilarList(msgspec.Struct, frozen=True):
    """What is most like a product, the most similar first; empty while nothing is known of what it is about."""

    items: list[ProductCard]


class NamedSlug(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str


class Suggestions(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may be typing: whole queries, products, categories and vendors."""

    queries: list[str]
    products: list[ProductCard]
    categories: list[NamedSlug]
    vendors: list[NamedSlug]


class CategoryBranch(msgspec.Struct, frozen=True, kw_only=True):
    """A category, how many goods lie in it and below it (none told while search is silent), and what is below."""

    id: str
    slug: str
    name: str
    count: int | None
    children: list[CategoryBranch]


class CategoryTree(msgspec.Struct, frozen=True):
    items: list[CategoryBranch]


class CurrencyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A currency by its ISO 4217 code, and the digits of its minor unit."""

    code: str
    digits: int


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """What a shop needs to know of the marketplace that it shows."""

    slug: str
    name: str
    languages: list[str]
    default_language: str
    currencies: list[CurrencyFacts]
    default_currency: str
    countries: list[str]
    default_country: str
    timezone: str
    features: dict[str, bool]


class VendorPage(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor as customers see it, with what the law wants told of a trader. ``language`` is the description's. ``product_count`` is
    not told while search is silent.
    """

    id: str
    slug: str
    name: str
    description: str
    language: str
    country: str
    legal_name: str
    registration_number: str
    vat_number: str
    email: str
    product_count: int | None


class Seo(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    description: str


class Breadcrumb(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    slug: str
    name: str


class DetailOption(msgspec.Struct, frozen=True, kw_only=True):
    """What variants differ in; ``key`` is the name of its filter after ``option.``."""

    key: str
    name: str
    values: list[str]


class DetailVariant(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``option_values`` holds an index per option; ``title`` says them. Without ``price`` it is not sold in the currency asked for.
    ``stock`` is ``in_stock``, ``low`` or ``out``.
    """

    id: str
    sku: str
    title: str
    option_values: list[int]
    price: Money | None
    compare_at: Money | None
    stock: StockState
    image_id: str | None
    weight_g: int


class DetailImage(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``small_url`` is a version for lists; sizes in pixels where they are known. ``sources`` are for ``<picture>``, the
    better type first; empty of pictures at somebody else's address. ``preview`` is a tiny version as a ``data:`` address.
    """

    id: str
    url: str
    small_url: str
    alt: str
    variant_ids: list[str]
    width: int | None
    height: int | None
    sources: list[PictureSource]
    preview: str


class DeliveryOption(msgspec.Struct, frozen=True, kw_only=True):
    """Days are working days; ``free_over`` what the vendor's goods must cost to be delivered free."""

    id: str
    name: str
    price: Money
    free_over: Money | None
    min_days: int
    max_days: int


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """To the country asked for: whether the product may go there, and how the vendor sends it."""

    country: str
    is_available: bool
    options: list[DeliveryOption]


class ProductDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A product's page. ``language`` is its texts', ``is_fallback`` says that it is not the one asked for. ``slug`` is where it lies:
    it differs from the address when that is an old one. ``offers`` are other vendors' listings of the same thing, cheapest first;
    none while search is silent.
    """

    id: str
    slug: str
    title: str
    description_html: str
    language: str
    is_fallback: bool
    languages: list[str]
    seo: Seo
    brand: str
    tags: list[str]
    breadcrumbs: list[Breadcrumb]
    vendor: VendorName
    currency: str
    price: Money | None
    price_varies: bool
    compare_at: Money | None
    rating: Rating | None
    in_stock: bool
    options: list[DetailOption]
    variants: list[DetailVariant]
    images: list[DetailImage]
    delivery: Delivery
    offers: list[ProductCard]
    published_at: datetime | None
    updated_at: datetime
