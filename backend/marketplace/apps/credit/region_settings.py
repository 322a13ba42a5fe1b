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
GIFT_CARD_LEAST_MINOR = amount_by_currency(
    "gift_card_least_minor",
    described_default="1 minor unit",
    description="A customer buys no gift card of less than this",
)
GIFT_CARD_MOST_MINOR = amount_by_currency(
    "gift_card_most_minor",
    described_default="none are sold",
    description="A customer buys no gift card of more than this; in a currency without it none are sold",
)
# The right to withdraw from a purchase at a distance is one of 14 days (Directive 2011/83/EU, art. 9).
GIFT_CARD_REFUND_DAYS = whole_number(
    "gift_card_refund_days",
    default=14,
    least=0,
    most=3_650,
    unit="days",
    description="How long a customer can have a gift card refunded that nobody used; staff can do it at any time",
)
