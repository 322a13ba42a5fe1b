"""Shapes of search by picture in the API; nothing here saves."""

from __future__ import annotations

from rest_framework import serializers

from marketplace.apps.visual_search.types import MatchState
from marketplace.foundation.rest.fields import LineField, UploadField
from marketplace.foundation.rest.serializers import StrictSerializer


class SearchByPicture(StrictSerializer):
    file = UploadField()


class ListMatches(StrictSerializer):
    """The query string of the list of pairs."""

    state = serializers.ChoiceField([state.value for state in MatchState], required=False, default=MatchState.OPEN.value)


class DecideMatch(StrictSerializer):
    """What was found, with the reason for the audit log."""

    state = serializers.ChoiceField([MatchState.COPIED.value, MatchState.ALLOWED.value])
    reason = LineField(max_length=500)
