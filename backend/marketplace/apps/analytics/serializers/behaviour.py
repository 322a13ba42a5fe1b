"""Shapes of behaviour and reports in the API; nothing here saves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplace.apps.accounts.fields import LanguageField
from marketplace.apps.analytics.services import MAX_EVENTS
from marketplace.apps.analytics.types import CHECKOUT_STEPS, EVENT_KINDS, Behaviour, EventKind
from marketplace.apps.carts import services as cart_services
from marketplace.foundation.rest.fields import IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.texts import Text

# What an event of a kind says nothing without.
_NEEDED = {
    EventKind.VIEW: "product_id",
    EventKind.CLICK: "product_id",
    EventKind.ADD: "product_id",
    EventKind.REMOVE: "product_id",
    EventKind.CHECKOUT: "step",
    EventKind.MESSAGE: "product_id",
}
_OF_UNITS = {EventKind.ADD, EventKind.REMOVE}


class AgreeToCounting(StrictSerializer):
    """The sentence that the visitor agreed to, in its language."""

    text = LineField(max_length=2_000)
    language = LanguageField()


class ReportedEvent(StrictSerializer):
    """Something that a visitor did, by an id of the browser's."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=EVENT_KINDS)
    at = serializers.DateTimeField(help_text="By the browser's clock; the same when it is sent again.")
    product_id = IdField(prefix="prod", required=False, default="")
    query = LineField(max_length=200, required=False, default="", allow_blank=True)
    position = serializers.IntegerField(min_value=1, max_value=10_000, required=False, help_text="The place in a list, from 1.")
    count = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False, help_text="Products found, or units.")
    step = serializers.ChoiceField(choices=CHECKOUT_STEPS, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = _NEEDED.get(attrs["kind"])
        if needed and not attrs[needed]:
            raise serializers.ValidationError({needed: render(Text("An event of this kind needs it"))}, code="required")
        if attrs["kind"] in _OF_UNITS and attrs.get("count", 0) > cart_services.max_quantity():
            text = Text("A cart has at most {limit} units of one variant.", limit=cart_services.max_quantity())
            raise serializers.ValidationError({"count": render(text)}, code="max_value")
        return attrs


class RecordBehaviour(StrictSerializer):
    """A batch of what one visitor did."""

    visitor_id = IdField(prefix="vis")
    events = serializers.ListField(child=ReportedEvent(), allow_empty=False, max_length=MAX_EVENTS)


def behaviour_of(events: list[dict[str, Any]]) -> list[Behaviour]:
    return [Behaviour(**{**event, "kind": EventKind(event["kind"])}) for event in events]
