"""The OpenAPI document is sound, and what it says holds for unforeseen requests."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from contract.tests.endpoints import ANYBODY, NOBODY, STAFF, VENDOR, Endpoint, all_endpoints
from contract.tests.requests import if_match_of
from contract.tests.world import Caller, Region
from marketplace.apps.accounts.tests.factories import customer_token
from marketplace.apps.carriers.tests.conftest import sendcloud
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.rest.throttling import RATES
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.ids import new_id

__all__ = ["sendcloud"]  # so that a carrier answers

CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
EXAMPLES = 5  # of each kind for each operation: some two thousand requests
SLOW = (".pdf", ".xlsx")  # drawn anew for each request; what is asked of them is asked of their siblings too
# What changes the ground under the others comes last, in this order.
LAST = [
    "POST store/carts/{cart_id}/merge",
    "POST admin/vendors/{vendor_id}/suspend",
    "POST admin/vendors/{vendor_id}/close",
    "POST auth/logout-everywhere",
    "PATCH admin/region",
    "POST admin/development/clock",
]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    generated: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return generated


def test_every_endpoint_is_in_the_document(document):
    described = {
        f"{method.upper()} {path.removeprefix('/api/v1/').replace('{', '<').replace('}', '>')}"
        for path, operations in document["paths"].items()
        for method in operations
    }

    assert {str(endpoint) for endpoint in all_endpoints() if endpoint.route[0] != "/"} - described == {"GET schema", "GET docs"}


def test_every_error_that_is_described_is_a_problem_document(document):
    others = [
        f"{method} {path} {status}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for status, response in operation["responses"].items()
        if status >= "400" and "health" not in path and list(response.get("content", {})) != ["application/problem+json"]
    ]

    assert others == []


def test_clients_of_typed_languages_find_types_with_names(document):
    components = document["components"]["schemas"]
    fields = {name: component.get("properties", {}) for name, component in components.items()}

    assert fields["OrderDetail"]["state"] == {"$ref": "#/components/schemas/OrderState"}
    assert fields["PlaceOrderRequest"]["quoted_total"] == fields["CartQuote"]["total"] == {"$ref": "#/components/schemas/Money"}
    assert set(fields["OrderSummaryPage"]) == {"items", "next_cursor"}
    assert components["Problem"]["properties"]["errors"]["items"]["required"] == ["field", "code", "message"]
    answers = {name: component for name, component in components.items() if component.get("properties") and not name.endswith("Request")}
    assert [name for name, answer in answers.items() if set(answer["required"]) != set(answer["properties"]) and name != "Problem"] == []
    assert [name for name in components if not name.isalnum()] == []


def test_api_keys_are_for_vendors_endpoints(document):
    endpoints = {
        path
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if any("apiKey" in way for way in operation["security"])
    }

    assert endpoints
    assert {path for path in endpoints if not path.startswith("/api/v1/vendor/")} == set()


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_no_request_that_is_made_up_breaks_the_api(europe, document, api, settings, sendcloud):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": dict.fromkeys(RATES, "100000/min")}
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    operations = sorted((result.ok() for result in schema.get_all_operations()), key=_order)

    faults = [fault for operation in operations for fault in _faults_of(operation, europe, api)]

    assert faults == []


def _order(operation: Any) -> tuple[int, bool, bool, str]:
    name = _name(operation)
    return (LAST.index(name) if name in LAST else -1, operation.method != "get", operation.method == "delete", name)


def _name(operation: Any) -> str:
    return f"{operation.method.upper()} {operation.path.removeprefix('/api/v1/')}"


def _faults_of(operation: Any, region: Region, api: Any) -> list[str]:
    """One operation with ids of nothing and with the caller's own, with requests as described and otherwise."""
    endpoint = Endpoint(operation.method.upper(), operation.path.removeprefix("/api/v1/").replace("{", "<").replace("}", ">"))
    caller = _caller(endpoint, region)
    own = {name: value for name, value in {"provider": "sandbox", **region.ids, **caller.ids}.items() if name in endpoint.names}
    faults: dict[str, str] = {}
    kinds = [({}, GenerationMode.POSITIVE), (own, GenerationMode.POSITIVE), (own, GenerationMode.NEGATIVE)]
    for ids, mode in kinds if endpoint.names else kinds[1:]:
        _try(operation, mode, ids, lambda case, ids=ids: _send(case, endpoint, caller, ids, api), faults)
    return list(faults.values())


def _try(operation: Any, mode: GenerationMode, ids: dict[str, str], send: Any, faults: dict[str, str]) -> None:
    """Adds one fault of each kind."""
    strategy = operation.as_strategy(generation_mode=mode, path_parameters=ids or None)

    @settings(
        max_examples=1 if operation.path.endswith(SLOW) else EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def attempt(case: Any) -> None:
        try:
            send(case)
        except BaseExceptionGroup as group:
            for fault in group.exceptions:
                faults.setdefault(f"{type(fault).__name__}", f"{_name(operation)}: {fault}")

    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():  # nothing can be wrong where nothing is asked
        attempt()


def _send(case: Any, endpoint: Endpoint, caller: Caller, ids: dict[str, str], api: Any) -> None:
    headers = {**caller.headers, "Host": f"api.{caller.tenant}.localhost"}
    if caller.token:
        headers["Authorization"] = f"Bearer {caller.token}"
    if endpoint.method == "POST":
        headers["Idempotency-Key"] = new_id("key", at=clock.now())
    if etag := if_match_of(api, endpoint, caller, ids):
        headers["If-Match"] = f'"{etag}"'
    case.call_and_validate(headers=headers, checks=CHECKS)
    if str(endpoint) == "PATCH admin/region":  # where it began maintenance, all that follows would be refused with 503
        TenantRecord.objects.update(is_in_maintenance=False)
        directory.forget()


def _caller(endpoint: Endpoint, region: Region) -> Caller:
    """A caller whom the endpoint admits, with a token of this moment: one of the operations moves the clock."""
    if endpoint.audience == NOBODY:
        return Caller("anybody", "eu")
    with tenancy.scope(directory.get("eu")):
        if endpoint.audience == STAFF:
            return Caller("staff", "eu", staff_token(), ids=region.staff.ids)
        if endpoint.audience == VENDOR:
            seller = region.sellers[0]
            token = vendor_token(seller.ids["vendor_id"], person_id=seller.ids["person_id"])
            return Caller("vendor", "eu", token, ids=seller.ids)
        if endpoint.audience != ANYBODY:
            customer = region.customer
            return Caller("customer", "eu", customer_token(customer.ids["customer_id"]), ids=customer.ids)
        return region.guest
