"""
What an endpoint takes, by its own declaration in the OpenAPI document: a parameter or member that stands there nowhere is refused.

The document is the contract already; read here, it cannot say one thing and the endpoint do another.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from marketplace.foundation.rest.serializers import MAX_NAME, MAX_NAMED, UNKNOWN_FIELD
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

EVERYWHERE = frozenset({"lang"})  # errors, too, are in the caller's language
_WITH_BODY = ("POST", "PUT", "PATCH")


class Accepted(msgspec.Struct, frozen=True):
    """``names`` and ``prefixes`` are of query parameters: a declared ``option.size`` stands for every ``option.<name>``."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    has_body: bool

    def unknown(self, names: Collection[str]) -> list[str]:
        """The query parameters that the endpoint does not have."""
        return [name for name in names if name not in self.names and not (self.prefixes and name.startswith(self.prefixes))]


@functools.cache
def accepted_by(handler: Callable[..., Any], method: str) -> Accepted:
    """What a view's method, such as ``Products.get``, declares with ``@extend_schema``."""
    schema_class = getattr(handler, "kwargs", {}).get("schema")
    if schema_class is None:
        return Accepted(EVERYWHERE, (), has_body=True)
    schema: AutoSchema = schema_class()
    schema.view, schema.method = APIView(request=None, kwargs={}), method
    names = EVERYWHERE.union(*map(_query_names, schema.get_override_parameters()))
    prefixes = tuple(f"{name.partition('.')[0]}." for name in names if "." in name)
    return Accepted(names, prefixes, has_body=method in _WITH_BODY and schema.get_request_serializer() is not None)


def _query_names(declared: OpenApiParameter | serializers.Serializer | type[serializers.Serializer]) -> Collection[str]:
    if isinstance(declared, OpenApiParameter):
        return [declared.name] if declared.location == OpenApiParameter.QUERY else []
    return (declared() if isinstance(declared, type) else declared).fields.keys()


def refuse_unknown(view: APIView, request: Request) -> None:
    """:raises InvalidInput: naming query parameters, and members of a body where none is taken, that the endpoint does not have"""
    method = "GET" if request.method == "HEAD" else str(request.method)
    handler = getattr(type(view), method.lower(), None)
    if handler is None or method == "OPTIONS":
        return  # the framework's to answer
    accepted = accepted_by(handler, method)
    unknown = accepted.unknown(request.query_params)
    if not accepted.has_body and request.META.get("CONTENT_LENGTH") not in (None, "", "0"):
        unknown += _members(request.data)
    if unknown:
        message = Text("There is no such field here")
        raise InvalidInput(errors=[FieldError(name[:MAX_NAME], UNKNOWN_FIELD, message) for name in unknown[:MAX_NAMED]])


def _members(data: Any) -> list[str]:
    if isinstance(data, Mapping):
        return [str(name) for name in data]
    return [""] if data else []
