"""Stripe's itemized report of balance transactions as CSV (https://docs.stripe.com/reports/report-types/balance)."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.apps.reconciliation.domain.tables import Line, known, rows_of, table_of
from marketplace.apps.reconciliation.types import EntryKind, ReportRow

COLUMNS = ("balance_transaction_id", "created_utc", "currency", "gross", "fee", "reporting_category", "source_id")

# https://docs.stripe.com/reports/reporting-categories
_KINDS = {
    "charge": EntryKind.CHARGE,
    "charge_failure": EntryKind.CHARGE,
    "refund": EntryKind.REFUND,
    "refund_failure": EntryKind.REFUND,
    "dispute": EntryKind.DISPUTE,
    "dispute_reversal": EntryKind.DISPUTE,
    "fee": EntryKind.FEE,
    "network_cost": EntryKind.FEE,
    "transfer": EntryKind.PAYOUT,  # to a vendor's account at Stripe
    "payout": EntryKind.TRANSFER,
    "payout_reversal": EntryKind.TRANSFER,
}


def read(content: bytes, *, currencies: Collection[str]) -> list[ReportRow]:
    """The rows of the file. :raises InvalidInput: with the row and the column of all that is wrong"""
    return rows_of(table_of(content, COLUMNS, currencies=currencies), _row)


def _row(line: Line) -> ReportRow:
    kind = _KINDS.get(line.text("reporting_category"), EntryKind.OTHER)
    currency = line.currency("currency")
    source, payment = line.text("source_id"), (line.text("charge_id"), line.text("payment_intent_id"))
    names = {
        EntryKind.CHARGE: known(source, *payment, line.text("payment_metadata[payment_id]")),
        EntryKind.REFUND: known(source, line.text("refund_metadata[refund_id]")),
        EntryKind.DISPUTE: known(source, *payment),
    }
    return ReportRow(
        row=line.number,
        kind=kind,
        reference=line.required("balance_transaction_id"),
        names=names.get(kind, known(source)),
        amount=line.amount("gross", currency),
        fee=line.amount("fee", currency),
        occurred_at=line.time("created_utc"),
    )
