"""Mollie's export of a settlement as CSV (https://docs.mollie.com/docs/settlement-report): one payment to the bank, and what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from marketplace.apps.reconciliation.domain.tables import Line, known, rows_of, table_of
from marketplace.apps.reconciliation.types import EntryKind, ReportRow
from marketplace.kit.money import Money

COLUMNS = ("Date", "Currency", "Amount", "ID", "Description", "Settlement reference")

# What an id begins with says what it names. Mollie withholds its fees per settlement, in a row without an id.
_KINDS = {"tr": EntryKind.CHARGE, "cpt": EntryKind.CHARGE, "re": EntryKind.REFUND, "chb": EntryKind.DISPUTE, "": EntryKind.FEE}


def read(content: bytes, *, currencies: Collection[str]) -> list[ReportRow]:
    """The rows of the file, and for each settlement what it sent to the bank. :raises InvalidInput: with the row and the column"""
    lines = table_of(content, COLUMNS, currencies=currencies)
    rows = rows_of(lines, _row)
    return [*rows, *_transfers(lines, rows)]


def _row(line: Line) -> ReportRow:
    name, settlement = line.text("ID"), line.required("Settlement reference")
    kind = _KINDS.get(name.partition("_")[0], EntryKind.OTHER)
    amount = line.amount("Amount", line.currency("Currency"))
    is_return = (amount.minor < 0) if kind is EntryKind.CHARGE else (amount.minor > 0 and kind is not EntryKind.FEE)
    own = name or f"{settlement}:{line.required('Description')}"
    return ReportRow(
        row=line.number,
        kind=kind,
        reference=f"{own}:returned" if is_return else own,
        names=known(name),
        amount=amount,
        fee=None,
        occurred_at=line.time("Date"),
        batch=settlement,
    )


def _transfers(lines: list[Line], rows: list[ReportRow]) -> list[ReportRow]:
    """
    A settlement is paid whole, in each of its currencies: its rows add up to what left for the bank, under the settlement's own reference.
    On the bank's statement a T stands before it (https://help.mollie.com/hc/en-us/articles/360011201539). Where they add up to nothing,
    nothing left; the row is there all the same, since by it the settlement is known as taken in.
    """
    settlements = {line.number: line.text("Settlement reference") for line in lines}
    sums: dict[tuple[str, str], tuple[int, int, datetime]] = {}
    for row in rows:
        key = settlements[row.row], row.amount.currency
        _, minor, latest = sums.get(key, (0, 0, row.occurred_at))
        sums[key] = row.row, minor + row.amount.minor, max(latest, row.occurred_at)
    currencies = Counter(settlement for settlement, _ in sums)
    return [
        ReportRow(
            row=number,
            kind=EntryKind.TRANSFER,
            reference=settlement if currencies[settlement] == 1 else f"{settlement}:{currency}",
            names=(settlement, f"T{settlement}"),
            amount=Money(-minor, currency),
            fee=None,
            occurred_at=latest,
            batch=settlement,
        )
        for (settlement, currency), (number, minor, latest) in sums.items()
    ]
