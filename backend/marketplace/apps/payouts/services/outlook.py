"""What a vendor can expect of the next payout run, and what is in the way."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.payouts.queries import is_over_limit, last_run_ends, unpaid_earnings
from marketplace.apps.payouts.queries.destinations import Destination, destinations_of
from marketplace.apps.payouts.region_settings import PAYOUT_ACCOUNT_COOLDOWN_DAYS, PAYOUT_INTERVAL_DAYS
from marketplace.apps.payouts.services.ineligibility import amount_reason, minimum, vendor_reason
from marketplace.apps.payouts.types import IneligibilityReason, PayoutOutlook
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import tenancy
from marketplace.kit.money import Money


def payout_outlooks(vendor_id: str, *, now: datetime) -> list[PayoutOutlook]:
    """
    What would be paid in each of the region's currencies, and why it would not. Five queries, of this vendor alone.

    :raises NotFound: if there is no such vendor
    """
    vendor = vendor_queries.get_vendor(vendor_id)
    accounts = destinations_of(vendor_id, tenancy.current().currencies)
    unpaid = unpaid_earnings.unpaid_sums(vendor_id, until=now)
    owes_too_much = any(is_over_limit(Money(-payable, currency)) for currency, (_, payable) in unpaid.items())
    ends = last_run_ends()
    every = timedelta(days=PAYOUT_INTERVAL_DAYS.current())
    found = []
    for currency in tenancy.current().currencies:
        _, payable = unpaid.get(currency, (0, 0))
        account = accounts.get(currency)
        reason: IneligibilityReason | None = amount_reason(payable, currency)
        if reason is None:
            reason = "debt_over_limit" if owes_too_much else vendor_reason(vendor, account, now=now)
        found.append(
            PayoutOutlook(
                currency=currency,
                amount=Money(payable, currency),
                minimum=Money(minimum(currency), currency),
                ineligibility_reason=reason,
                account_ready_at=_ready_at(account, now=now),
                next_run_at=ends[currency] + every if currency in ends else None,
            )
        )
    return found


def _ready_at(account: Destination | None, *, now: datetime) -> datetime | None:
    if account is None or account.changed_at is None:
        return None
    ready_at = account.changed_at + timedelta(days=PAYOUT_ACCOUNT_COOLDOWN_DAYS.current())
    return ready_at if ready_at > now else None
