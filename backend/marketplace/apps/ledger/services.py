"""The only way into the books: ``post``, which appends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.ledger.domain.chart import fault_of
from marketplace.apps.ledger.errors import PostingConflict, PostingNotInChart
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.ledger.types import Posting, Transaction
from marketplace.foundation import rows, tenancy

_CONTENT = (
    "type",
    "source",
    "destination",
    "vendor_id",
    "order_id",
    "vendor_order_id",
    "line_id",
    "payment_id",
    "refund_id",
    "payout_id",
    "details",
)


def post(postings: Sequence[Posting], *, now: datetime) -> list[Transaction]:
    """
    Append ``postings`` inside the caller's transaction and return their rows in the same order.

    A posting whose key was posted before returns the row of then, unchanged.

    :raises PostingNotInChart: if the chart of accounts lacks one of them
    :raises PostingConflict: if that row has other content
    :raises RuntimeError: outside ``tenancy.atomic()``
    """
    if not tenancy.in_transaction():
        raise RuntimeError("post inside tenancy.atomic(), with what the money is for")
    if not postings:
        return []
    if faults := list(filter(None, map(fault_of, postings))):
        raise PostingNotInChart("; ".join(faults))
    fresh = [_row(posting, now) for posting in {posting.key: posting for posting in postings}.values()]
    found = {row.key: row for row in rows.insert_all(fresh, key="key", unless_there=True)}
    if others := [posting.key for posting in postings if posting.key not in found]:
        found |= {row.key: row for row in FinancialTransaction.objects.filter(key__in=others)}
    for posting in postings:
        _require_same(found[posting.key], posting)
    return [found[posting.key].as_record() for posting in postings]


def _row(posting: Posting, now: datetime) -> FinancialTransaction:
    return FinancialTransaction(
        key=posting.key,
        amount_minor=posting.amount.minor,
        currency=posting.amount.currency,
        occurred_at=now,
        **{name: getattr(posting, name) for name in _CONTENT},
    )


def _require_same(row: FinancialTransaction, posting: Posting) -> None:
    if row.amount != posting.amount or any(getattr(row, name) != getattr(posting, name) for name in _CONTENT):
        raise PostingConflict(f"{posting.key} is in the books with other content")
