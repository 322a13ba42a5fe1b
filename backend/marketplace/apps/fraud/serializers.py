"""Shapes of fraud in the API; nothing here saves."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.fraud.types import ReviewState
from marketplace.foundation.rest.fields import LineField
from marketplace.foundation.rest.serializers import StrictSerializer


class ListRisks(StrictSerializer):
    """The query string of the list of payments."""

    review = serializers.ChoiceField([state.value for state in ReviewState], required=False, default=ReviewState.OPEN.value)


class DecideRisk(StrictSerializer):
    """What was found, with the reason for the audit log."""

    review = serializers.ChoiceField([ReviewState.CLEARED.value, ReviewState.BLOCKED.value])
    reason = LineField(max_length=500)
