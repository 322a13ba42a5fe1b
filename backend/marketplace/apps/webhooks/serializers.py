"""Shapes of requests."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rest_framework import serializers

from marketplace.apps.webhooks.types import EVENT_TYPES, DeliveryState, EndpointView
from marketplace.foundation.rest.fields import LineField, WebAddressField
from marketplace.foundation.rest.serializers import StrictSerializer

MAX_URL = 500


def _event_types(*, required: bool = True) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(choices=EVENT_TYPES), min_length=1, max_length=len(EVENT_TYPES), required=required
    )


class CreateWebhook(StrictSerializer):
    url = WebAddressField(max_length=MAX_URL)
    description = LineField(max_length=100, required=False, default="", allow_blank=True)
    event_types = _event_types()


class EditWebhook(StrictSerializer):
    """Whatever is left out stays as it is. ``is_active`` pauses the webhook, or turns it on again."""

    url = WebAddressField(max_length=MAX_URL, required=False)
    description = LineField(max_length=100, required=False, allow_blank=True)
    event_types = _event_types(required=False)
    is_active = serializers.BooleanField(required=False)


class ListDeliveries(StrictSerializer):
    state = serializers.ChoiceField(choices=[state.value for state in DeliveryState], required=False)


class ReplayForVendor(StrictSerializer):
    reason = LineField(max_length=500)


class Webhooks(msgspec.Struct, frozen=True):
    items: Sequence[EndpointView]
    next_cursor: str | None = None
