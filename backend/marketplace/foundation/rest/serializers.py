"""The base of every shape of a request: what it does not name is refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.utils import html

from marketplace.foundation.texts import render
from marketplace.kit import limits
from marketplace.kit.texts import Text

UNKNOWN_FIELD = "unknown_field"
MAX_NAMED = limits.declare("rest.unknown_fields", 20, "fields", "Unknown fields that an answer names.")
MAX_NAME = 100  # characters of each


class StrictSerializer(serializers.Serializer):
    # A shape with no further members, at any depth. A mistyped `dry_run` would otherwise do in earnest what was only to be tried.
    # In a query string the view has looked at the names already (`declared`), so `query_validated` says `is_query`.
    # (Comments, since the OpenAPI document shows a docstring here as the description of every shape.)

    def to_internal_value(self, data: Any) -> Any:
        unknown = [] if self.context.get("is_query") else list(self._unknown(data))
        if not unknown:
            return super().to_internal_value(data)
        errors: dict[str, Any] = {name[:MAX_NAME]: [unknown_field()] for name in unknown[:MAX_NAMED]}
        try:
            super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors = {**error.detail, **errors} if isinstance(error.detail, dict) else errors
        raise serializers.ValidationError(errors)

    def _unknown(self, data: Any) -> Iterable[str]:
        """Names that no field takes. In a form a list's are ``name[0]``, a map's ``name.key``."""
        if not isinstance(data, Mapping):
            return ()
        is_form = html.is_html_input(data)
        return (name for name in map(str, data) if (_field_of(name) if is_form else name) not in self.fields)


def _field_of(name: str) -> str:
    return name.partition("[")[0].partition(".")[0]


def unknown_field() -> serializers.ErrorDetail:
    """The error of a name that means nothing here, in the language of the request under way."""
    return serializers.ErrorDetail(render(Text("There is no such field here")), UNKNOWN_FIELD)
