"""Serializer fields of this app's values; the apps above use them in their own serializers."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.foundation.rest.fields import MAX_MINOR, CodesField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.money import BASIS_POINTS


def _amounts() -> CodesField:
    return CodesField(child=serializers.IntegerField(min_value=0, max_value=MAX_MINOR), required=False, default=dict)


class CommissionTermsFields(StrictSerializer):
    """The fields of ``CommissionTerms``."""

    percent_bp = serializers.IntegerField(min_value=0, max_value=BASIS_POINTS)
    fixed = _amounts()
    floor = _amounts()
    cap = _amounts()
    category_overrides = CodesField(child=serializers.IntegerField(min_value=0, max_value=BASIS_POINTS), required=False, default=dict)
