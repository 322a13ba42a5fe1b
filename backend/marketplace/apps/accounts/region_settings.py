"""What an operator sets for people who log in to a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import yes_no

REQUIRES_SECOND_FACTOR = yes_no(
    "requires_second_factor",
    default=False,
    description="Without a second factor staff may change nothing, and vendors' people no payout account, refund, role or key",
)
