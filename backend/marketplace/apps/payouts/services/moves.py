"""What every change of a payout's state has in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.payouts.errors import PayoutStateForbids
from marketplace.apps.payouts.models import PayoutRun, VendorPayout
from marketplace.apps.payouts.types import CANCELED, DONE, OVER
from marketplace.foundation import audit
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound


def locked(payout_id: str) -> VendorPayout:
    """The payout, with its run locked before it: the run ends with its last payout. :raises NotFound: if there is none"""
    run_id = VendorPayout.objects.filter(pk=payout_id).values_list("run_id", flat=True).first()
    if run_id is None:
        raise NotFound
    PayoutRun.objects.select_for_update().get(pk=run_id)
    return VendorPayout.objects.select_for_update().get(pk=payout_id)


def locked_run(run_id: str) -> PayoutRun:
    """The run, locked until the transaction ends. :raises NotFound: if there is none"""
    run = PayoutRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def require(payout: VendorPayout, *states: str) -> None:
    """:raises PayoutStateForbids: if the payout is in none of the states"""
    if payout.state not in states:
        raise PayoutStateForbids(state=payout.state)


def move(payout: VendorPayout, state: str, event: Event, *, reason: str, actor: Actor, now: datetime) -> None:
    """Write the locked payout's new state down, announce and audit it, and end its run with the last of its payouts."""
    old: dict[str, Any] = {"state": payout.state}
    payout.state, payout.reason, payout.settled_at = state, reason, now
    payout.save(update_fields=["state", "reason", "settled_at", "bank_reference"])
    outbox.publish(event, now=now)
    new = {"state": state, "amount_minor": payout.amount_minor, "currency": payout.currency, "bank_reference": payout.bank_reference}
    audit.record(actor=actor, action=f"payout.{state}", resource=payout.id, old=old, new=new, reason=reason, now=now)
    end_run(payout.run_id)


def end_run(run_id: str) -> None:
    """Close the locked run if nothing of it is open any more: canceled if that is true of all its payouts, else done."""
    states = set(VendorPayout.objects.filter(run_id=run_id).values_list("state", flat=True).distinct())
    if states <= set(OVER):
        PayoutRun.objects.filter(pk=run_id).update(state=CANCELED if states == {CANCELED} else DONE)
