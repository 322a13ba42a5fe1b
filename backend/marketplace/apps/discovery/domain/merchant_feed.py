"""A product as an entry for each of its variants in a feed for Google Merchant Center (RSS 2.0 with the ``g:`` names). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import msgspec

from marketplace.apps.catalog.types import Image, Product, Variant, text_in
from marketplace.apps.discovery.domain.projection import image_url, is_in_stock, offered, option_key, plain_text
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.inventory.types import StockedVariant
from marketplace.apps.shipping.types import ShippingOption
from marketplace.kit.barcodes import find_gtin
from marketplace.kit.money import Money

MAX_IMAGES = 10  # that the feed takes in addition to the first
MAX_TITLE, MAX_DESCRIPTION = 150, 5_000  # characters


class FeedFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a product besides its document, for one country and currency; ``address`` is its page's in the shop."""

    address: str
    vendor_slug: str
    category: str  # names from the root, with ">" between
    stock: Mapping[str, StockedVariant]
    delivery: ShippingOption | None  # the cheapest


def head(*, title: str, link: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
        f"<title>{escape(title)}</title><link>{escape(link)}</link><description>{escape(title)}</description>\n"
    )


FOOT = "</channel></rss>\n"


def items(product: Product, facts: FeedFacts, place: Place) -> Iterator[str]:
    """An ``<item>`` for each variant on offer that has a price in the currency."""
    for variant in offered(product):
        if (price := variant.price_in(place.currency)) is not None:
            yield f"<item>{''.join(_tag(name, text) for name, text in _entry(product, variant, price, facts, place) if text)}</item>\n"


def _tag(name: str, text: str) -> str:
    return f"<g:{name}>{text if text.startswith('<') else escape(text)}</g:{name}>"


def _entry(product: Product, variant: Variant, price: Money, facts: FeedFacts, place: Place) -> Iterator[tuple[str, str]]:
    texts, _ = product.text_in(place.language)
    options = product.option_text(variant, place.language)
    yield "id", variant.id
    yield "item_group_id", product.id if len(product.variants) > 1 else ""
    yield "title", (f"{texts.title}, {options}" if options else texts.title)[:MAX_TITLE]
    yield "description", (" ".join(plain_text(texts.description_html).split()) or texts.title)[:MAX_DESCRIPTION]
    yield "link", _link(product, variant, facts.address, place.language)
    yield from _images(product.image_of(variant), product.shown_images)
    yield "availability", "in_stock" if is_in_stock(variant, facts.stock) else "out_of_stock"
    yield from _prices(variant, price)
    yield "condition", "new"
    yield "brand", product.brand
    yield "gtin", find_gtin(variant.barcode) or ""
    yield "identifier_exists", "" if variant.barcode or product.brand else "no"
    yield "product_type", facts.category
    yield "external_seller_id", facts.vendor_slug[:50] if facts.vendor_slug.isascii() else product.vendor_id
    yield "shipping_weight", f"{variant.weight_g} g" if variant.weight_g else ""
    if facts.delivery is not None:
        yield "shipping", "".join(_tag(*part) for part in (("country", place.country), ("price", str(facts.delivery.price))))


def _prices(variant: Variant, price: Money) -> Iterator[tuple[str, str]]:
    before = Money(variant.compare_at.get(price.currency, 0), price.currency)
    yield "price", str(max(before, price))
    yield "sale_price", str(price) if before > price else ""


def _link(product: Product, variant: Variant, address: str, language: str) -> str:
    """The variant's page: the shop reads a value's label for each option from the address."""
    chosen = [
        (option_key(option.name), text_in(option.values[variant.option_values[place]], language))
        for place, option in enumerate(product.options)
    ]
    return f"{address}?{urlencode(chosen)}" if chosen else address


def _images(own: Image | None, shown: Sequence[Image]) -> Iterator[tuple[str, str]]:
    others = [image for image in shown if own is None or image.id != own.id]
    if own is not None:
        yield "image_link", image_url(own.path, own.url)
    yield from (("additional_image_link", image_url(image.path, image.url)) for image in others[:MAX_IMAGES])
