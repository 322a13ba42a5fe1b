"""The words of what customers are worth over time."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from marketplace.kit.money import Money


class CohortMonth(msgspec.Struct, frozen=True, kw_only=True):
    """What a cohort did in the month that is ``months_after`` its first: how many of its customers ordered, how often, for how much."""

    months_after: int
    customers: int
    orders: int
    revenue: Money


class Cohort(msgspec.Struct, frozen=True, kw_only=True):
    """
    The customers whose first order was in a month of the region (``month`` is its first day).

    ``bought_again`` of them ordered a second time, whenever that was; ``revenue`` is what all of them spent until the last night. Months in
    which nobody of them ordered are left out.
    """

    month: date
    customers: int
    bought_again: int
    revenue: Money
    months: list[CohortMonth]


class LifetimeGroup(msgspec.Struct, frozen=True, kw_only=True):
    """
    Customers who stand alike: their last order at most ``days_since_order`` ago (none: longer than any limit), ``orders`` of them so far
    (the highest means "or more"). ``expected`` is what one of them spends in the next 90 days.
    """

    days_since_order: int | None
    orders: int
    customers: int
    expected: Money


class LifetimeView(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is expected of the customers of one currency, and how good that would have been in the last 90 days.

    ``error`` is the root of the mean squared difference from what each of ``tested`` customers did spend; ``error_of_mean`` is that of
    expecting the mean of every customer, ``error_of_repeat`` that of expecting what the customer spent in the 90 days before. Unless the
    rule beat both (``is_answered``), nothing is expected of anybody, and ``groups`` is empty.
    """

    currency: str
    as_of: datetime
    tested: int
    error: Money
    error_of_mean: Money
    error_of_repeat: Money
    is_answered: bool
    groups: list[LifetimeGroup]
