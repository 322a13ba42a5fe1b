"""Shapes of reconciliation in the API; nothing here saves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplace.apps.reconciliation.types import DifferenceKind, DifferenceState, EntryState, ReportFormat
from marketplace.foundation.rest.fields import CodeField, LineField, UploadField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.texts import Text


class UploadReport(StrictSerializer):
    file = UploadField(allow_empty_file=False)
    format = serializers.ChoiceField(choices=[known.value for known in ReportFormat])
    provider = CodeField(
        max_length=30, required=False, default="", allow_blank=True, help_text="Needed for a plain file, and for a courier's: its code."
    )


class ListReports(StrictSerializer):
    """The query string of the list of reports."""

    provider = CodeField(max_length=40, required=False, help_text="Of a courier: `cash:` and its code.")


class ListEntries(StrictSerializer):
    """The query string of the list of a report's entries."""

    state = serializers.ChoiceField(choices=[state.value for state in EntryState], required=False)


class ListDifferences(StrictSerializer):
    """The query string of the list of differences."""

    state = serializers.ChoiceField(choices=[state.value for state in DifferenceState], required=False)
    kind = serializers.ChoiceField(choices=[kind.value for kind in DifferenceKind], required=False)
    provider = CodeField(max_length=40, required=False, help_text="Of a courier: `cash:` and its code.")
    owner_id = CodeField(max_length=40, required=False, allow_blank=True, help_text="Empty: those without an owner.")


class ChangeDifference(StrictSerializer):
    """An owner, or a state with a reason, or both."""

    owner_id = CodeField(max_length=40, required=False, allow_blank=True, help_text="A member of staff; empty: nobody.")
    state = serializers.ChoiceField(choices=[DifferenceState.EXPLAINED.value, DifferenceState.RESOLVED.value], required=False)
    reason = LineField(max_length=500, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"owner_id", "state"}:
            raise serializers.ValidationError({"state": render(Text("Name an owner or a state"))}, code="required")
        if "state" in attrs:
            attrs["state"] = DifferenceState(attrs["state"])
        return attrs
