"""A product as a file says it, and what an import would make of it."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from marketplace.apps.catalog.types import CategoryView, Product, ProductStatus, Specification, TaxClass, Texts
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import VariantId


class ImportedTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says in one language; ``None`` where it is silent. HTML need not be safe yet."""

    title: str | None = None
    description_html: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None


class ImportedOption(msgspec.Struct, frozen=True, kw_only=True):
    """An option as a file has it; ``name`` is None where the file is silent. Without name and values the product has it no more."""

    name: Texts | None
    values: list[Texts]


class ImportedVariant(msgspec.Struct, frozen=True, kw_only=True):
    """
    Prices in minor units per currency; currencies that are not named keep theirs. ``None``: the file is silent.

    ``option_values`` has an index for each of the product's options; in ``compare_at`` zero removes a currency's price.
    """

    sku: str = ""
    option_values: list[int | None] = []
    prices: dict[str, int]
    compare_at: dict[str, int] = {}
    barcode: str | None = None
    weight_g: int | None = None
    requires_shipping: bool | None = None
    attributes: Texts = {}


class ImportedImage(msgspec.Struct, frozen=True, kw_only=True):
    """
    A picture at an address, or one already in our blobs (as in ``Image``). ``variants`` are places in the list of variants, None where
    the file is silent.
    """

    url: str = ""
    path: str = ""
    small_path: str = ""
    folder: str = ""
    widths: list[int] = []
    preview: str = ""
    width: int | None = None
    height: int | None = None
    alt: Texts = {}
    variants: list[int] | None = []


class ImportedSpecification(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a file says under one name, by which in any language the product's own is found. Empty texts take a language away; without a value
    the product is not so.
    """

    label: str
    said: Specification


class ImportedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """
    A product as a file has it, known by its ``handle``. ``None`` and ``UNSET``: the file is silent, so it stays as it was.

    ``options`` are in their places. Without ``variants`` the file says nothing of them; else those that are not in the list stay, unless
    ``removes_missing``. Pictures that are not in the list go if ``are_images_whole``. An attribute without text is removed, one not named
    stays; so with specifications.
    """

    handle: str
    texts: dict[str, ImportedTexts]
    brand: str | None = None
    product_type: str | None = None
    category: CategoryView | UnsetType | None = UNSET
    tags: list[str] | None = None
    status: ProductStatus | None = None
    tax_class: TaxClass | None = None
    may_stay_reduced: bool = False  # the file says that the product is taxed, and not by which rate
    options: list[ImportedOption | None] = []
    variants: list[ImportedVariant]
    removes_missing: bool = False
    images: list[ImportedImage] | None = None
    are_images_whole: bool = True
    countries: list[str] | None = None
    attributes: Texts = {}
    specifications: list[ImportedSpecification] = []
    published_at: datetime | None = None


class PlannedImport(msgspec.Struct, frozen=True, kw_only=True):
    """
    What an import would make of a product. ``faults`` keep it out, ``notices`` do not; ``outcome`` is created, updated or unchanged.

    ``variant_ids`` are those of the file's variants, in its order; there are none for a product that an import left just so before.
    """

    product: Product
    outcome: str
    is_to_save: bool
    is_stock_known: bool  # the stock that the file names was set by an earlier import of the same
    variant_ids: list[VariantId] = []
    variants_removed: int = 0
    faults: list[FieldError] = []
    notices: list[FieldError] = []
