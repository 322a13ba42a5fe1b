"""Days and the intervals that they are parted into, by a region's calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace.apps.analytics.types import Comparison, Interval

DAY, HOUR, WEEK = timedelta(days=1), timedelta(hours=1), timedelta(days=7)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def compared(since: date, until: date, comparison: Comparison, interval: Interval | None = None) -> tuple[date, date]:
    """
    The period that it is compared with: as many days right before, or the same days of the year before (of the 29th of February, the 28th).

    By week or month it is moved by whole ones, so that each interval has the same part of a week or a month to be compared with.
    """
    if interval == Interval.MONTH:
        months = 12 if comparison == Comparison.YEAR else (until.year - since.year) * 12 + until.month - since.month + 1
        return _months_before(since, months), _months_before(until, months, to_the_end=True)
    if interval == Interval.WEEK:
        weeks = 52 if comparison == Comparison.YEAR else -(-((until - since).days + 1) // 7)
        return since - weeks * WEEK, until - weeks * WEEK
    if comparison == Comparison.PREVIOUS:
        days = until - since + DAY
        return since - days, until - days
    return _months_before(since, 12), _months_before(until, 12)


def _months_before(day: date, months: int, *, to_the_end: bool = False) -> date:
    """The same day of an earlier month, or its last; ``to_the_end``: the last day of a month becomes the last of the other."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    length = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if to_the_end and is_last else min(day.day, length))


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
