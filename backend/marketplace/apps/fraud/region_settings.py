"""What an operator sets for fraud in a region."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import whole_number, yes_no

CHECKS_FRAUD = yes_no("fraud_checks", default=True, description="Whether payments are assessed before they are taken")
CHALLENGE_PERCENT = whole_number(
    "fraud_challenge_percent",
    default=3,
    least=1,
    most=100,
    unit="percent",
    description="From this probability of fraud on, the customer's bank is asked to look at the customer (3-D Secure)",
)
REVIEW_PERCENT = whole_number(
    "fraud_review_percent",
    default=15,
    least=1,
    most=100,
    unit="percent",
    description="From this probability of fraud on, staff are to look at the order as well",
)
