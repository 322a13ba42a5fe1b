"""The rows of one product, understood: a product, or the problems that keep it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from marketplace.apps.imports.shopify import cells, columns
from marketplace.apps.imports.shopify.cells import BadCell, shown
from marketplace.apps.imports.shopify.reading import Group, Record
from marketplace.apps.imports.shopify.types import (
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


class _Parser:
    def __init__(self, group: Group, present: frozenset[str], language: str, currency: str) -> None:
        self.group = group
        self.present = present
        self.language = language
        self.currency = currency
        self.first = group.records[0]
        self.problems = list(group.problems)
        self.variant_rows = [record for record in group.records if record is self.first or _is_variant(record)]
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
        )

    def _problem(self, record: Record, column: str, code: str, message: Text, *, severity: Severity = "error") -> None:
        self.problems.append(
            Problem(row=record.row, column=column, code=code, message=message, severity=severity, handle=self.group.handle)
        )

    def _read(self, record: Record, column: str, read: Callable[[str], T]) -> T | None:
        """The cell's value; None where it is empty, or wrong, which is noted."""
        text = record.cells.get(column)
        if text is None:
            return None
        try:
            return read(text)
        except BadCell as bad:
            self._problem(record, column, bad.code, bad.message)
            return None

    def _text(self, column: str) -> str:
        return self.first.cells.get(column, "")

    def _in_languages(self, record: Record, column: str) -> Texts:
        texts = {self.language: record.cells[column]} if column in record.cells else {}
        return texts | {key: record.cells[name] for key, name in self.keyed.get(column, ()) if name in record.cells}

    def _texts(self) -> dict[str, ParsedTexts]:
        titles = self._in_languages(self.first, columns.TITLE)
        if not titles:
            self._problem(self.first, columns.TITLE, "title_missing", Text("The product's first row has no title"))
        return {
            language: ParsedTexts(
                title=title,
                body_html=self._said(columns.BODY, language),
                seo_title=self._said(columns.SEO_TITLE, language),
                seo_description=self._said(columns.SEO_DESCRIPTION, language),
            )
            for language, title in titles.items()
        }

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
        codes = {record.cells.get(columns.TAX_CODE, "").lower() for record in self.variant_rows}
        taxable = {self._read(record, columns.TAXABLE, cells.read_bool) is not False for record in self.variant_rows}
        if len(taxable) > 1:
            message = Text("Some variants are taxable and some are not: the product is taken as taxable")
            self._problem(self.first, columns.TAXABLE, "mixed_tax", message, severity="notice")
        if taxable == {False}:
            return "zero"
        own = [code for code in codes if code in TAX_CLASSES]
        return own[0] if len(own) == 1 else "standard"

    def _options(self) -> list[ParsedOption]:
        names = [self._in_languages(self.first, column) for column in columns.OPTION_NAMES]
        values: list[list[Texts]] = [[], [], []]
        for record in self.variant_rows:
            for place, column in enumerate(columns.OPTION_VALUES):
                value = self._in_languages(record, column)
                if value and not any(_same(value, known) for known in values[place]):
                    values[place].append(value)
        if not names[0] and values[0] and len(self.variant_rows) > 1:
            names[0] = {self.language: "Title"}
        is_plain = (
            len(self.variant_rows) == 1
            and not any((names[1], *values[1:]))
            and self._text(columns.OPTION_NAMES[0]).lower() in (NO_OPTION[0], "")
            and self._text(columns.OPTION_VALUES[0]).lower() in (NO_OPTION[1], "")
        )
        if is_plain:
            return []
        self._check_options(names, values)
        return [ParsedOption(name=name, values=found) for name, found in zip(names, values, strict=True) if name]

    def _check_options(self, names: list[Texts], values: list[list[Texts]]) -> None:
        for place, name in enumerate(names):
            if values[place] and not name:
                message = Text("There are values, but the product's first row does not name the option")
                self._problem(self.first, columns.OPTION_NAMES[place], "option_name_missing", message)
            if name and place and not names[place - 1]:
                self._problem(self.first, columns.OPTION_NAMES[place], "option_gap", Text("The option before it has no name"))

    def _variants(self, options: list[ParsedOption], attributes: Texts) -> list[ParsedVariant]:
        variants, chosen_at, sku_at = [], dict[tuple[int, ...], int](), dict[str, int]()
        for record in self.variant_rows:
            variant = self._variant(record, options, attributes)
            choice, sku = tuple(variant.option_values), variant.sku.casefold()
            if choice in chosen_at:
                message = Text("The same option values as in row {row}", row=str(chosen_at[choice]))
                self._problem(record, columns.OPTION_VALUES[0], "duplicate_variant", message)
            if sku and sku in sku_at:
                self._problem(record, columns.SKU, "duplicate_sku", Text("The same SKU as in row {row}", row=str(sku_at[sku])))
            chosen_at.setdefault(choice, record.row)
            sku_at.setdefault(sku, record.row)
            variants.append(variant)
        return variants

    def _variant(self, record: Record, options: list[ParsedOption], attributes: Texts) -> ParsedVariant:
        grams = self._read(record, columns.GRAMS, lambda text: cells.read_whole(text, limit=cells.MAX_GRAMS))
        if grams is not None and grams < 0:
            self._problem(record, columns.GRAMS, "negative", Text("A weight cannot be below zero"))
        tracker = record.cells.get(columns.TRACKER, "")
        sells_on = tracker and self._sells_on(record)
        return ParsedVariant(
            row=record.row,
            sku=record.cells.get(columns.SKU, ""),
            option_values=self._choice(record, options),
            prices=self._prices(record),
            compare_at=self._compare_at(record),
            barcode=record.cells.get(columns.BARCODE, "").lstrip("'"),
            weight_g=grams,
            quantity=self._quantity(record),
            is_tracked=(bool(tracker) or columns.TRACKER not in self.present) and not sells_on,
            requires_shipping=self._read(record, columns.REQUIRES_SHIPPING, cells.read_bool) is not False,
            attributes=self._attributes(record, attributes, tracker=tracker, sells_on=bool(sells_on)),
        )

    def _choice(self, record: Record, options: list[ParsedOption]) -> list[int]:
        choice = []
        for place, option in enumerate(options):
            column = columns.OPTION_VALUES[place]
            value = self._in_languages(record, column)
            if not value:
                name = option.name.get(self.language, "")
                self._problem(record, column, "option_value_missing", Text('The variant has no value for "{option}"', option=shown(name)))
                continue
            known = enumerate(option.values)
            choice.append(next(index for index, other in known if _same(value, other)))
        return choice

    def _prices(self, record: Record) -> dict[str, int]:
        prices = self._amounts(record, columns.PRICE)
        if not prices and not any(columns.split_key(name)[0] == columns.PRICE for name in record.cells):
            self._problem(record, columns.PRICE, "price_missing", Text("The variant has no price"))
        return prices

    def _compare_at(self, record: Record) -> dict[str, int]:
        prices = self._amounts(record, columns.PRICE, is_silent=True)
        compare_at = self._amounts(record, columns.COMPARE_AT, zero_is_none=True)
        for currency, minor in list(compare_at.items()):
            if minor <= prices.get(currency, 0):
                message = Text("The compare-at price is not higher than the price, so it is left out")
                self._problem(record, columns.COMPARE_AT, "compare_at_not_higher", message, severity="notice")
                del compare_at[currency]
        return {currency: minor for currency, minor in compare_at.items() if currency in prices}

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

    def _quantity(self, record: Record) -> int | None:
        quantity = self._read(record, columns.QUANTITY, lambda text: cells.read_whole(text, limit=cells.MAX_QUANTITY))
        if quantity is not None and quantity < 0:
            message = Text("Less than none is in stock, so it is taken as none")
            self._problem(record, columns.QUANTITY, "quantity_below_zero", message, severity="notice")
            return 0
        return quantity

    def _sells_on(self, record: Record) -> bool:
        """Whether it may be sold when none is left. The newer column asks it with true or false."""
        policy = record.cells.get(columns.POLICY, "deny").lower()
        if policy not in ("deny", "continue", "true", "false"):
            self._problem(record, columns.POLICY, "unknown_policy", _none_of(policy, ["deny", "continue"]))
        return policy in ("continue", "true")

    def _attributes(self, record: Record, of_product: Texts, *, tracker: str, sells_on: bool) -> Texts:
        found = {name: record.cells[name] for name in columns.kept_of_variant(self.present) if name in record.cells}
        if record is not self.first:
            differing = columns.kept_of_product(self.present)
            found |= {name: record.cells[name] for name in differing if name in record.cells and record.cells[name] != of_product.get(name)}
        found |= {columns.TRACKER: tracker} if tracker else {}
        found |= {columns.POLICY: "continue"} if sells_on else {}
        if found.get(columns.TAX_CODE, "").lower() in TAX_CLASSES:
            del found[columns.TAX_CODE]
        return {name: text for name, text in found.items() if text != USUAL.get(name)}

    def _images(self) -> list[ParsedImage]:
        found: dict[str, tuple[int, Texts]] = {}
        for record in self.group.records:
            url = record.cells.get(columns.IMAGE)
            if url and self._is_address(record, columns.IMAGE, url):
                position = self._read(record, columns.IMAGE_POSITION, lambda text: cells.read_whole(text, limit=10_000))
                alt = self._in_languages(record, columns.IMAGE_ALT)
                found.setdefault(url, (position or len(found) + 1, alt))
        shown: dict[str, list[int]] = {}
        for place, record in enumerate(self.variant_rows):
            url = record.cells.get(columns.VARIANT_IMAGE)
            if url and self._is_address(record, columns.VARIANT_IMAGE, url):
                found.setdefault(url, (len(found) + 1, {}))
                shown.setdefault(url, []).append(place)
        ordered = sorted(found, key=lambda url: found[url][0])
        return [ParsedImage(url=url, alt=found[url][1], variants=shown.get(url, [])) for url in ordered]

    def _is_address(self, record: Record, column: str, url: str) -> bool:
        is_good = url.lower().startswith(("http://", "https://")) and len(url) <= 2000 and " " not in url
        if not is_good:
            message = Text('"{text}" is no web address, so the image is left out', text=shown(url))
            self._problem(record, column, "image_left_out", message, severity="notice")
        return is_good


def _none_of(text: str, choices: list[str]) -> Text:
    return Text('"{text}" is none of: {choices}', text=shown(text), choices=choices)


def _is_variant(record: Record) -> bool:
    names = (*columns.OPTION_VALUES, columns.SKU, columns.PRICE)
    return any(name in record.cells for name in names)


def _same(value: Texts, other: Texts) -> bool:
    """Whether two texts say the same in the languages that both have."""
    shared = value.keys() & other.keys()
    return bool(shared) and all(value[language].casefold() == other[language].casefold() for language in shared)
