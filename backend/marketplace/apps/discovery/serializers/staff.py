"""What staff may send; shape only."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.foundation.rest.fields import CodeField, IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer

MAX_GROUPS, MAX_WORDS, MAX_PINS, MAX_PINNED = 2_000, 30, 1_000, 20


def _words(*, required: bool) -> serializers.ListField:
    word = LineField(max_length=60)
    return serializers.ListField(child=word, required=required, allow_empty=not required, max_length=MAX_WORDS)


class SynonymGroupFields(StrictSerializer):
    language = CodeField(max_length=10)
    words = _words(required=True)
    means = _words(required=False)


class SetSynonyms(StrictSerializer):
    groups = serializers.ListField(child=SynonymGroupFields(), max_length=MAX_GROUPS)


class PinnedQueryFields(StrictSerializer):
    query = LineField(max_length=200)
    product_ids = serializers.ListField(child=IdField(prefix="prod"), allow_empty=False, max_length=MAX_PINNED)


class SetPins(StrictSerializer):
    queries = serializers.ListField(child=PinnedQueryFields(), max_length=MAX_PINS)


class SetBoosts(StrictSerializer):
    in_stock = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    sold = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    sold_half_at = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False)
    rated = serializers.IntegerField(min_value=0, max_value=1000, required=False)
