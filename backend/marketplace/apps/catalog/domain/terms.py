"""The words that products share: brands, tags and the names of options. Which a product has, and what it is with one said otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from marketplace.apps.catalog.types import Product, ProductOption, text_in


class TermKind(StrEnum):
    """A kind of word that products share."""

    BRAND = "brand"
    TAG = "tag"
    OPTION = "option"


class Term(msgspec.Struct, frozen=True):
    """A word as products spell it."""

    kind: TermKind
    text: str


def terms_of(product: Product, language: str) -> set[Term]:
    """``language`` is the region's default one, in which options are compared."""
    return set(_terms(product, language))


def renamed(product: Product, kind: TermKind, old: str, new: str, language: str) -> Product | None:
    """The product with ``new`` for ``old``; None if it does not have ``old``, or cannot have ``new``: two options of one name."""
    if kind == TermKind.BRAND:
        return msgspec.structs.replace(product, brand=new) if product.brand == old else None
    if kind == TermKind.TAG:
        tags = list(dict.fromkeys(new if tag == old else tag for tag in product.tags))
        return msgspec.structs.replace(product, tags=tags) if tags != product.tags else None
    names = [text_in(option.name, language) for option in product.options]
    if old not in names or new in names:
        return None
    options = [_called(option, new, language) if name == old else option for option, name in zip(product.options, names, strict=True)]
    return msgspec.structs.replace(product, options=options)


def _called(option: ProductOption, name: str, language: str) -> ProductOption:
    return msgspec.structs.replace(option, name={**option.name, language: name})


def _terms(product: Product, language: str) -> Iterator[Term]:
    if product.brand:
        yield Term(TermKind.BRAND, product.brand)
    for tag in product.tags:
        yield Term(TermKind.TAG, tag)
    for option in product.options:
        if name := text_in(option.name, language):
            yield Term(TermKind.OPTION, name)
