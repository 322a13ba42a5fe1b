"""Every endpoint, asked nonsense by an authorized caller: a refusal that says what is wrong, never a fault of ours."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from config.tests.test_api import endpoints, operations
from marketplace.apps.vendors.tests.factories import make_vendor, owner_of
from marketplace.foundation import clock
from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, VENDOR, Principal, issue_access_token
from marketplace.kit.ids import new_id
from marketplace.kit.pages import encode_cursor
from marketplace.testing import NOW, ApiClient

pytestmark = pytest.mark.django_db(databases="__all__")

LARGE = 2**70
BODIES: list[Any] = [
    None,
    [],
    [1, [2]],
    "text",
    5,
    {"": {}},
    {"email": ["a"], "lines": {"0": 1}, "reason": {"a": 1}, "quantity": LARGE, "amount": "1e400"},
]
PERIOD = {
    "since": "2026-01-01T00:00:00Z",
    "until": "2026-02-01T00:00:00Z",
    "year": "2026",
    "quarter": "1",
    "month": "1",
    "measures": "views",
    "kind": "brand",
}  # for lists that ask for more
CURSORS = [
    "x",
    encode_cursor(None),
    encode_cursor([]),
    encode_cursor({}),
    encode_cursor("text"),
    encode_cursor(LARGE),
    encode_cursor(-1),
    encode_cursor(["\ud7ff", LARGE, None]),
    encode_cursor([LARGE, "a"]),
    encode_cursor(["9999-99-99", "a"]),
    encode_cursor(["a", "b", "c", "d"]),
    base64.urlsafe_b64encode(b"[" * 100_000).decode(),
]
PREFIXES = {"cart_id": "cart", "product_id": "prod", "vendor_id": "ven", "order_id": "ord", "vendor_order_id": "vord"}
IDENTIFIERS: list[Callable[[str], str]] = [
    lambda name: "x",
    lambda name: "'; DROP TABLE orders; --",
    lambda name: "a" * 5000,
    lambda name: "%0D%0A",
    lambda name: f"{PREFIXES.get(name, 'abc')}_{'7' + 'Z' * 25}",
    lambda name: new_id(PREFIXES.get(name, "abc"), at=NOW),
]


@pytest.fixture
def callers(tenant) -> dict[str, str]:
    """A token for the endpoints of each audience, of a caller who may do everything there."""
    vendor = make_vendor()
    people = {
        "store/": Principal(id=new_id("cus", at=NOW), audience=CUSTOMER, session_id="s"),
        "vendor/": Principal(id=owner_of(vendor.id), audience=VENDOR, session_id="s", roles=("owner",), vendor_id=vendor.id),
        "admin/": Principal(id=new_id("stf", at=NOW), audience=STAFF, session_id="s", roles=("admin", "support", "finance", "catalogue")),
    }
    return {prefix: issue_access_token(principal, now=clock.now()) for prefix, principal in people.items()}


def addresses(path: str) -> Iterator[str]:
    """The path with each kind of identifier in its places; once as it is where it has none."""
    place = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")
    yield from dict.fromkeys(place.sub(lambda m, make=make: make(m[1] or m[2]), path) for make in IDENTIFIERS)


def requests(path: str, bodies: list[Any]) -> Iterator[tuple[str, Any]]:
    """Every body where the identifiers are of the right form, one where they are not."""
    *odd, right = addresses(path)
    yield from ((right, body) for body in bodies)
    yield from ((address, {}) for address in odd)


def token_for(path: str, callers: dict[str, str]) -> str | None:
    return next(
        (token for prefix, token in callers.items() if path.startswith(prefix)), callers["store/"] if path.startswith("me") else None
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_body_that_makes_no_sense_is_never_a_fault(callers, method):
    api = ApiClient()

    answers = {
        (address, str(body)[:20]): api.send(method, address, body, token=token_for(path, callers), etag="1").status_code
        for path, view in endpoints().items()
        if hasattr(view, method.lower())
        for address, body in requests(path, BODIES if method != "DELETE" else [None])
    }

    assert answers
    assert {case: status for case, status in answers.items() if status >= 500} == {}


def test_an_identifier_that_leads_nowhere_is_never_a_fault(callers):
    api = ApiClient()

    answers = {
        address: api.get(address, token=token_for(path, callers)).status_code
        for path, view in endpoints().items()
        if hasattr(view, "get") and "<" in path
        for address in addresses(path)
    }

    assert answers
    assert {address: status for address, status in answers.items() if not 400 <= status < 500} == {}


def page_of(path: str, callers: dict[str, str], **query: str) -> Any:
    """A page, of a period where the list asks for one."""
    answer = ApiClient().get(path, token=token_for(path, callers), **query)
    missing = {error["field"] for error in answer.json().get("errors", []) if error["code"] == "required"}
    period = {name: PERIOD[name] for name in missing}
    return ApiClient().get(path, token=token_for(path, callers), **period, **query) if period else answer


@pytest.mark.parametrize("cursor", CURSORS)
def test_every_list_refuses_a_cursor_that_it_did_not_give_out(callers, cursor):
    answers = {path: page_of(path, callers, cursor=cursor) for path in lists()}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 422} == {}
    assert {error["code"] for answer in answers.values() for error in answer.json()["errors"]} == {"invalid_cursor"}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "1e1", "9" * 400])
def test_every_list_refuses_a_limit_out_of_bounds(callers, limit):
    answers = {path: page_of(path, callers, limit=limit).status_code for path in lists()}

    assert {path: status for path, status in answers.items() if status != 422} == {}


@pytest.mark.parametrize(
    "value", ["", "x", "\x00", "-1", "9" * 400, "1e400", "NaN", "2026-99-99", "9999-12-31T23:59:59Z", "\ud7ff٣", "a" * 5000]
)
def test_a_question_that_makes_no_sense_is_never_a_fault(callers, value):
    answers = {
        (path, name): ApiClient().get(path, token=token_for(path, callers), **{name: value})
        for path, names in questions().items()
        for name in names
    }

    assert {case: answer.status_code for case, answer in answers.items() if answer.status_code >= 500} == {}


def questions() -> dict[str, set[str]]:
    """What may be asked of each endpoint that has a fixed address."""
    return {
        path: {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"}
        for path, operation in operations("get")
        if "{" not in path
    }


def lists() -> list[str]:
    found = [path for path, names in questions().items() if {"cursor", "limit"} <= names]
    assert len(found) > 10
    return found
