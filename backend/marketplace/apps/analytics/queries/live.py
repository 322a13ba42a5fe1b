"""What happens in the shop right now: three statements, made at most every few seconds in each region."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.types import LiveMetrics, LiveWindow, Measure
from marketplace.foundation import tenancy
from marketplace.foundation.cache import responses
from marketplace.foundation.cache.responses import Answer
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money

FRESH_S = 4  # less than what the schedule waits, so that each message says something new
MINUTES, DAY = timedelta(minutes=5), timedelta(days=1)
_OF_DAY = (Measure.VISITS, Measure.ADDERS, Measure.REACHED_CART, Measure.ORDERS, Measure.PRODUCT_SALES)


def live_metrics(*, now: datetime) -> LiveMetrics:
    """
    The metrics, made again once they are ``FRESH_S`` seconds old (without the cache, always). Who asks while another makes them gets the
    ones before, which are never older than ``FRESH_S + STALE_S`` (``cache.responses``); ``made_at`` says how old.
    """

    def make() -> Answer:
        return Answer(msgspec.json.encode(LiveMetrics(made_at=now, minutes=_minutes(now - MINUTES), day=_day(now - DAY))), {}, ())

    return msgspec.json.decode(responses.get("live_metrics", make, fresh_s=FRESH_S).body, type=LiveMetrics)


def _minutes(since: datetime) -> LiveWindow:
    ((visitors, carts, checkouts),) = sql.rows(statements.VISITORS_SINCE, {"since": since})
    found = sql.rows(statements.ORDERS_SINCE, {"since": since})
    return LiveWindow(
        since=since,
        visitors=visitors,
        carts=carts,
        checkouts=checkouts,
        orders=sum(orders for _, orders, _ in found),
        revenue=_amounts((currency, int(sold)) for currency, _, sold in found),
    )


def _day(since: datetime) -> LiveWindow:
    """Of whole hours: the first is the one that is over soonest after ``since``."""
    found = sql.rows(statements.HOURS_SINCE, {"measures": [measure.value for measure in _OF_DAY], "since": since})

    def count(measure: Measure) -> int:
        return sum(value for name, _, value in found if name == measure)

    return LiveWindow(
        since=since,
        visitors=count(Measure.VISITS),
        carts=count(Measure.ADDERS),
        checkouts=count(Measure.REACHED_CART),
        orders=count(Measure.ORDERS),
        revenue=_amounts((currency, value) for name, currency, value in found if name == Measure.PRODUCT_SALES),
    )


def _amounts(found: Iterable[tuple[str, int]]) -> list[Money]:
    """In the order of the region's currencies; each is there, also without a sale."""
    by_currency = dict(found)
    return [Money(by_currency.get(currency, 0), currency) for currency in tenancy.current().currencies]
