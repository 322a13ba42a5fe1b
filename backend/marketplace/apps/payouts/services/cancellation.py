"""Giving up what was approved, before it is paid: the rows are free for the next run."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payouts.errors import RunStateForbids
from marketplace.apps.payouts.events import PayoutCanceled
from marketplace.apps.payouts.models import PayoutItem, PayoutRun, VendorPayout
from marketplace.apps.payouts.services.moves import locked, locked_run, move, require
from marketplace.apps.payouts.types import APPROVED, CANCELED, FAILED, PREVIEW
from marketplace.foundation import audit, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor


def cancel_payout(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    Give up a payout whose money is not with the bank: approved and not sent, or failed. Its rows are payable again. Safe to repeat.

    :raises NotFound: if there is no such payout
    :raises PayoutStateForbids: once it is being paid
    """
    with tenancy.atomic():
        payout = locked(payout_id)
        if payout.state == CANCELED:
            return payout
        require(payout, APPROVED, FAILED)
        event = PayoutCanceled(payout_id=payout.id, vendor_id=payout.vendor_id)
        move(payout, CANCELED, event, reason=reason, actor=actor, now=now)
        PayoutItem.objects.filter(payout=payout).update(released_at=now)
    return payout


def cancel_run(*, run_id: str, reason: str, actor: Actor, now: datetime) -> PayoutRun:
    """
    Give up a run of which nothing was sent yet, with all its payouts. Safe to repeat. Once it is being paid, what is left of it
    is canceled payout by payout.

    :raises NotFound: if there is no such run
    :raises RunStateForbids: once something of it was paid
    """
    with tenancy.atomic():
        run = locked_run(run_id)
        if run.state == CANCELED:
            return run
        if run.state not in (PREVIEW, APPROVED):
            raise RunStateForbids(state=run.state)
        given_up = list(run.payouts.select_for_update().filter(state=APPROVED).order_by("id"))
        run.payouts.filter(state=APPROVED).update(state=CANCELED, reason=reason, settled_at=now)
        PayoutItem.objects.filter(payout__in=given_up).update(released_at=now)
        for payout in given_up:
            outbox.publish(PayoutCanceled(payout_id=payout.id, vendor_id=payout.vendor_id), now=now)
        old, run.state = run.state, CANCELED
        run.save(update_fields=["state"])
        new = {"state": run.state, "payouts": {payout.id: payout.amount_minor for payout in given_up}}
        audit.record(actor=actor, action="payout_run.canceled", resource=run.id, old={"state": old}, new=new, reason=reason, now=now)
    return run
