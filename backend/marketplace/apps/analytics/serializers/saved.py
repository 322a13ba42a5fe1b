"""What a person keeps of reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from marketplace.apps.analytics.types import Comparison, Interval, ReportName, SavedPeriod, Schedule
from marketplace.foundation.rest.fields import LineField
from marketplace.foundation.rest.serializers import StrictSerializer


class KeepReport(StrictSerializer):
    """A report under a name, over days that are counted from when it is read."""

    name = LineField(max_length=100)
    report = serializers.ChoiceField(choices=[one.value for one in ReportName])
    period = serializers.ChoiceField(choices=[one.value for one in SavedPeriod])
    interval = serializers.ChoiceField(choices=[one.value for one in Interval], required=False)
    compare = serializers.ChoiceField(choices=[one.value for one in Comparison], required=False)
    schedule = serializers.ChoiceField(choices=[one.value for one in Schedule], required=False, default=Schedule.NEVER.value)


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
