"""What an operator sets for reconciliation in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import whole_number

SETTLEMENT_GRACE_DAYS = whole_number(
    "settlement_grace_days",
    default=5,
    least=0,
    most=60,
    unit="days",
    description="How long a provider's reports may lack what is in the books, until it is a difference",
)
