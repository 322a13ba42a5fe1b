"""Who may not be paid now, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.queries import debts_over_limit, unpaid_earnings
from marketplace.apps.payouts.queries.destinations import Destination, destinations
from marketplace.apps.payouts.region_settings import PAYOUT_ACCOUNT_COOLDOWN_DAYS, PAYOUT_MINIMUM_MINOR
from marketplace.apps.payouts.types import IneligibilityReason
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorState, VendorView


def ineligibility_reasons(amounts: Mapping[str, int], currency: str, *, now: datetime) -> dict[str, IneligibilityReason]:
    """
    Those of the vendors (with minor units to pay) whose rows stay open now, and why. Four queries for any number.

    Rows that add up to nothing are closed for any vendor.
    """
    ineligible = ineligible_vendors(amounts, currency, now=now)
    reasons: dict[str, IneligibilityReason] = {}
    for vendor_id, amount in amounts.items():
        if amount == 0:
            continue  # nothing is sent, so nothing can be in the way of closing the rows
        reason = amount_reason(amount, currency) or ineligible.get(vendor_id)
        if reason is not None:
            reasons[vendor_id] = reason
    return reasons


def amount_reason(amount_minor: int, currency: str) -> IneligibilityReason | None:
    """Why so many minor units are not paid, to any vendor. Of nothing there is nothing to say."""
    if amount_minor < 0:
        return "debt"
    return "below_minimum" if 0 < amount_minor < minimum(currency) else None


def ineligible_vendors(vendor_ids: Iterable[str], currency: str, *, now: datetime) -> dict[str, IneligibilityReason]:
    """Those of the vendors that may not be paid in ``currency`` at all now, whatever the amount, and why."""
    wanted = list(vendor_ids)
    vendors = vendor_queries.vendors_by_id(wanted)
    to = destinations(wanted, currency)
    found = {vendor_id: vendor_reason(vendors.get(vendor_id), to.get(vendor_id), now=now) for vendor_id in wanted}
    found |= {debt.vendor_id: "debt_over_limit" for debt in debts_over_limit(now=now) if debt.vendor_id in found}
    return {vendor_id: why for vendor_id, why in found.items() if why is not None}


def ineligible_payouts(payouts: Sequence[VendorPayout], currency: str, *, now: datetime) -> dict[str, IneligibilityReason]:
    """
    Those of the payouts that may not be sent now, by id, and why: looked at when money leaves, since much may have happened after they
    were approved. Five queries for any number. All of them are in ``currency``.
    """
    since = min((payout.created_at for payout in payouts), default=now)
    held = unpaid_earnings.held_payouts([payout.id for payout in payouts], since=since)
    ineligible = ineligible_vendors([payout.vendor_id for payout in payouts], currency, now=now)
    found: dict[str, IneligibilityReason | None] = {
        payout.id: "held" if payout.id in held else ineligible.get(payout.vendor_id) for payout in payouts
    }
    return {payout_id: why for payout_id, why in found.items() if why is not None}


def minimum(currency: str) -> int:
    """Minor units below which nothing is sent."""
    return PAYOUT_MINIMUM_MINOR.current().get(currency, 0)


def vendor_reason(vendor: VendorView | None, account: Destination | None, *, now: datetime) -> IneligibilityReason | None:
    """Why a vendor is not paid to this account of a currency now, apart from debts."""
    cooldown = timedelta(days=PAYOUT_ACCOUNT_COOLDOWN_DAYS.current())
    if vendor is None or vendor.state != VendorState.APPROVED:
        return "vendor_suspended" if vendor is not None and vendor.state == VendorState.SUSPENDED else "vendor_not_approved"
    if account is None:
        return "no_payout_account"
    if account.changed_at is not None and account.changed_at + cooldown > now:
        return "account_changed_lately"
    return None
