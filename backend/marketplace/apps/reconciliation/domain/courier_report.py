"""
A courier's remittances of the cash that it collected, one row for each parcel: docs/guides/cash-on-delivery.md has the columns.

A row is a charge that is found by its tracking number. What a remittance sends to the bank, and what the courier keeps of it, are rows of
their own: they are booked as they are reported, also where a parcel differs. A later sheet may add parcels to a remittance: of it, what
they add is sent and kept in rows that are named after the first of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec

from marketplace.apps.reconciliation.domain.tables import Line, rows_of, table_of
from marketplace.apps.reconciliation.types import EntryKind, ReportRow
from marketplace.kit.money import Money, total
from marketplace.kit.texts import Text

COLUMNS = ("tracking_number", "remittance", "currency", "collected", "collected_at", "remitted_at")
_MAX_REMITTANCE = 60
_MAX_TRACKING_NUMBER = 100


class _Remittance(msgspec.Struct):
    """What the rows of one remittance add up to; ``rows`` are theirs, by tracking number, ``added`` what no earlier sheet has."""

    rows: dict[str, int]
    added: dict[str, tuple[Money, Money]]
    collected: Money
    fee: Money
    remitted_at: datetime


def read(content: bytes, *, currencies: Collection[str], known: Collection[str] = ()) -> list[ReportRow]:
    """
    The rows of the file. ``known`` are the references of those that earlier sheets have.

    :raises InvalidInput: with the row and the column of all that is wrong
    """
    remittances: dict[str, _Remittance] = {}
    charges = rows_of(table_of(content, COLUMNS, currencies=currencies), lambda line: _charge(line, remittances, known))
    return [*charges, *(row for name, remittance in remittances.items() for row in _sent(name, remittance, known))]


def _charge(line: Line, remittances: dict[str, _Remittance], known_references: Collection[str]) -> ReportRow:
    number, name = line.required("tracking_number", limit=_MAX_TRACKING_NUMBER), line.required("remittance", limit=_MAX_REMITTANCE)
    currency = line.currency("currency")
    collected = line.amount("collected", currency)
    fee = line.amount("fee", currency) if line.text("fee") else Money.zero(currency)
    if collected.minor <= 0:
        raise line.fault("collected", "invalid_amount", Text("More than nothing"))
    collected_at, remitted_at = line.time("collected_at"), line.time("remitted_at")
    known = remittances.setdefault(name, _Remittance({}, {}, Money.zero(currency), Money.zero(currency), remitted_at))
    if known.collected.currency != currency:
        raise line.fault("currency", "other_currency", Text("A remittance has one currency"))
    if (first := known.rows.setdefault(number, line.number)) != line.number:
        raise line.fault("tracking_number", "duplicate_row", Text("{reference} is in row {row}, too", reference=number, row=first))
    known.collected, known.fee = known.collected + collected, known.fee + fee
    known.remitted_at = max(known.remitted_at, remitted_at)
    reference = f"{name}/{number}"
    if reference not in known_references:
        known.added[number] = (collected, fee)
    return ReportRow(
        row=line.number,
        kind=EntryKind.CHARGE,
        reference=reference,
        names=(number,),
        amount=collected,
        fee=None,
        occurred_at=collected_at,
    )


def _sent(name: str, remittance: _Remittance, known: Collection[str]) -> Iterator[ReportRow]:
    """What was sent to the bank, and what the courier kept: of a remittance that an earlier sheet has, of what is added, if anything is."""
    sent, collected, fee = name, remittance.collected, remittance.fee
    if name in known and not remittance.added:
        return
    if name in known:
        sent = f"{name}/{min(remittance.added)}/sent"
        collected = total((each for each, _ in remittance.added.values()), collected.currency)
        fee = total((each for _, each in remittance.added.values()), collected.currency)
    of = {EntryKind.TRANSFER: (sent, fee - collected), EntryKind.FEE: (f"{sent.removesuffix('/sent')}/fee", -fee)}
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
