from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.foundation.rest.fields import BlockField, CodeField, CodesField, LanguagesField, LineField, RegionTimeField
from marketplace.foundation.rest.serializers import StrictSerializer


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer"},
            {"type": "boolean"},
            {"type": "string"},
            {"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 200},
        ]
    }
)
class SettingValueField(serializers.Field):
    """A value of any setting's kind; which kind a name wants, and its bounds, are the declarations' (``tenancy.settings``)."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class EditRegion(StrictSerializer):
    settings = CodesField(
        child=SettingValueField(allow_null=True), required=False, help_text="By name; null puts a setting back to its default"
    )
    features = CodesField(child=serializers.BooleanField(), required=False)
    is_in_maintenance = serializers.BooleanField(required=False)
    maintenance_texts = LanguagesField(
        child=BlockField(allow_blank=True, max_length=500), required=False, help_text="What those read who are shut out, by language."
    )
    maintenance_until = RegionTimeField(required=False, allow_null=True, help_text="When the region should open again; null: nobody knows.")
    reason = LineField(max_length=500)


class AuditLogFilter(StrictSerializer):
    """The query string of the audit log."""

    actor = CodeField(required=False, max_length=40, help_text="Id of who did it.")
    action = CodeField(required=False, max_length=100, help_text="Such as `vendor.approved`.")
    resource = CodeField(required=False, max_length=100, help_text="Id of what it was done to.")
    since = RegionTimeField(required=False, help_text="From this time on, or from this day of the region on.")
    until = RegionTimeField(is_end=True, required=False, help_text="Before this time, or to the end of this day of the region.")
