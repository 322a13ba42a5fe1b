"""The only way into the books: ``post``, which appends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.ledger.types import Posting
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import rows

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


class PostingConflict(RuntimeError):
    """A key came again with other content: somebody computes the same fact in two ways. Nothing was posted."""


def post(postings: Sequence[Posting], *, now: datetime) -> list[FinancialTransaction]:
    """
    Append ``postings`` inside the caller's transaction and return their rows in the same order.

    A posting whose key is there already gives the row that is there, unchanged.

    :raises PostingConflict: if that row has another content
    :raises RuntimeError: outside ``tenancy.atomic()``
    """
    if not tenancy.in_transaction():
        raise RuntimeError("post inside tenancy.atomic(), with what the money is for")
    if not postings:
        return []
    fresh = [_row(posting, now) for posting in {posting.key: posting for posting in postings}.values()]
    found = {row.key: row for row in rows.insert_all(fresh, key="key")}
    if others := [posting.key for posting in postings if posting.key not in found]:
        found |= {row.key: row for row in FinancialTransaction.objects.filter(key__in=others)}
    for posting in postings:
        _require_same(found[posting.key], posting)
    return [found[posting.key] for posting in postings]


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
        raise PostingConflict(f"{posting.key} is in the books with another content")
