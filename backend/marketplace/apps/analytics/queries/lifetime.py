"""Cohorts of customers, and what is expected of them: as of the last night."""

from __future__ import annotations

from itertools import groupby

from marketplace.apps.analytics.domain.lifetime import DAYS
from marketplace.apps.analytics.models import CohortCell, LifetimeCheck
from marketplace.apps.analytics.types import Cohort, CohortMonth, LifetimeGroup, LifetimeView
from marketplace.foundation import rows
from marketplace.kit.money import Money

MOST_COHORTS = 36


def list_cohorts(currency: str) -> list[Cohort]:
    """The last ``MOST_COHORTS`` months in which customers ordered for the first time, the newest first. One statement."""
    condition = (
        "currency = %(currency)s AND month IN ("
        "SELECT DISTINCT month FROM analytics_cohorts WHERE currency = %(currency)s ORDER BY month DESC LIMIT %(most)s"
        ") ORDER BY month DESC, months_after"
    )
    found = rows.every(CohortCell, condition, {"currency": currency, "most": MOST_COHORTS})
    return [_cohort(list(cells)) for _, cells in groupby(found, key=lambda cell: cell.month)]


def find_lifetime(currency: str) -> LifetimeView | None:
    """None where nobody has bought in the currency, or before the first night."""
    found = rows.first(LifetimeCheck, "currency = %(currency)s", {"currency": currency})
    if found is None:
        return None
    return LifetimeView(
        currency=currency,
        as_of=found.as_of,
        tested=found.tested,
        error=Money(found.error_minor, currency),
        error_of_mean=Money(found.error_of_mean_minor, currency),
        error_of_repeat=Money(found.error_of_repeat_minor, currency),
        is_answered=found.is_answered,
        groups=[
            LifetimeGroup(
                days_since_order=DAYS[recency] if recency < len(DAYS) else None,
                orders=orders,
                customers=customers,
                expected=Money(expected, currency),
            )
            for recency, orders, customers, expected in found.groups
        ],
    )


def _cohort(cells: list[CohortCell]) -> Cohort:
    currency = cells[0].currency
    return Cohort(
        month=cells[0].month,
        customers=cells[0].customers,  # the first month has all of them
        bought_again=sum(cell.second_orders for cell in cells),
        revenue=Money(sum(cell.revenue_minor for cell in cells), currency),
        months=[
            CohortMonth(
                months_after=cell.months_after,
                customers=cell.customers,
                orders=cell.orders,
                revenue=Money(cell.revenue_minor, currency),
            )
            for cell in cells
        ],
    )
