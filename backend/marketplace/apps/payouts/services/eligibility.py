"""Who may be paid now, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from marketplace.apps.payouts.types import SkipReason
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import APPROVED, SUSPENDED, PayoutAccountView, VendorView
from marketplace.foundation import tenancy

# A stolen login that changes the account is noticed by the owner (who gets a mail) before money goes there.
DEFAULT_ACCOUNT_REST_DAYS = 2


def skip_reasons(amounts: Mapping[str, int], currency: str, *, now: datetime) -> dict[str, SkipReason]:
    """Those of the vendors (with minor units to pay) that get nothing now, and why. Three queries for any number."""
    barred = bars(amounts, currency, now=now)
    least = minimum(currency)
    reasons: dict[str, SkipReason] = {}
    for vendor_id, amount in amounts.items():
        if amount < 0:
            reasons[vendor_id] = "debt"
        elif amount < max(least, 1):
            reasons[vendor_id] = "below_minimum"
        elif vendor_id in barred:
            reasons[vendor_id] = barred[vendor_id]
    return reasons


def bars(vendor_ids: Iterable[str], currency: str, *, now: datetime) -> dict[str, SkipReason]:
    """Those of the vendors that may not be paid in ``currency`` at all now, whatever the amount, and why."""
    wanted = list(vendor_ids)
    vendors = vendor_queries.vendors_by_id(wanted)
    accounts = vendor_queries.payout_accounts_by_vendor(wanted, currency)
    found = {vendor_id: _bar(vendors.get(vendor_id), accounts.get(vendor_id), now=now) for vendor_id in wanted}
    return {vendor_id: why for vendor_id, why in found.items() if why is not None}


def minimum(currency: str) -> int:
    """Minor units below which nothing is sent: the region's setting, or that of the currency where it has one of its own."""
    tenant = tenancy.current()
    return tenant.setting(f"payout_minimum_minor_{currency.lower()}", tenant.setting("payout_minimum_minor", 0))


def _bar(vendor: VendorView | None, account: PayoutAccountView | None, *, now: datetime) -> SkipReason | None:
    rest = timedelta(days=tenancy.current().setting("payout_account_rest_days", DEFAULT_ACCOUNT_REST_DAYS))
    if vendor is None or vendor.state != APPROVED:
        return "vendor_suspended" if vendor is not None and vendor.state == SUSPENDED else "vendor_not_approved"
    if account is None:
        return "no_payout_account"
    if account.changed_at is not None and account.changed_at + rest > now:
        return "account_changed_lately"
    return None
