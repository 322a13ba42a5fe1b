"""
Sums by hour and day, made again from their source wherever something changed: late events, corrections and repeats come to the same.

Hours that changed are marked by who learns of it, or found by how far a source has been read. An hour is summed whole: deleted and
entered anew, then its day from its hours, in one transaction. What was searched for is known by day alone, from the day's events: most
texts are too rare in an hour to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.domain.catalogue import MEASURES, measures_of
from marketplace.apps.analytics.models import AggregateProgress
from marketplace.apps.analytics.services import sources
from marketplace.apps.analytics.types import Dimension, Grain, Source
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql

MOST_HOURS = 400  # of a source in one transaction
HOUR = timedelta(hours=1)
LONGEST = timedelta(days=1)  # that one read of a source is about
OVERLAP = timedelta(minutes=10)  # that is read again: no transaction takes as long
FEWEST = 3  # visitors who searched for a text on a day, from which on the text is kept

Span = tuple[datetime, datetime]


def refresh(*, now: datetime) -> None:
    """Sum again what changed since the last time. Safe to repeat; two at once take turns."""
    for source in Source:
        while _refresh(source, now=now) == MOST_HOURS:
            pass


def _refresh(source: Source, *, now: datetime) -> int:
    """How many hours were summed; fewer than ``MOST_HOURS``: all that there were."""
    with tenancy.atomic():
        _lock()
        hours = _TOUCHED.get(source, _marked)(source, now)
        _rebuild(source, hours)
        if len(hours) < MOST_HOURS:
            sql.run(statements.SAVE_SUMMED, {"source": source, "at": now})
    return len(hours)


def _lock() -> None:
    sql.rows(statements.LOCK_SUMS, {})


def _marked(source: Source, now: datetime) -> list[datetime]:
    return sorted(hour for (hour,) in sql.rows(statements.TAKE_HOURS, {"source": source, "most": MOST_HOURS}))


def _booked(source: Source, now: datetime) -> list[datetime]:
    earlier, position = _progress(source)
    hours, last = ledger_queries.hours_booked(after=earlier)
    _save(source, position=max(last, position), earlier=max(earlier, ledger_queries.last_booked(before=now - OVERLAP)))
    return hours


def _received(source: Source, now: datetime) -> list[datetime]:
    earlier, position = _progress(source)
    asked = {"after": _time(earlier), "until": now, "timezone": tenancy.current().timezone}
    hours = [hour for (hour,) in sql.rows(statements.HOURS_OF_RECEIVED, asked)]
    _save(source, position=max(_microseconds(now), position), earlier=max(earlier, _microseconds(now - OVERLAP)))
    return hours


_TOUCHED: dict[Source, Callable[[Source, datetime], list[datetime]]] = {Source.BOOKS: _booked, Source.BEHAVIOUR: _received}


def _progress(source: Source) -> tuple[int, int]:
    found = rows.first(AggregateProgress, "source = %(source)s", {"source": source})
    return (found.earlier, found.position) if found else (0, 0)


def _save(source: Source, *, position: int, earlier: int) -> None:
    sql.run(statements.SAVE_PROGRESS, {"source": source, "position": position, "earlier": earlier})


def _time(microseconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)


def _microseconds(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)


def _rebuild(source: Source, hours: Sequence[datetime]) -> None:
    measures = [measure.value for measure in measures_of(source)]
    summed = [measure.value for measure in measures_of(source) if Dimension.QUERY not in MEASURES[measure].dimensions]
    for since, until in spans_of(hours, longest=LONGEST):
        _clear(measures, Grain.HOUR, since, until)
        rows.insert_all([row for row in sources.hours_of(source, since, until) if row.value])
    zone = ZoneInfo(tenancy.current().timezone)
    for since, until in _days_of(hours, zone):
        _clear(measures, Grain.DAY, since, until)
        sql.run(statements.SUM_DAYS, {"measures": summed, "since": since, "until": until, "timezone": zone.key})
        if source == Source.BEHAVIOUR:
            sql.run(statements.DAY_OF_SEARCHES, {"since": since, "until": until, "timezone": zone.key, "fewest": FEWEST})


def _clear(measures: Sequence[str], grain: Grain, since: datetime, until: datetime) -> None:
    sql.run(statements.CLEAR, {"measures": measures, "grain": grain, "since": since, "until": until})


def spans_of(hours: Sequence[datetime], *, longest: timedelta) -> Iterator[Span]:
    """Hours that follow each other as one span, up to ``longest``; ``hours`` are sorted and whole."""
    begins: datetime | None = None
    ends: datetime | None = None
    for hour in hours:
        if begins is None or ends != hour or hour - begins >= longest:
            if begins is not None and ends is not None:
                yield begins, ends
            begins = hour
        ends = hour + HOUR
    if begins is not None and ends is not None:
        yield begins, ends


def _days_of(hours: Sequence[datetime], zone: ZoneInfo) -> Iterator[Span]:
    """Each day of the region that has one of the hours; a day of a change of clocks has 23 or 25 of them."""
    for day in sorted({hour.astimezone(zone).date() for hour in hours}):
        yield (
            datetime.combine(day, datetime.min.time(), tzinfo=zone),
            datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone),
        )
