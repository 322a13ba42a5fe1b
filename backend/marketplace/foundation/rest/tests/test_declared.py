"""What an endpoint declares is what it takes: nothing that it reads is undeclared, and nothing undeclared gets in."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.views import APIView

from marketplace.foundation.rest.declared import Accepted, accepted_by
from marketplace.foundation.rest.fields import IdField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.rest.views import TenantAPIView

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def view_classes(patterns: list[URLPattern | URLResolver]) -> Iterator[type[APIView]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from view_classes(pattern.url_patterns)
        elif issubclass(getattr(pattern.callback, "cls", type), TenantAPIView):
            yield pattern.callback.cls


def handlers() -> list[tuple[type[APIView], str, str]]:
    """Every method of every endpoint, with its source."""
    return [
        (cls, method, inspect.getsource(getattr(cls, method.lower())))
        for cls in dict.fromkeys(view_classes(get_resolver().url_patterns))
        for method in METHODS
        if hasattr(cls, method.lower())
    ]


def _is_action(cls: type[APIView]) -> bool:
    """Whether its ``post`` is described by the decorator of such views, which asks for what it takes."""
    return inspect.getsource(cls).startswith("@action(")


def _accepted(cls: type[APIView], method: str) -> Accepted:
    return accepted_by(getattr(cls, method.lower()), method)


HANDLERS = handlers()


def test_there_are_endpoints():
    assert len(HANDLERS) > 100


def test_every_method_declares_what_it_takes():
    silent = [f"{cls.__name__}.{method}" for cls, method, _ in HANDLERS if not getattr(getattr(cls, method.lower()), "kwargs", {})]
    guessed = [
        f"{cls.__name__}.{method}"
        for cls, method, source in HANDLERS
        if method not in ("GET", "DELETE") and "request=" not in source and not _is_action(cls)
    ]

    assert (silent, guessed) == ([], [])


def test_what_is_read_of_the_query_is_declared():
    wrong = []
    for cls, method, source in HANDLERS:
        read = {"limit"} if "page_request(" in source else set()
        for name in re.findall(r"query_validated\((\w+)", source):
            read |= set(getattr(sys.modules[cls.__module__], name)().fields)
        wrong += [f"{cls.__name__}.{method}: {name}" for name in read - _accepted(cls, method).names]

    assert wrong == []


def test_a_body_is_declared_where_one_is_read():
    wrong = [
        f"{cls.__name__}.{method}" for cls, method, source in HANDLERS if "request.data" in source and not _accepted(cls, method).has_body
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "store/region"), ("GET", "store/products"), ("GET", "store/categories"), ("GET", "health/live"), ("POST", "auth/login")],
)
def test_an_unknown_parameter_is_refused(api, tenant, method, path):
    for _ in range(2):  # the second time from the cache, where there is one
        answer = api.send(method, path, {}, utm_source="mail", lang="en")

        assert answer.status_code == 422
        assert [error["code"] for error in answer.json()["errors"] if error["field"] == "utm_source"] == ["unknown_field"]


def test_a_body_where_none_is_taken_is_refused(api, tenant):
    answer = api.post("auth/logout-everywhere", {"note": "x"})

    assert answer.status_code in (401, 404)  # nobody is known yet, and the caller is judged first


def test_every_shape_of_a_request_names_what_it_does_not_know(tenant):
    shapes = set(_subclasses(StrictSerializer))
    errors = {shape.__name__: _errors(shape(data={"no_such_field": 1})).get("no_such_field") for shape in shapes}

    assert len(shapes) > 40
    assert {name: found for name, found in errors.items() if found != ["unknown_field"]} == {}


def test_inner_shapes_are_as_strict(tenant):
    """Wherever a shape lies in another one, an unknown member of it is named with its path."""
    inner = [
        (shape, name, child)
        for shape in set(_subclasses(StrictSerializer))
        for name, field in shape().fields.items()
        if isinstance(child := getattr(field, "child", field), StrictSerializer)
    ]

    assert inner
    for shape, name, _ in inner:
        for wrapped in ({"no_such_field": 1}, [{"no_such_field": 1}], {"en": {"no_such_field": 1}}):
            serializer = shape(data={name: wrapped})
            serializer.is_valid()
            if "no_such_field" in str(serializer.errors.get(name)):
                break
        else:
            pytest.fail(f"{shape.__name__}.{name}: {serializer.errors}")


def test_the_document_says_that_bodies_have_no_further_members():
    document: Any = SchemaGenerator().get_schema(request=None, public=True)
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2]
        for path in document["paths"].values()
        for operation in path.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if "$ref" in content["schema"]
    }

    assert len(bodies) > 40
    assert [name for name in bodies if document["components"]["schemas"][name].get("additionalProperties") is not False] == []


class Picture(StrictSerializer):
    alt = LineField()
    variant_ids = serializers.ListField(child=IdField(prefix="var"))


def test_a_form_names_its_unknown_members_too():
    form = QueryDict("alt=x&variant_ids[0]=var_1&altt=y")

    unknown = [name for name, found in _errors(Picture(data=form)).items() if found == ["unknown_field"]]

    assert unknown == ["altt"]


def _errors(serializer: StrictSerializer) -> dict[str, list[str]]:
    serializer.is_valid()
    return {name: [error.code for error in found] for name, found in serializer.errors.items() if isinstance(found, list)}


def _subclasses(cls: type) -> Iterator[type]:
    for sub in cls.__subclasses__():
        yield sub
        yield from _subclasses(sub)
