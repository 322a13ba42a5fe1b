"""The rows of one product, understood: a product, or the problems that keep it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from marketplace.apps.imports.domain.shopify import cells, columns
from marketplace.apps.imports.domain.shopify.cells import BadCell, shown
from marketplace.apps.imports.domain.shopify.reading import MAX_PROBLEMS_OF_PRODUCT, Group, Record
from marketplace.apps.imports.domain.shopify.specifications import specifications_in
from marketplace.apps.imports.domain.shopify.types import (
    ParsedImage,
    ParsedOption,
    ParsedProduct,
    ParsedTexts,
    ParsedVariant,
    Problem,
    Severity,
    Texts,
)
from marketplace.kit.texts import Text

T = TypeVar("T")

# What a cell says when nobody chose anything; not worth keeping, and added again by an export.
USUAL = {columns.FULFILMENT: "manual", columns.WEIGHT_UNIT: "g", columns.TRACKER: "shopify", columns.POLICY: "deny"}
STATUSES = {"active": "published", "draft": "draft", "archived": "archived"}
UNLISTED = "unlisted"  # since 2025: for sale, but found by its address alone
TAX_CLASSES = ("standard", "reduced", "zero")
NO_OPTION = ("title", "default title")
_TEXTS = (columns.BODY, columns.SEO_TITLE, columns.SEO_DESCRIPTION)


def parse(group: Group, *, present: frozenset[str], language: str, currency: str) -> tuple[ParsedProduct | None, list[Problem]]:
    """
    What the rows of a product say. With any problem of severity ``error`` there is no product.

    ``present`` are the file's columns; texts without a language are in ``language``, prices without a currency in ``currency``.
    """
    parser = _Parser(group, present, language, currency)
    product = parser.product() if not _has_error(parser.problems) else None
    return (None if _has_error(parser.problems) else product), parser.problems


def _has_error(problems: list[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


class _Values(list[Texts]):
    """The values of an option, found by what they say in any language: a product may have many."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[tuple[str, str], list[int]] = {}

    def add(self, value: Texts) -> None:
        for language, text in value.items():
            self._places.setdefault((language, text.casefold()), []).append(len(self))
        self.append(value)

    def find(self, value: Texts) -> int | None:
        """The place of the first value that says the same in the languages that both have."""
        places = (place for language, text in value.items() for place in self._places.get((language, text.casefold()), ()))
        return min((place for place in places if _same(value, self[place])), default=None)


