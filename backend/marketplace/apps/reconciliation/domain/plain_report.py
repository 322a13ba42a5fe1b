"""Our own form of a report, for providers whose files we do not read: docs/guides/reconcile-providers-and-banks.md has its columns."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.apps.reconciliation.domain.tables import Line, known, rows_of, table_of
from marketplace.apps.reconciliation.types import EntryKind, ReportRow
from marketplace.kit.texts import Text

COLUMNS = ("reference", "kind", "currency", "amount", "occurred_at")
_KINDS = sorted({kind.value for kind in EntryKind} - {EntryKind.RECEIPT, EntryKind.PAYOUT})  # those are the bank's


def read(content: bytes, *, currencies: Collection[str]) -> list[ReportRow]:
    """The rows of the file. :raises InvalidInput: with the row and the column of all that is wrong"""
    return rows_of(table_of(content, COLUMNS, currencies=currencies), _row)


def _row(line: Line) -> ReportRow:
    kind, currency = line.text("kind"), line.currency("currency")
    if kind not in _KINDS:
        raise line.fault("kind", "invalid_choice", Text("One of: {choices}", choices=_KINDS))
    reference, names = line.required("reference"), known(line.text("provider_reference"), line.text("our_reference"))
    return ReportRow(
        row=line.number,
        kind=EntryKind(kind),
        reference=reference,
        names=names or ((reference,) if kind == EntryKind.TRANSFER else ()),
        amount=line.amount("amount", currency),
        fee=line.amount("fee", currency) if line.text("fee") else None,
        occurred_at=line.time("occurred_at"),
    )
