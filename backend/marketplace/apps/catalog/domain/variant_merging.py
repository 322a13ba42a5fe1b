"""
The options and variants of a file, laid over those that are stored. Pure.

Option values are compared as words, so that a file may name some of the options and some of the variants, and leave the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from marketplace.apps.catalog.domain import identity
from marketplace.apps.catalog.types import (
    MAX_VARIANTS,
    Product,
    ProductOption,
    Texts,
    Variant,
    text_in,
)
from marketplace.apps.catalog.types.imported import ImportedOption, ImportedProduct, ImportedVariant
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import VariantId
from marketplace.kit.texts import Text

MAX_LISTED_SKUS = 10

Words = dict[int, Texts]  # a variant's option values by the place of the option
_GONE = ImportedOption(name={}, values=[])


class MergedVariants(msgspec.Struct, frozen=True, kw_only=True):
    """
    The product's next options and variants, which are only good without ``faults``; a number in a fault or notice is a variant's place
    in the file. ``variant_ids`` are those of the file's variants; ``left_out`` are stored ones that the file does not name.
    """

    options: list[ProductOption] = []
    variants: list[Variant] = []
    variant_ids: list[VariantId] = []
    left_out: list[Variant] = []
    faults: list[FieldError] = []
    notices: list[FieldError] = []


def merge_variants(old: Product, imported: ImportedProduct, *, foreign_skus: Collection[str] = ()) -> MergedVariants:
    """
    Variants that the file does not name stay, or go if it ``removes_missing``.

    ``foreign_skus`` are SKUs of the vendor's other products, in lower case: none of them is given to a variant that comes without one.
    """
    if len(imported.variants) > MAX_VARIANTS:
        message = Text("A product has 1 to {limit} variants", limit=MAX_VARIANTS)
        return MergedVariants(faults=[FieldError("variants", "wrong_number", message)])
    if not imported.variants:
        return MergedVariants(options=old.options, variants=old.variants)
    return _Merge(old, imported, foreign_skus).merged()


class _Row(msgspec.Struct):
    """A variant of the file, its option values, and the stored variant that it is."""

    said: ImportedVariant
    words: Words
    known: Variant | None = None


class _Merge:
    def __init__(self, old: Product, imported: ImportedProduct, foreign_skus: Collection[str]) -> None:
        self.old, self.imported, self.foreign_skus = old, imported, foreign_skus
        count = max(len(old.options), len(imported.options))
        self.said = [imported.options[place] if place < len(imported.options) else _GONE for place in range(count)]
        self.places = [place for place in range(count) if self._has_option(place)]
        known = [value for option in old.options for value in option.values]
        self.values = [[_translated(value, known) for value in option.values] if option else [] for option in self.said]
        self.rows = [_Row(said, self._words_said(said)) for said in imported.variants]
        self.faults: list[FieldError] = []
        self._find_known()
        named = {row.known.id for row in self.rows if row.known}
        self.left_out = [variant for variant in old.variants if variant.id not in named]
        self.kept = {} if imported.removes_missing else {variant.id: self._words_known(variant) for variant in self.left_out}

    def merged(self) -> MergedVariants:
        self._check()
        if self.faults:
            return MergedVariants(left_out=self.left_out, faults=self.faults)
        options = [self._option(place) for place in self.places]
        index = [{_key(value): at for at, value in enumerate(option.values)} for option in options]
        made = self._made(options, index)
        variants = made
        if self.kept:
            by_id = {variant.id: variant for variant in made} | {variant.id: self._staying(variant, index) for variant in self.left_out}
            in_order = dict.fromkeys([*(variant.id for variant in self.old.variants), *by_id])
            variants = [by_id[variant_id] for variant_id in in_order]
        return MergedVariants(
            options=options,
            variants=variants,
            variant_ids=[variant.id for variant in made],
            left_out=self.left_out,
            notices=[*self._left_out_notices(), *self._lost_compare_at(made)],
        )

    def _has_option(self, place: int) -> bool:
        said, is_known = self.said[place], place < len(self.old.options)
        if said is None or said.name is None:
            return is_known or bool(said and said.values)
        return bool(said.name or said.values)

    def _words_said(self, said: ImportedVariant) -> Words:
        return {
            place: self.values[place][chosen]
            for place, chosen in enumerate(said.option_values)
            if chosen is not None and place in self.places
        }

    def _words_known(self, variant: Variant) -> Words:
        pairs = enumerate(zip(self.old.options, variant.option_values, strict=True))
        return {place: option.values[chosen] for place, (option, chosen) in pairs}

    def _find_known(self) -> None:
        """By SKU, else by the option values that the file names."""
        by_sku = {variant.sku.casefold(): variant for variant in self.old.variants}
        for row in self.rows:
            row.known = by_sku.pop(row.said.sku.casefold(), None) if row.said.sku else None
        found = {row.known.id for row in self.rows if row.known}
        free = [variant for variant in self.old.variants if variant.id not in found]
        by_choice: dict[tuple[int, ...], Mapping[tuple[str, ...], list[Variant]]] = {}
        for at, row in enumerate(self.rows):
            named = tuple(row.words)
            if row.known is None and self._can_compare(row):
                if named not in by_choice:
                    by_choice[named] = self._by_choice(free, named)
                same = [variant for variant in by_choice[named].get(_choice(row.words, named), ()) if variant.id not in found]
                row.known = same[0] if len(same) == 1 else None
                found |= {variant.id for variant in same[:1]}
                if len(same) > 1:
                    message = Text("The row does not say which of the product's variants it means: it needs its SKU or its option values")
                    self.faults.append(FieldError(f"variants.{at}.sku", "variant_unknown", message))
        for row in self.rows:
            if row.known is not None:
                row.words = {place: word for place, word in self._words_known(row.known).items() if place in self.places} | row.words

    def _can_compare(self, row: _Row) -> bool:
        """Whether its option values tell a stored variant: all are of options that the product has, and it has no other."""
        stored = range(len(self.old.options))
        if not all(place in stored for place in row.words):
            return False
        is_partial = any(place not in row.words for place in stored)
        is_silent = all(place in self.places for place in stored)
        return not is_partial or (is_silent and not row.said.sku)

    def _by_choice(self, variants: Sequence[Variant], places: Sequence[int]) -> Mapping[tuple[str, ...], list[Variant]]:
        found = defaultdict(list)
        for variant in variants:
            found[_choice(self._words_known(variant), places)].append(variant)
        return found

    def _check(self) -> None:
        for at, row in enumerate(self.rows):
            for place in self.places:
                if place not in row.words and not any(fault.field == f"variants.{at}.sku" for fault in self.faults):
                    option = text_in(self._name(place), "en")
                    message = Text('The variant has no value for "{option}"', option=option)
                    self.faults.append(FieldError(f"variants.{at}.option_values", "option_value_missing", message))
            if not row.said.prices and not (row.known and row.known.prices):
                self.faults.append(FieldError(f"variants.{at}.prices", "price_missing", Text("The variant has no price")))
        if any(words.keys() != set(self.places) for words in self.kept.values()):
            message = Text(
                "The file changes the product's options, and leaves out variants that have the old ones: {skus}", skus=self._skus()
            )
            self.faults.append(FieldError("options", "options_of_left_out_variants", message))

    def _name(self, place: int) -> Texts:
        said = self.said[place]
        if said is not None and said.name is not None:
            return _translated(said.name, [option.name for option in self.old.options])
        return self.old.options[place].name if place < len(self.old.options) else {}

    def _option(self, place: int) -> ProductOption:
        """In the file's order, unless variants stay that it does not name."""
        stored = self.old.options[place].values if place < len(self.old.options) else []
        is_silent = not self.values[place]
        used = {_key(words[place]) for words in (*(row.words for row in self.rows), *self.kept.values())}
        values: dict[str, Texts] = {}
        for value in (*(stored if self.kept or is_silent else ()), *self.values[place], *(row.words[place] for row in self.rows)):
            if is_silent or _key(value) in used:
                values[_key(value)] = values.get(_key(value), {}) | value
        return ProductOption(name=self._name(place), values=list(values.values()))

    def _made(self, options: Sequence[ProductOption], index: Sequence[Mapping[str, int]]) -> list[Variant]:
        ids = {variant.id for variant in self.old.variants}
        skus = {row.said.sku.casefold() for row in self.rows if row.said.sku} | set(self.foreign_skus)
        skus |= {variant.sku.casefold() for variant in self.left_out if variant.id in self.kept}
        made = []
        for row in self.rows:
            chosen = [at[_key(row.words[place])] for at, place in zip(index, self.places, strict=True)]
            sku = row.said.sku
            if not sku and row.known and row.known.sku.casefold() not in skus:
                sku = row.known.sku
            if not sku:
                values = [text_in(option.values[at], "en") for option, at in zip(options, chosen, strict=True)]
                sku = identity.sku_of(self.old.handle, values, taken=skus)
            variant_id = row.known.id if row.known else _new_id(self.old.id, sku, ids)
            ids.add(variant_id)
            skus.add(sku.casefold())
            made.append(_variant(row.known or Variant(id=variant_id, sku=sku), row.said, sku=sku, option_values=chosen))
        return made

    def _staying(self, variant: Variant, index: Sequence[Mapping[str, int]]) -> Variant:
        words = self.kept[variant.id]
        chosen = [at[_key(words[place])] for at, place in zip(index, self.places, strict=True)]
        return msgspec.structs.replace(variant, option_values=chosen)

    def _skus(self) -> list[str]:
        skus = [variant.sku for variant in self.left_out]
        return skus if len(skus) <= MAX_LISTED_SKUS else [*skus[:MAX_LISTED_SKUS], "\u2026"]

    def _left_out_notices(self) -> Iterator[FieldError]:
        if self.left_out and self.imported.removes_missing:
            yield FieldError(
                "variants", "variants_removed", Text("These variants are not in the file, and are removed: {skus}", skus=self._skus())
            )
        elif self.left_out:
            yield FieldError(
                "variants", "variants_left_out", Text("These variants are not in the file, and stay as they are: {skus}", skus=self._skus())
            )

    def _lost_compare_at(self, made: Sequence[Variant]) -> Iterator[FieldError]:
        for at, (row, variant) in enumerate(zip(self.rows, made, strict=True)):
            stored = (row.known.compare_at if row.known else {}) | row.said.compare_at
            if any(minor and currency not in variant.compare_at for currency, minor in stored.items()):
                message = Text("The compare-at price is not higher than the price, so it is left out")
                yield FieldError(f"variants.{at}.compare_at", "compare_at_not_higher", message)


