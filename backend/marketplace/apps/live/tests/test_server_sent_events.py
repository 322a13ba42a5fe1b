"""The twin of the WebSocket: the same messages, tickets and refusals, as an answer that does not end."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.live import types
from marketplace.apps.live.types import ProductUpdate
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation.realtime.publishing import end_access, publish
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCT = new_id("prod", at=NOW)


def test_a_customer_hears_of_an_order(tenant: Any, live: Any, ticket: Any, drain: Any):
    customer = make_customer()
    with live.events(ticket(customer_token(customer.id))) as events:
        assert events.next()[1]["topics"] == ["orders"]
        order = make_order((make_listing(), 1), payment=CASH, customer_id=customer.id)
        drain()
        number, message = events.next()

    assert message["data"]["order_id"] == order.id
    assert int(number) == message["number"]


def test_a_client_goes_on_behind_the_last_event(tenant: Any, live: Any):
    with live.events(products=PRODUCT) as events:
        last, _ = events.next()
    _publish()

    with live.events(products=PRODUCT, headers={"Last-Event-ID": last}) as events:
        assert events.next()[1]["type"] == "product_changed"
    with live.events(products=PRODUCT, last=last) as events:
        assert events.next()[1]["type"] == "product_changed"


def test_a_page_of_the_region_may_read_it(tenant: Any, live: Any):
    with live.events(headers={"Origin": "http://eu.localhost:8001"}) as events:
        assert events.answer.headers["access-control-allow-origin"] == "http://eu.localhost:8001"
        assert events.answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert events.answer.headers["cache-control"] == "no-store"


def test_it_says_why_it_ends(tenant: Any, live: Any, ticket: Any):
    vendor = make_vendor()
    with live.events(ticket(vendor_token(vendor.id))) as events:
        assert events.next()[1]["type"] == "ready"
        end_access([vendor.id])
        message = events.next()[1]

        assert (message["type"], message["code"]) == ("ended", 4403)
        with pytest.raises(StopIteration):
            events.next()


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"ticket": "made-up"}, 401, "ticket_refused"),
        ({"headers": {"Origin": "https://thief.example"}}, 403, "foreign_origin"),
        ({"headers": {"Host": "api.asia.localhost"}}, 421, "wrong_region"),
        ({"last": "x"}, 422, "not_understood"),
    ],
)
def test_a_refusal_is_a_problem_document(tenant: Any, live: Any, options: dict[str, Any], status: int, code: str):
    with live.events(**options) as events:
        assert (events.answer.status_code, events.problem()["code"]) == (status, code)
        assert events.answer.headers["content-type"] == "application/problem+json"


def test_a_refusal_is_in_the_callers_language(tenant: Any, live: Any):
    with live.events("made-up", headers={"Accept-Language": "nl"}) as events:
        assert events.problem()["title"] == "Dit ticket is niet geldig; vraag een nieuw aan"


def test_a_ticket_opens_one_connection(tenant: Any, live: Any, ticket: Any):
    found = ticket(customer_token(make_customer().id))
    with live.events(found) as events:
        assert events.next()[1]["type"] == "ready"

    with live.events(found) as events:
        assert events.answer.status_code == 401


def test_health_is_answered_on_any_host(tenant: Any, live: Any):
    for path in ("live", "ready"):
        answer = live.get(f"/ws/v1/health/{path}", host="10.0.0.1")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_another_address_is_not_found(tenant: Any, live: Any):
    answer = live.get("/ws/v1/else")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def _publish() -> None:
    publish([ProductUpdate(product_id=PRODUCT, is_sold=False, variants=[]).to(types.PRODUCT.of(PRODUCT))], at=NOW)
