"""Lets a view name a msgspec struct as its answer: the struct is the shape, so nothing describes it twice."""

from __future__ import annotations

import re
import sys
from typing import Any, Literal, get_args, get_origin

import msgspec
import msgspec.inspect
from django.core.exceptions import ImproperlyConfigured
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from drf_spectacular.utils import Direction, OpenApiExample, OpenApiParameter, OpenApiResponse

from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.errors import MarketplaceError

REF = "#/components/schemas/{name}"
PROBLEM_TYPE = "application/problem+json"
VENDORS_PATHS = "/api/v1/vendor/"

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
                "required": ["field", "code", "message"],
            },
        },
        "errors_left_out": {"type": "integer", "description": "How many more there are; absent when all are named."},
    },
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "additionalProperties": True,  # what else a code adds, such as the present total where a price has changed
}
_PROBLEM_REF = {"$ref": REF.format(name="Problem")}
_MONEY = {
    "title": "Money",
    "description": "An amount in minor units (cents, fils) of a currency (ISO 4217).",
    "type": "object",
    "properties": {"minor": {"type": "integer"}, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
    "required": ["minor", "currency"],
    "examples": [{"minor": 1999, "currency": "EUR"}],
}
MONEY_REF = {"$ref": REF.format(name="Money")}


def problem(*errors: type[MarketplaceError]) -> OpenApiResponse:
    """The problem document of these errors, for ``extend_schema(responses={409: problem(...)})``."""
    return OpenApiResponse(
        response=_PROBLEM,
        description="; ".join(f"`{error.code}`: {error.title}" for error in errors),
        examples=[OpenApiExample(error.code, _example(error)) for error in errors],
    )


def postprocess_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: problem documents get their own media type and component, and stand for every answer not listed."""
    result["components"]["schemas"].update(Problem=_PROBLEM, Money=_MONEY)
    operations = [operation for path in result["paths"].values() for operation in path.values()]
    for responses in [operation["responses"] for operation in operations]:
        for response in responses.values():
            content = response.get("content", {})
            if content.get("application/json", {}).get("schema") == _PROBLEM:
                response["content"] = {PROBLEM_TYPE: {**content["application/json"], "schema": _PROBLEM_REF}}
        described = {PROBLEM_TYPE: {"schema": _PROBLEM_REF}}
        responses["default"] = {"description": "Any other refusal: a problem document whose `code` says why.", "content": described}
    return result


def postprocess_security(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: every view reads API keys, but they are for vendors and authenticate at their endpoints alone."""
    for path, operations in result["paths"].items():
        for operation in operations.values():
            if not path.startswith(VENDORS_PATHS):
                operation["security"] = [way for way in operation.get("security", []) if "apiKey" not in way]
    return result


def _example(error: type[MarketplaceError]) -> dict[str, Any]:
    document = {"type": "about:blank", "title": error.title, "status": error.status, "code": error.code}
    return {**document, "detail": error.title, "request_id": "01J00000000000000000000000"}


class NameTaken(ImproperlyConfigured):
    """Two classes that the OpenAPI document would describe as one component."""


class StrictExtension(OpenApiSerializerExtension):
    """Says of a request's shape that it has no further members."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}


_PAGE = re.compile(r"Page_(\w+)_")


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
        """
        The struct's name; ``OrderSummaryPage`` where msgspec says ``Page_OrderSummary_``.

        :raises NameTaken: if another class has it
        """
        name = _PAGE.sub(r"\1Page", self._own_name())
        _require_free(auto_schema.registry, ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=self.target))
        return name

    def _own_name(self) -> str:
        (schema,), _ = msgspec.json.schema_components([self.target], ref_template=REF)
        return str(schema["$ref"].rpartition("/")[2])

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        own = self._own_name()
        _, components = msgspec.json.schema_components([self.target], ref_template=REF)
        sources = _sources_in(msgspec.inspect.type_info(self.target))
        for name, schema in components.items():
            if name != own:
                # With the class drf-spectacular gives a view that answers with this struct itself the same component.
                _register(auto_schema.registry, name, schema, sources.get(name, name))
        for name, schema in components.items():
            _complete(schema)
            _refer_to_choices(schema, sources.get(name), auto_schema.registry)
        components[own]["title"] = self.get_name(auto_schema, direction)
        return components[own]


def _complete(schema: Any) -> None:
    """
    What msgspec leaves unsaid, in place: the type of an enumeration of texts (drf-spectacular asks for it), that an object may hold
    anything, and that an answer has every field, also one with a default.
    """
    if isinstance(schema, dict):
        if "enum" in schema and "type" not in schema and all(isinstance(value, str) for value in schema["enum"]):
            schema["type"] = "string"
        if schema.get("type") == "object" and "properties" in schema:
            schema["required"] = list(schema["properties"])
            for field in schema["properties"].values():
                field.pop("default", None)
        elif schema.get("type") == "object":
            schema.setdefault("additionalProperties", True)
        for value in schema.values():
            _complete(value)
    elif isinstance(schema, list):
        for value in schema:
            _complete(value)


def _refer_to_choices(schema: Any, struct: type | str | None, registry: ComponentRegistry) -> None:
    """Where the struct's module has a name for a ``Literal`` (``OrderState``), the document has a component of that name, in place."""
    if not isinstance(struct, type):
        return
    named = {
        frozenset(get_args(value)): name for name, value in vars(sys.modules[struct.__module__]).items() if get_origin(value) is Literal
    }

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            name = named.get(frozenset(part["enum"])) if isinstance(part.get("enum"), list) else None
            if name is not None:
                choices = {"type": part.pop("type"), "enum": part.pop("enum")}
                part.update(_register(registry, name, choices, " ".join(choices["enum"])).ref)
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(schema)


def _register(registry: ComponentRegistry, name: str, schema: dict[str, Any], source: type | str) -> ResolvedComponent:
    """
    The component of that name. ``source`` is what it describes: a struct, the name of an enumeration or the values of a ``Literal``.

    :raises NameTaken: if something else has that name; the document would describe one of the two wrongly
    """
    component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=source)
    _require_free(registry, component)
    registry._components.setdefault(component.key, component)
    return component


def _require_free(registry: ComponentRegistry, component: ResolvedComponent) -> None:
    """:raises NameTaken:"""
    known = registry._components.get(component.key)
    if known is not None and known.object != component.object:
        raise NameTaken(f"two components of the OpenAPI document are named {component.name}: {known.object} and {component.object}")


def _sources_in(node: Any, found: dict[str, type | str] | None = None) -> dict[str, type | str]:
    """
    Every struct that a type is made of, by name; of an enumeration a text that distinguishes it from others, since drf-spectacular compares
    classes itself.
    """
    found = {} if found is None else found
    if isinstance(node, msgspec.inspect.EnumType):
        values = ", ".join(str(member.value) for member in node.cls)
        found.setdefault(node.cls.__name__, f"{node.cls.__module__}.{node.cls.__qualname__} of {values}")
        return found
    if isinstance(node, msgspec.inspect.StructType):
        if node.cls.__name__ not in found:
            found[node.cls.__name__] = node.cls
            for field in node.fields:
                _sources_in(field.type, found)
        return found
    for part in ("type", "item_type", "key_type", "value_type"):
        if inner := getattr(node, part, None):
            _sources_in(inner, found)
    for inner in (*getattr(node, "types", ()), *getattr(node, "item_types", ())):
        _sources_in(inner, found)
    return found
