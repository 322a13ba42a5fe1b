"""Reads of the reports that a person keeps."""

from __future__ import annotations

from marketplace.apps.analytics.models import SavedReport
from marketplace.apps.analytics.types import Comparison, Interval, ReportName, SavedPeriod, SavedReportView, Schedule
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def list_saved_reports(person_id: str, page: PageRequest) -> Page[SavedReportView]:
    """The newest first."""
    found = SavedReport.objects.filter(person_id=person_id).order_by("-id")
    if page.cursor:
        found = found.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.id).map(saved_view_of)


def saved_view_of(row: SavedReport) -> SavedReportView:
    return SavedReportView(
        id=row.id,
        name=row.name,
        report=ReportName(row.report),
        period=SavedPeriod(row.period),
        interval=Interval(row.interval) if row.interval else None,
        compare=Comparison(row.compare) if row.compare else None,
        schedule=Schedule(row.schedule),
        due_at=row.due_at,
    )
