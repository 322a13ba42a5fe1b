"""From what a Shopify file says to what the catalogue and stock take."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from marketplace.apps.catalog.types import CategoryView, ProductStatus, Specification, SpecificationKind, TaxClass
from marketplace.apps.catalog.types.imported import (
    ImportedImage,
    ImportedOption,
    ImportedProduct,
    ImportedSpecification,
    ImportedTexts,
    ImportedVariant,
)
from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.cells import shown
from marketplace.apps.imports.domain.shopify.types import ParsedProduct, ParsedSpecification, ParsedVariant, Problem
from marketplace.kit.texts import Text

_STATUS_COLUMNS = frozenset({columns.STATUS, columns.PUBLISHED})
_IMAGE_COLUMNS = frozenset({columns.IMAGE, columns.VARIANT_IMAGE})
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


def as_imported(
    parsed: ParsedProduct, categories: CategoryFinder, *, currency: str, removes_missing: bool
) -> tuple[ImportedProduct, list[Problem]]:
    """
    The product as the catalogue takes it, and notices of what has no place there.

    ``currency`` is that of the file's plain columns.
    """
    category, problems = _category(parsed, categories)
    has = parsed.columns.__contains__
    attributes = dict.fromkeys(columns.kept_of_product(parsed.columns), "") | parsed.attributes
    if has(columns.CATEGORY) or category is not UNSET:
        attributes[columns.CATEGORY] = parsed.category if category is UNSET else ""
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
        may_stay_reduced=parsed.tax_class == TaxClass.STANDARD and not has(columns.TAX_CODE),
        options=[None if option is None else ImportedOption(name=option.name, values=option.values) for option in parsed.options],
        variants=[_variant(variant, parsed, currency) for variant in parsed.variants],
        removes_missing=removes_missing,
        images=_images(parsed) if _IMAGE_COLUMNS & parsed.columns else None,
        are_images_whole=has(columns.IMAGE),
        countries=parsed.countries if has(columns.COUNTRIES) else None,
        attributes=attributes,
        specifications=[_specification(specification) for specification in parsed.specifications],
    )
    return imported, problems


def stock_hash(parsed: ParsedProduct) -> str:
    """A digest of what the file says of the product's stock."""
    said = [(variant.quantity, variant.is_tracked, variant.sells_on) for variant in parsed.variants]
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


def _images(parsed: ParsedProduct) -> list[ImportedImage]:
    names_variants = columns.VARIANT_IMAGE in parsed.columns
    return [ImportedImage(url=image.url, alt=image.alt, variants=image.variants if names_variants else None) for image in parsed.images]


def _specification(parsed: ParsedSpecification) -> ImportedSpecification:
    return ImportedSpecification(
        label=parsed.label,
        said=Specification(
            name=parsed.name,
            kind=SpecificationKind(parsed.kind),
            text=parsed.text,
            number=parsed.number,
            unit=parsed.unit,
            is_so=parsed.is_so,
        ),
    )


def _variant(variant: ParsedVariant, parsed: ParsedProduct, currency: str) -> ImportedVariant:
    has = parsed.columns.__contains__
    kept = [
        *columns.kept_of_product(parsed.columns),
        *columns.kept_of_variant(parsed.columns),
        *(name for name in (columns.TRACKER, columns.POLICY) if has(name)),
    ]
    keys = [columns.split_key(name) for name in parsed.columns]
    compare_at = {key or currency: 0 for base, key in keys if base == columns.COMPARE_AT}
    return ImportedVariant(
        sku=variant.sku,
        option_values=variant.option_values,
        prices=variant.prices,
        compare_at=compare_at | variant.compare_at,
        barcode=variant.barcode if has(columns.BARCODE) else None,
        weight_g=(variant.weight_g or 0) if has(columns.GRAMS) else None,
        requires_shipping=variant.requires_shipping if has(columns.REQUIRES_SHIPPING) else None,
        attributes=dict.fromkeys(kept, "") | variant.attributes,
    )
