"""When an alert rule fires. The same for the present and for a trial over the past, so a trial says what would have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.apps.analytics.types import AlertCondition, AlertMoment

HOUR = timedelta(hours=1)
SUMMED_AFTER = timedelta(minutes=10)  # an hour's sums are there by then: they are made every five minutes


def last_whole_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """The end of the last hour of the region's clock that is over and summed."""
    then = (now - SUMMED_AFTER).replace(second=0, microsecond=0)
    return then - timedelta(minutes=then.astimezone(zone).minute)


def fires(condition: AlertCondition, *, value: int, threshold: int, until: datetime, last_until: datetime | None, quiet_h: int) -> bool:
    """Whether a window with this sum fires: never within ``quiet_h`` hours of the last window that did, nor before it."""
    if last_until is not None and until - last_until < max(quiet_h, 1) * HOUR:
        return False
    return value > threshold if condition == AlertCondition.ABOVE else value < threshold


def replay(
    hours: Mapping[datetime, int],
    *,
    condition: AlertCondition,
    threshold: int,
    window_h: int,
    quiet_h: int,
    since: datetime,
    until: datetime,
) -> Iterator[AlertMoment]:
    """The windows ending after ``since`` and up to ``until`` that would have fired. ``hours`` are sums by the hour's start, in UTC."""
    moment, last_until = since, None
    value = sum(hours.get(since - HOUR * back, 0) for back in range(1, window_h + 1))
    while (moment := moment + HOUR) <= until:
        value += hours.get(moment - HOUR, 0) - hours.get(moment - HOUR * (window_h + 1), 0)
        if fires(condition, value=value, threshold=threshold, until=moment, last_until=last_until, quiet_h=quiet_h):
            last_until = moment
            yield AlertMoment(until=moment, value=value)
