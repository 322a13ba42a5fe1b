"""The region at a glance, by two statements, whatever it holds, and one of rates where they are added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from marketplace.apps.insights.queries.reading import rows_of
from marketplace.apps.insights.region_settings import REPORTING_CURRENCY
from marketplace.apps.insights.types import CurrencySales, DayOfSales, OpenProblem, Overview
from marketplace.apps.rates import queries as rate_queries
from marketplace.foundation import tenancy
from marketplace.foundation.cache import responses
from marketplace.foundation.cache.responses import Answer
from marketplace.kit.money import Money, total

WEEK = 7  # days
SHOWN_DAYS = 2 * WEEK
FRESH_S = 15

_SALES = """
    SELECT currency, (occurred_at AT TIME ZONE %(zone)s)::date AS day, count(DISTINCT order_id), sum(amount_minor)
    FROM financial_transactions WHERE type IN ('sale', 'shipping') AND occurred_at >= %(since)s GROUP BY 1, 2 ORDER BY 1, 2
"""

# What waits for staff. Each has a page of the admin panel on which it is ended.
_PROBLEMS = {
    "vendors_to_review": "SELECT count(*) FROM vendors WHERE state = 'pending'",
    "refunds_failed": "SELECT count(*) FROM payment_refunds WHERE state = 'failed'",
    "disputes_open": "SELECT count(*) FROM payment_disputes WHERE state = 'open'",
    "returns_to_decide": "SELECT count(*) FROM returns WHERE state = 'requested'",
    "payouts_failed": "SELECT count(*) FROM vendor_payouts WHERE state = 'failed'",
    "adjustments_to_decide": "SELECT count(*) FROM payout_adjustments WHERE state = 'proposed'",
    "credits_to_decide": "SELECT count(*) FROM credit_issues WHERE state = 'proposed'",
    "settlement_differences": "SELECT count(*) FROM settlement_differences WHERE state = 'open'",
    "events_parked": "SELECT count(*) FROM outbox_events WHERE parked_at IS NOT NULL",
    "products_unindexed": "SELECT count(*) FROM search_unindexed",
    "mails_failed": "SELECT count(*) FROM messages WHERE sent_at IS NULL AND attempts >= 12",
    "imports_failed": "SELECT count(*) FROM import_jobs WHERE state = 'failed' AND finished_at >= %(week_ago)s",
}
_COUNTS = "SELECT " + ", ".join(f"({statement})" for statement in _PROBLEMS.values())  # constant text


def get_overview(*, sees_money: bool, now: datetime) -> Overview:
    """The overview, made anew at most every ``FRESH_S`` seconds in each region."""

    def make() -> Answer:
        return Answer(msgspec.json.encode(_make(now)), {}, ())

    overview = msgspec.json.decode(responses.get("admin_overview", make, fresh_s=FRESH_S).body, type=Overview)
    return overview if sees_money else msgspec.structs.replace(overview, sales=None, together=None)


def _make(now: datetime) -> Overview:
    zone = ZoneInfo(tenancy.current().timezone)
    today = now.astimezone(zone).date()
    (counts,) = rows_of(_COUNTS, week_ago=now - timedelta(days=WEEK))
    problems = [OpenProblem(code=code, count=count) for code, count in zip(_PROBLEMS, counts, strict=True)]
    sales = list(_sales(today, zone))
    return Overview(made_at=now, today=today, sales=sales, together=_together(sales), problems=problems)


def _together(sales: Sequence[CurrencySales]) -> CurrencySales | None:
    """All currencies in the region's reporting currency; None if a day with sales cannot be converted: a sum that lacks some is none."""
    wanted = REPORTING_CURRENCY.current()
    if not wanted or not sales:
        return None
    days = [each.day for each in sales[0].days]
    rates = rate_queries.rates_between(days[0], days[-1], {wanted, *(each.currency for each in sales)})
    found: dict[date, tuple[int, int]] = {}
    for each in (day for currency in sales for day in currency.days if day.orders):
        converted = rates.convert(each.sales, wanted, on=each.day)
        if converted is None:
            return None
        orders, minor = found.get(each.day, (0, 0))
        found[each.day] = (orders + each.orders, minor + converted.minor)
    return _of_currency(wanted, days, found)


def _sales(today: date, zone: ZoneInfo) -> Iterator[CurrencySales]:
    """Of every currency of the region, also of one in which nothing was sold."""
    first = today - timedelta(days=SHOWN_DAYS - 1)
    since = datetime.combine(first, datetime.min.time(), tzinfo=zone)
    found: dict[str, dict[date, tuple[int, int]]] = defaultdict(dict)
    for currency, day, orders, minor in rows_of(_SALES, zone=zone.key, since=since):
        found[currency][day] = (orders, int(minor))
    for currency in tenancy.current().currencies:
        yield _of_currency(currency, [first + timedelta(days=number) for number in range(SHOWN_DAYS)], found[currency])


def _of_currency(currency: str, days: list[date], found: dict[date, tuple[int, int]]) -> CurrencySales:
    each = [DayOfSales(day=day, orders=count, sales=Money(minor, currency)) for day in days for count, minor in [found.get(day, (0, 0))]]
    before, week, today = each[:WEEK], each[WEEK:], each[-1]
    return CurrencySales(
        currency=currency,
        orders_today=today.orders,
        sales_today=today.sales,
        orders_7_days=sum(day.orders for day in week),
        sales_7_days=total((day.sales for day in week), currency),
        orders_7_days_before=sum(day.orders for day in before),
        sales_7_days_before=total((day.sales for day in before), currency),
        days=each,
    )
