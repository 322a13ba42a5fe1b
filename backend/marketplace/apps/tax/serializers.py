"""Shapes of taxes in the API; nothing here saves."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.tax.types import VAT_CHECK_OUTCOMES
from marketplace.foundation.rest.fields import IdField
from marketplace.foundation.rest.serializers import StrictSerializer


class ListVatNumberChecks(StrictSerializer):
    """The query string of the list of questions to VIES."""

    vendor_id = IdField(prefix="ven", required=False)
    outcome = serializers.ChoiceField(choices=VAT_CHECK_OUTCOMES, required=False)
