"""What customers are shown of products, in one language and currency. Cards are stored in search as they are served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from marketplace.foundation.blobs.pictures import PictureSource
from marketplace.kit.money import Money

SortOrder = Literal["relevance", "newest", "price_asc", "price_desc", "rating", "sold"]
PartKind = Literal["price", "colour", "size", "measure", "brand", "category"]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """For whom things are shown: language, currency and the country of delivery, each one of the tenant's."""

    language: str
    currency: str
    country: str


class Criteria(msgspec.Struct, frozen=True, kw_only=True):
    """
    What to list. Prices in minor units, the rating in hundredths of a star; of several values of one kind any will do. ``like`` is
    the slug of a product to find others like, in place of ``q``. ``is_delivered``: the vendor delivers to the country. ``is_exact``: ``q``
    is words to search for, and nothing else is read in it.
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
    on_sale: bool = False
    is_delivered: bool = False
    is_exact: bool = False
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
    A product in a list. ``language`` is the title's, which may be a fallback. ``price`` is the lowest of its variants in stock, or of all
    if none is; ``price_varies`` says that others of these cost more. Where filters choose among variants (options, price, stock), price and
    stock are those of one that meets them all. ``variant_id`` is set where there is just one to put into a cart.
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


class NamedCard(NamedTuple):
    """A card with what other apps need to know of it."""

    product_id: str
    vendor_id: str
    card: ProductCard


class VariantCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a card shows instead, where filters choose among a product's variants: of the first that meets them all."""

    price: Money
    compare_at: Money | None
    in_stock: bool


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """``value`` is what the filter takes; ``count`` how many products would be left with it."""

    value: str
    label: str
    count: int


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """
    A way to narrow the list, counted without its own filter. ``field`` is the filter's name. Of prices ``value`` is a step in minor
    units, both ends inside (``1000-1999``), and the lowest and highest price are given.
    """

    field: str
    label: str
    values: list[FacetValue]
    lowest: Money | None = None
    highest: Money | None = None


class Notice(msgspec.Struct, frozen=True):
    """Why an answer is less than it should be: a stable code, and a sentence for people."""

    code: str
    message: str


class ProductList(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``did_you_mean``: nothing was found for what was asked, so this was searched instead. ``understood``: what ``q`` says
    besides the words to search for, such as a price or a colour. ``left_out``: nothing has all the words, so these were not searched for.
    ``others``: where few products are all that was understood, what else fits the words, on the first page alone and counted nowhere.
    ``notice``: search does not answer now, so nothing was found.
    """

    items: list[ProductCard]
    next_cursor: str | None
    total: int
    facets: list[Facet]
    did_you_mean: str | None
    understood: UnderstoodQuestion | None = None
    left_out: list[str] = []
    others: list[ProductCard] = []
    notice: Notice | None = None


class UnderstoodQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a question says besides words ("red mug under 15 euro"), each part of it a filter. ``text`` is what was searched for, which may be
    empty. Where nothing meets all the parts, ``is_met`` is false, and they are no filters, or the price alone is.
    """

    text: str
    is_met: bool
    parts: list[UnderstoodPart]
    price_min: Money | None
    price_max: Money | None


class UnderstoodPart(msgspec.Struct, frozen=True, kw_only=True):
    """
    What ``words`` of the question say. ``label`` is for people; empty of a price, which stands in ``price_min`` and ``price_max``.
    ``without`` is the question without these words, to ask when a customer removes the part; none of a category, whose words are searched
    for as well: then ask the same with ``exact``.
    """

    kind: PartKind
    words: str
    label: str
    without: str | None


class SimilarList(msgspec.Struct, frozen=True):
    """What is most like a product, the most similar first; empty while nothing is known of what it is about. ``notice`` as in a list."""

    items: list[ProductCard]
    notice: Notice | None = None


class NamedSlug(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str


class Suggestions(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer may be typing: whole queries, products, categories and vendors. ``notice`` as in a list."""

    queries: list[str]
    products: list[ProductCard]
    categories: list[NamedSlug]
    vendors: list[NamedSlug]
    notice: Notice | None = None
