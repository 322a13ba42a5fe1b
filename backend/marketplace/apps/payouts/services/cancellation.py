"""Canceling what was approved, before it is paid: the rows are free for the next run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.payouts.errors import RunStateForbids
from marketplace.apps.payouts.events import PayoutCanceled
from marketplace.apps.payouts.models import PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.services.moves import locked, locked_payouts, locked_run, move, require
from marketplace.apps.payouts.types import PayoutState, RunState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor


def cancel_payout(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    Cancel a payout whose money is not with the bank: approved and not sent, or failed. Its rows are payable again. Safe to repeat.

    :raises NotFound: if there is no such payout
    :raises PayoutStateForbids: once it is being paid
    """
    with tenancy.atomic():
        payout = locked(payout_id)
        if payout.state == PayoutState.CANCELED:
            return payout
        require(payout, PayoutState.APPROVED, PayoutState.FAILED)
        cancel_locked(payout, reason=reason, actor=actor, now=now)
    return payout


def cancel_locked(payout: VendorPayout, *, reason: str, actor: Actor, now: datetime) -> None:
    """Cancel a locked payout, approved or failed, in the caller's transaction, and release its rows."""
    move(payout, PayoutState.CANCELED, _canceled(payout), reason=reason, actor=actor, now=now)
    _release_items([payout], now=now)


def cancel_run(*, run_id: str, reason: str, actor: Actor, now: datetime) -> PayoutRun:
    """
    Cancel a run of which nothing was sent yet, with all its payouts. Safe to repeat. Once it is being paid, what is left of it
    is canceled payout by payout.

    :raises NotFound: if there is no such run
    :raises RunStateForbids: once something of it was paid
    """
    with tenancy.atomic():
        run = locked_run(run_id)
        if run.state == RunState.CANCELED:
            return run
        if run.state not in (RunState.PREVIEW, RunState.APPROVED):
            raise RunStateForbids(state=run.state)
        canceled = locked_payouts(run, PayoutState.APPROVED)
        for payout in canceled:
            payout.state, payout.reason, payout.settled_at = PayoutState.CANCELED, reason, now
        rows.change_all(canceled, "state", "reason", "settled_at")
        _release_items(canceled, now=now)
        outbox.store([outbox.record(_canceled(payout), now=now) for payout in canceled])
        old, run.state = run.state, RunState.CANCELED
        rows.change(run, "state")
        new = {"state": run.state, "payouts": {payout.id: payout.amount_minor for payout in canceled}}
        audit.record(actor=actor, action="payout_run.canceled", resource=run.id, old={"state": old}, new=new, reason=reason, now=now)
    return run


def _canceled(payout: VendorPayout) -> PayoutCanceled:
    return PayoutCanceled(payout_id=payout.id, vendor_id=payout.vendor_id)


def _release_items(payouts: Sequence[VendorPayout], *, now: datetime) -> None:
    """The rows of the books that they took are free for the next run; the items stay as a record."""
    ids = {"ids": [payout.id for payout in payouts]}
    rows.change_where(PayoutItem, "payout_id = ANY (%(ids)s::text[])", ids, released_at=now)
