"""Shapes of reports to tax offices in the API; nothing here saves."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.foundation.rest.serializers import StrictSerializer


class OfYear(StrictSerializer):
    """The query string of a report of a year."""

    year = serializers.IntegerField(min_value=2020, max_value=2100)


class OfMonth(StrictSerializer):
    """The query string of a report of a month."""

    year = serializers.IntegerField(min_value=2020, max_value=2100)
    month = serializers.IntegerField(min_value=1, max_value=12)


class OfQuarter(StrictSerializer):
    """The query string of a report of a quarter."""

    year = serializers.IntegerField(min_value=2020, max_value=2100)
    quarter = serializers.IntegerField(min_value=1, max_value=4)
