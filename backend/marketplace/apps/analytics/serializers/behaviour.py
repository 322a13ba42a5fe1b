"""Shapes of behaviour and reports in the API; nothing here saves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType
from rest_framework import serializers

from marketplace.apps.accounts.fields import LanguageField
from marketplace.apps.analytics.services import MAX_EVENTS
from marketplace.apps.analytics.types import CHECKOUT_STEPS, EVENT_KINDS, Behaviour, CheckoutStep, EventKind
from marketplace.apps.carts import services as cart_services
from marketplace.foundation.rest.fields import IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.ids import is_id
from marketplace.kit.plain_text import clean_line
from marketplace.kit.texts import Text

MAX_QUERY, MAX_POSITION, MAX_COUNT = 200, 10_000, 10_000_000
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
    query = LineField(max_length=MAX_QUERY, required=False, default="", allow_blank=True)
    position = serializers.IntegerField(min_value=1, max_value=MAX_POSITION, required=False, help_text="The place in a list, from 1.")
    count = serializers.IntegerField(min_value=0, max_value=MAX_COUNT, required=False, help_text="Products found, or units.")
    step = serializers.ChoiceField(choices=CHECKOUT_STEPS, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = _NEEDED.get(attrs["kind"])
        if needed and not attrs[needed]:
            raise serializers.ValidationError({needed: render(Text("An event of this kind needs it"))}, code="required")
        if attrs["kind"] in _OF_UNITS and attrs.get("count", 0) > cart_services.max_quantity():
            text = Text("A cart has at most {limit} units of one variant.", limit=cart_services.max_quantity())
            raise serializers.ValidationError({"count": render(text)}, code="max_value")
        return attrs


class _PlainEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event as the shop writes it. It takes nothing that ``ReportedEvent`` refuses, at a tenth of the CPU time."""

    id: UUID
    kind: EventKind
    at: Annotated[datetime, Meta(tz=True)]
    product_id: str | UnsetType = UNSET
    query: str | UnsetType = UNSET
    position: Annotated[int, Meta(ge=1, le=MAX_POSITION)] | UnsetType = UNSET
    count: Annotated[int, Meta(ge=0, le=MAX_COUNT)] | UnsetType = UNSET
    step: CheckoutStep | UnsetType = UNSET

    def read(self, *, most_units: int) -> Behaviour | None:
        """None for what its fields alone do not say is right."""
        query = clean_line(self.query) if self.query else ""
        needed = _NEEDED.get(self.kind)
        if (
            (self.product_id is not UNSET and not is_id(self.product_id, "prod"))
            or len(query or "") > MAX_QUERY
            or (needed and getattr(self, needed) is UNSET)
            or (self.kind in _OF_UNITS and self.count is not UNSET and self.count > most_units)
        ):
            return None
        return Behaviour(
            id=self.id,
            kind=self.kind,
            at=self.at.astimezone(UTC),
            product_id=self.product_id or "",
            query=query or "",
            position=self.position if self.position is not UNSET else None,
            count=self.count if self.count is not UNSET else None,
            step=self.step or "",
        )


class EventsField(serializers.ListField):
    """Events of one visitor as ``Behaviour``. Only if one is no plain one, all are judged by their fields, which say what is wrong."""

    child = ReportedEvent()

    def run_child_validation(self, data: list[Any]) -> list[Behaviour]:
        plain = _plain_events(data)
        if plain is not None:
            return plain
        return [Behaviour(**{**event, "kind": EventKind(event["kind"])}) for event in super().run_child_validation(data)]


class RecordBehaviour(StrictSerializer):
    """A batch of what one visitor did."""

    visitor_id = IdField(prefix="vis")
    events = EventsField(allow_empty=False, max_length=MAX_EVENTS)


def _plain_events(data: list[Any]) -> list[Behaviour] | None:
    try:
        events = msgspec.convert(data, list[_PlainEvent])
    except msgspec.ValidationError:
        return None
    most_units = cart_services.max_quantity()
    read = [event.read(most_units=most_units) for event in events]
    return None if None in read else [event for event in read if event is not None]
