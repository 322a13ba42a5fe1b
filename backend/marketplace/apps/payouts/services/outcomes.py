"""What the bank says of a payout: paid, failed (then sent again), or returned after it was paid."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import BANK_PAYOUTS, Posting, vendor_account
from marketplace.apps.payouts.errors import PayoutNotPossible
from marketplace.apps.payouts.events import PayoutFailed, PayoutPaid, PayoutReturned
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.services.eligibility import bars
from marketplace.apps.payouts.services.moves import locked, move, require
from marketplace.apps.payouts.services.sending import send
from marketplace.apps.payouts.types import FAILED, PAID, PAYING, RETURNED
from marketplace.foundation import audit, tenancy
from marketplace.kit.actors import Actor


def mark_paid(*, payout_id: str, bank_reference: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The bank has carried the transfer out. Safe to repeat.

    :raises PayoutStateForbids: unless it is being paid; also if it was paid by another reference, which somebody has to look at
    """
    with tenancy.atomic():
        payout = locked(payout_id)
        if payout.state == PAID and bank_reference in ("", payout.bank_reference):
            return payout
        require(payout, PAYING)
        payout.bank_reference = bank_reference
        move(payout, PAID, PayoutPaid(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)
    return payout


def mark_failed(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The bank refused the transfer: the money is back in the balance, and the payout keeps its rows, to be sent again. Safe to repeat.

    :raises PayoutStateForbids: unless it is being paid
    """
    with tenancy.atomic():
        payout = locked(payout_id)
        if payout.state == FAILED:
            return payout
        require(payout, PAYING)
        ledger_services.post([_back(payout, cause="failed")], now=now)
        move(payout, FAILED, PayoutFailed(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)
    return payout


def mark_returned(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    The money came back after it was paid: the balance is open again, and a later run pays it. Safe to repeat.

    :raises PayoutStateForbids: unless it was paid
    """
    with tenancy.atomic():
        payout = locked(payout_id)
        if payout.state == RETURNED:
            return payout
        require(payout, PAID)
        ledger_services.post([_back(payout, cause="returned")], now=now)
        move(payout, RETURNED, PayoutReturned(payout_id=payout.id, vendor_id=payout.vendor_id), reason=reason, actor=actor, now=now)
    return payout


def retry(*, payout_id: str, reason: str, actor: Actor, now: datetime) -> VendorPayout:
    """
    Send a failed payout again, as itself: the same rows and amount, to the account that the vendor has now.

    :raises PayoutStateForbids: unless it failed
    :raises PayoutNotPossible: if the vendor may not be paid now
    """
    with tenancy.atomic():
        payout = locked(payout_id)
        if payout.state == PAYING and payout.attempts > 1:
            return payout
        require(payout, FAILED)
        if not send([payout], payout.currency, now=now):
            raise PayoutNotPossible(reason=bars([payout.vendor_id], payout.currency, now=now)[payout.vendor_id])
        new = {"state": payout.state, "attempts": payout.attempts}
        audit.record(actor=actor, action="payout.retried", resource=payout.id, old={"state": FAILED}, new=new, reason=reason, now=now)
    return payout


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
