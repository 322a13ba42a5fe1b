"""What a file says, before anybody asks whether it is new."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from marketplace.kit.texts import Text

Texts = dict[str, str]  # a text per language code
Severity = Literal["error", "notice"]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """
    Something in the file that is wrong (``error``: its product stays out) or worth knowing (``notice``).

    ``row`` is the row that a spreadsheet shows, the header being row 1. ``value`` is what the file says there.
    """

    row: int
    column: str
    code: str
    message: Text
    severity: Severity = "error"
    handle: str = ""
    value: str = ""


class ParsedTexts(msgspec.Struct, frozen=True, kw_only=True):
    """``None``: the file has no such column. ``body_html`` is as the file has it: not safe yet."""

    title: str | None = None
    body_html: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None


class ParsedOption(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is None where the file has no column for it, and empty where the file has one and says nothing in it."""

    name: Texts | None
    values: list[Texts]


class ParsedVariant(msgspec.Struct, frozen=True, kw_only=True):
    """
    Prices in minor units per currency. ``option_values`` has an index for each of the product's options.

    None: the file has no such column, or nothing in it that can be used, so what is stored stays.
    """

    row: int
    sku: str = ""
    option_values: list[int | None] = []
    prices: dict[str, int]
    compare_at: dict[str, int] = {}
    barcode: str | None = ""
    weight_g: int | None = None
    quantity: int | None = None
    is_tracked: bool | None = True
    sells_on: bool | None = None  # when none is left; None where the file does not say
    requires_shipping: bool = True
    attributes: Texts = {}


class ParsedImage(msgspec.Struct, frozen=True, kw_only=True):
    """``variants`` are places in the product's list of variants."""

    url: str
    alt: Texts = {}
    variants: list[int] = []


class ParsedSpecification(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the file says under a column of specifications. ``label`` is its name in the file's language. Without a value the product is not
    so; in ``name`` and ``text`` an empty text takes a language away.
    """

    label: str
    name: Texts
    kind: Literal["choice", "number", "yes_no", "text"]
    text: Texts = {}
    number: Decimal | None = None
    unit: str = ""
    is_so: bool | None = None


class ParsedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """
    A product of the file. ``columns`` are those that the file has: what it does not name stays as it was.

    ``options`` are in the places of the file's columns, None where the file has no column of that place. Without ``variants`` the
    file says nothing of them.
    """

    handle: str
    row: int
    rows: int
    columns: frozenset[str]
    texts: dict[str, ParsedTexts]
    brand: str = ""
    product_type: str = ""
    category: str = ""
    tags: list[str] = []
    status: Literal["published", "draft", "archived"] = "published"
    tax_class: Literal["standard", "reduced", "zero"] = "standard"
    options: list[ParsedOption | None] = []
    variants: list[ParsedVariant]
    images: list[ParsedImage] = []
    countries: list[str] = []
    attributes: Texts = {}
    specifications: list[ParsedSpecification] = []
