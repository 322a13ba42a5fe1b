"""Shapes of evidence in the API; nothing here saves."""

from __future__ import annotations

from marketplace.foundation.rest.fields import BlockField
from marketplace.foundation.rest.serializers import StrictSerializer


class SendEvidence(StrictSerializer):
    note = BlockField(max_length=2_000, required=False, default="", allow_blank=True, help_text="What staff say to the bank, in English.")