def attributes_of(old: Texts, said: Texts) -> Texts:
    """Those that are stored under those that the file says, of which an empty one removes."""
    return {name: text for name, text in sorted((old | said).items()) if text}


def _variant(base: Variant, said: ImportedVariant, *, sku: str, option_values: list[int]) -> Variant:
    prices = base.prices | said.prices
    compare_at = base.compare_at | said.compare_at
    return Variant(
        id=base.id,
        sku=sku,
        barcode=base.barcode if said.barcode is None else said.barcode,
        option_values=option_values,
        prices=prices,
        compare_at={currency: minor for currency, minor in compare_at.items() if minor > prices.get(currency, minor)},
        weight_g=base.weight_g if said.weight_g is None else said.weight_g,
        requires_shipping=base.requires_shipping if said.requires_shipping is None else said.requires_shipping,
        is_active=base.is_active,
        attributes=attributes_of(base.attributes, said.attributes),
    )


def _new_id(product_id: str, sku: str, taken: Collection[str]) -> VariantId:
    """Derived, so that a repeated import finds it; another one where a variant of that SKU had a different SKU before."""
    names = (sku, *(f"{sku}\x1f{number}" for number in range(len(taken) + 1)))
    return next(found for name in names if (found := identity.variant_id_of(product_id, name)) not in taken)


def _key(words: Texts) -> str:
    return text_in(words, "en").casefold()


def _choice(words: Words, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(_key(words[place]) for place in places)


def _translated(text: Texts, known: Sequence[Texts]) -> Texts:
    """The text, with the translations that are known of it."""
    return next((other | text for other in known if _means_same(text, other)), text)


def _means_same(text: Texts, other: Texts) -> bool:
    shared = text.keys() & other.keys()
    return bool(shared) and all(text[language].casefold() == other[language].casefold() for language in shared)
