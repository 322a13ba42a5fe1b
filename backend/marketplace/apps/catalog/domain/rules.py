"""What must be true of a product at rest, and before it may be published. Pure: values in, faults out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from marketplace.apps.catalog.domain import specifications
from marketplace.apps.catalog.types import (
    MAX_BODY,
    MAX_IMAGES,
    MAX_OPTIONS,
    MAX_PRICE_MINOR,
    MAX_TITLE,
    MAX_VARIANTS,
    MAX_WORD,
    Product,
    Variant,
)
from marketplace.foundation.documents.port import MAX_DOCUMENT_BYTES
from marketplace.foundation.tenancy import Tenant
from marketplace.kit import limits
from marketplace.kit.barcodes import find_gtin
from marketplace.kit.errors import FieldError
from marketplace.kit.texts import Text

MAX_TAGS = limits.declare("catalog.tags", 250, "tags", "Of a product; 422 above.")
MAX_WEIGHT_G = 10_000_000
MAX_URL = 2000
MAX_PRODUCT_BYTES = MAX_DOCUMENT_BYTES // 2  # leaves room for what the store keeps with it


def faults_of(product: Product, tenant: Tenant) -> list[FieldError]:
    """Everything that forbids to store the product; empty when it is well."""
    return [
        *_text_faults(product, tenant),
        *_word_faults(product),
        *_option_faults(product),
        *specifications.faults_of(product.specifications, tenant),
        *_variants_faults(product, tenant),
        *_image_faults(product),
        *_size_faults(product),
        *(
            FieldError("countries", "unknown_country", Text("{country} is not a country of this region", country=country))
            for country in product.countries
            if country not in tenant.countries
        ),
    ]


def publishing_faults(product: Product, tenant: Tenant) -> list[FieldError]:
    """What a product still lacks before customers may see it."""
    faults = []
    if not any(variant.is_active for variant in product.variants):
        faults.append(FieldError("variants", "no_active_variant", Text("At least one variant must be active")))
    if not any(variant.prices for variant in product.variants if variant.is_active):
        faults.append(
            FieldError("variants", "no_price", Text("An active variant needs a price in one of: {choices}", choices=tenant.currencies))
        )
    return faults


def _text_faults(product: Product, tenant: Tenant) -> Iterator[FieldError]:
    if not product.texts:
        yield FieldError("texts", "required", Text("A product needs a title in at least one language"))
    for language, texts in product.texts.items():
        if language not in tenant.languages:
            yield FieldError(
                f"texts.{language}", "unknown_language", Text("{language} is not a language of this region", language=language)
            )
        if not texts.title.strip():
            yield FieldError(f"texts.{language}.title", "required", Text("The title is missing"))
        for name, limit in (("title", MAX_TITLE), ("description_html", MAX_BODY), ("seo_title", MAX_WORD), ("seo_description", 1000)):
            if len(getattr(texts, name)) > limit:
                yield FieldError(f"texts.{language}.{name}", "too_long", Text("At most {limit} characters", limit=limit))


def _word_faults(product: Product) -> Iterator[FieldError]:
    if len(product.tags) > MAX_TAGS:
        yield FieldError("tags", "too_many", Text("At most {limit} tags", limit=MAX_TAGS))
    words = {"brand": product.brand, "product_type": product.product_type}
    words |= {f"tags.{index}": tag for index, tag in enumerate(product.tags)}
    for field, word in words.items():
        if len(word) > MAX_WORD:
            yield FieldError(field, "too_long", Text("At most {limit} characters", limit=MAX_WORD))
        if field.startswith("tags.") and ("," in word or not word.strip()):
            yield FieldError(field, "invalid", Text("A word or words without a comma, since commas part tags in files"))


def _option_faults(product: Product) -> Iterator[FieldError]:
    if len(product.options) > MAX_OPTIONS:
        yield FieldError("options", "too_many", Text("At most {limit} options", limit=MAX_OPTIONS))
    for index, option in enumerate(product.options):
        path = f"options.{index}"
        if not any(option.name.values()):
            yield FieldError(f"{path}.name", "required", Text("The option has no name"))
        if not option.values or not all(any(value.values()) for value in option.values):
            yield FieldError(f"{path}.values", "required", Text("An option needs values, each with a text"))
        if any(len(text) > MAX_WORD for texts in (option.name, *option.values) for text in texts.values()):
            yield FieldError(path, "too_long", Text("At most {limit} characters", limit=MAX_WORD))
        for language in option.name:
            seen = Counter(value[language].casefold() for value in option.values if language in value)
            yield from (
                FieldError(f"{path}.values", "repeated", Text("{text} is there twice", text=text))
                for text, count in seen.items()
                if count > 1
            )


def _variants_faults(product: Product, tenant: Tenant) -> Iterator[FieldError]:
    if not 1 <= len(product.variants) <= MAX_VARIANTS:
        yield FieldError("variants", "wrong_number", Text("A product has 1 to {limit} variants", limit=MAX_VARIANTS))
    skus = Counter(variant.sku.casefold() for variant in product.variants)
    choices = Counter(tuple(variant.option_values) for variant in product.variants)
    for index, variant in enumerate(product.variants):
        path = f"variants.{index}"
        if skus[variant.sku.casefold()] > 1:
            yield FieldError(f"{path}.sku", "repeated", Text("SKU {sku} is there twice", sku=variant.sku))
        if not variant.sku or len(variant.sku) > MAX_WORD or not variant.sku.isprintable():
            yield FieldError(f"{path}.sku", "invalid", Text("1 to {limit} printable characters", limit=MAX_WORD))
        if variant.barcode and find_gtin(variant.barcode) != variant.barcode:
            yield FieldError(
                f"{path}.barcode", "invalid_barcode", Text("A GTIN: 8, 12, 13 or 14 digits, of which the last is the check digit")
            )
        if choices[tuple(variant.option_values)] > 1:
            yield FieldError(f"{path}.option_values", "repeated", Text("Another variant has the same option values"))
        if not _chooses_well(product, variant):
            yield FieldError(f"{path}.option_values", "invalid", Text("One index of a value for each option"))
        if not 0 <= variant.weight_g <= MAX_WEIGHT_G:
            yield FieldError(f"{path}.weight_g", "out_of_range", Text("0 to {limit} grams", limit=MAX_WEIGHT_G))
        yield from _price_faults(path, variant, tenant)


def _chooses_well(product: Product, variant: Variant) -> bool:
    return len(variant.option_values) == len(product.options) and all(
        0 <= chosen < len(option.values) for option, chosen in zip(product.options, variant.option_values, strict=True)
    )


def _price_faults(path: str, variant: Variant, tenant: Tenant) -> Iterator[FieldError]:
    for field, amounts in (("prices", variant.prices), ("compare_at", variant.compare_at)):
        for currency, minor in amounts.items():
            if currency not in tenant.currencies:
                yield FieldError(f"{path}.{field}", "unknown_currency", Text("This region does not sell in {currency}", currency=currency))
            if not 0 < minor <= MAX_PRICE_MINOR:
                yield FieldError(f"{path}.{field}", "out_of_range", Text("A price must be above zero"))
    for currency, minor in variant.compare_at.items():
        if minor <= variant.prices.get(currency, 0) or currency not in variant.prices:
            yield FieldError(f"{path}.compare_at", "not_higher", Text("A compare-at price must be higher than the price"))


def _image_faults(product: Product) -> Iterator[FieldError]:
    if len(product.images) > MAX_IMAGES:
        yield FieldError("images", "too_many", Text("At most {limit} images", limit=MAX_IMAGES))
    known = {variant.id for variant in product.variants}
    times = Counter(image.id for image in product.images)
    for index, image in enumerate(product.images):
        if times[image.id] > 1:
            yield FieldError(f"images.{index}", "repeated", Text("The same image is there twice"))
        if not image.path and not image.folder and not is_web_address(image.url):
            yield FieldError(f"images.{index}.url", "invalid", Text("An http or https address"))
        if not known.issuperset(image.variant_ids):
            yield FieldError(f"images.{index}.variant_ids", "unknown_variant", Text("The product has no such variant"))


def _size_faults(product: Product) -> Iterator[FieldError]:
    if len(msgspec.json.encode(product)) > MAX_PRODUCT_BYTES:
        yield FieldError("texts", "too_large", Text("The whole product has more than {limit} KB", limit=MAX_PRODUCT_BYTES // 1024))


def is_web_address(text: str) -> bool:
    """Whether it is an absolute http(s) address that a browser could open."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= MAX_URL and text.isprintable()
    except ValueError:
        return False
