"""The words of reports that people keep, and of the widgets that they make of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.analytics.types.words import Comparison, Dimension, Interval, Measure, ReportName


class SavedPeriod(StrEnum):
    """The days of a saved report, counted from the day on which it is read; today is in none, since it is not over."""

    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    LAST_WEEK = "last_week"  # from Monday
    LAST_MONTH = "last_month"


class Schedule(StrEnum):
    """How often a saved report is mailed, in the morning of the region."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"  # on Monday
    MONTHLY = "monthly"  # on the first


class WidgetSize(StrEnum):
    """How wide a widget stands on the home page."""

    HALF = "half"
    WHOLE = "whole"


class SavedReportView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A report that a person keeps under a name: one of the catalogue (``report``), or put together from ``measures``, ``by`` and ``filters``.

    ``due_at`` is when it is mailed next; none: it is not.
    """

    id: str
    name: str
    report: ReportName | None
    measures: list[Measure]
    by: list[Dimension]
    filters: dict[str, str]
    period: SavedPeriod
    interval: Interval | None
    compare: Comparison | None
    schedule: Schedule
    due_at: datetime | None
    etag: str


class Widget(msgspec.Struct, frozen=True, kw_only=True):
    """A saved report on its owner's home page."""

    saved_id: str
    name: str
    size: WidgetSize


class HomeView(msgspec.Struct, frozen=True, kw_only=True):
    """The widgets of a person's home page, in their order."""

    items: list[Widget]
    etag: str


# By which the API's document names the choices of requests.
SAVED_PERIODS = tuple(one.value for one in SavedPeriod)
SCHEDULES = tuple(one.value for one in Schedule)
WIDGET_SIZES = tuple(one.value for one in WidgetSize)
