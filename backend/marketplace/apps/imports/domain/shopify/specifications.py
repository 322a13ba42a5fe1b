"""What a product is, as columns of a file: one for each name, whose cells hold the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from marketplace.apps.imports.domain.shopify import cells, columns
from marketplace.apps.imports.domain.shopify.cells import BadCell
from marketplace.apps.imports.domain.shopify.types import ParsedSpecification, Texts

MAX_NUMBER = 10**12
_NUMBER_AND_UNIT = re.compile(r"([-+]?[\d.,' ]*+)(.*)", re.DOTALL)
_WORDED = ("choice", "text")

Refuse = Callable[[str, BadCell], None]


def specifications_in(
    row: Mapping[str, str], present: frozenset[str], keyed: Mapping[str, Sequence[tuple[str, str]]], language: str, refuse: Refuse
) -> list[ParsedSpecification]:
    """
    What the row says under each of the file's columns of specifications, by their names; where the cell is empty, nothing.

    ``keyed`` are columns in other languages by their base, and ``refuse`` takes the column and fault of a cell that cannot be read.
    """
    bases = dict.fromkeys(sorted({columns.split_key(name)[0] for name in present}))
    found = []
    for base in bases:
        known = columns.specification_in(base)
        if known is None:
            continue
        label, kind = known
        names = {language: label} | _in_others(row, keyed.get(f"{columns.SPECIFICATION_NAME}{label}", ()))
        empty = ParsedSpecification(label=label, name=names, kind=kind)  # type: ignore[arg-type]
        try:
            found.append(_with_value(empty, row, base, keyed.get(base, ()), present, language))
        except BadCell as bad:
            refuse(base, bad)
    return found


def _with_value(
    empty: ParsedSpecification,
    row: Mapping[str, str],
    base: str,
    keyed: Sequence[tuple[str, str]],
    present: frozenset[str],
    language: str,
) -> ParsedSpecification:
    cell = row.get(base, "")
    said = {"label": empty.label, "name": empty.name, "kind": empty.kind}
    if empty.kind in _WORDED:
        text = ({language: cell} if base in present else {}) | _in_others(row, keyed)
        return ParsedSpecification(**said, text=text)  # type: ignore[arg-type]
    if not cell:
        return empty
    if empty.kind == "yes_no":
        return ParsedSpecification(**said, is_so=cells.read_bool(cell))  # type: ignore[arg-type]
    match = _NUMBER_AND_UNIT.fullmatch(cell)
    number, unit = (match[1].strip(), match[2].strip()) if match else (cell, "")
    return ParsedSpecification(**said, number=cells.read_number(number, limit=MAX_NUMBER), unit=unit)  # type: ignore[arg-type]


def _in_others(row: Mapping[str, str], keyed: Sequence[tuple[str, str]]) -> Texts:
    return {key: row.get(name, "") for key, name in keyed}


def cells_of(specification: ParsedSpecification, language: str) -> Iterator[tuple[str, str]]:
    """The columns and cells that say it, those in ``language`` without a key."""
    column = columns.specification_column(specification.label, specification.kind)
    for key, text in specification.name.items():
        if key != language:
            yield columns.bracketed(f"{columns.SPECIFICATION_NAME}{specification.label}", key), text
    if specification.kind in _WORDED:
        yield column, specification.text.get(language, "")
        yield from ((columns.bracketed(column, key), text) for key, text in specification.text.items() if key != language)
    elif specification.number is not None:
        yield column, f"{_written(specification.number)} {specification.unit}".strip()
    elif specification.is_so is not None:
        yield column, "true" if specification.is_so else "false"


def _written(number: Decimal) -> str:
    """With three decimals it could be a thousand (`1.125`), so a fourth is there."""
    text = f"{number:f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
