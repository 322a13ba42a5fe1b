"""A report as a file: a row for each of its rows, amounts as plain decimals with their currency in a column of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

import msgspec

from marketplace.apps.analytics.types import AnalyticsRow, Asked, FileFormat
from marketplace.kit.spreadsheets import as_text

CONTENT_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.JSON: "application/json",
}
Cell = str | int | float


def file_of(asked: Asked, rows: Iterable[AnalyticsRow], *, format: FileFormat, timezone: str) -> bytes:
    """The whole file. Times are the region's."""
    zone = ZoneInfo(timezone)
    head = list(_head(asked))
    if format == FileFormat.JSON:
        return msgspec.json.encode({"asked": asked, "timezone": timezone, "items": list(rows)})
    cells = (list(_cells(asked, row, zone)) for row in rows)
    return _csv(head, cells) if format == FileFormat.CSV else _workbook(head, cells)


def _head(asked: Asked) -> Iterator[str]:
    if asked.interval:
        yield asked.interval.value
    for dimension in asked.by:
        yield from (dimension.value, f"{dimension.value}_name")
    yield "currency"
    for measure in asked.measures:
        yield measure.value
        if asked.compare:
            yield f"{measure.value}_before"


def _cells(asked: Asked, row: AnalyticsRow, zone: ZoneInfo) -> Iterator[Cell]:
    if asked.interval and row.starts_at:
        yield row.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M" if asked.interval == "hour" else "%Y-%m-%d")
    for dimension in asked.by:
        yield from (as_text(row.dimensions[dimension]), as_text(row.names.get(dimension, "")))
    yield row.currency
    for measure in asked.measures:
        for values in (row.values, row.before) if asked.compare else (row.values,):
            if values is not None:
                amount = values.amounts.get(measure)
                yield values.counts[measure] if amount is None else f"{amount.decimal():f}"


def _csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Amounts and counts are numbers, which can be summed."""
    import xlsxwriter  # no other task needs it

    numbers = head.index("currency") + 1
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, head, book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 0)
        for place, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                if column < numbers:
                    sheet.write_string(place, column, str(cell))
                else:
                    sheet.write_number(place, column, float(cell))
    return file.getvalue()
