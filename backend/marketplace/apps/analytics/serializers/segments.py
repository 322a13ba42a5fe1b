"""What a caller may ask of segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from marketplace.apps.analytics.types import SegmentSize
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import CodeField, invalid
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.texts import Text


class AskSegment(StrictSerializer):
    """The query string of segments."""

    currency = CodeField(min_length=3, max_length=3, required=False, help_text="The region's default if left out.")

    def validate_currency(self, currency: str) -> str:
        known = tenancy.current().currencies
        if currency not in known:
            raise invalid(Text("One of: {choices}", choices=known), "unknown_currency")
        return currency


class Segments(msgspec.Struct, frozen=True):
    """Every segment of one currency's customers."""

    items: Sequence[SegmentSize]


def asked_currency(data: Mapping[str, Any]) -> str:
    return str(data.get("currency", tenancy.current().default_currency))
