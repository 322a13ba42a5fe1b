"""Reports as files: made by a worker, kept for some days as private files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from marketplace.apps.analytics import queries
from marketplace.apps.analytics.domain.report_files import CONTENT_TYPES, file_of
from marketplace.apps.analytics.errors import TooManyFiles
from marketplace.apps.analytics.models import ReportExport
from marketplace.apps.analytics.types import AnalyticsRow, Asked, FileFormat, FileState, ReportExportView
from marketplace.foundation import rows, tenancy
from marketplace.foundation.blobs import delete_blob, save_private
from marketplace.kit import limits
from marketplace.kit.ids import new_id
from marketplace.kit.pages import PageRequest

FILE_LIFE = timedelta(days=7)
MAX_EXPORTS = limits.declare(
    "analytics.exports", 50, "files", "Of reports of one vendor, or of the operator; 409 `too_many_files` above it."
)
MAX_ROWS = limits.declare("analytics.export_rows", 20_000, "rows", "Of a report as a file; `is_whole` is false for one that has more.")
MAX_TRIES = 5
PAGE = 1_000
_BY_ID = "id = %(id)s"


def request_export(*, asked: Asked, format: FileFormat, vendor_id: str, person_id: str, has_money: bool, now: datetime) -> ReportExportView:
    """A file to be made (``make_export``); ``vendor_id`` is empty for the operator's. :raises TooManyFiles:"""
    if ReportExport.objects.filter(vendor_id=vendor_id).count() >= MAX_EXPORTS:
        raise TooManyFiles
    export = ReportExport(
        id=new_id("rex", at=now),
        vendor_id=vendor_id,
        requested_by=person_id,
        has_money=has_money,
        asked=_written(asked),
        format=format,
        requested_at=now,
    )
    rows.insert(export)
    return queries.export_view_of(export)


def make_export(*, export_id: str, now: datetime) -> None:
    """Write the file, or note after ``MAX_TRIES`` that it failed. Safe to repeat; does nothing for one that is made or has failed."""
    export = ReportExport.objects.filter(pk=export_id, state=FileState.PENDING).first()
    if export is None:
        return
    if export.tries >= MAX_TRIES:
        _end(export_id, FileState.FAILED, expires_at=now + FILE_LIFE)
        return
    rows.change_where(ReportExport, _BY_ID, {"id": export_id}, tries=rows.Plus(1))
    asked, kind = msgspec.convert(export.asked, Asked), FileFormat(export.format)
    found, is_whole = _all_rows(asked, export_id)
    content = file_of(asked, found, format=kind, timezone=tenancy.current().timezone)
    path = save_private(f"analytics/{export_id}.{kind.value}", content, CONTENT_TYPES[kind].partition(";")[0])
    _end(export_id, FileState.READY, path=path, is_whole=is_whole, ready_at=now, expires_at=now + FILE_LIFE)


def _end(export_id: str, state: FileState, **values: Any) -> None:
    rows.change_where(ReportExport, _BY_ID, {"id": export_id}, state=state, **values)


def list_pending_exports(*, before: datetime) -> list[str]:
    """Files that were asked for before then and are not made: their task was lost."""
    found = ReportExport.objects.filter(state=FileState.PENDING, requested_at__lt=before)
    return list(found.order_by("id").values_list("id", flat=True)[:100])


def delete_expired_exports(*, now: datetime) -> None:
    """Files first: a row without its file is found again."""
    expired = list(ReportExport.objects.filter(expires_at__lte=now)[:1000])
    for export in expired:
        if export.path:
            delete_blob(export.path)
    rows.delete_where(ReportExport, "id = ANY (%(ids)s::text[])", {"ids": [export.id for export in expired]})


def _all_rows(asked: Asked, export_id: str) -> tuple[list[AnalyticsRow], bool]:
    """All rows up to ``MAX_ROWS``, and whether that is all. How far it is can be read meanwhile."""
    found: list[AnalyticsRow] = []
    for items, is_last in _pages(asked):
        found += items
        rows.change_where(ReportExport, _BY_ID, {"id": export_id}, rows_done=min(len(found), MAX_ROWS))
        if len(found) >= MAX_ROWS and not is_last:
            return found[:MAX_ROWS], False
    return found, True


def _pages(asked: Asked) -> Iterator[tuple[list[AnalyticsRow], bool]]:
    cursor: str | None = None
    while True:
        report = queries.get_report(asked, PageRequest(PAGE, cursor))
        cursor = report.next_cursor
        yield report.items, cursor is None
        if cursor is None:
            return


def _written(asked: Asked) -> Any:
    return msgspec.to_builtins(asked)
