from __future__ import annotations

from rest_framework import serializers

from marketplace.foundation.rest.fields import CodeField, CodesField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer


def _codes(max_length: int, *, required: bool = True) -> serializers.ListField:
    return serializers.ListField(child=CodeField(max_length=max_length), max_length=250, required=required)


class RegionDescription(StrictSerializer):
    """What the operator says of a region. Secrets are no part of it: they are in the environment."""

    name = LineField(max_length=100)
    domains = _codes(253)
    default_currency = CodeField(max_length=3)
    currencies = _codes(3)
    default_language = CodeField(max_length=2)
    languages = _codes(2)
    timezone = CodeField(max_length=50)
    countries = _codes(2)
    countries_without_vat = _codes(2, required=False)
    cosmos_database_name = CodeField(max_length=63, required=False, help_text="Of its documents; else `globalmarket-` and its code.")
    postgres_schema = CodeField(max_length=63, required=False, help_text="Of its tables; else its code.")
    features = CodesField(child=serializers.BooleanField(), required=False)
    reason = LineField(max_length=500)


class PlanRegion(RegionDescription):
    slug = CodeField(max_length=20, help_text="Its code: lower-case letters and digits, for good.")


class ReasonOnly(StrictSerializer):
    reason = LineField(max_length=500)
