"""What customers are shown around the lists: the region, its categories, a vendor's page and a product's."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from marketplace.apps.catalog.types import SpecificationKind
from marketplace.apps.content.types import Brand
from marketplace.apps.discovery.types.lists import ProductCard, Rating, VendorName
from marketplace.apps.vendors.types import LogoPicture
from marketplace.foundation.blobs.pictures import PictureSource
from marketplace.foundation.realtime.addresses import LiveAddresses
from marketplace.kit.money import Money

StockState = Literal["in_stock", "low", "out"]


class CategoryBranch(msgspec.Struct, frozen=True, kw_only=True):
    """A category, how many products it has with those below it (no number while search is silent), and what is below."""

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


class OtherRegion(msgspec.Struct, frozen=True, kw_only=True):
    """Another region of the marketplace: where its shop is (``origin``), and for whom."""

    slug: str
    name: str
    origin: str
    languages: list[str]
    default_language: str
    countries: list[str]
    default_country: str


class MaintenanceNotice(msgspec.Struct, frozen=True, kw_only=True):
    """
    The region is shut for maintenance, to everybody but staff: what its operator says of that, by language (it may be nothing), and when it
    should open again, which may have passed. A program should ask again then, but after ``max_retry_after_s`` at the latest, and after
    ``retry_after_s`` where no end lies ahead.
    """

    texts: dict[str, str]
    expected_end: datetime | None
    retry_after_s: int
    max_retry_after_s: int


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a shop needs to know of the marketplace that it shows. ``country_currencies`` has the currency in which a shop shows its prices in
    each country, ``live`` where live updates come from, ``other_regions`` the shops that customers of other countries use. ``maintenance``
    is null while the region is open.
    """

    slug: str
    name: str
    languages: list[str]
    default_language: str
    currencies: list[CurrencyFacts]
    default_currency: str
    countries: list[str]
    default_country: str
    country_currencies: dict[str, str]
    timezone: str
    features: dict[str, bool]
    live: LiveAddresses
    brand: Brand
    other_regions: list[OtherRegion]
    maintenance: MaintenanceNotice | None


class VacationNotice(msgspec.Struct, frozen=True, kw_only=True):
    """
    When a vendor takes no orders: from ``starts_on``, by the region's calendar, until ``reopens_on``. ``is_closed``: it is so now. ``text``
    is what the vendor says of it, in ``language``; it may be empty.
    """

    starts_on: date
    reopens_on: date
    is_closed: bool
    text: str
    language: str


class VendorPage(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor as customers see it, with what the law wants published about a trader. ``language`` is the description's. ``product_count`` is
    missing while search is silent.
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
    vacation: VacationNotice | None
    logo: LogoPicture | None


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


class DetailSpecification(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a product is in one respect. ``key`` is the name of its filter after ``option.``, but a text's, which has none. Of the values one
    is there: ``text``, ``number`` with its ``unit``, or ``is_so``.
    """

    key: str
    name: str
    kind: SpecificationKind
    text: str
    number: Decimal | None
    unit: str
    is_so: bool | None


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


class VariantPrice(msgspec.Struct, frozen=True, kw_only=True):
    """In one currency."""

    price: Money
    compare_at: Money | None


class VariantOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What may change of a variant while its page is looked at: ``stock`` is ``in_stock``, ``low`` or ``out``."""

    variant_id: str
    stock: StockState
    prices: list[VariantPrice]


class DetailImage(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``small_url`` is a version for lists; sizes in pixels where they are known. ``sources`` are for ``<picture>``, the
    better type first; empty of pictures at another site's address. ``preview`` is a tiny version as a ``data:`` address.
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
    """Days are working days; ``free_over`` what the vendor's products must cost to be delivered free."""

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


class PreviewLink(msgspec.Struct, frozen=True, kw_only=True):
    """Opens the page of one product as it would be in the shop, until ``expires_at``."""

    url: str
    expires_at: datetime


class ProductDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A product's page. ``language`` is its texts', ``is_fallback`` says that it is not the one asked for. ``slug`` is where it lies:
    it differs from the address when that is an old one. ``offers`` are other vendors' listings of the same thing, cheapest first;
    none while search is silent. For ``return_days`` after its delivery to the country asked for, the product may be returned for no
    reason; 0: not at all. On the vendor's ``vacation`` nothing can be bought.
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
    specifications: list[DetailSpecification]
    variants: list[DetailVariant]
    images: list[DetailImage]
    delivery: Delivery
    return_days: int
    offers: list[ProductCard]
    vacation: VacationNotice | None
    vendor_logo: LogoPicture | None
    published_at: datetime | None
    updated_at: datetime
