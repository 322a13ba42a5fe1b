"""Booking a payout as sent: the money leaves the vendor's balance when its transfer is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import BANK_PAYOUTS, Posting, vendor_account
from marketplace.apps.payouts.events import PayoutSent
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.services.eligibility import bars
from marketplace.apps.payouts.types import PAYING
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation.events import outbox


def send(payouts: Sequence[VendorPayout], currency: str, *, now: datetime) -> list[VendorPayout]:
    """
    Book one more attempt of each locked payout whose vendor may be paid now; the others stay as they are. In the caller's transaction.
    All of them are in ``currency``.

    The account is noted as it is now: a transfer file is refused where it has changed since.
    """
    vendor_ids = [payout.vendor_id for payout in payouts]
    barred = bars(vendor_ids, currency, now=now)
    accounts = vendor_queries.payout_accounts_by_vendor(vendor_ids, currency)
    sent = [payout for payout in payouts if payout.vendor_id not in barred]
    for payout in sent:
        payout.state, payout.attempts, payout.sent_at, payout.settled_at = PAYING, payout.attempts + 1, now, None
        payout.masked_account = accounts[payout.vendor_id].masked_account
        payout.account_version = accounts[payout.vendor_id].etag
        outbox.publish(PayoutSent(payout_id=payout.id, vendor_id=payout.vendor_id), now=now)
    ledger_services.post([_posting(payout) for payout in sent], now=now)
    VendorPayout.objects.bulk_update(
        sent, ["state", "attempts", "sent_at", "settled_at", "masked_account", "account_version"], batch_size=500
    )
    return sent


def _posting(payout: VendorPayout) -> Posting:
    return Posting(
        key=f"payout:{payout.id}:{payout.attempts}",
        type="payout",
        source=vendor_account(payout.vendor_id),
        destination=BANK_PAYOUTS,
        amount=payout.amount,
        vendor_id=payout.vendor_id,
        payout_id=payout.id,
        details={"attempt": payout.attempts},
    )
