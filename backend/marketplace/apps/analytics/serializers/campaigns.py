"""Shapes of campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from marketplace.apps.accounts.fields import LanguageField
from marketplace.apps.analytics.serializers.segments import AskSegment
from marketplace.apps.analytics.types import SEGMENTS, CampaignText, Segment
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import BlockField, LineField, invalid
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.texts import Text


class AskReach(AskSegment):
    segment = serializers.ChoiceField(choices=SEGMENTS)


class WriteCampaignText(StrictSerializer):
    """What the readers of one language get: plain text, as it is."""

    language = LanguageField()
    subject = LineField(max_length=150)
    body = BlockField(max_length=10_000)


class CreateCampaign(AskSegment):
    """A mail to a segment, in the languages of the region; its default one must be there."""

    name = LineField(max_length=100)
    segment = serializers.ChoiceField(choices=SEGMENTS)
    texts = serializers.ListField(child=WriteCampaignText(), allow_empty=False, max_length=20)

    def validate_texts(self, texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        default = tenancy.current().default_language
        if default not in {text["language"] for text in texts}:
            raise invalid(Text("The text in {language} is missing", language=default), "default_language_missing")
        return texts


def campaign_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same as values."""
    return {
        "name": data["name"],
        "segment": Segment(data["segment"]),
        "currency": data.get("currency", tenancy.current().default_currency),
        "texts": {text["language"]: CampaignText(subject=text["subject"], body=text["body"]) for text in data["texts"]},
    }
