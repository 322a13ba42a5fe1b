"""Reports that people keep under a name, and the mails that bring them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.analytics import queries
from marketplace.apps.analytics.domain.schedules import next_due
from marketplace.apps.analytics.errors import SavedReportNotFound, TooManySavedReports
from marketplace.apps.analytics.models import SavedReport
from marketplace.apps.analytics.types import (
    Comparison,
    Dimension,
    HomeView,
    Interval,
    Measure,
    ReportName,
    SavedPeriod,
    SavedReportView,
    Schedule,
    WidgetSize,
)
from marketplace.apps.staff import queries as staff_queries
from marketplace.foundation import mail, rows, tenancy
from marketplace.kit import limits
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_id

MAX_SAVED = limits.declare("analytics.saved_reports", 50, "reports", "That one person keeps; 409 `too_many_saved_reports` above it.")
MAILED_AT_ONCE = 500
ANALYSTS = ("owner", "manager", "accountant")


def save_report(
    *,
    vendor_id: str,
    person_id: str,
    name: str,
    report: ReportName | None,
    measures: Sequence[Measure],
    by: Sequence[Dimension],
    filters: Mapping[Dimension, str],
    period: SavedPeriod,
    interval: Interval | None,
    compare: Comparison | None,
    schedule: Schedule,
    now: datetime,
) -> SavedReportView:
    """Keep a report, by its name or put together; ``vendor_id`` is empty for staff. :raises TooManySavedReports:"""
    if SavedReport.objects.filter(person_id=person_id).count() >= MAX_SAVED:
        raise TooManySavedReports
    saved = SavedReport(
        id=new_id("rsv", at=now),
        vendor_id=vendor_id,
        person_id=person_id,
        name=name,
        report=report or "",
        measures="" if report else ",".join(measures),
        by="" if report else ",".join(by),
        filters=dict(filters),
        period=period,
        interval=interval or "",
        compare=compare or "",
        schedule=schedule,
        due_at=next_due(schedule, now=now, zone=_zone()),
    )
    rows.insert(saved)
    return queries.saved_view_of(saved)


def edit_saved_report(*, saved_id: str, person_id: str, etag: str, now: datetime, **changes: Any) -> SavedReportView:
    """
    Change the ``name``, the ``period`` or the ``schedule`` of a saved report.

    :raises SavedReportNotFound: also for another person's :raises StaleRow: if it has changed since
    """
    saved = queries.own_saved_report(saved_id, person_id=person_id)
    if str(saved.version) != etag:
        raise rows.StaleRow
    before = saved.version
    for name, value in {**changes, "version": before + 1}.items():
        setattr(saved, name, value)
    if "schedule" in changes:
        saved.due_at = next_due(Schedule(saved.schedule), now=now, zone=_zone())
    rows.change(saved, *changes, "due_at", "version", expected={"version": before})
    return queries.saved_view_of(saved)


def arrange_home(*, person_id: str, widgets: Sequence[tuple[str, WidgetSize]], etag: str) -> HomeView:
    """
    Put these saved reports, in this order, on the person's home page, and no others.

    :raises SavedReportNotFound: for one that is not the person's :raises StaleRow: if the page has been arranged otherwise since
    """
    with tenancy.atomic():
        own = {row.id: row for row in rows.every(SavedReport, "person_id = %(id)s ORDER BY id", {"id": person_id}, for_update=True)}
        placed = sorted((row for row in own.values() if row.home_position is not None), key=lambda row: row.home_position or 0)
        if queries.home_of(placed).etag != etag:
            raise rows.StaleRow
        if any(saved_id not in own for saved_id, _ in widgets):
            raise SavedReportNotFound
        for row in own.values():
            row.home_position, row.home_size = None, ""
        for place, (saved_id, size) in enumerate(widgets):
            own[saved_id].home_position, own[saved_id].home_size = place, size
        rows.change_all(list(own.values()), "home_position", "home_size")
        return queries.home_of([own[saved_id] for saved_id, _ in widgets])


def delete_saved_report(*, saved_id: str, person_id: str) -> None:
    """:raises SavedReportNotFound: also for another person's"""
    if not rows.delete_where(SavedReport, queries.OWN_SAVED, {"id": saved_id, "person_id": person_id}):
        raise SavedReportNotFound


def mail_due_reports(*, now: datetime) -> int:
    """Mail each report that is due, once; returns how many. What nobody may read any more is mailed no longer."""
    due = rows.every(SavedReport, "due_at <= %(now)s ORDER BY due_at, id LIMIT %(most)s", {"now": now, "most": MAILED_AT_ONCE})
    return sum(_mail(saved, now=now) for saved in due)


def _mail(saved: SavedReport, *, now: datetime) -> bool:
    reader, due_at = _reader_of(saved), saved.due_at
    saved.due_at = next_due(Schedule(saved.schedule), now=now, zone=_zone()) if reader else None
    asked = {name: str(value) for name, value in queries.asked_by(queries.saved_view_of(saved), now=now).items() if value}
    try:
        with tenancy.atomic():
            rows.change(saved, "due_at", expected={"due_at": due_at})
            if reader:
                email, language = reader
                url = mail.web_url("/reports" if saved.report else "/reports/build", app="vendor" if saved.vendor_id else "admin", **asked)
                days = {"since": asked["since"], "until": asked["until"]}
                mail.send("analytics/report", to=email, language=language, name=saved.name, url=url, **days)
    except rows.StaleRow:  # another task was faster, or the person has deleted it
        return False
    return reader is not None


def _reader_of(saved: SavedReport) -> tuple[str, str] | None:
    """Address and language of who keeps it, if they may still read it."""
    if saved.vendor_id:
        people = account_queries.vendor_contacts(saved.vendor_id, *ANALYSTS)
        return next(((one.email, one.language) for one in people if one.id == saved.person_id), None)
    try:
        member = staff_queries.get_member(saved.person_id)
    except NotFound:
        return None
    return (member.email, member.language) if member.is_active else None


def _zone() -> ZoneInfo:
    return ZoneInfo(tenancy.current().timezone)
