"""What an operator sets for vendors in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import whole_number

COMMISSION_PERCENT_BP = whole_number(
    "commission_percent_bp",
    default=1_500,
    least=0,
    most=10_000,
    unit="basis points",
    description="The commission of a new vendor (1500 is 15 %)",
)
