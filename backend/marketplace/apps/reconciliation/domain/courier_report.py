"""
A courier's remittances of the cash that it collected, one row for each parcel: docs/guides/cash-on-delivery.md has the columns.

A row is a charge that is found by its tracking number. What a remittance sends to the bank, and what the courier keeps of it, are rows of
their own: they are booked as they are reported, also where a parcel differs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec

from marketplace.apps.reconciliation.domain.tables import Line, rows_of, table_of
from marketplace.apps.reconciliation.types import EntryKind, ReportRow
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

COLUMNS = ("tracking_number", "remittance", "currency", "collected", "collected_at", "remitted_at")
_MAX_REMITTANCE = 60
_MAX_TRACKING_NUMBER = 100


class _Remittance(msgspec.Struct):
    """What the rows of one remittance add up to; ``rows`` are theirs, by tracking number."""

    rows: dict[str, int]
    collected: Money
    fee: Money
    remitted_at: datetime


def read(content: bytes, *, currencies: Collection[str]) -> list[ReportRow]:
    """The rows of the file. :raises InvalidInput: with the row and the column of all that is wrong"""
    remittances: dict[str, _Remittance] = {}
    charges = rows_of(table_of(content, COLUMNS, currencies=currencies), lambda line: _charge(line, remittances))
    return [*charges, *(row for name, remittance in remittances.items() for row in _sent(name, remittance))]


def _charge(line: Line, remittances: dict[str, _Remittance]) -> ReportRow:
    number, name = line.required("tracking_number", limit=_MAX_TRACKING_NUMBER), line.required("remittance", limit=_MAX_REMITTANCE)
    currency = line.currency("currency")
    collected = line.amount("collected", currency)
    fee = line.amount("fee", currency) if line.text("fee") else Money.zero(currency)
    if collected.minor <= 0:
        raise line.fault("collected", "invalid_amount", Text("More than nothing"))
    collected_at, remitted_at = line.time("collected_at"), line.time("remitted_at")
    known = remittances.setdefault(name, _Remittance({}, Money.zero(currency), Money.zero(currency), remitted_at))
    if known.collected.currency != currency:
        raise line.fault("currency", "other_currency", Text("A remittance has one currency"))
    if (first := known.rows.setdefault(number, line.number)) != line.number:
        raise line.fault("tracking_number", "duplicate_row", Text("{reference} is in row {row}, too", reference=number, row=first))
    known.collected, known.fee = known.collected + collected, known.fee + fee
    known.remitted_at = max(known.remitted_at, remitted_at)
    return ReportRow(
        row=line.number,
        kind=EntryKind.CHARGE,
        reference=f"{name}/{number}",
        names=(number,),
        amount=collected,
        fee=None,
        occurred_at=collected_at,
    )


def _sent(name: str, remittance: _Remittance) -> Iterator[ReportRow]:
    """What was sent to the bank, and what the courier kept."""
    of = {EntryKind.TRANSFER: (name, remittance.fee - remittance.collected), EntryKind.FEE: (f"{name}/fee", -remittance.fee)}
    for kind, (reference, amount) in of.items():
        if amount:
            yield ReportRow(
                row=min(remittance.rows.values()),
                kind=kind,
                reference=reference,
                names=(name,),
                amount=amount,
                fee=None,
                occurred_at=remittance.remitted_at,
            )
