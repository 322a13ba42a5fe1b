"""Providers' fees: what a provider keeps of a payment, booked up to what it says, whichever way it says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_PROVIDER_FEES, Posting, TransactionType, provider_account
from marketplace.apps.payments.models import Payment
from marketplace.foundation import rows
from marketplace.kit.money import Money


def record_fees(fees: Mapping[str, int], *, now: datetime) -> None:
    """
    Book what a provider kept of payments, in the caller's transaction: ``fees`` are the sums so far (minor units of the payment's
    currency) by payment id.

    Only what a sum exceeds the booked one by is posted, so a sum may be recorded any number of times; a lower one changes nothing. What
    a provider refunds is no part of a sum.
    """
    found = rows.every(Payment, "id = ANY(%(ids)s) ORDER BY id", {"ids": sorted(fees)}, for_update=True)
    raised = [(row, fees[row.id] - row.provider_fee_minor) for row in found if fees[row.id] > row.provider_fee_minor]
    for row, _ in raised:
        row.provider_fee_minor, row.updated_at = fees[row.id], now
    rows.change_all([row for row, _ in raised], "provider_fee_minor", "updated_at")
    ledger_services.post([fee_posting(row, fee_minor) for row, fee_minor in raised], now=now)


def fee_posting(row: Payment, fee_minor: int) -> Posting:
    """The provider keeps ``fee_minor`` more than it had, from what it holds for us; the row says the new sum."""
    return Posting(
        key=f"provider_fee:{row.id}:{row.provider_fee_minor}",
        type=TransactionType.PROVIDER_FEE,
        source=OPERATOR_PROVIDER_FEES,
        destination=provider_account(row.provider),
        amount=Money(fee_minor, row.currency),
        order_id=row.order_id,
        payment_id=row.id,
    )
