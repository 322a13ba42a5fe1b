"""From bytes to the rows of each product, one product in memory at a time."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import IO, NamedTuple

from marketplace.apps.imports.domain.shopify import columns
from marketplace.apps.imports.domain.shopify.cells import shown
from marketplace.apps.imports.domain.shopify.types import Problem
from marketplace.kit import limits, spreadsheets
from marketplace.kit.plain_text import clean_code, clean_line
from marketplace.kit.texts import Text

MAX_CELL = limits.declare("imports.cell", 1024 * 1024, "characters", "Of a cell of a product file; the file is refused above.")
MAX_ROWS_OF_PRODUCT = limits.declare("imports.rows_of_product", 1000, "rows", "Of one product in a product file; further ones are refused.")
MAX_COLUMNS = limits.declare("imports.columns", 1000, "columns", "Of a product file; the file is refused above.")
MAX_PROBLEMS_OF_PRODUCT = limits.declare(
    "imports.problems_of_product", 100, "problems", "Of each severity and product; further ones are not kept."
)
MAX_ROWS = limits.declare("imports.rows", 250_000, "rows", "Of a product file below its header; `too_many_rows_in_file` above.")
MAX_LINES_BEFORE_HEADER = 1000
MAX_LINE = 16 * 1024 * 1024  # characters: a file that is no text may have no line ends at all
_SEPARATORS = (",", ";", "\t")
_NOTHING = ",;\t\r\n \u00a0\u200b\u2060\u200e\u200f\ufeff\"'"  # a line of these alone says nothing
_BYTE_ORDER_MARK = "\ufeff"
_EXCEL_TEXT = re.compile(r'="([^"]*)"')  # marks ``0012`` as a text for Excel
_BLANKS = re.compile(r"(\s+)")
_SAID_SEPARATOR = "sep="  # Excel's own first line, which it does not show as a row

_NOT_TEXT = "\udc00"  # stands for a NUL, which has no place in a text and none in PostgreSQL

NO_MAPPING: Mapping[str, str] = MappingProxyType({})

_END = "\x00"  # given to the reader behind the last line: who finds it inside a cell has met a quote that is never closed

csv.field_size_limit(MAX_CELL)
_LONG_CELL = Text("A cell has more than {limit} characters", limit=MAX_CELL)


class FileRefused(ValueError):
    """The file as a whole cannot be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


class Record(NamedTuple):
    """One row: its number as a spreadsheet shows it, and its cells by column; empty ones are left out."""

    row: int
    cells: dict[str, str]


class Group(NamedTuple):
    """The rows of one product, in the file's order, and what is wrong with them as rows."""

    handle: str
    records: list[Record]
    problems: list[Problem]


