"""What an operator sets for payments in a region; methods, their limits and fees are rows of the table of payment methods."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import feature, whole_number

CASH_ON_DELIVERY = feature("cash_on_delivery", description="Whether methods that settle on delivery are offered")
DISPUTE_REMINDER_DAYS = whole_number(
    "dispute_reminder_days",
    default=3,
    least=1,
    most=30,
    unit="days",
    description="How long before the bank's deadline staff are reminded of a dispute that is still open",
)
