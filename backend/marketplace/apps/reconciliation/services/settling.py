"""Matching reported rows with what we have, and what follows: bookings of what only the provider knew, and differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Sum

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import (
    BANK_IN_TRANSIT,
    CASH,
    OPERATOR_PROVIDER_FEES,
    Posting,
    TransactionType,
    provider_account,
)
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.reconciliation.domain.matching import BOOKED_AS_REPORTED, Matching, Verdict
from marketplace.apps.reconciliation.models import Entry
from marketplace.apps.reconciliation.services.banking import BANK, book_receipts, judge_statement, judge_vendor_transfers
from marketplace.apps.reconciliation.services.differences import keep_differences, resolve_matched
from marketplace.apps.reconciliation.types import EntryKind, EntryState
from marketplace.foundation import rows
from marketplace.kit.money import Money

_TRANSFERS = (TransactionType.SETTLEMENT, BANK_IN_TRANSIT)
_FEES = (TransactionType.PROVIDER_FEE, OPERATOR_PROVIDER_FEES)


def settle(provider: str, entries: Sequence[Entry], *, is_new: bool, now: datetime) -> None:
    """
    Match rows of a provider's reports and book what follows, in the caller's transaction, which has locked the provider.

    May be called again for rows that did not match, as when a refund's webhook came after the report.
    """
    verdicts = judge_statement(entries, now=now) if provider == BANK else _judge(provider, entries)
    for entry in entries:
        verdict = verdicts[entry.id]
        entry.state, entry.payment_id, entry.subject_id = verdict.state, verdict.payment_id, verdict.subject_id
    if is_new:
        rows.insert_all(entries)
    else:
        rows.change_all(entries, "state", "payment_id", "subject_id")
    matched = [entry for entry in entries if entry.state == EntryState.MATCHED]
    if is_courier(provider):
        order_services.settle_collections((entry.subject_id for entry in matched if entry.subject_id), now=now)
    book = book_receipts if provider == BANK else _book
    book(matched, now=now)
    keep_differences([entry for entry in entries if entry.state != EntryState.MATCHED], verdicts, now=now)
    resolve_matched(matched, now=now)


def is_courier(provider: str) -> bool:
    """Whether the reports are remittances of a courier, who stands there by its account."""
    return provider.startswith(CASH)


def _judge(provider: str, entries: Sequence[Entry]) -> dict[str, Verdict]:
    """How each row compares with what is left by the rows that matched before. A fixed number of queries."""
    names = sorted({name for entry in entries for name in entry.names})
    if is_courier(provider):
        movements = order_queries.find_collections(provider.removeprefix(CASH), names)
    else:
        movements = payment_queries.find_movements(provider, names)
    matched = Entry.objects.filter(state=EntryState.MATCHED)
    taken = matched.filter(subject_id__in={movement.id for movement in movements}).values_list("kind", "subject_id", "is_return")
    matching = Matching(movements, taken=taken, fees=_reported_fees({movement.payment_id for movement in movements}))
    to_vendors = judge_vendor_transfers([entry for entry in entries if entry.kind == EntryKind.PAYOUT])
    return {entry.id: to_vendors.get(entry.id) or matching.judge(entry.as_row()) for entry in entries}


def _book(matched: Sequence[Entry], *, now: datetime) -> None:
    """Fees of payments up to what is reported of them; fees refunded, and what belongs to no payment, by the row that reports it."""
    if payment_ids := {entry.payment_id for entry in matched if entry.payment_id}:
        payment_services.record_fees(_reported_fees(payment_ids), now=now)
    ledger_services.post([posting for entry in matched for posting in _postings(entry)], now=now)


def _reported_fees(payment_ids: Iterable[str]) -> dict[str, int]:
    """What the matched rows of these payments say that the provider keeps, by payment; what it refunds is booked by the row."""
    found = Entry.objects.filter(payment_id__in=set(payment_ids), state=EntryState.MATCHED, fee_minor__gt=0)
    return dict(found.values_list("payment_id").annotate(sum=Sum("fee_minor", default=0)))


def _postings(entry: Entry) -> Iterable[Posting]:
    """
    What a fee, a transfer to the bank and the fee for it, or the fee for a transfer to a vendor takes from what the provider or the courier
    holds: what it refunds the other way.
    """
    holder = entry.provider if is_courier(entry.provider) else provider_account(entry.provider)
    moved = _TRANSFERS if entry.kind == EntryKind.TRANSFER else _FEES
    nothing = Money(0, entry.currency)
    taken = -entry.amount if entry.kind in BOOKED_AS_REPORTED else nothing
    fee = entry.fee if entry.kind in (*BOOKED_AS_REPORTED, EntryKind.PAYOUT) else min(entry.fee, nothing)
    for key, (kind, other), amount in ((entry.id, moved, taken), (f"{entry.id}:fee", _FEES, fee)):
        source, destination = (other, holder) if amount.minor > 0 else (holder, other)
        if amount:
            yield Posting(
                key=f"settled:{key}",
                type=kind,
                source=source,
                destination=destination,
                amount=Money(abs(amount.minor), amount.currency),
                details={"entry_id": entry.id, "reference": entry.reference},
            )
