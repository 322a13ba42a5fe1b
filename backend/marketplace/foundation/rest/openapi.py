"""Lets a view name a msgspec struct as its answer: the struct is the shape, so nothing describes it twice."""

from __future__ import annotations

from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction, OpenApiExample, OpenApiParameter, OpenApiResponse

from marketplace.kit.errors import MarketplaceError

REF = "#/components/schemas/{name}"

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="Made by the caller; the same key and body give the same answer.")
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag of what is edited.")
LANGUAGE = OpenApiParameter("lang", str, description="A language of the region; else Accept-Language counts.")
PAGE = [
    OpenApiParameter("limit", int, description="1 to 100, 20 when absent."),
    OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
]

_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
    },
    "required": ["type", "title", "status", "code", "detail", "request_id"],
}


def problem(*errors: type[MarketplaceError]) -> OpenApiResponse:
    """The problem document of these errors, for ``extend_schema(responses={409: problem(...)})``."""
    return OpenApiResponse(
        response=_PROBLEM,
        description="; ".join(f"`{error.code}`: {error.title}" for error in errors),
        examples=[
            OpenApiExample(error.code, {"type": "about:blank", "title": error.title, "status": error.status, "code": error.code, "detail": error.title, "request_id": "01J00000000000000000000000"})
            for error in errors
        ],
    )


class StructExtension(OpenApiSerializerExtension):
    """drf-spectacular's way to describe a msgspec ``Struct`` (also ``Page[Struct]``)."""

    target_class = msgspec.Struct
    match_subclasses = True
    priority = 1

    @classmethod
    def _matches(cls, target: Any) -> bool:
        origin = getattr(target, "__origin__", target)
        return isinstance(origin, type) and issubclass(origin, msgspec.Struct)

    def get_name(self, auto_schema: AutoSchema, direction: Direction) -> str:
        (schema,), _ = msgspec.json.schema_components([self.target], ref_template=REF)
        return str(schema["$ref"].rpartition("/")[2])

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        own = self.get_name(auto_schema, direction)
        _, components = msgspec.json.schema_components([self.target], ref_template=REF)
        for name, schema in components.items():
            if name != own:
                component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name)
                auto_schema.registry.register_on_missing(component)
        for schema in components.values():
            _name_enum_types(schema)
        return components[own]


def _name_enum_types(schema: Any) -> None:
    """msgspec leaves the type of an enumeration of texts to its values; drf-spectacular wants it said."""
    if isinstance(schema, dict):
        if "enum" in schema and "type" not in schema and all(isinstance(value, str) for value in schema["enum"]):
            schema["type"] = "string"
        for value in schema.values():
            _name_enum_types(value)
    elif isinstance(schema, list):
        for value in schema:
            _name_enum_types(value)
