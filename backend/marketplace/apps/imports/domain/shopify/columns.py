"""The columns of the format, in its order, and what else they have been called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from marketplace.kit.currencies import CURRENCY_DIGITS

HANDLE = "Handle"
TITLE = "Title"
BODY = "Body (HTML)"
VENDOR = "Vendor"
CATEGORY = "Product Category"
TYPE = "Type"
TAGS = "Tags"
PUBLISHED = "Published"
OPTION_NAMES = ("Option1 Name", "Option2 Name", "Option3 Name")
OPTION_VALUES = ("Option1 Value", "Option2 Value", "Option3 Value")
SKU = "Variant SKU"
GRAMS = "Variant Grams"
TRACKER = "Variant Inventory Tracker"
QUANTITY = "Variant Inventory Qty"
POLICY = "Variant Inventory Policy"
FULFILMENT = "Variant Fulfillment Service"
PRICE = "Variant Price"
COMPARE_AT = "Variant Compare At Price"
REQUIRES_SHIPPING = "Variant Requires Shipping"
TAXABLE = "Variant Taxable"
BARCODE = "Variant Barcode"
IMAGE = "Image Src"
IMAGE_POSITION = "Image Position"
IMAGE_ALT = "Image Alt Text"
GIFT_CARD = "Gift Card"
SEO_TITLE = "SEO Title"
SEO_DESCRIPTION = "SEO Description"
VARIANT_IMAGE = "Variant Image"
WEIGHT_UNIT = "Variant Weight Unit"
TAX_CODE = "Variant Tax Code"
STATUS = "Status"
COUNTRIES = "Countries"  # ours: where the product may be sent

# Kept as they stand: on the product where its first row says them, on a variant where its row says otherwise.
OF_PRODUCT = (
    "Google Shopping / Google Product Category",
    "Google Shopping / Gender",
    "Google Shopping / Age Group",
    "Google Shopping / MPN",
    "Google Shopping / AdWords Grouping",
    "Google Shopping / AdWords Labels",
    "Google Shopping / Condition",
    "Google Shopping / Custom Product",
    "Google Shopping / Custom Label 0",
    "Google Shopping / Custom Label 1",
    "Google Shopping / Custom Label 2",
    "Google Shopping / Custom Label 3",
    "Google Shopping / Custom Label 4",
    "Option1 Linked To",
    "Option2 Linked To",
    "Option3 Linked To",
    "Standard Product Type",
    "Custom Product Type",
    "Collection",
)
# Kept as they stand on each variant.
OF_VARIANT = (
    FULFILMENT,
    WEIGHT_UNIT,
    TAX_CODE,
    "Cost per item",
    "Unit Price Total Measure",
    "Unit Price Total Measure Unit",
    "Unit Price Base Measure",
    "Unit Price Base Measure Unit",
)
UNDERSTOOD = (
    HANDLE, TITLE, BODY, VENDOR, CATEGORY, TYPE, TAGS, PUBLISHED, *OPTION_NAMES, *OPTION_VALUES, SKU, GRAMS, TRACKER,
    QUANTITY, POLICY, PRICE, COMPARE_AT, REQUIRES_SHIPPING, TAXABLE, BARCODE, IMAGE, IMAGE_POSITION, IMAGE_ALT,
    GIFT_CARD, SEO_TITLE, SEO_DESCRIPTION, VARIANT_IMAGE, STATUS, COUNTRIES,
)  # fmt: skip
# Columns of one line of text, and of codes; the others are kept as they stand.
CODES = frozenset({SKU, BARCODE})
LINES = frozenset(UNDERSTOOD) - CODES - {BODY, SEO_DESCRIPTION}
REQUIRED = (HANDLE,)
REQUIRED_OF_NEW = (TITLE, PRICE)  # of a product that is not there yet

# What makes a row a variant's; where a file has none of these columns, the others do. A file without any says nothing of variants.
OF_VARIANT_ROW = (*OPTION_VALUES, SKU, PRICE)
ALSO_OF_VARIANT_ROW = (
    *OPTION_NAMES, QUANTITY, GRAMS, COMPARE_AT, BARCODE, POLICY, TRACKER, REQUIRES_SHIPPING, VARIANT_IMAGE,
    *(name for name in OF_VARIANT if name != TAX_CODE),
)  # fmt: skip

# What a file of ours adds to the format: `Title [nl]`, `Variant Price [AED]`.
IN_LANGUAGE = (TITLE, BODY, SEO_TITLE, SEO_DESCRIPTION, *OPTION_NAMES, *OPTION_VALUES, IMAGE_ALT)
IN_CURRENCY = (PRICE, COMPARE_AT)

# Ours: what a product is, a column for each name: `Specification: Wood`, `Specification: Width (number)`; and the name in other languages.
SPECIFICATION = "Specification: "
SPECIFICATION_NAME = "Specification name: "
SPECIFICATIONS = (SPECIFICATION, SPECIFICATION_NAME)
KINDS = ("choice", "number", "yes_no", "text")
_OF_KIND = re.compile(r"(.+) \((choice|number|yes_no|text)\)")
_BRACKETED = re.compile(r"(.+) \[([a-z]{2}|[A-Z]{3})\]")

# The format's newer names, in lower case.
_ALIASES = {
    "url handle": HANDLE,
    "description": BODY,
    "published on online store": PUBLISHED,
    **{f"option{number} name": OPTION_NAMES[number - 1] for number in (1, 2, 3)},
    **{f"option{number} value": OPTION_VALUES[number - 1] for number in (1, 2, 3)},
    "sku": SKU,
    "barcode": BARCODE,
    "price": PRICE,
    "compare-at price": COMPARE_AT,
    "charge tax": TAXABLE,
    "tax code": TAX_CODE,
    "inventory tracker": TRACKER,
    "inventory quantity": QUANTITY,
    "continue selling when out of stock": POLICY,
    "weight value (grams)": GRAMS,
    "weight unit for display": WEIGHT_UNIT,
    "requires shipping": REQUIRES_SHIPPING,
    "fulfillment service": FULFILMENT,
    "product image url": IMAGE,
    "variant image url": VARIANT_IMAGE,
    "unit price total measure unit": "Unit Price Total Measure Unit",
    "unit price base measure unit": "Unit Price Base Measure Unit",
}
_BY_LOWER = {name.lower(): name for name in (*UNDERSTOOD, *OF_PRODUCT, *OF_VARIANT)} | _ALIASES


def canonical(header: Sequence[str]) -> list[str]:
    """The header's names as the format has them; letter case and spaces around do not matter, unknown ones stay."""
    return [_canonical(name.strip()) for name in header]


