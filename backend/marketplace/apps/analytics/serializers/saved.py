"""What a person keeps of reports, and where on the home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from marketplace.apps.analytics.serializers.reports import AskReport, AskVendorReport
from marketplace.apps.analytics.types import SAVED_PERIODS, SCHEDULES, WIDGET_SIZES, Asked, ReportName, SavedPeriod, Schedule, WidgetSize
from marketplace.foundation.rest.fields import IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit import limits

MAX_WIDGETS = limits.declare("analytics.widgets", 12, "widgets", "Of a person's home page; 422 `invalid_input` above it.")


class KeepVendorReport(AskVendorReport):
    """A report under a name, over days that are counted from when it is read."""

    since = None  # type: ignore[assignment]  # the period says which days
    until = None  # type: ignore[assignment]
    name = LineField(max_length=100)
    period = serializers.ChoiceField(choices=SAVED_PERIODS)
    schedule = serializers.ChoiceField(choices=SCHEDULES, required=False, default=Schedule.NEVER.value)


class KeepReport(AskReport):
    """The same for staff."""

    since = None  # type: ignore[assignment]
    until = None  # type: ignore[assignment]
    name = LineField(max_length=100)
    period = serializers.ChoiceField(choices=SAVED_PERIODS)
    schedule = serializers.ChoiceField(choices=SCHEDULES, required=False, default=Schedule.NEVER.value)


class EditSavedReport(StrictSerializer):
    """Whatever is left out stays as it is."""

    name = LineField(max_length=100, required=False)
    period = serializers.ChoiceField(choices=SAVED_PERIODS, required=False)
    schedule = serializers.ChoiceField(choices=SCHEDULES, required=False)


class PlaceWidget(StrictSerializer):
    saved_id = IdField(prefix="rsv")
    size = serializers.ChoiceField(choices=WIDGET_SIZES)


class ArrangeHome(StrictSerializer):
    """All widgets of the page, in their order; what is left out is taken off."""

    items = serializers.ListField(child=PlaceWidget(), max_length=MAX_WIDGETS)


def kept_of(data: Mapping[str, Any], asked: Asked, *, of_vendor: str) -> dict[str, Any]:
    """The same as values. ``asked`` is what was understood of it; a vendor's own id is not kept, since it is set from who reads."""
    return {
        "name": data["name"],
        "report": ReportName(data["report"]) if data.get("report") else None,
        "measures": asked.measures,
        "by": asked.by,
        "filters": {name: value for name, value in asked.filters.items() if not (of_vendor and value == of_vendor)},
        "period": SavedPeriod(data["period"]),
        "interval": asked.interval if data.get("interval") else None,
        "compare": asked.compare,
        "schedule": Schedule(data["schedule"]),
    }


def widgets_of(data: Mapping[str, Any]) -> list[tuple[str, WidgetSize]]:
    """Each once; the first place counts."""
    placed = {item["saved_id"]: WidgetSize(item["size"]) for item in reversed(data["items"])}
    return [(saved_id, placed[saved_id]) for saved_id in dict.fromkeys(item["saved_id"] for item in data["items"])]
