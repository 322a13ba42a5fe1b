"""Shapes of models in the API; nothing here saves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplace.foundation.rest.fields import IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.texts import Text


class ChangeModel(StrictSerializer):
    """Switch it on or off, into shadow, or let it renew itself, with the reason for the audit log."""

    is_on = serializers.BooleanField(required=False)
    renews_itself = serializers.BooleanField(required=False)
    is_shadow = serializers.BooleanField(required=False)
    reason = LineField(max_length=500)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"is_on", "renews_itself", "is_shadow"}:
            raise serializers.ValidationError({"is_on": render(Text("Name what is to change"))}, code="required")
        return attrs


class ActivateVersion(StrictSerializer):
    reason = LineField(max_length=500)


class StartTrial(StrictSerializer):
    """The version that is tried against the active one, on how many of the customers, with the reason for the audit log."""

    version_id = IdField(prefix="mdl")
    share_percent = serializers.IntegerField(min_value=1, max_value=50)
    reason = LineField(max_length=500)


class StopTrial(StrictSerializer):
    reason = LineField(max_length=500)


class AskRecommendations(StrictSerializer):
    """The part of the query string that is of recommendations alone."""

    fallback = serializers.BooleanField(
        required=False, default=True, help_text="False: nothing where nobody knows, instead of what stands in."
    )


class ListForecasts(StrictSerializer):
    """The query string of the list of forecasts."""

    due = serializers.BooleanField(required=False, default=False, help_text="Only what was to be ordered when it was last looked at.")


class SetReorderTerms(StrictSerializer):
    """How a vendor orders, as a whole."""

    lead_time_days = serializers.IntegerField(min_value=1, max_value=180)
    order_every_days = serializers.IntegerField(min_value=1, max_value=180)
    pack_units = serializers.IntegerField(min_value=1, max_value=100_000)
    service_level_percent = serializers.IntegerField(min_value=50, max_value=99)
