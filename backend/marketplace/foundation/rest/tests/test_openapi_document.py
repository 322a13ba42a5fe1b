"""The OpenAPI document as callers get it, and what the judges of such documents ask of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Any

import msgspec
import pytest
from django import urls
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.foundation.rest import openapi_document
from marketplace.foundation.rest.openapi import NameTaken


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(openapi_document.document("en").body)
    return made


def test_it_is_made_once_for_each_language():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(openapi_document.document, ["en"] * 16))

    assert all(one is made[0] for one in made)
    assert openapi_document._make.cache_info().misses <= 5


def test_who_has_it_already_gets_a_304(api):
    first = api.get("schema")

    again = api.get("schema", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Content-Type"]) == (200, "application/json")
    assert first.json()["openapi"].startswith("3.1")
    assert (again.status_code, again.content) == (304, b"")


def test_every_operation_has_a_line_that_says_what_it_does(content):
    summaries = {name: operation["summary"] for name, operation in operations(content)}

    assert len(summaries) > 100
    assert {name: summary for name, summary in summaries.items() if not 3 < len(summary) <= 120 or not summary[0].isupper()} == {}
    assert summaries["patch /api/v1/store/carts/{cart_id}/lines/{line_id}"] == "Edit cart line"
    assert summaries["get /api/v1/vendor/shipping-methods"] == "List shipping methods"
    assert summaries["post /api/v1/vendor/products/{product_id}/publish"] == "Publish product"


def test_every_tag_is_described(content):
    described = {tag["name"] for tag in content["tags"] if tag["description"]}

    assert {tag for _, operation in operations(content) for tag in operation["tags"]} == described


def test_no_default_is_empty(content):
    assert [part for part in parts(content) if part.get("default") == ""] == []


def test_one_name_for_two_classes_is_refused():
    def view(kind: type) -> Any:
        class Shown(APIView):
            @extend_schema(responses={200: kind})
            def get(self, request: Request) -> Response:
                return Response()

        return Shown.as_view()

    first, second = (msgspec.defstruct("Parcel", [("kind", StrEnum("ParcelKind", [value, "letter"]))]) for value in ("box", "bag"))
    holding = msgspec.defstruct("Lorry", [("kind", second.__annotations__["kind"])])

    for another in (second, holding):
        with pytest.raises(NameTaken, match="two components of the OpenAPI document are named Parcel"):
            SchemaGenerator(patterns=[urls.path("one", view(first)), urls.path("two", view(another))]).get_schema(public=True)


def test_a_quote_has_its_own_kinds_of_adjustment(content):
    schemas = content["components"]["schemas"]

    assert schemas["Adjustment"]["properties"]["kind"] == {"$ref": "#/components/schemas/AdjustmentKind"}
    assert schemas["AdjustmentKind"]["enum"] == ["payment_fee", "promotion"]
    assert schemas["BalanceAdjustmentKind"]["enum"] == ["adjustment", "repayment", "write_off"]


def operations(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in content["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def parts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from parts(inner)
