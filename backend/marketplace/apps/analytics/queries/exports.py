"""Reads of reports as files."""

from __future__ import annotations

from typing import IO

import msgspec
from django.db.models import QuerySet

from marketplace.apps.analytics.errors import ExportNotFound, FileNotReady
from marketplace.apps.analytics.models import ReportExport
from marketplace.apps.analytics.types import Asked, FileFormat, FileState, ReportExportView
from marketplace.foundation.blobs import open_blob
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def list_exports(page: PageRequest, *, vendor_id: str, sees_money: bool) -> Page[ReportExportView]:
    """The newest first; ``vendor_id`` is empty for the operator's."""
    found = _own(vendor_id, sees_money=sees_money).order_by("-id")
    if page.cursor:
        found = found.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.id).map(export_view_of)


def get_export(export_id: str, *, vendor_id: str, sees_money: bool) -> ReportExportView:
    """:raises ExportNotFound: also for another vendor's"""
    return export_view_of(_get(export_id, vendor_id, sees_money=sees_money))


def open_export(export_id: str, *, vendor_id: str, sees_money: bool) -> tuple[IO[bytes], FileFormat]:
    """The file; close it. :raises ExportNotFound: also for another vendor's :raises FileNotReady:"""
    row = _get(export_id, vendor_id, sees_money=sees_money)
    if row.state != FileState.READY:
        raise FileNotReady(state=row.state)
    return open_blob(row.path), FileFormat(row.format)


def export_view_of(row: ReportExport) -> ReportExportView:
    asked = msgspec.convert(row.asked, Asked)
    return ReportExportView(
        id=row.id,
        format=FileFormat(row.format),
        state=FileState(row.state),
        rows_done=row.rows_done,
        measures=list(asked.measures),
        since=asked.since,
        until=asked.until,
        is_whole=row.is_whole,
        requested_at=row.requested_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
    )


def _get(export_id: str, vendor_id: str, *, sees_money: bool) -> ReportExport:
    row = _own(vendor_id, sees_money=sees_money).filter(pk=export_id).first()
    if row is None:
        raise ExportNotFound
    return row


def _own(vendor_id: str, *, sees_money: bool) -> QuerySet[ReportExport]:
    found = ReportExport.objects.filter(vendor_id=vendor_id)
    return found if sees_money else found.filter(has_money=False)
