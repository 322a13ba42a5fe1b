"""The bank's statement: providers' transfers that have arrived, and our payouts that were paid or came back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import BANK_IN_TRANSIT, BANK_SETTLEMENTS, Posting, TransactionType
from marketplace.apps.payouts import queries as payout_queries
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.errors import PayoutAttemptStale, PayoutStateForbids
from marketplace.apps.payouts.types import PayoutDetail, PayoutState
from marketplace.apps.reconciliation import queries
from marketplace.apps.reconciliation.domain.matching import Verdict
from marketplace.apps.reconciliation.models import Entry
from marketplace.apps.reconciliation.types import EntryKind, EntryState
from marketplace.kit.actors import SYSTEM

BANK = "bank"  # what stands for the bank where reports name their provider
_DAY = timedelta(days=1)
_OVER = (PayoutState.PAID, PayoutState.RETURNED)


def judge_statement(entries: Sequence[Entry], *, now: datetime) -> dict[str, Verdict]:
    """
    What each row of a statement is about, by the entry's id, in the caller's transaction. Payouts learn what the bank did with them.

    A payout's row matches by the end-to-end id of our transfer file and its amount; a receipt by a transfer's reference in its text. Where
    a provider does not write that, its own name is enough, if a single one of its transfers has the amount.
    """
    named = {entry.id: _payout_id(entry) for entry in entries if entry.kind == EntryKind.PAYOUT}
    payouts = {payout.id: payout for payout in payout_queries.payouts_by_id(named.values())}
    taken = queries.matched_sides(EntryKind.PAYOUT, payouts)
    transfers = {transfer.id: transfer for transfer in queries.open_transfers()}
    verdicts = {}
    for entry in entries:
        if entry.kind == EntryKind.PAYOUT:
            verdict = _payout(entry, payouts, taken, named[entry.id], now=now)
        elif entry.kind == EntryKind.RECEIPT:
            verdict = _receipt(entry, list(transfers.values()))
        else:
            verdict = Verdict(state=EntryState.MISSING_HERE, found=entry.amount)
        if verdict.state is EntryState.MATCHED:
            transfers.pop(verdict.subject_id, None)
            taken.add((verdict.subject_id, entry.is_return))
        verdicts[entry.id] = verdict
    return verdicts


def judge_vendor_transfers(entries: Sequence[Entry]) -> dict[str, Verdict]:
    """
    What a provider's rows of transfers to vendors' accounts, and of what came back from there, are about: each is a payout's, by the
    provider's name of it or by ours.
    """
    names = {name for entry in entries for name in entry.names}
    found = payout_queries.payouts_by_reference(names)
    payouts = {name: payout for payout in found for name in (payout.bank_reference, payout.end_to_end_id)}
    taken = queries.matched_sides(EntryKind.PAYOUT, {payout.id: payout for payout in payouts.values()})
    parts = Counter(queries.returned_parts(payout.id for payout in payouts.values()))
    verdicts = {}
    for entry in entries:
        payout = next((payouts[name] for name in entry.names if name in payouts), None)
        if payout is not None and entry.is_return:
            verdicts[entry.id] = _came_back(entry, payout, parts)
        elif payout is None or (payout.id, entry.is_return) in taken:
            verdicts[entry.id] = Verdict(state=EntryState.MISSING_HERE, subject_id=payout.id if payout else "", found=entry.amount)
        elif entry.amount != -payout.amount:
            state, expected = EntryState.OTHER_AMOUNT, -payout.amount
            verdicts[entry.id] = Verdict(state=state, subject_id=payout.id, expected=expected, found=entry.amount)
        else:
            taken.add((payout.id, entry.is_return))
            verdicts[entry.id] = Verdict(state=EntryState.MATCHED, subject_id=payout.id)
    return verdicts


def _came_back(entry: Entry, payout: PayoutDetail, parts: Counter[str]) -> Verdict:
    """
    One return of a payout, of all that we know to have come back of it; ``parts`` has what the rows before have of that, and is kept up to
    date.
    """
    known = payout.amount if payout.state == PayoutState.RETURNED else payout.returned
    if entry.currency != payout.currency or parts[payout.id] + entry.amount.minor > known.minor:
        return Verdict(state=EntryState.MISSING_HERE, subject_id=payout.id, found=entry.amount)
    parts[payout.id] += entry.amount.minor
    return Verdict(state=EntryState.MATCHED, subject_id=f"{payout.id}:{entry.reference}"[:150])


def book_receipts(matched: Sequence[Entry], *, now: datetime) -> None:
    """What was in transit is at the bank."""
    receipts = [
        Posting(
            key=f"settled:{entry.id}",
            type=TransactionType.BANK_RECEIPT,
            source=BANK_SETTLEMENTS,
            destination=BANK_IN_TRANSIT,
            amount=entry.amount,
            details={"entry_id": entry.id, "reference": entry.reference},
        )
        for entry in matched
        if entry.kind == EntryKind.RECEIPT
    ]
    ledger_services.post(receipts, now=now)


def _receipt(entry: Entry, transfers: Sequence[Entry]) -> Verdict:
    """Nothing arrives before it was sent; but a statement may name no more than the day."""
    text, latest = str(entry.names[0]).casefold(), entry.occurred_at + _DAY
    transfers = [transfer for transfer in transfers if transfer.occurred_at <= latest]
    named = [transfer for transfer in transfers if any(_is_word(name.casefold(), text) for name in (transfer.reference, *transfer.names))]
    same = [transfer for transfer in named or transfers if -transfer.amount == entry.amount and (named or transfer.provider in text)]
    if len(same) == 1 or (named and same):
        return Verdict(state=EntryState.MATCHED, subject_id=same[0].id)
    if named:
        return Verdict(state=EntryState.OTHER_AMOUNT, subject_id=named[0].id, expected=-named[0].amount, found=entry.amount)
    return Verdict(state=EntryState.MISSING_HERE, found=entry.amount)


def _is_word(name: str, text: str) -> bool:
    """Whether the text has the name, and not as a part of a longer one: ``po_1`` is no part of ``po_10``."""
    return name in text and re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text) is not None


def _payout(entry: Entry, payouts: dict[str, PayoutDetail], taken: set[tuple[str, bool]], payout_id: str, *, now: datetime) -> Verdict:
    """``payouts`` is kept up to date, since a statement may say that one was paid and came back."""
    payout = payouts.get(payout_id)
    unknown = Verdict(state=EntryState.MISSING_HERE, subject_id=payout_id if payout else "", found=entry.amount)
    if payout is None or (payout.id, entry.is_return) in taken:
        return unknown
    expected = payout.amount if entry.amount.minor > 0 else -payout.amount
    if entry.amount != expected:
        return Verdict(state=EntryState.OTHER_AMOUNT, subject_id=payout.id, expected=expected, found=entry.amount)
    try:
        payouts[payout.id] = msgspec.structs.replace(payout, state=_learn(entry, payout, now=now))
    except (PayoutStateForbids, PayoutAttemptStale):
        return unknown
    return Verdict(state=EntryState.MATCHED, subject_id=payout.id)


def _learn(entry: Entry, payout: PayoutDetail, *, now: datetime) -> PayoutState:
    """
    The payout's state once it knows what the bank did; nothing changes where staff have said so before.

    :raises PayoutAttemptStale: if the bank speaks of an earlier attempt, which is a matter for people
    :raises PayoutStateForbids: if the payout's state does not allow it
    """
    attempt = int(entry.names[0].rpartition("-")[2])
    if attempt != payout.attempts:
        raise PayoutAttemptStale(attempts=payout.attempts)
    about: dict[str, Any] = {"payout_id": payout.id, "attempt": attempt, "reason": "bank statement", "actor": SYSTEM, "now": now}
    if entry.amount.minor < 0:
        is_known = payout.state in _OVER
        return payout.state if is_known else PayoutState(payout_services.mark_paid(bank_reference=entry.reference[:140], **about).state)
    if payout.state in (PayoutState.FAILED, PayoutState.RETURNED):
        return payout.state
    came_back = payout_services.mark_returned if payout.state == PayoutState.PAID else payout_services.mark_failed
    return PayoutState(came_back(**about).state)


def _payout_id(entry: Entry) -> str:
    """Of an end-to-end id such as ``POUT-01J...-1``."""
    return f"pout_{entry.names[0].split('-')[1]}"
