"""What an operator sets for gift cards and store credit in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import amount_by_currency, whole_number

CREDIT_ISSUE_LIMIT_MINOR = amount_by_currency(
    "credit_issue_limit_minor",
    described_default="no limit",
    description="Staff give more credit than this at a time only with the approval of a second person",
)
# Laws set a least time, such as three years (Germany, sections 195 and 199 BGB) or five (Ireland): so by default there is no end.
CREDIT_VALIDITY_DAYS = whole_number(
    "credit_validity_days",
    default=0,
    least=0,
    most=36_500,
    unit="days",
    described_default="0: no expiry",
    description="How long gift cards and store credit are valid after they were given; 0 means without end. Local law may set a least time",
)
