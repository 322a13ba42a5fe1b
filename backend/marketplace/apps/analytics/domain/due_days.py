"""When a delivery is due: the vendor's working days, by the region's calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SATURDAY = 5


def due_by(ordered_at: datetime, working_days: int, zone: ZoneInfo) -> datetime:
    """
    The last second of the day by which it is due: so many working days after the day of the order, Monday to Friday. Holidays are
    counted as working days, since vendors are in many countries.
    """
    day = ordered_at.astimezone(zone).date()
    for _ in range(working_days):
        day = _next_working_day(day)
    if working_days == 0 and day.weekday() >= SATURDAY:
        day = _next_working_day(day)
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def _next_working_day(day: date) -> date:
    day += DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return day
