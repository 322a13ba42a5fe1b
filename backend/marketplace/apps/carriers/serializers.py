"""Shapes of carriers in the API; nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rest_framework import serializers

from marketplace.apps.carriers.types import CarrierCode, LabelOption, LabelWish
from marketplace.foundation.rest.fields import CodeField
from marketplace.foundation.rest.serializers import StrictSerializer

MAX_WEIGHT_G = 1_000_000


class ConnectCarrier(StrictSerializer):
    carrier = serializers.ChoiceField(choices=[code.value for code in CarrierCode])
    public_key = CodeField(max_length=100)
    secret_key = CodeField(max_length=200)


class AskOptions(StrictSerializer):
    """The query string of what can be bought for a parcel."""

    weight_g = serializers.IntegerField(min_value=1, max_value=MAX_WEIGHT_G, help_text="Of the whole parcel, in grams.")


class WishLabel(AskOptions):
    service = CodeField(max_length=200, help_text="The `code` of one of the options.")

    @staticmethod
    def wish(data: dict[str, object]) -> LabelWish:
        """Takes what is chosen out of validated data."""
        return LabelWish(service=str(data["service"]), weight_g=int(str(data["weight_g"])))


class LabelledUnits(StrictSerializer):
    line_id = CodeField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=100_000)


class BuyLabel(WishLabel):
    lines = serializers.ListField(child=LabelledUnits(), allow_empty=False, max_length=200)


class LabelOptions(msgspec.Struct, frozen=True, kw_only=True):
    """All ways to send the parcel, the cheapest first."""

    items: Sequence[LabelOption]
