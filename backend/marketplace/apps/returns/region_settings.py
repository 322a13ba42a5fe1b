"""What an operator sets for returns in a region. The law's fourteen days hold below any of it."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import whole_number

RETURN_DAYS = whole_number(
    "return_days",
    default=14,
    least=0,
    most=365,
    unit="days",
    description="How long after delivery customers may return products, where the vendor does not grant more; never under 14 in the EU",
)
EXCHANGE_DAYS = whole_number(
    "exchange_days",
    default=14,
    least=1,
    most=60,
    unit="days",
    description="How long, after a return is refunded, the stock of what the customer wants instead is held until the difference is paid",
)
RETURN_SEND_DAYS = whole_number(
    "return_send_days",
    default=30,
    least=14,
    most=180,
    unit="days",
    description="How long after its approval a return may take to arrive before it expires",
)
