"""When a saved report is mailed, and which days it is about then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace.apps.analytics.types import SavedPeriod, Schedule

MORNING = time(7)
DAY = timedelta(days=1)


def days_of(period: SavedPeriod, *, today: date) -> tuple[date, date]:
    """The first and the last day, seen from ``today``."""
    yesterday = today - DAY
    if period == SavedPeriod.LAST_WEEK:
        monday = today - DAY * today.weekday()
        return monday - DAY * 7, monday - DAY
    if period == SavedPeriod.LAST_MONTH:
        last = today.replace(day=1) - DAY
        return last.replace(day=1), last
    days = {SavedPeriod.YESTERDAY: 1, SavedPeriod.LAST_7_DAYS: 7, SavedPeriod.LAST_30_DAYS: 30}[period]
    return today - DAY * days, yesterday


def next_due(schedule: Schedule, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The first morning after ``now`` on which it is mailed; none if it never is."""
    if schedule == Schedule.NEVER:
        return None
    local = now.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + DAY
    while not _is_on(schedule, day):
        day += DAY
    return datetime.combine(day, MORNING, tzinfo=zone)


def _is_on(schedule: Schedule, day: date) -> bool:
    if schedule == Schedule.WEEKLY:
        return day.weekday() == 0
    return schedule == Schedule.DAILY or day.day == 1
