"""What an operator sets for people who log in to a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import yes_no

REQUIRES_SECOND_FACTOR = yes_no(
    "requires_second_factor",
    default=False,
    description="Staff may change nothing, and vendors' people not payout accounts, refunds, roles and keys, in a session that began without "
    "a second factor",
)
