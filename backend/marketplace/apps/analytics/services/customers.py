"""What each customer is worth, worked out anew from what was sold."""

from __future__ import annotations

from marketplace.apps.analytics import statements
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql


def score_customers() -> int:
    """Every customer's orders and scores, from all lines that there are; returns how many. Safe to repeat."""
    with tenancy.atomic():
        sql.run(statements.CLEAR_CUSTOMERS, {})
        return sql.run(statements.SCORE_CUSTOMERS, {})
