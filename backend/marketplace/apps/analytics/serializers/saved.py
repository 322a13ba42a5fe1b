"""What a person keeps of reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from marketplace.apps.analytics.types import (
    COMPARISONS,
    INTERVALS,
    REPORT_NAMES,
    SAVED_PERIODS,
    SCHEDULES,
    Comparison,
    Interval,
    ReportName,
    SavedPeriod,
    Schedule,
)
from marketplace.foundation.rest.fields import LineField
from marketplace.foundation.rest.serializers import StrictSerializer


class KeepReport(StrictSerializer):
    """A report under a name, over days that are counted from when it is read."""

    name = LineField(max_length=100)
    report = serializers.ChoiceField(choices=REPORT_NAMES)
    period = serializers.ChoiceField(choices=SAVED_PERIODS)
    interval = serializers.ChoiceField(choices=INTERVALS, required=False)
    compare = serializers.ChoiceField(choices=COMPARISONS, required=False)
    schedule = serializers.ChoiceField(choices=SCHEDULES, required=False, default=Schedule.NEVER.value)


def kept_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same as values."""
    return {
        "name": data["name"],
        "report": ReportName(data["report"]),
        "period": SavedPeriod(data["period"]),
        "interval": Interval(data["interval"]) if data.get("interval") else None,
        "compare": Comparison(data["compare"]) if data.get("compare") else None,
        "schedule": Schedule(data["schedule"]),
    }