def canonical_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    """Its fields as the format writes them; the file's own names of columns stay."""
    return dict(zip(mapping, canonical([*mapping.values()]), strict=True))


def is_known(name: str) -> bool:
    base, key = split_key(name)
    if base.startswith(SPECIFICATIONS):
        return not key or key.islower()
    if key:
        return base in IN_LANGUAGE if key.islower() else base in IN_CURRENCY and key in CURRENCY_DIGITS
    return name.lower() in _BY_LOWER


def fields_of(languages: Sequence[str], currencies: Sequence[str]) -> list[str]:
    """Every field that a column can be read as, in the format's order; then the texts in each language, and the prices in each currency."""
    in_languages = [bracketed(name, language) for language in languages for name in IN_LANGUAGE]
    in_currencies = [bracketed(name, currency) for currency in currencies for name in IN_CURRENCY]
    return [*UNDERSTOOD, TAX_CODE, *in_languages, *in_currencies]


@lru_cache(maxsize=16)
def kept_of_product(present: frozenset[str]) -> tuple[str, ...]:
    """Columns of a file whose cells are kept with the product as they stand; so are those that the format does not know."""
    return tuple(sorted(name for name in present if name and (name in OF_PRODUCT or not is_known(name))))


@lru_cache(maxsize=16)
def kept_of_variant(present: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in OF_VARIANT if name in present)


def specification_in(base: str) -> tuple[str, str] | None:
    """``("Width", "number")`` of ``Specification: Width (number)``; without a kind it is a choice. None of another column."""
    if not base.startswith(SPECIFICATION):
        return None
    found = _OF_KIND.fullmatch(base.removeprefix(SPECIFICATION))
    return (found[1], found[2]) if found else (base.removeprefix(SPECIFICATION), KINDS[0])


def specification_column(label: str, kind: str) -> str:
    return f"{SPECIFICATION}{label} ({kind})"


def split_key(name: str) -> tuple[str, str]:
    """``("Title", "nl")`` of ``Title [nl]``; ``("Title", "")`` of ``Title``."""
    found = _BRACKETED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def bracketed(name: str, key: str) -> str:
    return f"{name} [{key}]"


def _canonical(name: str) -> str:
    base, key = split_key(name)
    known = _BY_LOWER.get(base.lower(), base)
    return bracketed(known, key) if key else known
