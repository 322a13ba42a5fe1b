"""What the bank says of a payout: paid, failed (then sent again), or returned after it was paid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import BANK_PAYOUTS, Posting, vendor_account
from marketplace.apps.payouts.errors import PayoutNotPossible, PayoutStateForbids
from marketplace.apps.payouts.events import PayoutFailed, PayoutPaid, PayoutReturned
from marketplace.apps.payouts.models import PayoutRun, VendorPayout
from marketplace.apps.payouts.services.eligibility import bars
from marketplace.apps.payouts.services.sending import send
from marketplace.apps.payouts.types import DONE, FAILED, PAID, PAYING, RETURNED
from marketplace.foundation import audit, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound


def mark_paid(*, payout_id: str, bank_reference: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The bank has carried the transfer out. Safe to repeat.

    :raises PayoutStateForbids: unless it is being paid
    """
    with tenancy.atomic():
        payout = _locked(payout_id)
        if payout.state == PAID:
            return payout
        _require(payout, PAYING)
        payout.bank_reference = bank_reference
        _move(payout, PAID, PayoutPaid(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)
    return payout


def mark_failed(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The bank refused the transfer: the money is back in the balance, and the payout keeps its rows, to be sent again. Safe to repeat.

    :raises PayoutStateForbids: unless it is being paid
    """
    with tenancy.atomic():
        payout = _locked(payout_id)
        if payout.state == FAILED:
            return payout
        _require(payout, PAYING)
        ledger_services.post([_back(payout, cause="failed")], now=now)
        _move(payout, FAILED, PayoutFailed(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)
    return payout


def mark_returned(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The money came back after it was paid: the balance is open again, and a later run pays it. Safe to repeat.

    :raises PayoutStateForbids: unless it was paid
    """
    with tenancy.atomic():
        payout = _locked(payout_id)
        if payout.state == RETURNED:
            return payout
        _require(payout, PAID)
        ledger_services.post([_back(payout, cause="returned")], now=now)
        _move(payout, RETURNED, PayoutReturned(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)
    return payout


def retry(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    Send a failed payout again, as itself: the same rows and amount, to the account that the vendor has now.

    :raises PayoutStateForbids: unless it failed
    :raises PayoutNotPossible: if the vendor may not be paid now
    """
    with tenancy.atomic():
        payout = _locked(payout_id)
        if payout.state == PAYING and payout.attempts > 1:
            return payout
        _require(payout, FAILED)
        if not send([payout], payout.currency, now=now):
            raise PayoutNotPossible(reason=bars([payout.vendor_id], payout.currency, now=now)[payout.vendor_id])
        new = {"state": payout.state, "attempts": payout.attempts}
        audit.record(actor=actor, action="payout.retried", resource=payout.id, old={"state": FAILED}, new=new, reason=reason, now=now)
    return payout


def _locked(payout_id: str) -> VendorPayout:
    """The payout, with its run locked before it: the run ends with its last payout."""
    run_id = VendorPayout.objects.filter(pk=payout_id).values_list("run_id", flat=True).first()
    if run_id is None:
        raise NotFound
    PayoutRun.objects.select_for_update().get(pk=run_id)
    return VendorPayout.objects.select_for_update().get(pk=payout_id)


def _require(payout: VendorPayout, state: str) -> None:
    if payout.state != state:
        raise PayoutStateForbids(state=payout.state)


def _move(payout: VendorPayout, state: str, event: Event, *, reason: str, actor: Actor, now: datetime) -> None:
    old: dict[str, Any] = {"state": payout.state}
    payout.state, payout.reason, payout.settled_at = state, reason, now
    payout.save(update_fields=["state", "reason", "settled_at", "bank_reference"])
    outbox.publish(event, now=now)
    new = {"state": state, "amount_minor": payout.amount_minor, "currency": payout.currency, "bank_reference": payout.bank_reference}
    audit.record(actor=actor, action=f"payout.{state}", resource=payout.id, old=old, new=new, reason=reason, now=now)
    if not VendorPayout.objects.filter(run_id=payout.run_id).exclude(state__in=(PAID, RETURNED)).exists():
        PayoutRun.objects.filter(pk=payout.run_id).update(state=DONE)


def _back(payout: VendorPayout, *, cause: str) -> Posting:
    return Posting(
        key=f"payout_returned:{payout.id}:{payout.attempts}",
        type="payout_returned",
        source=BANK_PAYOUTS,
        destination=vendor_account(payout.vendor_id),
        amount=payout.amount,
        vendor_id=payout.vendor_id,
        payout_id=payout.id,
        details={"attempt": payout.attempts, "cause": cause},
    )