class ProductFile:
    """
    A product CSV, opened for reading.

    UTF-8 with or without a byte order mark, and UTF-16 with one, as Excel writes both; any line ends; separators ``,``,
    ``;`` and tab. Bytes that are not UTF-8 are a problem of the product they are in. Lines before the header that say
    nothing are passed over; ``header_row`` is the header's row. The file is closed with this object.

    ``said`` are the columns' names as the file has them, ``header`` the fields of the format that they are read as: by ``mapping`` where it
    names the column (an empty field leaves the column out), else by the format's own names. With ``is_checked=False`` a header that names
    no handle, or a field twice, is taken as well: for looking at it.

    :raises FileRefused: if it has no header of the format
    """

    def __init__(self, file: IO[bytes], *, mapping: Mapping[str, str] = NO_MAPPING, is_checked: bool = True) -> None:
        text = _opened(file)
        self.header_row, first = _first_line(text)
        said = first.rstrip("\r\n").lower().removeprefix(_SAID_SEPARATOR)
        is_said = first.lower().startswith(_SAID_SEPARATOR) and said in _SEPARATORS
        if is_said:
            self.header_row, first = _first_line(text)
        if "\x00" in first:
            raise _refused("not_utf8", Text('The file is not in UTF-8: save it as "CSV UTF-8"'))
        separator = said if is_said else max(_SEPARATORS, key=first.count)
        begun = [first] if first else []
        self._rows = csv.reader(_lines(chain(begun, iter(lambda: text.readline(MAX_LINE), ""))), delimiter=separator)
        self.said = self._read_header()
        self.header = [mapping.get(name, usual) for name, usual in zip(self.said, columns.canonical(self.said), strict=True)]
        if is_checked:
            self._check_header()
        self._nameless = {place for place, name in enumerate(self.said) if not name}
        self.columns = frozenset(self.header)
        self._said_of = {mapping[name]: name for name in self.said if mapping.get(name)}
        self._places = {
            **{field: place for place, field in enumerate(self.header) if field},
            **{name: place for place, name in enumerate(self.said) if name},
        }

    def said_of(self, field: str) -> str:
        """What the file calls the column of a field that was mapped; other fields stay."""
        return self._said_of.get(field, field)

    def place_of(self, column: str) -> int | None:
        """The place of a column, by the file's own name or by the field that it is read as; from 0."""
        (usual,) = columns.canonical([column])
        return self._places.get(column, self._places.get(usual))

    def problems_of_header(self) -> list[Problem]:
        """Columns that the format does not know. What they say is kept with the product."""
        return [
            Problem(
                row=self.header_row,
                column=name,
                code="unknown_column",
                message=Text("Not a column of the format: kept as it is"),
                severity="notice",
            )
            for name in self.header
            if name and not columns.is_known(name)
        ]

    def groups(self) -> Iterator[Group]:
        """Products one after another. A handle that comes again further down makes a group with a problem."""
        seen: set[str] = set()
        rows: list[Record] = []
        problems: list[Problem] = []
        for record, row_problems in self._records():
            handle = record.cells.get(columns.HANDLE, "")
            # A row that cannot be read may be the product's that it stands behind, which then is not whole.
            if rows and record.cells and handle.casefold() != rows[0].cells.get(columns.HANDLE, "").casefold():
                yield _group(rows, problems, seen)
                rows, problems = [], []
            if len(rows) < MAX_ROWS_OF_PRODUCT:
                rows.append(record)
            elif len(rows) == MAX_ROWS_OF_PRODUCT and not any(found.code == "too_many_rows" for found in problems):
                problems.append(
                    Problem(
                        row=record.row,
                        column=columns.HANDLE,
                        code="too_many_rows",
                        message=Text("More than {limit} rows for one product", limit=MAX_ROWS_OF_PRODUCT),
                        handle=handle,
                    )
                )
            problems += row_problems[: max(0, MAX_PROBLEMS_OF_PRODUCT - len(problems))]
        if rows:
            yield _group(rows, problems, seen)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """
        Every row below the header as it stands, by its number, also those that say nothing.

        :raises FileRefused: for a row that cannot be read as cells
        """
        number = self.header_row
        try:
            for row in self._rows:
                number += 1
                if row == [_END]:
                    return
                if row and row[-1].endswith(_END):
                    break
                yield number, [_presentable(cell).replace(_NOT_TEXT, "") for cell in row]
        except csv.Error:
            number += 1
        raise _refused("malformed", Text("Row {row} cannot be read as cells: mend it in the file", row=number))

    def _read_header(self) -> list[str]:
        try:
            header = next(self._rows)
        except csv.Error:
            raise _refused("malformed", _LONG_CELL) from None
        if header == [_END]:
            raise _refused("empty_file", Text("The file is empty"))
        if header and header[-1].endswith(_END):
            raise _refused("malformed", Text("A quote that begins in the first row is never closed"))
        if len(header) > MAX_COLUMNS:
            raise _refused(
                "too_many_columns",
                Text("The first row names {count} columns, at most {limit} are read", count=len(header), limit=MAX_COLUMNS),
            )
        self._is_utf8 = all(_presentable(name) == name for name in header)
        return [spreadsheets.as_meant(clean_line(_presentable(name))).strip() for name in header]

    def _check_header(self) -> None:
        repeated = repeated_fields(self.header)
        if repeated:
            raise _refused("repeated_column", Text("These columns are there twice: {columns}", columns=[shown(name) for name in repeated]))
        missing = [name for name in columns.REQUIRED if name not in self.header]
        if missing and not self._is_utf8:
            raise _refused("not_utf8", Text('The file is not in UTF-8: save it as "CSV UTF-8"'))
        if missing:
            raise _refused("missing_column", Text("The first row does not name these columns: {columns}", columns=missing))

    def _records(self) -> Iterator[tuple[Record, list[Problem]]]:
        number = self.header_row
        while True:
            number += 1
            if number > self.header_row + MAX_ROWS:
                raise _refused("too_many_rows_in_file", Text("The file has more than {limit} rows: divide it", limit=MAX_ROWS))
            try:
                row = next(self._rows)
            except StopIteration:  # the end was inside a cell
                return
            except csv.Error:
                problem = Problem(row=number, column="", code="malformed", message=_LONG_CELL)
                yield Record(number, {}), [problem]
                continue
            if row == [_END]:
                return
            if any(cell.strip(_NOTHING) for cell in row):
                yield self._record(number, row)

    def _record(self, number: int, row: Sequence[str]) -> tuple[Record, list[Problem]]:
        is_open = row[-1].endswith(_END)
        row = [*row[:-1], row[-1].removesuffix(_END)]
        raw = {name: cell.strip() for name, cell in zip(self.header, row, strict=False) if name and cell.strip()}
        presentable = {name: _presentable(cell) for name, cell in raw.items()}
        read = ((name, _read(name, cell)) for name, cell in presentable.items())
        cells = {name: cell for name, cell in read if cell}
        handle = cells.get(columns.HANDLE, "")
        problems = [
            Problem(
                row=number,
                column=name,
                code="not_utf8",
                message=Text('Some letters are not in UTF-8: save the file as "CSV UTF-8"'),
                handle=handle,
            )
            for name, cell in raw.items()
            if presentable[name] != cell
        ]
        problems += self._nameless_cells(number, row, handle)
        if is_open:
            message = Text("A quote that begins in this row is never closed, so what stands below it was taken for a part of it")
            problems = [Problem(row=number, column=self._column(len(row)), code="unclosed_quote", message=message, handle=handle)]
        elif len(row) > len(self.header) and any(cell.strip() for cell in row[len(self.header) :]):
            message = Text("The row has {count} cells, the header {limit}: is a quote missing?", count=len(row), limit=len(self.header))
            problems.append(Problem(row=number, column="", code="too_many_cells", message=message, handle=handle))
        return Record(number, cells), problems

    def _nameless_cells(self, number: int, row: Sequence[str], handle: str) -> list[Problem]:
        """Columns with values under no name, each reported at the first row that has it: most are only separators at the end."""
        found = [place for place in sorted(self._nameless) if place < len(row) and row[place].strip()]
        self._nameless.difference_update(found)
        return [
            Problem(
                row=number,
                column="",
                code="nameless_column",
                message=Text("Column {place} has no name, so what stands in it is left out", place=str(place + 1)),
                severity="notice",
                handle=handle,
            )
            for place in found
        ]

    def _column(self, place: int) -> str:
        """The name of the column at that place, counted from 1; none beyond the header."""
        return self.header[place - 1] if place <= len(self.header) else ""


