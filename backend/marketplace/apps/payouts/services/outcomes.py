"""What the bank, or another rail, says of a payout: paid, failed (then sent again), or returned after it was paid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, TransactionType, vendor_account
from marketplace.apps.payouts.errors import PayoutNotPossible, PayoutStateForbids
from marketplace.apps.payouts.events import PayoutFailed, PayoutPaid, PayoutReturned
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.rails import paid_from
from marketplace.apps.payouts.rails.base import TransferOutcome, TransferState
from marketplace.apps.payouts.services.cancellation import cancel_locked
from marketplace.apps.payouts.services.moves import locked, move, require, require_attempt, skip
from marketplace.apps.payouts.services.sending import send
from marketplace.apps.payouts.types import PayoutState
from marketplace.foundation import audit, rows, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.money import Money

MAX_REASON, MAX_REFERENCE = 500, 140  # characters that a payout keeps of what a rail says


def mark_paid(*, payout_id: str, attempt: int, bank_reference: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The bank has executed the transfer. Safe to repeat. ``attempt`` is the number of the attempt that the bank speaks of.

    :raises PayoutAttemptStale: if that is not the last one
    :raises PayoutStateForbids: unless it is being paid; also if it was paid by another reference, which a person has to look at
    """
    with tenancy.atomic():
        payout = _named(payout_id, attempt)
        if payout.state == PayoutState.PAID and bank_reference in ("", payout.bank_reference):
            return payout
        require(payout, PayoutState.PAYING)
        payout.bank_reference = bank_reference
        move(payout, PayoutState.PAID, PayoutPaid(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)
    return payout


def mark_failed(*, payout_id: str, attempt: int, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The bank refused the transfer: the money is back in the balance, and the payout keeps its rows, to be sent again. Safe to repeat.

    :raises PayoutAttemptStale: if ``attempt`` is not the last one
    :raises PayoutStateForbids: unless it is being paid
    """
    with tenancy.atomic():
        payout = _named(payout_id, attempt)
        if payout.state == PayoutState.FAILED:
            return payout
        require(payout, PayoutState.PAYING)
        fail_locked(payout, reason=reason, actor=actor, now=now)
    return payout


def record_outcome(*, payout_id: str, outcome: TransferOutcome, actor: Actor, now: datetime) -> None:
    """
    Record what a rail says of the payout's last attempt; nothing while that is not known. Safe to repeat.

    :raises PayoutAttemptStale: if it is about an earlier attempt
    :raises PayoutStateForbids: if the payout's state does not allow the outcome
    """
    attempt, reason = attempt_of(outcome.end_to_end_id), outcome.reason[:MAX_REASON]
    about: dict[str, Any] = {"payout_id": payout_id, "attempt": attempt, "reason": reason, "actor": actor, "now": now}
    if outcome.state is TransferState.PAID:
        mark_paid(bank_reference=outcome.reference[:MAX_REFERENCE], **about)
        if outcome.returned is not None:
            return_part(payout_id=payout_id, attempt=attempt, returned=outcome.returned, actor=actor, now=now)
    elif outcome.state is TransferState.FAILED:
        mark_failed(**about)
    elif outcome.state is TransferState.RETURNED:
        mark_returned(**about)
    elif outcome.state is TransferState.ACCEPTED:
        _note_accepted(payout_id, attempt, outcome, now=now)


def attempt_of(end_to_end_id: str) -> int:
    """The number of the attempt that an end-to-end id of ours names."""
    return int(end_to_end_id.rpartition("-")[2])


def fail_locked(payout: VendorPayout, *, reason: str, actor: Actor, now: datetime) -> None:
    """Book the money of a locked payout that is being paid back, in the caller's transaction, and have it sent again later."""
    ledger_services.post([_back(payout, cause="failed")], now=now)
    move(payout, PayoutState.FAILED, PayoutFailed(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)


def mark_returned(*, payout_id: str, attempt: int, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The money came back after it was paid: the balance is open again, and a later run pays it. Safe to repeat.

    :raises PayoutAttemptStale: if ``attempt`` is not the last one
    :raises PayoutStateForbids: unless it was paid, and is not of nothing: then no bank has anything to return
    """
    with tenancy.atomic():
        payout = _named(payout_id, attempt)
        if payout.state == PayoutState.RETURNED:
            return payout
        require(payout, PayoutState.PAID)
        if not payout.amount_minor:
            raise PayoutStateForbids(state=payout.state)
        ledger_services.post([_back(payout, cause="returned", amount=payout.amount - payout.returned)], now=now)
        move(
            payout,
            PayoutState.RETURNED,
            PayoutReturned(payout_id=payout.id, vendor_id=payout.vendor_id),
            reason=reason,
            actor=actor,
            now=now,
        )
    return payout


def return_part(*, payout_id: str, attempt: int, returned: Money, actor: Actor, now: datetime) -> VendorPayout:
    """
    A part of the money came back after it was paid, such as by a reversal at the provider's dashboard; ``returned`` is all that did so far.
    It is the vendor's again: it covers what the vendor owes, or a later run pays it. Safe to repeat.

    :raises PayoutAttemptStale: if ``attempt`` is not the last one
    :raises PayoutStateForbids: unless the payout is paid
    """
    with tenancy.atomic():
        payout = _named(payout_id, attempt)
        more = returned.minor - payout.returned_minor
        if payout.state == PayoutState.RETURNED or more <= 0:
            return payout
        require(payout, PayoutState.PAID)
        old = {"returned": payout.returned_minor}
        payout.returned_minor = returned.minor
        part = _back(payout, cause="returned", amount=Money(more, payout.currency), name=f"{payout.id}:{returned.minor}")
        ledger_services.post([part], now=now)
        rows.change(payout, "returned_minor")
        new = {"returned": returned.minor, "currency": payout.currency}
        audit.record(actor=actor, action="payout.returned_in_part", resource=payout.id, old=old, new=new, now=now)
    return payout


def retry(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    Send a failed payout again, as itself: the same rows and amount, to the account that the vendor has now.

    :raises PayoutStateForbids: unless it failed
    :raises PayoutNotPossible: if it may not be sent now. One whose earnings are on hold is canceled before: its rows are free
    """
    with tenancy.atomic():
        payout = locked(payout_id)
        if payout.state == PayoutState.PAYING and payout.attempts > 1:
            return payout
        require(payout, PayoutState.FAILED)
        refusals = send([payout], payout.currency, now=now)
        skip(payout.run, refusals, [payout])
        refused = refusals.get(payout.id)
        if refused == "held":
            cancel_locked(payout, reason="held", actor=actor, now=now)
        elif refused is None:
            new = {"state": payout.state, "attempts": payout.attempts}
            audit.record(
                actor=actor, action="payout.retried", resource=payout.id, old={"state": PayoutState.FAILED}, new=new, reason=reason, now=now
            )
    if refused is not None:  # raised after the commit, which keeps the cancellation
        raise PayoutNotPossible(reason=refused, state=payout.state)
    return payout


def _note_accepted(payout_id: str, attempt: int, outcome: TransferOutcome, *, now: datetime) -> None:
    """The rail has the transfer on its way: how it names it, and for whom it waits, if for anybody."""
    with tenancy.atomic():
        payout = _named(payout_id, attempt)
        if payout.state == PayoutState.PAYING:
            payout.bank_reference, payout.reason = outcome.reference[:MAX_REFERENCE], outcome.reason[:MAX_REASON]
            payout.in_file_at = now
            rows.change(payout, "bank_reference", "reason", "in_file_at")


def _named(payout_id: str, attempt: int) -> VendorPayout:
    """The payout, locked. :raises PayoutAttemptStale: if ``attempt`` is not its last; of one that waits to be sent, its state says more"""
    payout = locked(payout_id)
    if payout.state != PayoutState.APPROVED:
        require_attempt(payout, attempt)
    return payout


def _back(payout: VendorPayout, *, cause: str, amount: Money | None = None, name: str = "") -> Posting:
    """All of a payout is the vendor's again, or ``amount`` of it; ``name`` is a part's, where there are several."""
    return Posting(
        key=f"payout_returned:{name or payout.id}:{payout.attempts}",
        type=TransactionType.PAYOUT_RETURNED,
        source=paid_from(payout.method),
        destination=vendor_account(payout.vendor_id),
        amount=payout.amount if amount is None else amount,
        vendor_id=payout.vendor_id,
        payout_id=payout.id,
        details={"attempt": payout.attempts, "cause": cause},
    )
