"""Reads: reports, their files, and what is stored about a customer's browsers."""

from marketplace.apps.analytics.queries.exports import export_view_of, get_export, list_exports, open_export
from marketplace.apps.analytics.queries.reports import get_report
from marketplace.apps.analytics.queries.saved import list_saved_reports, saved_view_of
from marketplace.apps.analytics.queries.segments import list_segment, segment_sizes, values_of
from marketplace.apps.analytics.queries.visitors import visitors_of

__all__ = [
    "export_view_of",
    "get_export",
    "get_report",
    "list_exports",
    "list_saved_reports",
    "list_segment",
    "open_export",
    "saved_view_of",
    "segment_sizes",
    "values_of",
    "visitors_of",
]
