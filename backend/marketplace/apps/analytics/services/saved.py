"""Reports that people keep under a name, and the mails that bring them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.analytics import queries
from marketplace.apps.analytics.domain.schedules import days_of, next_due
from marketplace.apps.analytics.errors import SavedReportNotFound, TooManySavedReports
from marketplace.apps.analytics.models import SavedReport
from marketplace.apps.analytics.types import Comparison, Interval, ReportName, SavedPeriod, SavedReportView, Schedule
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
    report: ReportName,
    period: SavedPeriod,
    interval: Interval | None,
    compare: Comparison | None,
    schedule: Schedule,
    now: datetime,
) -> SavedReportView:
    """Keep a report; ``vendor_id`` is empty for staff. :raises TooManySavedReports:"""
    if SavedReport.objects.filter(person_id=person_id).count() >= MAX_SAVED:
        raise TooManySavedReports
    saved = SavedReport(
        id=new_id("rsv", at=now),
        vendor_id=vendor_id,
        person_id=person_id,
        name=name,
        report=report,
        period=period,
        interval=interval or "",
        compare=compare or "",
        schedule=schedule,
        due_at=next_due(schedule, now=now, zone=_zone()),
    )
    rows.insert(saved)
    return queries.saved_view_of(saved)


def delete_saved_report(*, saved_id: str, person_id: str) -> None:
    """:raises SavedReportNotFound: also for another person's"""
    if not rows.delete_where(SavedReport, "id = %(id)s AND person_id = %(person_id)s", {"id": saved_id, "person_id": person_id}):
        raise SavedReportNotFound


def mail_due_reports(*, now: datetime) -> int:
    """Mail each report that is due, once; returns how many. What nobody may read any more is mailed no longer."""
    due = rows.every(SavedReport, "due_at <= %(now)s ORDER BY due_at, id LIMIT %(most)s", {"now": now, "most": MAILED_AT_ONCE})
    return sum(_mail(saved, now=now) for saved in due)


def _mail(saved: SavedReport, *, now: datetime) -> bool:
    reader, due_at = _reader_of(saved), saved.due_at
    saved.due_at = next_due(Schedule(saved.schedule), now=now, zone=_zone()) if reader else None
    since, until = days_of(SavedPeriod(saved.period), today=now.astimezone(_zone()).date())
    asked = {"report": saved.report, "since": since.isoformat(), "until": until.isoformat()}
    chosen = {name: value for name, value in (("interval", saved.interval), ("compare", saved.compare)) if value}
    try:
        with tenancy.atomic():
            rows.change(saved, "due_at", expected={"due_at": due_at})
            if reader:
                email, language = reader
                url = mail.web_url("/reports", app="vendor" if saved.vendor_id else "admin", **asked, **chosen)
                days = {"since": since.isoformat(), "until": until.isoformat()}
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
