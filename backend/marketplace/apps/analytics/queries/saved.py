"""Reads of the reports that a person keeps, and of the widgets of a home page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.apps.analytics.domain.schedules import days_of
from marketplace.apps.analytics.errors import SavedReportNotFound
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
    Widget,
    WidgetSize,
)
from marketplace.foundation import rows, tenancy
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

OWN_SAVED = "id = %(id)s AND person_id = %(person_id)s"
ON_HOME = "person_id = %(person_id)s AND home_position IS NOT NULL ORDER BY home_position"


def list_saved_reports(person_id: str, page: PageRequest) -> Page[SavedReportView]:
    """The newest first."""
    found = SavedReport.objects.filter(person_id=person_id).order_by("-id")
    if page.cursor:
        found = found.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.id).map(saved_view_of)


def get_saved_report(saved_id: str, *, person_id: str) -> SavedReportView:
    """:raises SavedReportNotFound: also for another person's"""
    return saved_view_of(own_saved_report(saved_id, person_id=person_id))


def own_saved_report(saved_id: str, *, person_id: str) -> SavedReport:
    """The row itself, for a change. :raises SavedReportNotFound: also for another person's"""
    found = rows.first(SavedReport, OWN_SAVED, {"id": saved_id, "person_id": person_id})
    if found is None:
        raise SavedReportNotFound
    return found


def asked_by(saved: SavedReportView, *, now: datetime) -> dict[str, Any]:
    """What a caller would ask for the same report at ``now``: the parameters of a report, with days as dates."""
    since, until = days_of(saved.period, today=now.astimezone(ZoneInfo(tenancy.current().timezone)).date())
    named = {"report": saved.report} if saved.report else {"measures": ",".join(saved.measures), "by": ",".join(saved.by)}
    chosen = {name: value for name, value in (("interval", saved.interval), ("compare", saved.compare)) if value}
    return {**named, **saved.filters, "since": since, "until": until, **chosen}


def get_home(person_id: str) -> HomeView:
    """The widgets of a person's home page."""
    return home_of(rows.every(SavedReport, ON_HOME, {"person_id": person_id}))


def home_of(widgets: Sequence[SavedReport]) -> HomeView:
    """The same from their rows, in their order. The ETag is of what is where, and changes with nothing else."""
    placed = "\n".join(f"{row.id} {row.home_size}" for row in widgets)
    return HomeView(
        items=[Widget(saved_id=row.id, name=row.name, size=WidgetSize(row.home_size)) for row in widgets],
        etag=hashlib.sha256(placed.encode()).hexdigest()[:16],
    )


def saved_view_of(row: SavedReport) -> SavedReportView:
    return SavedReportView(
        id=row.id,
        name=row.name,
        report=ReportName(row.report) if row.report else None,
        measures=[Measure(name) for name in row.measures.split(",") if name],
        by=[Dimension(name) for name in row.by.split(",") if name],
        filters=row.filters,
        period=SavedPeriod(row.period),
        interval=Interval(row.interval) if row.interval else None,
        compare=Comparison(row.compare) if row.compare else None,
        schedule=Schedule(row.schedule),
        due_at=row.due_at,
        etag=str(row.version),
    )
