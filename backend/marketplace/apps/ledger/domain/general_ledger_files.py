"""
The rows of the books as files for an accountant's program: one row each with the account that is debited (money leaves it) and the one that
is credited, in the order in which they were booked. The columns are the same in all languages.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any
from zoneinfo import ZoneInfo

import xlsxwriter

from marketplace.apps.ledger.types import Period, Transaction
from marketplace.kit.money import digits_of
from marketplace.kit.spreadsheets import as_text

_REFERENCES = ("vendor_id", "order_id", "vendor_order_id", "line_id", "payment_id", "refund_id", "payout_id", "key")
COLUMNS = ("transaction_id", "occurred_at", "type", "debit_account", "credit_account", "amount", "currency", *_REFERENCES)
WORKBOOK_ROWS = 20_000  # 100,000 took 38 s on two cores that others used, too: no answer may take that long
_WIDTHS = (14, 20, 24, 34, 34, 16, 9, *(34 for _ in _REFERENCES))
_AMOUNT = COLUMNS.index("amount")


def as_csv(parts: Iterable[list[Transaction]], *, timezone: str) -> Iterator[bytes]:
    """UTF-8 with the mark by which spreadsheets know it, in parts; amounts as plain decimals, times of the region with their offset."""
    zone = ZoneInfo(timezone)
    yield _csv_part([COLUMNS]).encode("utf-8-sig")
    for part in parts:
        yield _csv_part(
            (*_facts(row, row.occurred_at.astimezone(zone).isoformat(timespec="seconds")), f"{row.amount.decimal():f}", *_tail(row))
            for row in part
        ).encode()


def write_xlsx(parts: Iterable[list[Transaction]], file: IO[bytes], period: Period, *, timezone: str) -> None:
    """A workbook of one sheet; amounts are numbers that can be summed, times are the region's. Rows do not stay in memory."""
    zone = ZoneInfo(timezone)
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": period.until})  # so that the same period is the same file
        sheet = book.add_worksheet(period.currency)
        _write_head(sheet, book.add_format({"bold": True, "bottom": 1}), timezone)
        digits = digits_of(period.currency)
        money = book.add_format({"num_format": "#,##0" + ("." + "0" * digits if digits else "")})
        time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        for number, row in enumerate((row for part in parts for row in part), start=1):
            sheet.write_number(number, 0, row.id)
            sheet.write_datetime(number, 1, row.occurred_at.astimezone(zone).replace(tzinfo=None), time)
            for column, text in enumerate((row.type, row.source, row.destination), start=2):
                sheet.write_string(number, column, text)
            sheet.write_number(number, _AMOUNT, row.amount.decimal(), money)
            for column, text in enumerate(_tail(row), start=_AMOUNT + 1):
                sheet.write_string(number, column, text)


def _write_head(sheet: Any, form: Any, timezone: str) -> None:
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, f"{name} ({timezone})" if name == "occurred_at" else name, form)
    sheet.freeze_panes(1, 0)


def _csv_part(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _facts(row: Transaction, occurred_at: str) -> tuple[object, ...]:
    return row.id, occurred_at, row.type, row.source, row.destination


def _tail(row: Transaction) -> tuple[str, ...]:
    return row.amount.currency, *(as_text(getattr(row, name)) for name in _REFERENCES)
