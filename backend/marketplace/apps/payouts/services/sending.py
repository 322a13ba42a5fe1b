"""Booking a payout as sent: the money leaves the vendor's balance when its transfer is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, TransactionType, vendor_account
from marketplace.apps.payouts.events import PayoutSent
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.queries.destinations import destinations
from marketplace.apps.payouts.rails import paid_from
from marketplace.apps.payouts.services.ineligibility import ineligible_payouts
from marketplace.apps.payouts.types import IneligibilityReason, PayoutState
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import rows
from marketplace.foundation.events import outbox

_WRITTEN = ("method", "state", "attempts", "in_file_at", "sent_at", "settled_at", "masked_account", "account_version", "bank_reference")


def send(payouts: Sequence[VendorPayout], currency: str, *, now: datetime) -> dict[str, IneligibilityReason]:
    """
    Book one more attempt of each locked payout that may be sent now; the others stay as they are, and it is said why, by their ids.
    In the caller's transaction, which holds the vendors and their accounts as they are. All payouts are in ``currency``.

    The account is noted as it is now: no transfer file holds a payout whose account has changed since.
    """
    vendor_ids = [payout.vendor_id for payout in payouts]
    vendor_services.hold_vendors(vendor_ids)
    refused = ineligible_payouts(payouts, currency, now=now)
    to = destinations(vendor_ids, currency)
    sent = [payout for payout in payouts if payout.id not in refused]
    for payout in sent:
        payout.state, payout.attempts, payout.in_file_at = PayoutState.PAYING, payout.attempts + 1, None
        payout.sent_at, payout.settled_at, payout.bank_reference = now, None, ""
        payout.method = to[payout.vendor_id].method
        payout.masked_account = to[payout.vendor_id].masked_account
        payout.account_version = to[payout.vendor_id].version
    ledger_services.post([_posting(payout) for payout in sent], now=now)
    rows.change_all(sent, *_WRITTEN)
    events = [PayoutSent(payout_id=payout.id, vendor_id=payout.vendor_id) for payout in sent]
    outbox.store([outbox.record(event, now=now) for event in events])
    return refused


def _posting(payout: VendorPayout) -> Posting:
    return Posting(
        key=f"payout:{payout.id}:{payout.attempts}",
        type=TransactionType.PAYOUT,
        source=vendor_account(payout.vendor_id),
        destination=paid_from(payout.method),
        amount=payout.amount,
        vendor_id=payout.vendor_id,
        payout_id=payout.id,
        details={"attempt": payout.attempts},
    )
