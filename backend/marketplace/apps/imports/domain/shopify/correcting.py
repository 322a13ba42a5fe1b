"""A file with some of its cells replaced; everything else of it stays, also the numbers of its rows."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from marketplace.apps.imports.domain.shopify.reading import FileRefused, ProductFile
from marketplace.apps.imports.domain.shopify.types import Problem
from marketplace.apps.imports.types import CellCorrection
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def require_columns(products: ProductFile, cells: Sequence[CellCorrection]) -> None:
    """:raises InvalidInput: for a column that the file has not"""
    for number, cell in enumerate(cells):
        if products.place_of(cell.column) is None:
            raise InvalidInput(errors=[FieldError(f"cells.{number}.column", "unknown_column", Text("The file has no such column"))])


def corrected(products: ProductFile, cells: Sequence[CellCorrection]) -> Iterator[bytes]:
    """
    The file with these cells, as UTF-8, its columns named as they were. The cells are in columns that it has.

    :raises FileRefused: for a row that is not there, or if it cannot be read as a table
    """
    wanted: dict[int, dict[int, str]] = defaultdict(dict)
    for cell in cells:
        place = products.place_of(cell.column)
        if place is not None:
            wanted[cell.row][place] = cell.value
    yield b"\n" * (products.header_row - 1)
    yield _line(products.said)
    for row_number, row in products.rows():
        changed = wanted.pop(row_number, {})
        full = [*row, *([""] * (max(changed, default=-1) + 1 - len(row)))]
        yield _line([changed.get(place, cell) for place, cell in enumerate(full)])
    if wanted:
        missing = min(wanted)
        message = Text("The file has no row {row}", row=missing)
        raise FileRefused(Problem(row=missing, column="", code="unknown_row", message=message))


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()