class _Parser:
    def __init__(self, group: Group, present: frozenset[str], language: str, currency: str) -> None:
        self.group = group
        self.present = present
        self.language = language
        self.currency = currency
        self.first = group.records[0]
        self.problems = list(group.problems)
        marks = _marks_of_variant(present)
        self.variant_rows = [row for row in group.records if marks and (row is self.first or any(name in row.cells for name in marks))]
        # Columns with a key, such as `Title [nl]`, by their base.
        self.keyed: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(present):
            base, key = columns.split_key(name)
            if key and columns.is_known(name):
                self.keyed.setdefault(base, []).append((key, name))

    def product(self) -> ParsedProduct | None:
        if self._read(self.first, columns.GIFT_CARD, cells.read_bool):
            self._problem(self.first, columns.GIFT_CARD, "gift_card", Text("Gift cards cannot be imported as products"))
            return None
        options = self._options()
        attributes = {name: self.first.cells[name] for name in columns.kept_of_product(self.present) if name in self.first.cells}
        variants = self._variants(options, attributes)
        return ParsedProduct(
            handle=self.group.handle,
            row=self.first.row,
            rows=len(self.group.records),
            columns=self.present,
            texts=self._texts(),
            brand=self._text(columns.VENDOR),
            product_type=self._text(columns.TYPE),
            category=self._text(columns.CATEGORY),
            tags=cells.read_tags(self._text(columns.TAGS)),
            status=self._status(),  # type: ignore[arg-type]
            tax_class=self._tax_class(),  # type: ignore[arg-type]
            options=options,
            variants=variants,
            images=self._images(),
            countries=self._text(columns.COUNTRIES).upper().split(),
            attributes=attributes,
            specifications=specifications_in(self.first.cells, self.present, self.keyed, self.language, self._refuse),
        )

    def _refuse(self, column: str, bad: BadCell) -> None:
        self._problem(self.first, column, bad.code, bad.message)

    def _problem(self, record: Record, column: str, code: str, message: Text, *, severity: Severity = "error") -> None:
        problem = Problem(row=record.row, column=column, code=code, message=message, severity=severity, handle=self.group.handle)
        if sum(found.severity == severity for found in self.problems) < MAX_PROBLEMS_OF_PRODUCT:
            self.problems.append(problem)

    def _read(self, record: Record, column: str, read: Callable[[str], T], *, severity: Severity = "error") -> T | None:
        """The cell's value; None where it is empty, or wrong, which is noted."""
        text = record.cells.get(column)
        if text is None:
            return None
        try:
            return read(text)
        except BadCell as bad:
            self._problem(record, column, bad.code, bad.message, severity=severity)
            return None

    def _text(self, column: str) -> str:
        return self.first.cells.get(column, "")

    def _in_languages(self, record: Record, column: str) -> Texts:
        texts = {self.language: record.cells[column]} if column in record.cells else {}
        return texts | {key: record.cells[name] for key, name in self.keyed.get(column, ()) if name in record.cells}

    def _texts(self) -> dict[str, ParsedTexts]:
        titles = self._in_languages(self.first, columns.TITLE)
        if not titles and self._has(columns.TITLE):
            self._problem(self.first, columns.TITLE, "title_missing", Text("The product's first row has no title"))
        # A language without a title is none of the product's, unless the file has no column for its titles.
        untitled = {key for name in _TEXTS for key in self._languages_of(name) if self._title_of(key) not in self.present}
        return {
            language: ParsedTexts(
                title=titles.get(language),
                body_html=self._said(columns.BODY, language),
                seo_title=self._said(columns.SEO_TITLE, language),
                seo_description=self._said(columns.SEO_DESCRIPTION, language),
            )
            for language in [*titles, *sorted(untitled)]
        }

    def _has(self, column: str) -> bool:
        """Whether the file has the column, in any language or currency."""
        return column in self.present or column in self.keyed

    def _languages_of(self, column: str) -> list[str]:
        return [*([self.language] if column in self.present else ()), *(key for key, _ in self.keyed.get(column, ()))]

    def _title_of(self, language: str) -> str:
        return columns.TITLE if language == self.language else columns.bracketed(columns.TITLE, language)

    def _said(self, column: str, language: str) -> str | None:
        """The first row's text in that language; None where the file has no such column."""
        name = column if language == self.language else columns.bracketed(column, language)
        return self.first.cells.get(name, "") if name in self.present else None

    def _status(self) -> str:
        status = self._text(columns.STATUS).lower()
        if status == UNLISTED:
            message = Text("There are no unlisted products here: it is kept as a draft")
            self._problem(self.first, columns.STATUS, "unlisted", message, severity="notice")
            return "draft"
        if status and status not in STATUSES:
            self._problem(self.first, columns.STATUS, "unknown_status", _none_of(status, list(STATUSES)))
        is_published = self._read(self.first, columns.PUBLISHED, cells.read_bool) is not False
        known = STATUSES.get(status, "published")
        return "draft" if known == "published" and not is_published else known

    def _tax_class(self) -> str:
        rows = self.variant_rows or [self.first]
        codes = {record.cells.get(columns.TAX_CODE, "").lower() for record in rows}
        taxable = {self._read(record, columns.TAXABLE, cells.read_bool) is not False for record in rows}
        if len(taxable) > 1:
            message = Text("Some variants are taxable and some are not: the product is taken as taxable")
            self._problem(self.first, columns.TAXABLE, "mixed_tax", message, severity="notice")
        if taxable == {False}:
            return "zero"
        own = [code for code in codes if code in TAX_CLASSES]
        return own[0] if len(own) == 1 else "standard"

    def _options(self) -> list[ParsedOption | None]:
        places = list(zip(columns.OPTION_NAMES, columns.OPTION_VALUES, strict=True))
        names = [self._in_languages(self.first, name) if self._has(name) else None for name, _ in places]
        values = self.values = [self._values_of(column) for _, column in places]
        if names[0] == {} and values[0] and len(self.variant_rows) > 1:
            names[0] = {self.language: "Title"}
        if self._is_plain(names, values):
            names[0], values[0] = {}, _Values()
        self._check_options(names, values)
        options = [
            ParsedOption(name=name, values=list(found)) if self._has(places[place][1]) or name is not None else None
            for place, (name, found) in enumerate(zip(names, values, strict=True))
        ]
        empty = ParsedOption(name={}, values=[])
        is_over = [all(later in (empty, None) for later in options[place:]) and option == empty for place, option in enumerate(options)]
        return options[: is_over.index(True)] if True in is_over else options

    def _values_of(self, column: str) -> _Values:
        values = _Values()
        for record in self.variant_rows:
            value = self._in_languages(record, column)
            if value and values.find(value) is None:
                values.add(value)
        return values

    def _is_plain(self, names: list[Texts | None], values: Sequence[Sequence[Texts]]) -> bool:
        """Whether the first option says what the format says of a product without options."""
        return (
            len(self.variant_rows) == 1
            and not any((*names[1:], *values[1:]))
            and self._text(columns.OPTION_NAMES[0]).lower() in (NO_OPTION[0], "")
            and self._text(columns.OPTION_VALUES[0]).lower() in (NO_OPTION[1], "")
            and self._has(columns.OPTION_VALUES[0])
        )

    def _check_options(self, names: list[Texts | None], values: Sequence[Sequence[Texts]]) -> None:
        for place, name in enumerate(names):
            if values[place] and name == {}:
                message = Text("There are values, but the product's first row does not name the option")
                self._problem(self.first, columns.OPTION_NAMES[place], "option_name_missing", message)
            if name and place and names[place - 1] == {}:
                self._problem(self.first, columns.OPTION_NAMES[place], "option_gap", Text("The option before it has no name"))

    def _variants(self, options: list[ParsedOption | None], attributes: Texts) -> list[ParsedVariant]:
        variants, chosen_at, sku_at = [], dict[tuple[int | None, ...], int](), dict[str, int]()
        for record in self.variant_rows:
            variant = self._variant(record, options, attributes)
            choice, sku = tuple(variant.option_values), variant.sku.casefold()
            if choice in chosen_at and None not in choice:
                message = Text("The same option values as in row {row}", row=str(chosen_at[choice]))
                self._problem(record, columns.OPTION_VALUES[0], "duplicate_variant", message)
            if sku and sku in sku_at:
                message = Text("Row {row} has the same SKU, so this variant gets one of its own", row=str(sku_at[sku]))
                self._problem(record, columns.SKU, "repeated_sku", message, severity="notice")
                variant = msgspec.structs.replace(variant, sku="")
            chosen_at.setdefault(choice, record.row)
            sku_at.setdefault(sku, record.row)
            variants.append(variant)
        return variants

    def _variant(self, record: Record, options: list[ParsedOption | None], attributes: Texts) -> ParsedVariant:
        sells_on = self._sells_on(record) if columns.POLICY in self.present else None
        return ParsedVariant(
            row=record.row,
            sku=record.cells.get(columns.SKU, ""),
            option_values=self._choice(record, options),
            prices=self._prices(record),
            compare_at=self._compare_at(record),
            barcode=self._barcode(record),
            weight_g=self._grams(record),
            quantity=self._quantity(record, may_be_negative=bool(sells_on)),
            is_tracked=columns.TRACKER in record.cells if columns.TRACKER in self.present else None,
            sells_on=sells_on,
            requires_shipping=self._read(record, columns.REQUIRES_SHIPPING, cells.read_bool) is not False,
            attributes=self._attributes(record, attributes),
        )

    def _choice(self, record: Record, options: list[ParsedOption | None]) -> list[int | None]:
        choice: list[int | None] = []
        for column, values, option in zip(columns.OPTION_VALUES, self.values, options, strict=False):
            value = self._in_languages(record, column)
            if option is None or not self._has(column):
                choice.append(None)
            elif not value:
                name = (option.name or {}).get(self.language, "")
                self._problem(record, column, "option_value_missing", Text('The variant has no value for "{option}"', option=shown(name)))
            else:
                choice.append(values.find(value))
        return choice

    def _barcode(self, record: Record) -> str | None:
        text = record.cells.get(columns.BARCODE)
        if text is None:
            return ""
        return self._read(record, columns.BARCODE, cells.read_barcode, severity="notice")

    def _grams(self, record: Record) -> int | None:
        weight = self._read(record, columns.GRAMS, lambda text: cells.read_number(text, limit=cells.MAX_GRAMS))
        if weight is None:
            return None
        if weight < 0:
            self._problem(record, columns.GRAMS, "negative", Text("A weight cannot be below zero"))
        grams = cells.whole_grams(weight)
        if grams != weight:
            message = Text("Weights are kept in whole grams: it is taken as {grams} g", grams=grams)
            self._problem(record, columns.GRAMS, "weight_rounded", message, severity="notice")
        return grams

    def _prices(self, record: Record) -> dict[str, int]:
        prices = self._amounts(record, columns.PRICE)
        has_prices = self._has(columns.PRICE)
        if has_prices and not prices and not any(columns.split_key(name)[0] == columns.PRICE for name in record.cells):
            self._problem(record, columns.PRICE, "price_missing", Text("The variant has no price"))
        return prices

    def _compare_at(self, record: Record) -> dict[str, int]:
        prices = self._amounts(record, columns.PRICE, is_silent=True)
        compare_at = self._amounts(record, columns.COMPARE_AT, zero_is_none=True)
        for currency, minor in list(compare_at.items()):
            if currency in prices and minor <= prices[currency]:
                message = Text("The compare-at price is not higher than the price, so it is left out")
                self._problem(record, columns.COMPARE_AT, "compare_at_not_higher", message, severity="notice")
                del compare_at[currency]
        return compare_at

    def _amounts(self, record: Record, column: str, *, zero_is_none: bool = False, is_silent: bool = False) -> dict[str, int]:
        amounts = {}
        for currency, name in ((self.currency, column), *self.keyed.get(column, ())):
            text = record.cells.get(name)
            if text is None or (zero_is_none and cells.is_nothing(text)):
                continue
            try:
                amounts[currency] = cells.read_price(text, currency)
            except BadCell as bad:
                if not is_silent:
                    self._problem(record, name, bad.code, bad.message)
        return amounts

    def _quantity(self, record: Record, *, may_be_negative: bool) -> int | None:
        quantity = self._read(record, columns.QUANTITY, lambda text: cells.read_whole(text, limit=cells.MAX_QUANTITY))
        if quantity is not None and quantity < 0 and not may_be_negative:
            message = Text("Less than none is in stock, so it is taken as none")
            self._problem(record, columns.QUANTITY, "quantity_below_zero", message, severity="notice")
            return 0
        return quantity

    def _sells_on(self, record: Record) -> bool:
        """Whether it may be sold when none is left. The newer column asks it with true or false."""
        if columns.TRACKER in self.present and columns.TRACKER not in record.cells:
            return False  # its stock is not counted at all
        policy = record.cells.get(columns.POLICY, "deny").lower()
        if policy in ("deny", "continue"):
            return policy == "continue"
        try:
            return cells.read_bool(policy)
        except BadCell:
            self._problem(record, columns.POLICY, "unknown_policy", _none_of(policy, ["deny", "continue"]))
            return False

    def _attributes(self, record: Record, of_product: Texts) -> Texts:
        tracker = record.cells.get(columns.TRACKER, "")
        found = {name: record.cells[name] for name in columns.kept_of_variant(self.present) if name in record.cells}
        if record is not self.first:
            differing = columns.kept_of_product(self.present)
            found |= {name: record.cells[name] for name in differing if name in record.cells and record.cells[name] != of_product.get(name)}
        found |= {columns.TRACKER: tracker} if tracker else {}
        if found.get(columns.TAX_CODE, "").lower() in TAX_CLASSES:
            del found[columns.TAX_CODE]
        return {name: text for name, text in found.items() if text != USUAL.get(name)}

    def _images(self) -> list[ParsedImage]:
        found: dict[str, tuple[int, Texts]] = {}
        for record in self.group.records:
            url = self._read(record, columns.IMAGE, cells.read_address, severity="notice")
            if url:
                position = self._read(record, columns.IMAGE_POSITION, lambda text: cells.read_whole(text, limit=10_000))
                alt = self._in_languages(record, columns.IMAGE_ALT)
                found.setdefault(url, (position or len(found) + 1, alt))
        shown: dict[str, list[int]] = {}
        for place, record in enumerate(self.variant_rows):
            url = self._read(record, columns.VARIANT_IMAGE, cells.read_address, severity="notice")
            if url:
                found.setdefault(url, (len(found) + 1, {}))
                shown.setdefault(url, []).append(place)
        ordered = sorted(found, key=lambda url: found[url][0])
        return [ParsedImage(url=url, alt=found[url][1], variants=shown.get(url, [])) for url in ordered]


def _none_of(text: str, choices: list[str]) -> Text:
    return Text('"{text}" is none of: {choices}', text=shown(text), choices=choices)


@lru_cache(maxsize=16)
def _marks_of_variant(present: frozenset[str]) -> tuple[str, ...]:
    """The columns that make a row a variant's if anything stands in them."""
    bases = {name: columns.split_key(name)[0] for name in present}
    usual = tuple(name for name, base in bases.items() if base in columns.OF_VARIANT_ROW)
    return usual or tuple(name for name, base in bases.items() if base in columns.ALSO_OF_VARIANT_ROW)


def _same(value: Texts, other: Texts) -> bool:
    """Whether two texts say the same in the languages that both have."""
    shared = value.keys() & other.keys()
    return bool(shared) and all(value[language].casefold() == other[language].casefold() for language in shared)
