"""Reads a file of competitors' prices: what every row says, or which of its cells is wrong. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from marketplace.apps.catalog.types import MAX_PRICE_MINOR
from marketplace.apps.price_advice.types import MAX_COMPETITOR_ROWS, NewCompetitorPrice
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.money import InvalidAmount, Money
from marketplace.kit.texts import Text

COLUMNS = ("sku", "competitor", "price", "currency", "seen_on")
REQUIRED = ("sku", "competitor", "price")
MAX_NAME, MAX_SKU = 100, 255
MOST_AGE = timedelta(days=365)


class Fault(NamedTuple):
    """What is wrong with a cell; rows count as a spreadsheet does."""

    row: int
    column: str
    code: str
    message: Text


class Read(NamedTuple):
    """The good rows with their numbers, and what is wrong with the others."""

    prices: list[tuple[int, NewCompetitorPrice]]
    faults: list[Fault]
    rows: int


def read(content: bytes, *, currency: str, now: datetime, today: date) -> Read:
    """
    Of a CSV file with heads ``sku``, ``competitor``, ``price``, and perhaps ``currency`` (else ``currency``) and ``seen_on`` (else now).
    ``today`` is the region's own day: east of Greenwich it begins before that of ``now`` (UTC).

    :raises InvalidInput: if it is no such file at all
    """
    rows = list(_rows_of(content))
    if not rows:
        raise _no_file("empty", Text("The file is empty"))
    heads = [head.strip().casefold() for head in rows[0]]
    if missing := [name for name in REQUIRED if name not in heads]:
        raise _no_file("missing_columns", Text("These columns are missing: {choices}", choices=missing))
    if len(rows) - 1 > MAX_COMPETITOR_ROWS:
        raise _no_file("too_many_rows", Text("At most {limit} rows", limit=MAX_COMPETITOR_ROWS))
    found, faults, count = [], [], 0
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        named = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        said = _price_of(named, number, currency=currency, now=now, today=today)
        if isinstance(said, Fault):
            faults.append(said)
        else:
            found.append((number, said))
    return Read(found, faults, count)


def _rows_of(content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_file("unreadable", Text("Not a CSV file in UTF-8")) from error


def _price_of(cells: dict[str, str], row: int, *, currency: str, now: datetime, today: date) -> NewCompetitorPrice | Fault:
    for name, limit in (("sku", MAX_SKU), ("competitor", MAX_NAME)):
        if not cells.get(name):
            return Fault(row, name, "required", Text("This cell is empty"))
        if len(cells[name]) > limit or not cells[name].isprintable():
            code = "too_long" if len(cells[name]) > limit else "invalid"
            return Fault(row, name, code, Text("1 to {limit} printable characters", limit=limit))
    if (cells.get("currency") or currency).upper() != currency:
        return Fault(row, "currency", "unknown_currency", Text("Prices are compared in {currency} alone", currency=currency))
    try:
        price = Money.parse(cells.get("price", ""), currency)
    except InvalidAmount:
        return Fault(row, "price", "invalid", Text("A price in {currency}, such as 12.50", currency=currency))
    if price.minor <= 0:
        return Fault(row, "price", "out_of_range", Text("A price must be above zero"))
    if price.minor > MAX_PRICE_MINOR:
        return Fault(row, "price", "out_of_range", Text("A price in {currency}, such as 12.50", currency=currency))
    seen_at = _time_of(cells.get("seen_on", ""), now, today)
    if seen_at is None:
        return Fault(row, "seen_on", "invalid", Text("A day of the last year, such as {example}", example=today.isoformat()))
    return NewCompetitorPrice(sku=cells["sku"], competitor=cells["competitor"], price=price, seen_at=seen_at)


def _time_of(text: str, now: datetime, today: date) -> datetime | None:
    """The beginning (UTC) of a day of the last year, but nothing that lies ahead; now for no text."""
    if not text:
        return now
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return min(datetime.combine(day, time(), UTC), now) if today - MOST_AGE <= day <= today else None


def _no_file(code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError("file", code, message)])
