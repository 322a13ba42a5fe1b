"""Days and the intervals that they are parted into, by a region's calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace.apps.analytics.types import Comparison, Interval

DAY, HOUR, WEEK = timedelta(days=1), timedelta(hours=1), timedelta(days=7)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def compared(since: date, until: date, comparison: Comparison) -> tuple[date, date]:
    """The period of as many days that it is compared with; the 29th of February is compared with the 28th."""
    if comparison == Comparison.PREVIOUS:
        days = until - since + DAY
        return since - days, until - days
    return _year_before(since), _year_before(until)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def starts_of(since: date, until: date, interval: Interval, zone: ZoneInfo) -> list[datetime]:
    """When each interval of the period begins; the first may begin before it, such as the week that ``since`` is in."""
    if interval == Interval.HOUR:
        return _hours(start_of(since, zone), start_of(until + DAY, zone), zone)
    first = _first_of(since, interval)
    starts = []
    while first <= until:
        starts.append(start_of(first, zone))
        first = _next_of(first, interval)
    return starts


def _first_of(day: date, interval: Interval) -> date:
    if interval == Interval.WEEK:
        return day - DAY * day.weekday()
    return day.replace(day=1) if interval == Interval.MONTH else day


def _next_of(day: date, interval: Interval) -> date:
    if interval == Interval.MONTH:
        return (day + timedelta(days=31)).replace(day=1)
    return day + (WEEK if interval == Interval.WEEK else DAY)


def _hours(begins: datetime, ends: datetime, zone: ZoneInfo) -> list[datetime]:
    """Counted by the world's clock: a day on which clocks are changed has 23 or 25."""
    first, last = begins.astimezone(ZoneInfo("UTC")), ends.astimezone(ZoneInfo("UTC"))
    return [(first + HOUR * number).astimezone(zone) for number in range(int((last - first) / HOUR))]
