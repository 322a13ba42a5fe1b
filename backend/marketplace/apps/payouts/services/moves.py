"""What every change of a payout's state has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import connections
from django.db.models import Count

from marketplace.apps.payouts.errors import PayoutAttemptStale, PayoutStateForbids
from marketplace.apps.payouts.models import PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.types import OVER, IneligibilityReason, PayoutState, PreviewLine, RunState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound


def locked(payout_id: str) -> VendorPayout:
    """The payout, with its run locked before it: the run ends with its last payout. :raises NotFound: if there is none"""
    run_id = VendorPayout.objects.filter(pk=payout_id).values_list("run_id", flat=True).first()
    if run_id is None:
        raise NotFound
    run = locked_run(run_id)
    payout = rows.first(VendorPayout, "id = %(id)s", {"id": payout_id}, for_update=True)
    assert payout is not None  # none is ever deleted
    payout.run = run
    return payout


def one_at_a_time(currency: str) -> None:
    """Wait until no other transaction sweeps, or writes off, in this currency; then the next one waits for this."""
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payouts.sweep'), hashtext(%s))", [currency])


def locked_run(run_id: str) -> PayoutRun:
    """The run, locked until the transaction ends. :raises NotFound: if there is none"""
    run = rows.first(PayoutRun, "id = %(id)s", {"id": run_id}, for_update=True)
    if run is None:
        raise NotFound
    return run


def locked_payouts(run: PayoutRun, state: PayoutState) -> list[VendorPayout]:
    """The payouts of a locked run in that state, locked, by vendor."""
    wanted = {"run_id": run.id, "state": state}
    payouts = rows.every(VendorPayout, "run_id = %(run_id)s AND state = %(state)s ORDER BY vendor_id", wanted, for_update=True)
    for payout in payouts:
        payout.run = run
    return payouts


def require(payout: VendorPayout, *states: PayoutState) -> None:
    """:raises PayoutStateForbids: if the payout is in none of the states"""
    if payout.state not in states:
        raise PayoutStateForbids(state=payout.state)


def require_attempt(payout: VendorPayout, attempt: int) -> None:
    """
    Make sure that what the bank says is about the last attempt: word of an earlier one comes late, when another is under way.

    :raises PayoutAttemptStale: if it is about another one
    """
    if attempt != payout.attempts:
        raise PayoutAttemptStale(attempts=payout.attempts, state=payout.state)


def skip(run: PayoutRun, reasons: Mapping[str, IneligibilityReason], payouts: Iterable[VendorPayout]) -> None:
    """Write down in the locked run which of these payouts were not sent, and why; what was said of them before no longer counts."""
    looked_at = {payout.id: payout for payout in payouts}
    counts = dict(PayoutItem.objects.filter(payout__in=list(reasons)).values_list("payout").annotate(Count("id")))
    lines = [line for line in msgspec.convert(run.skipped, list[PreviewLine]) if line.payout_id not in looked_at]
    for payout_id, why in sorted(reasons.items()):
        vendor_id, amount = looked_at[payout_id].vendor_id, looked_at[payout_id].amount
        lines.append(
            PreviewLine(vendor_id=vendor_id, amount=amount, row_count=counts[payout_id], ineligibility_reason=why, payout_id=payout_id)
        )
    run.skipped = msgspec.to_builtins(lines)
    rows.change(run, "skipped")


def move(payout: VendorPayout, state: PayoutState, event: Event, *, reason: str, actor: Actor, now: datetime) -> None:
    """Write the locked payout's new state down, announce and audit it, and end its run with the last of its payouts."""
    old: dict[str, Any] = {"state": payout.state}
    payout.state, payout.reason, payout.settled_at = state, reason, now
    rows.change(payout, "state", "reason", "settled_at", "bank_reference", events=[outbox.record(event, now=now)])
    new = {"state": state, "amount_minor": payout.amount_minor, "currency": payout.currency, "bank_reference": payout.bank_reference}
    audit.record(actor=actor, action=f"payout.{state}", resource=payout.id, old=old, new=new, reason=reason, now=now)
    end_run(payout.run_id)


def end_run(run_id: str) -> None:
    """Close the locked run if nothing of it is open any more: canceled if that is true of all its payouts, else done."""
    states = set(VendorPayout.objects.filter(run_id=run_id).values_list("state", flat=True).distinct())
    if states <= set(OVER):
        state = RunState.CANCELED if states == {PayoutState.CANCELED} else RunState.DONE
        rows.change_where(PayoutRun, "id = %(id)s", {"id": run_id}, state=state)
