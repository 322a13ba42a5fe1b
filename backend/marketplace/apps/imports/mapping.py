"""From what a Shopify file says to what the catalogue and stock take."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from marketplace.apps.catalog.types import (
    CategoryView,
    ImportedImage,
    ImportedProduct,
    ImportedTexts,
    ImportedVariant,
    ProductOption,
    ProductStatus,
    TaxClass,
)
from marketplace.apps.imports.shopify import columns
from marketplace.apps.imports.shopify.cells import shown
from marketplace.apps.imports.shopify.types import ParsedProduct, ParsedVariant, Problem
from marketplace.kit.texts import Text

_STATUS_COLUMNS = frozenset({columns.STATUS, columns.PUBLISHED})
_TAX_COLUMNS = frozenset({columns.TAXABLE, columns.TAX_CODE})


class CategoryFinder:
    """The region's categories by slug and by their names in any language, letter case aside."""

    def __init__(self, categories: Sequence[CategoryView]) -> None:
        self._by_word: dict[str, CategoryView] = {}
        for category in reversed(categories):  # of two with one name, the one that comes first in the tree
            for name in category.names.values():
                self._by_word[name.casefold()] = category
        self._by_word |= {category.slug: category for category in categories}

    def find(self, text: str) -> CategoryView | None:
        """Of a path such as ``Home > Kitchen > Mugs``, the deepest part that the region knows."""
        parts = (part.strip().casefold() for part in reversed(text.split(">")))
        return next((self._by_word[part] for part in parts if part in self._by_word), None)


def as_imported(parsed: ParsedProduct, categories: CategoryFinder) -> tuple[ImportedProduct, list[Problem]]:
    """The product as the catalogue takes it, and notices of what has no place there."""
    category, problems = _category(parsed, categories)
    has = parsed.columns.__contains__
    kept = [*columns.kept_of_product(parsed.columns), columns.CATEGORY]
    attributes = dict.fromkeys(kept, "") | parsed.attributes
    if category is UNSET:
        attributes[columns.CATEGORY] = parsed.category
    imported = ImportedProduct(
        handle=parsed.handle,
        texts={
            language: ImportedTexts(
                title=texts.title,
                description_html=texts.body_html,
                seo_title=texts.seo_title,
                seo_description=texts.seo_description,
            )
            for language, texts in parsed.texts.items()
        },
        brand=parsed.brand if has(columns.VENDOR) else None,
        product_type=parsed.product_type if has(columns.TYPE) else None,
        category=category,
        tags=parsed.tags if has(columns.TAGS) else None,
        status=ProductStatus(parsed.status) if _STATUS_COLUMNS & parsed.columns else None,
        tax_class=TaxClass(parsed.tax_class) if _TAX_COLUMNS & parsed.columns else None,
        options=[ProductOption(name=option.name, values=option.values) for option in parsed.options],
        variants=[_variant(variant, parsed) for variant in parsed.variants],
        images=[ImportedImage(url=image.url, alt=image.alt, variants=image.variants) for image in parsed.images]
        if has(columns.IMAGE) or has(columns.VARIANT_IMAGE)
        else None,
        countries=parsed.countries if has(columns.COUNTRIES) else None,
        attributes=attributes,
    )
    return imported, problems


def stock_hash(parsed: ParsedProduct) -> str:
    """A digest of what the file says of the product's stock."""
    said = [(variant.quantity, variant.is_tracked) for variant in parsed.variants]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]


def _category(parsed: ParsedProduct, categories: CategoryFinder) -> tuple[CategoryView | UnsetType, list[Problem]]:
    """The category; a file that names none, or none that the region has, leaves a product in the one it is in."""
    for text in (parsed.category, parsed.product_type):
        if text and (found := categories.find(text)):
            return found, []
    text, column = (parsed.product_type, columns.TYPE) if parsed.product_type else (parsed.category, columns.CATEGORY)
    if not text:
        return UNSET, []
    message = Text('"{text}" is no category of this region: choose one for the product', text=shown(text))
    notice = Problem(row=parsed.row, column=column, code="unknown_category", message=message, severity="notice", handle=parsed.handle)
    return UNSET, [notice]


def _variant(variant: ParsedVariant, parsed: ParsedProduct) -> ImportedVariant:
    has = parsed.columns.__contains__
    kept = [
        *columns.kept_of_product(parsed.columns),
        *columns.kept_of_variant(parsed.columns),
        *(name for name in (columns.TRACKER, columns.POLICY) if has(name)),
    ]
    return ImportedVariant(
        sku=variant.sku,
        option_values=variant.option_values,
        prices=variant.prices,
        compare_at=variant.compare_at if has(columns.COMPARE_AT) else None,
        barcode=variant.barcode if has(columns.BARCODE) else None,
        weight_g=(variant.weight_g or 0) if has(columns.GRAMS) else None,
        requires_shipping=variant.requires_shipping if has(columns.REQUIRES_SHIPPING) else None,
        attributes=dict.fromkeys(kept, "") | variant.attributes,
    )
