"""Orders are spoken of to whom they belong: customers who are logged in, and guests who know number and e-mail address."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.assistant.tests.talking import Visitor, cited
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of, send_parcel
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mug(tenant: Any) -> Any:
    return make_listing(stock=9)


class TestGuests:
    def test_an_order_opens_by_number_and_address(self, api, mug, drain):
        order = make_order((mug, 1), payment=CASH)
        drain()
        send_parcel(part_of(order, mug), 1, now=NOW)
        drain()

        message = Visitor(api).ask(f"Where is my order {order.number}? My address is noor@customer.example")

        assert order.number in message["text"]
        assert "PostNL" in message["text"]
        assert "3SABC" in message["text"]
        assert cited(message) == [("order", order.id)]

    def test_number_and_address_may_come_one_after_the_other(self, api, mug):
        order = make_order((mug, 1), payment=CASH)
        visitor = Visitor(api)

        asked, found = visitor.ask(f"Where is my order {order.number}?"), visitor.ask("noor@customer.example")

        assert order.number not in asked["text"]
        assert order.number in found["text"]

    def test_once_opened_it_stays_open_in_this_conversation_alone(self, api, mug):
        order = make_order((mug, 1), payment=CASH)
        visitor, stranger = Visitor(api), Visitor(api)
        visitor.ask(f"Where is {order.number}? noor@customer.example")

        assert order.number in visitor.ask("What about my order?")["text"]
        assert order.number not in stranger.ask("What about my order?")["text"]

    def test_another_address_opens_nothing(self, api, mug):
        order = make_order((mug, 1), payment=CASH)

        message = Visitor(api).ask(f"Where is my order {order.number}? eve@example.com")

        assert message["answer"]["is_known"] is False
        assert cited(message) == []

    def test_guessing_ends_as_every_look_up_does(self, api, mug):
        order = make_order((mug, 1), payment=CASH)
        visitor = Visitor(api)
        for _ in range(6):
            visitor.ask("Where is EU-2026-999999? noor@customer.example")

        message = visitor.ask(f"Where is {order.number}? noor@customer.example")

        assert message["answer"]["is_known"] is False

    def test_a_customers_order_does_not_open_for_a_guest(self, api, mug):
        noor = make_customer(email="noor@customer.example")
        order = make_order((mug, 1), payment=CASH, customer_id=noor.id)

        message = Visitor(api).ask(f"Where is {order.number}? noor@customer.example")

        assert message["answer"]["is_known"] is False

    def test_without_a_number_it_asks_for_what_it_needs(self, api, mug):
        text = Visitor(api).ask("Where is my order?")["text"]

        assert "number" in text
        assert "e-mail address" in text


class TestCustomers:
    def test_their_orders_are_found_without_a_number(self, api, mug, drain):
        noor = make_customer()
        order = make_order((mug, 1), payment=CASH, customer_id=noor.id)
        drain()

        message = Visitor(api, token=customer_token(noor.id)).ask("Where is my order?")

        assert order.number in message["text"]
        assert "confirmed, not sent yet" in message["text"]

    def test_others_orders_are_not(self, api, mug):
        noor, eve = make_customer(), make_customer()
        order = make_order((mug, 1), payment=CASH, customer_id=noor.id)

        message = Visitor(api, token=customer_token(eve.id)).ask(f"Where is order {order.number}?")

        assert "no such order" in message["text"]
        assert cited(message) == []

    def test_what_can_be_returned_is_said_with_its_last_day(self, api, mug, drain):
        noor = make_customer()
        order = make_order((mug, 1), payment=CASH, customer_id=noor.id)
        drain()
        deliver_all(part_of(order, mug), now=NOW)
        drain()

        message = Visitor(api, token=customer_token(noor.id)).ask(f"I want to send back what I ordered, {order.number}")

        assert "delivered" in message["text"]
        assert "On the page of your order" in message["text"]
