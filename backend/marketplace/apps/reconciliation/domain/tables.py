"""Reading a provider's file as rows of named cells: whatever is wrong is said with its row and its column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from marketplace.apps.reconciliation.types import ReportRow
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.money import InvalidAmount, Money
from marketplace.kit.texts import Text

MAX_ROWS = limits.declare("reconciliation.rows", 20_000, "rows", "Rows of a provider's report; 422 `invalid_input` above it.")
MAX_REFERENCE = 200
_MAX_ERRORS = 50  # of one answer


class InvalidCell(Exception):
    """A cell that cannot be what it should be."""

    def __init__(self, error: FieldError) -> None:
        super().__init__(error.field)
        self.error = error


class Line:
    """A row of a file: its number, counted from 1 as an editor does, and its cells by the names of their columns."""

    def __init__(self, number: int, cells: Mapping[str, str], *, currencies: Collection[str]) -> None:
        self.number, self._cells, self._currencies = number, cells, currencies

    def text(self, column: str) -> str:
        """What the cell says; empty if there is no such column."""
        return self._cells.get(column, "").strip()

    def required(self, column: str, *, limit: int = MAX_REFERENCE) -> str:
        """:raises InvalidCell: if it is empty, or longer than ``limit``"""
        text = self.text(column)
        if not 0 < len(text) <= limit or "\x00" in text:
            raise self.fault(column, "required", Text("A text of 1 to {limit} characters", limit=limit))
        return text

    def currency(self, column: str) -> str:
        """:raises InvalidCell: if the region does not have it"""
        code = self.text(column).upper()
        if code not in self._currencies:
            raise self.fault(column, "unknown_currency", Text("One of: {choices}", choices=sorted(self._currencies)))
        return code

    def amount(self, column: str, currency: str) -> Money:
        """An amount in major units, such as 19.99. :raises InvalidCell: if it is none of the currency"""
        try:
            return Money.parse(self.text(column), currency)
        except InvalidAmount:
            raise self.fault(column, "invalid_amount", Text("Not an amount of {currency}", currency=currency)) from None

    def minor(self, column: str, currency: str) -> Money:
        """An amount in minor units, such as 1999, without a sign. :raises InvalidCell: if it is none"""
        text = self.text(column)
        if not text.isascii() or not text.isdigit() or len(text) > 15:
            raise self.fault(column, "invalid_amount", Text("Not an amount of {currency}", currency=currency))
        return Money(int(text), currency)

    def time(self, column: str) -> datetime:
        """In UTC where the cell names no other zone. :raises InvalidCell: if it is no time"""
        try:
            read = datetime.fromisoformat(self.text(column).replace("/", "-"))
            return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
        except (ValueError, OverflowError):  # the latter: its zone puts it before the first year, or after the last
            raise self.fault(column, "invalid_time", Text("Not a time such as 2026-11-30 14:05:00")) from None

    def fault(self, column: str, code: str, message: Text) -> InvalidCell:
        return InvalidCell(FieldError(f"file.{self.number}.{column}", code, message))


def table_of(content: bytes, columns: Sequence[str], *, currencies: Collection[str]) -> list[Line]:
    """The rows of a CSV file whose first row names its columns, at least ``columns``. :raises InvalidInput: if it is none"""
    header, *rest = cells_of(content) or [(1, [])]
    names = [name.strip() for name in header[1]]
    if missing := [name for name in columns if name not in names]:
        raise InvalidInput(
            errors=[FieldError(f"file.{header[0]}.{name}", "missing_column", Text("The column is missing")) for name in missing]
        )
    return [Line(number, dict(zip(names, cells, strict=False)), currencies=currencies) for number, cells in rest]


def cells_of(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file that are not empty, with their numbers. :raises InvalidInput: if it cannot be read, or is too long"""
    try:
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        found = [(rows.line_num, cells) for cells in rows if any(cells)]
    except (UnicodeDecodeError, csv.Error):
        raise refused("unreadable", Text("Not a CSV file in UTF-8")) from None
    if len(found) > MAX_ROWS + 1:
        raise refused("too_many_rows", Text("A file has at most {limit} rows", limit=MAX_ROWS))
    return found


def rows_of(lines: Iterable[Line], read: Callable[[Line], ReportRow | None]) -> list[ReportRow]:
    """
    What ``read`` makes of each line; None is left out.

    :raises InvalidInput: with everything that is wrong, or if there is nothing, or one thing twice
    """
    rows: dict[str, ReportRow] = {}
    errors: list[FieldError] = []
    for line in lines:
        try:
            row = read(line)
            if row is not None and (first := rows.setdefault(row.reference, row)) is not row:
                raise line.fault(
                    "reference", "duplicate_row", Text("{reference} is in row {row}, too", reference=row.reference, row=first.row)
                )
        except InvalidCell as fault:
            errors.append(fault.error)
    if errors:
        raise InvalidInput(errors=errors[:_MAX_ERRORS])
    if not rows:
        raise refused("no_rows", Text("The file has no rows"))
    return list(rows.values())


def known(*names: str) -> tuple[str, ...]:
    """The names that are there, each once, in their order."""
    return tuple(dict.fromkeys(name for name in names if name))


def refused(code: str, message: Text) -> InvalidInput:
    """The whole file is refused."""
    return InvalidInput(errors=[FieldError("file", code, message)])