def repeated_fields(header: Sequence[str]) -> list[str]:
    """The fields that several columns are read as."""
    return [name for name, times in Counter(header).items() if name and times > 1]


def _group(records: list[Record], problems: list[Problem], seen: set[str]) -> Group:
    handle = records[0].cells.get(columns.HANDLE, "")
    row = records[0].row
    if not handle:
        message = Text("The row does not say which product it belongs to")
        reported = {problem.row for problem in problems}
        problems += [
            Problem(row=record.row, column=columns.HANDLE, code="missing_handle", message=message)
            for record in records
            if record.row not in reported
        ]
    elif handle.casefold() in seen:
        message = Text('Rows of "{handle}" stand further up already: keep the rows of a product together', handle=shown(handle))
        problems = [
            *problems,
            Problem(row=row, column=columns.HANDLE, code="repeated_handle", message=message, handle=handle),
        ]
    seen.add(handle.casefold())
    return Group(handle, records, problems)


def _first_line(text: io.TextIOWrapper) -> tuple[int, str]:
    """The first line that says something, without the marks before it, and its number counted from 1; empty if there is none."""
    for number in range(1, MAX_LINES_BEFORE_HEADER + 1):
        line = text.readline(MAX_LINE)
        if line.strip(_NOTHING) or not line:
            return number, line.lstrip(_BYTE_ORDER_MARK)
    return number, ""


def _read(name: str, cell: str) -> str:
    """What a cell says: as its column's texts are kept, without what nobody can see and what only a spreadsheet needs."""
    if cell.isascii() and cell.isprintable() and "  " not in cell and "'" not in cell and not cell.startswith("="):
        return cell  # as nearly all are, of which a file may have millions
    excel = _EXCEL_TEXT.fullmatch(cell)
    meant = excel[1] if excel else spreadsheets.as_meant(cell)
    base, _ = columns.split_key(name)
    if base in columns.CODES:
        return clean_code(meant)
    if base in columns.LINES or base.startswith(columns.SPECIFICATIONS):
        return clean_line(meant)
    if meant.isascii() and meant.isprintable():
        return meant
    return "".join(part if part.isspace() else clean_line(part) for part in _BLANKS.split(meant)).strip()


def _presentable(cell: str) -> str:
    """The cell with a question mark for each byte that is not UTF-8."""
    return cell if cell.isascii() else cell.encode("utf-8", "replace").decode()


def _lines(lines: Iterator[str]) -> Iterator[str]:
    """The last line is ``_END``."""
    for line in lines:
        yield line.replace("\x00", _NOT_TEXT) if "\x00" in line else line
    yield _END


def _opened(file: IO[bytes]) -> io.TextIOWrapper:
    """As text, whatever of the two encodings its first bytes say. What is not in that encoding becomes a surrogate in UTF-8."""
    is_utf16 = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    file.seek(0)
    if is_utf16:
        return io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="")
    return io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _refused(code: str, message: Text) -> FileRefused:
    return FileRefused(Problem(row=1, column="", code=code, message=message))
