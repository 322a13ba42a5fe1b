from __future__ import annotations

from typing import Any

from rest_framework import serializers

MAX_SETTING = 10**12


class NamedValues(serializers.DictField):
    """Values under plain names such as ``return_window_days``."""

    default_error_messages = {"invalid_name": "{name!r} is not a name of small letters and underscores"}

    def to_internal_value(self, data: Any) -> Any:
        values = super().to_internal_value(data)
        for name in values:
            if not (name.isidentifier() and name.isascii() and name.islower() and len(name) <= 50):
                self.fail("invalid_name", name=name)
        return values


class EditRegion(serializers.Serializer):
    """Of ``features`` and ``settings`` the named ones change; what is left out stays. A reason goes into the audit log."""

    name = serializers.CharField(max_length=100, required=False)
    features = NamedValues(child=serializers.BooleanField(), required=False)
    settings = NamedValues(child=serializers.IntegerField(min_value=0, max_value=MAX_SETTING), required=False)
    is_in_maintenance = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=500)
