"""Lets a view name a msgspec struct as its answer: the struct is the shape, so nothing describes it twice."""

from __future__ import annotations

from typing import Any

import msgspec
import msgspec.inspect
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction, OpenApiExample, OpenApiParameter, OpenApiResponse

from marketplace.kit.errors import MarketplaceError

REF = "#/components/schemas/{name}"
PROBLEM_TYPE = "application/problem+json"

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="Same key and body, same answer. A guest's holds a UUID or a ULID.",
)
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
_PROBLEM_REF = {"$ref": REF.format(name="Problem")}


def problem(*errors: type[MarketplaceError]) -> OpenApiResponse:
    """The problem document of these errors, for ``extend_schema(responses={409: problem(...)})``."""
    return OpenApiResponse(
        response=_PROBLEM,
        description="; ".join(f"`{error.code}`: {error.title}" for error in errors),
        examples=[OpenApiExample(error.code, _example(error)) for error in errors],
    )


def postprocess_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: problem documents get their own media type and component, and stand for every answer not listed."""
    result["components"]["schemas"]["Problem"] = _PROBLEM
    operations = [operation for path in result["paths"].values() for operation in path.values()]
    for responses in [operation["responses"] for operation in operations]:
        for response in responses.values():
            content = response.get("content", {})
            if content.get("application/json", {}).get("schema") == _PROBLEM:
                response["content"] = {PROBLEM_TYPE: {**content["application/json"], "schema": _PROBLEM_REF}}
        described = {PROBLEM_TYPE: {"schema": _PROBLEM_REF}}
        responses["default"] = {"description": "Any other refusal: a problem document whose `code` says why.", "content": described}
    return result


def _example(error: type[MarketplaceError]) -> dict[str, Any]:
    document = {"type": "about:blank", "title": error.title, "status": error.status, "code": error.code}
    return {**document, "detail": error.title, "request_id": "01J00000000000000000000000"}


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
        classes = _structs_in(msgspec.inspect.type_info(self.target))
        for name, schema in components.items():
            if name != own:
                # The class tells drf-spectacular that a view which answers with this struct itself means the same component.
                component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=classes.get(name, name))
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


def _structs_in(node: Any, found: dict[str, type] | None = None) -> dict[str, type]:
    """Every struct that a type is made of, by name."""
    found = {} if found is None else found
    if isinstance(node, msgspec.inspect.StructType):
        if node.cls.__name__ not in found:
            found[node.cls.__name__] = node.cls
            for field in node.fields:
                _structs_in(field.type, found)
        return found
    for part in ("type", "item_type", "key_type", "value_type"):
        if inner := getattr(node, part, None):
            _structs_in(inner, found)
    for inner in (*getattr(node, "types", ()), *getattr(node, "item_types", ())):
        _structs_in(inner, found)
    return found
