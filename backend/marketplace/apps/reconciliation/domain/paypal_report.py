"""PayPal's settlement report (https://developer.paypal.com/docs/reports/sftp-reports/settlement-report/): sections of typed rows."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.apps.reconciliation.domain.tables import Line, cells_of, known, rows_of
from marketplace.apps.reconciliation.types import EntryKind, ReportRow
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

COLUMNS = (
    "Transaction ID",
    "PayPal Reference ID",
    "Transaction Event Code",
    "Transaction Completion Date",
    "Transaction Debit or Credit",
    "Gross Transaction Amount",
    "Gross Transaction Currency",
    "Fee Debit or Credit",
    "Fee Amount",
    "Custom Field",
)
_NAMES, _BODY = "CH", "SB"  # the types of the rows that name the columns of a section, and that are its body

# https://developer.paypal.com/api/rest/reference/transaction-event-codes/: whole codes, then groups of them.
_KINDS = {
    "T0001": EntryKind.PAYOUT,  # a payout to another account
    "T1107": EntryKind.REFUND,
    "T1106": EntryKind.DISPUTE,
    "T1201": EntryKind.DISPUTE,
    "T1202": EntryKind.DISPUTE,
}
# The charge's, that of a transfer that came back, or the batch of a payout.
_NAMED_BY_ANOTHER = (EntryKind.DISPUTE, EntryKind.TRANSFER, EntryKind.PAYOUT)
_GROUPS = {"T00": EntryKind.CHARGE, "T01": EntryKind.FEE, "T04": EntryKind.TRANSFER}


def read(content: bytes, *, currencies: Collection[str]) -> list[ReportRow]:
    """The rows of the file. :raises InvalidInput: with the row and the column of all that is wrong"""
    names: list[str] = []
    lines = []
    for number, cells in cells_of(content):
        if cells[0] == _NAMES:
            names = [name.strip() for name in cells]
            _require(names, number)
        elif cells[0] == _BODY:
            _require(names, number)
            lines.append(Line(number, dict(zip(names, cells, strict=False)), currencies=currencies))
    return rows_of(lines, _row)


def _require(names: list[str], number: int) -> None:
    if missing := [name for name in COLUMNS if name not in names]:
        raise InvalidInput(
            errors=[FieldError(f"file.{number}.{name}", "missing_column", Text("The column is missing")) for name in missing]
        )


def _row(line: Line) -> ReportRow:
    code, currency = line.text("Transaction Event Code"), line.currency("Gross Transaction Currency")
    kind = _KINDS.get(code) or _GROUPS.get(code[:3], EntryKind.OTHER)
    own, about = line.required("Transaction ID"), line.text("PayPal Reference ID")
    return ReportRow(
        row=line.number,
        kind=kind,
        reference=own,
        names=known(
            own,
            line.text("Custom Field"),
            line.text("Invoice ID") if kind is EntryKind.PAYOUT else "",
            about if kind in _NAMED_BY_ANOTHER else "",
        ),
        amount=_signed(line, "Transaction Debit or Credit", line.minor("Gross Transaction Amount", currency)),
        fee=-_signed(line, "Fee Debit or Credit", line.minor("Fee Amount", currency) if line.text("Fee Amount") else Money(0, currency)),
        occurred_at=line.time("Transaction Completion Date"),
    )


def _signed(line: Line, column: str, amount: Money) -> Money:
    """Amounts have no sign in the file; a credit is what we get."""
    way = line.text(column)
    if amount and way not in ("CR", "DR"):
        raise line.fault(column, "invalid_choice", Text("One of: {choices}", choices=["CR", "DR"]))
    return amount if way == "CR" else -amount
