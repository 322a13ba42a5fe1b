"""Turns what an editor changed into the next version of a product. Pure; ``rules`` judge the result."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET

from marketplace.apps.catalog.domain import identity, specifications
from marketplace.apps.catalog.domain.html import safe_html
from marketplace.apps.catalog.types import (
    CategoryView,
    Image,
    ImageInput,
    Product,
    ProductChanges,
    ProductTexts,
    Variant,
    VariantInput,
    text_in,
)
from marketplace.kit.barcodes import find_gtin
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import VariantId, new_id
from marketplace.kit.texts import Text


def changed(
    product: Product, changes: ProductChanges, *, category: CategoryView | None, foreign_skus: Collection[str] = (), now: datetime
) -> Product:
    """
    The product with the changes; ``category`` is the one that ``changes`` names, if any. ``foreign_skus`` are those of other products,
    in lower case: none of them is made for a variant that comes without one.

    :raises InvalidInput: if a variant or an image is named that the product does not have
    """
    simple = ("brand", "tags", "tax_class", "options", "countries")
    fields: dict[str, Any] = {name: getattr(changes, name) for name in simple if getattr(changes, name) is not UNSET}
    if changes.texts is not UNSET:
        fields["texts"] = _merged_texts(product.texts, changes.texts)
    if changes.specifications is not UNSET:
        fields["specifications"] = [specifications.cleaned(given) for given in changes.specifications]
    if changes.category_id is not UNSET:
        fields["category_id"] = category.id if category else None
        fields["category_path"] = list(category.path) if category else []
    next_version = msgspec.structs.replace(product, **fields, updated_at=now)
    if changes.variants is not UNSET:
        next_version.variants = _variants(next_version, changes.variants, foreign_skus, now=now)
    if changes.images is not UNSET:
        next_version.images = _images(next_version, changes.images)
    return settled(next_version)


def settled(product: Product) -> Product:
    """The product with what follows from its other fields: pictures of variants it has, and its group."""
    known = {variant.id for variant in product.variants}
    product.images = [
        msgspec.structs.replace(image, position=place, variant_ids=[own for own in image.variant_ids if own in known])
        for place, image in enumerate(product.images, start=1)
    ]
    product.group_id = identity.group_of(product.variants[0].barcode) if product.variants else None
    return product


def cleaned(texts: ProductTexts) -> ProductTexts:
    """Texts as they are stored: trimmed, and with harmless HTML only."""
    return ProductTexts(
        title=texts.title.strip(),
        description_html=safe_html(texts.description_html),
        seo_title=texts.seo_title.strip(),
        seo_description=texts.seo_description.strip(),
    )


def _merged_texts(old: dict[str, ProductTexts], new: dict[str, ProductTexts | None]) -> dict[str, ProductTexts]:
    kept = {language: texts for language, texts in old.items() if language not in new}
    return kept | {language: cleaned(texts) for language, texts in new.items() if texts is not None}


def _variants(product: Product, inputs: list[VariantInput], foreign_skus: Collection[str], *, now: datetime) -> list[Variant]:
    old = {variant.id: variant for variant in product.variants}
    skus = {given.sku.strip().casefold() for given in inputs if given.sku.strip()} | set(foreign_skus)
    skus |= {old[given.id].sku.casefold() for given in inputs if given.id in old and not given.sku.strip()}
    variants = []
    for index, given in enumerate(inputs):
        if given.id is not None and given.id not in old:
            raise _unknown(f"variants.{index}.id", "unknown_variant", Text("The product has no such variant"))
        known = old.pop(given.id) if given.id is not None else None
        variants.append(
            Variant(
                id=known.id if known else VariantId(new_id("var", at=now)),
                sku=given.sku.strip() or (known.sku if known else _derived_sku(product, given, skus)),
                barcode=find_gtin(given.barcode) or given.barcode.strip(),
                option_values=given.option_values,
                prices={price.currency: price.minor for price in given.prices},
                compare_at={price.currency: price.minor for price in given.compare_at},
                weight_g=given.weight_g,
                requires_shipping=given.requires_shipping,
                is_active=given.is_active,
                attributes=known.attributes if known else {},
            )
        )
        skus.add(variants[-1].sku.casefold())
    return variants


def _derived_sku(product: Product, given: VariantInput, taken: set[str]) -> str:
    pairs = zip(product.options, given.option_values, strict=False)
    values = [option.values[index] for option, index in pairs if 0 <= index < len(option.values)]
    return identity.sku_of(product.handle, [text_in(value, "en") for value in values], taken=taken)


def _images(product: Product, inputs: list[ImageInput]) -> list[Image]:
    old = {image.id: image for image in product.images}
    images = []
    for index, given in enumerate(inputs):
        if given.id is not None and given.id not in old:
            raise _unknown(f"images.{index}.id", "unknown_image", Text("The product has no such image"))
        image = old.pop(given.id) if given.id else Image(id=identity.image_id_of(product.id, given.url), url=given.url)
        images.append(msgspec.structs.replace(image, alt=given.alt, variant_ids=given.variant_ids))
    return images


def _unknown(field: str, code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, code, message)])
