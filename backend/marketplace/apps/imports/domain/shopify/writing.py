"""Products as rows of the format; reading them again gives the same products."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.parsing import USUAL
from marketplace.apps.imports.domain.shopify.specifications import cells_of
from marketplace.apps.imports.domain.shopify.types import ParsedProduct, ParsedVariant, Texts
from marketplace.kit import spreadsheets
from marketplace.kit.money import Money

_STATUS = {"published": "active", "draft": "draft", "archived": "archived"}
# The format's own order, with what is newer or ours behind it.
_ORDER = (
    columns.HANDLE, columns.TITLE, columns.BODY, columns.VENDOR, columns.CATEGORY, columns.TYPE, columns.TAGS,
    columns.PUBLISHED, *(name for pair in zip(columns.OPTION_NAMES, columns.OPTION_VALUES, strict=True) for name in pair),
    columns.SKU, columns.GRAMS, columns.TRACKER, columns.QUANTITY, columns.POLICY, columns.FULFILMENT, columns.PRICE,
    columns.COMPARE_AT, columns.REQUIRES_SHIPPING, columns.TAXABLE, columns.BARCODE, columns.IMAGE,
    columns.IMAGE_POSITION, columns.IMAGE_ALT, columns.GIFT_CARD, columns.SEO_TITLE, columns.SEO_DESCRIPTION,
    *columns.OF_PRODUCT[:13], columns.VARIANT_IMAGE, columns.WEIGHT_UNIT, columns.TAX_CODE, columns.STATUS,
    columns.COUNTRIES,
)  # fmt: skip


class Layout(NamedTuple):
    """What a file's plain columns are in, and what else it has columns for."""

    language: str
    currency: str
    other_languages: Sequence[str] = ()
    other_currencies: Sequence[str] = ()
    further: Sequence[str] = ()  # attributes that the format's usual columns do not hold
    specifications: Sequence[str] = ()  # the columns of `cells_of`

    def header(self) -> list[str]:
        in_languages = [columns.bracketed(name, key) for key in self.other_languages for name in columns.IN_LANGUAGE]
        in_currencies = [columns.bracketed(name, key) for key in self.other_currencies for name in columns.IN_CURRENCY]
        return [*_ORDER, *(name for name in self.further if name not in _ORDER), *self.specifications, *in_languages, *in_currencies]


def write(products: Iterable[ParsedProduct], layout: Layout) -> Iterator[str]:
    """The file, a chunk per product; the first chunk is the header, with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO(newline="")
    header = layout.header()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(spreadsheets.as_text(name) for name in header)
    for product in products:
        yield _taken(buffer)
        writer.writerows([spreadsheets.as_text(row.get(name, "")) for name in header] for row in rows_of(product, layout))
    yield _taken(buffer)


def rows_of(product: ParsedProduct, layout: Layout) -> list[dict[str, str]]:
    """One row per variant or image, whichever are more; the first one says what is the whole product's."""
    rows: list[dict[str, str]] = [{columns.HANDLE: product.handle} for _ in range(max(len(product.variants), len(product.images)))]
    rows[0] |= _product_cells(product, layout)
    for row, variant in zip(rows, product.variants, strict=False):
        row |= _variant_cells(product, variant, layout)
    for place, (row, image) in enumerate(zip(rows, product.images, strict=False), start=1):
        row |= {columns.IMAGE: image.url, columns.IMAGE_POSITION: str(place)}
        row |= _in_languages(columns.IMAGE_ALT, image.alt, layout)
        for shown in image.variants:
            rows[shown][columns.VARIANT_IMAGE] = image.url
    return rows


def _product_cells(product: ParsedProduct, layout: Layout) -> dict[str, str]:
    cells = {
        columns.VENDOR: product.brand,
        columns.CATEGORY: product.category,
        columns.TYPE: product.product_type,
        columns.TAGS: ", ".join(product.tags),
        columns.PUBLISHED: _bool(product.status == "published"),
        columns.STATUS: _STATUS[product.status],
        columns.GIFT_CARD: "false",
        columns.COUNTRIES: " ".join(product.countries),
    }
    for column, field in (
        (columns.TITLE, "title"),
        (columns.BODY, "body_html"),
        (columns.SEO_TITLE, "seo_title"),
        (columns.SEO_DESCRIPTION, "seo_description"),
    ):
        texts = {language: getattr(text, field) or "" for language, text in product.texts.items()}
        cells |= _in_languages(column, texts, layout)
    for name, option in zip(columns.OPTION_NAMES, product.options, strict=False):
        cells |= _in_languages(name, option.name or {} if option else {}, layout)
    if not product.options:
        cells |= {columns.OPTION_NAMES[0]: "Title", columns.OPTION_VALUES[0]: "Default Title"}
    for specification in product.specifications:
        cells |= cells_of(specification, layout.language)
    return cells | product.attributes


def _variant_cells(product: ParsedProduct, variant: ParsedVariant, layout: Layout) -> dict[str, str]:
    cells = {
        **{name: USUAL[name] for name in (columns.FULFILMENT, columns.WEIGHT_UNIT, columns.POLICY)},
        columns.SKU: variant.sku,
        columns.GRAMS: str(variant.weight_g or 0),
        columns.QUANTITY: "" if variant.quantity is None else str(variant.quantity),
        columns.REQUIRES_SHIPPING: _bool(variant.requires_shipping),
        columns.TAXABLE: _bool(product.tax_class != "zero"),
        columns.BARCODE: variant.barcode or "",
        **variant.attributes,
        columns.TRACKER: variant.attributes.get(columns.TRACKER, USUAL[columns.TRACKER]) if variant.is_tracked else "",
        columns.POLICY: "continue" if variant.sells_on else USUAL[columns.POLICY],
    }
    if product.tax_class == "reduced":
        cells[columns.TAX_CODE] = product.tax_class
    for column, option, chosen in zip(columns.OPTION_VALUES, product.options, variant.option_values, strict=False):
        if option is not None and chosen is not None:
            cells |= _in_languages(column, option.values[chosen], layout)
    for column, amounts in ((columns.PRICE, variant.prices), (columns.COMPARE_AT, variant.compare_at)):
        for currency in (layout.currency, *layout.other_currencies):
            if currency in amounts:
                name = column if currency == layout.currency else columns.bracketed(column, currency)
                cells[name] = f"{Money(amounts[currency], currency).decimal():f}"
    return cells


def _in_languages(column: str, texts: Texts, layout: Layout) -> dict[str, str]:
    others = {columns.bracketed(column, key): texts[key] for key in layout.other_languages if key in texts}
    return {column: texts.get(layout.language, "")} | others


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
