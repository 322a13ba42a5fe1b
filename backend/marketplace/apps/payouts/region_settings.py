"""What an operator sets for payouts in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import amount_by_currency, whole_number, yes_no

RETURN_WINDOW_DAYS = whole_number(
    "return_window_days", default=14, least=0, most=365, unit="days", description="How long after delivery earnings become payable"
)
PAYOUT_INTERVAL_DAYS = whole_number(
    "payout_interval_days",
    default=7,
    least=1,
    most=90,
    unit="days",
    description="How long after a payout run of a currency the schedule previews the next",
)
PAYOUT_MINIMUM_MINOR = amount_by_currency(
    "payout_minimum_minor", described_default="0 in each currency", description="A vendor's earnings below this are not paid out yet"
)
# A stolen login that changes the account is noticed by the owner (who gets a mail) before money goes there.
PAYOUT_ACCOUNT_COOLDOWN_DAYS = whole_number(
    "payout_account_cooldown_days",
    default=2,
    least=0,
    most=60,
    unit="days",
    description="How long a changed payout account waits before money is sent to it",
)
VENDOR_DEBT_LIMIT_MINOR = amount_by_currency(
    "vendor_debt_limit_minor",
    described_default="no limit",
    description="A vendor that owes more than this, as after refunds of what was paid out, is paid nothing in any currency, and warned",
)
PAYOUT_BY_PROVIDER = yes_no(
    "payout_by_provider",
    default=False,
    description="Whether vendors may be paid by the payment provider (Stripe Connect, Paystack, PayPal) instead of to a bank account",
)
PAYOUT_REQUIRES_SECOND_APPROVER = yes_no(
    "payout_requires_second_approver",
    default=False,
    description="Whether a payout run must be approved by another person than the one who made its preview",
)
LOST_DISPUTE_BORNE_BY_OPERATOR = yes_no(
    "lost_dispute_borne_by_operator",
    default=False,
    description="Whether the operator bears a lost dispute, instead of the vendors of the order",
)
