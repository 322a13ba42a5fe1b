"""A statement as CSV: its lines, whose amounts add up to the payout; one row each and no sums, so that programs read it as it is."""

from __future__ import annotations

import csv
import io

from marketplace.apps.payouts.domain.statement_files.dates import local
from marketplace.apps.payouts.types import Statement
from marketplace.kit.spreadsheets import as_text

COLUMNS = (
    "payout_id",
    "transaction_id",
    "occurred_at",
    "type",
    "order_number",
    "sku",
    "title",
    "amount",
    "currency",
    "reason_code",
    "sold_in_payout",
)


def as_csv(statement: Statement, language: str) -> bytes:
    """
    UTF-8 with the mark by which spreadsheets know it; amounts as plain decimals, times of the region with their offset. The columns are
    the same in all languages.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in statement.lines:
        occurred_at = local(line.occurred_at, statement.timezone).isoformat(timespec="seconds")
        texts = [as_text(value) for value in (line.order_number, line.sku, line.title)]
        amount = f"{line.amount.decimal():f}"
        why = (line.reason_code, line.sold_in_payout)
        writer.writerow([statement.payout_id, line.transaction_id, occurred_at, line.type, *texts, amount, statement.currency, *why])
    return text.getvalue().encode("utf-8-sig")
