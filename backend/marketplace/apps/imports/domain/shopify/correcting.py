"""A file with some of its cells replaced; everything else of it stays, also the numbers of its rows."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import IO

from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.reading import ProductFile
from marketplace.apps.imports.types import CellCorrection
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def corrected(file: IO[bytes], cells: Sequence[CellCorrection]) -> Iterator[bytes]:
    """
    The file with these cells, as UTF-8.

    :raises InvalidInput: for a column that it has not, or a row that is not there
    :raises FileRefused: if it cannot be read as a table
    """
    products = ProductFile(file)
    places = {name: place for place, name in enumerate(products.header) if name}
    wanted: dict[int, dict[int, str]] = defaultdict(dict)
    for number, cell in enumerate(cells):
        (name,) = columns.canonical([cell.column])
        if name not in places:
            raise InvalidInput(errors=[FieldError(f"cells.{number}.column", "unknown_column", Text("The file has no such column"))])
        wanted[cell.row][places[name]] = cell.value
    yield b"\n" * (products.header_row - 1)
    yield _line(products.header)
    for row_number, row in products.rows():
        changed = wanted.pop(row_number, {})
        full = [*row, *([""] * (max(changed, default=-1) + 1 - len(row)))]
        yield _line([changed.get(place, cell) for place, cell in enumerate(full)])
    if wanted:
        missing = next(number for number, cell in enumerate(cells) if cell.row in wanted)
        raise InvalidInput(errors=[FieldError(f"cells.{missing}.row", "unknown_row", Text("The file has no such row"))])


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()
