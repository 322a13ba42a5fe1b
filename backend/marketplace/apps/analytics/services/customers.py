"""What customers are worth, worked out anew from what was sold: scores, cohorts, and what is expected of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.domain.lifetime import AHEAD, DAYS, MOST_ORDERS, Group, evaluate, expected_of
from marketplace.apps.analytics.models import LifetimeCheck
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql

Groups = dict[str, list[Group]]  # by currency
_NOW, _LAST, _BEFORE_LAST = 0, 1, 2  # how many times 90 days ago customers stood so


def score_customers(*, now: datetime) -> int:
    """Every customer's orders and scores, from all lines that there are; returns how many. Safe to repeat."""
    with tenancy.atomic():
        sql.rows(statements.LOCK_CUSTOMERS, {})
        sql.run(statements.CLEAR_CUSTOMERS, {})
        scored = sql.run(statements.SCORE_CUSTOMERS, {})
        sql.run(statements.CLEAR_FIFTHS, {})
        sql.run(statements.NOTE_FIFTHS, {})
        sql.run(statements.CLEAR_COHORTS, {})
        sql.run(statements.BUILD_COHORTS, {"timezone": tenancy.current().timezone})
        _foresee(now)
    return scored


def refresh_customers(customer_ids: Collection[str]) -> None:
    """The orders and scores of these alone, who have just ordered or canceled. Safe to repeat, and in any order."""
    if known := sorted(set(filter(None, customer_ids))):
        with tenancy.atomic():
            sql.rows(statements.LOCK_CUSTOMERS, {})
            sql.run(statements.REFRESH_CUSTOMERS, {"ids": known})


def _foresee(now: datetime) -> None:
    """
    Learn from the last 90 days, and expect that of everybody in a group, in those currencies in which the same would have been better for
    these 90 days, learned from the 90 before, than the mean of all and than the same again.
    """
    stood, learned, before = (_groups(now, times) for times in (_NOW, _LAST, _BEFORE_LAST))
    sql.run(statements.CLEAR_LIFETIME, {})
    checks = [_check(currency, groups, learned.get(currency, []), before.get(currency, []), now) for currency, groups in stood.items()]
    rows.insert_all(checks)
    known = [(check.currency, *group) for check in checks for group in check.groups]
    columns = {
        "currencies": [row[0] for row in known],
        "recencies": [row[1] for row in known],
        "frequencies": [row[2] for row in known],
        "expected": [row[4] for row in known],
    }
    sql.run(statements.EXPECT, {**columns, "now": now, "days": list(DAYS), "most": MOST_ORDERS})


def _check(currency: str, stood: list[Group], learned: list[Group], before: list[Group], now: datetime) -> LifetimeCheck:
    test = evaluate(before, learned)
    expected = expected_of(learned) if test.is_passed else {}
    return LifetimeCheck(
        currency=currency,
        as_of=now,
        tested=test.customers,
        error_minor=test.error,
        error_of_mean_minor=test.error_of_mean,
        error_of_repeat_minor=test.error_of_repeat,
        is_answered=test.is_passed,
        groups=[[*group.key, group.customers, expected[group.key]] for group in stood if group.key in expected],
    )


def _groups(now: datetime, times: int) -> Groups:
    asked = {"at": now - times * AHEAD, "ahead": AHEAD, "days": list(DAYS), "most": MOST_ORDERS}
    found = sorted(sql.rows(statements.STOOD, asked))
    return {currency: [_group(row) for row in own] for currency, own in groupby(found, key=lambda row: str(row[0]))}


def _group(row: tuple) -> Group:
    _, recency, orders, customers, spent, squares, repeat_squares = row
    return Group((int(recency), int(orders)), int(customers), int(spent), int(squares), int(repeat_squares))
