"""How long a region keeps personal data that nobody asked to be deleted. What the law wants kept is its operator's to know."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import whole_number

MAILS_KEPT_DAYS = whole_number(
    "mails_kept_days",
    default=400,
    least=30,
    most=4000,
    unit="days",
    description="How long mails are kept with their texts; by default somewhat longer than card payments can be disputed",
)
WEBHOOKS_KEPT_DAYS = whole_number(
    "webhooks_kept_days",
    default=400,
    least=30,
    most=4000,
    unit="days",
    description="How long bodies of payment providers' webhooks are kept, which may name customers",
)
UNSOLD_CHECKOUTS_KEPT_DAYS = whole_number(
    "unsold_checkouts_kept_days",
    default=30,
    least=1,
    most=400,
    unit="days",
    description="How long a checkout that ended without a sale keeps its addresses and e-mail address",
)
ORDERS_KEPT_YEARS = whole_number(
    "orders_kept_years",
    default=10,
    least=5,
    most=30,
    unit="years",
    description="After how many calendar years orders lose names, addresses and e-mail addresses; tax law wants them until then",
)
