"""Buying again what an order had; and how a guest finds an order again."""

from __future__ import annotations

from typing import Any

import pytest

from contract.tests.buying import Buyer
from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import set_stock
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def buy(api: Any, *wanted: Any, token: str | None = None) -> Buyer:
    buyer = Buyer(api, token=token)
    buyer.fill(*wanted, country="NL", currency="EUR")
    assert buyer.pay(method="cash_on_delivery").status_code == 201
    return buyer


def reorder(buyer: Buyer, *, secret: str | None = None) -> Any:
    headers = {"Order-Token": buyer.order["order_token"] if secret is None else secret}
    return buyer.api.post(f"store/orders/{buyer.order['order_id']}/reorder", token=buyer.token, headers=headers)


class TestReorder:
    def test_a_customer_gets_it_into_the_open_cart(self, api):
        mug, jug = make_listing(), make_listing()
        buyer = buy(api, (mug, 2), (jug, 1), token=customer_token(make_customer().id))
        buyer.open({"lines": [{"variant_id": jug.variants[0].id, "quantity": 1}]})

        answer = reorder(buyer).json()

        assert (answer["cart_id"], answer["cart_token"], answer["left_out"]) == (buyer.cart["id"], None, [])
        buyer.change("GET")
        assert buyer.quantities == {mug.variants[0].id: 2, jug.variants[0].id: 2}

    def test_a_guest_gets_a_new_cart_and_its_secret(self, api):
        mug = make_listing()
        buyer = buy(api, (mug, 2))

        answer = reorder(buyer).json()

        assert answer["cart_id"] != buyer.cart["id"]
        found = api.get(f"store/carts/{answer['cart_id']}", headers={"Cart-Token": answer["cart_token"]})
        assert found.json()["item_count"] == answer["item_count"] == 2

    def test_what_cannot_be_bought_again_is_named(self, api):
        gone, short, there = make_listing(), make_listing(), make_listing()
        buyer = buy(api, (gone, 1), (short, 3), (there, 1))
        catalog_services.unpublish_product(vendor_id=gone.vendor_id, product_id=gone.id, now=NOW)
        set_stock(short, 2)

        answer = reorder(buyer).json()

        assert answer["item_count"] == 3
        assert {item["variant_id"]: (item["requested"], item["added"], item["reason"]) for item in answer["left_out"]} == {
            gone.variants[0].id: (1, 0, "product_gone"),
            short.variants[0].id: (3, 2, "less_stock"),
        }

    def test_nothing_left_is_an_empty_cart(self, api):
        mug = make_listing()
        buyer = buy(api, (mug, 1))
        set_stock(mug, 0)

        answer = reorder(buyer).json()

        assert (answer["item_count"], answer["left_out"][0]["added"]) == (0, 0)

    def test_a_strangers_order_is_not_found(self, api):
        buyer = buy(api, (make_listing(), 1))

        assert reorder(buyer, secret="x").status_code == 404


class TestLookUp:
    def look_up(self, api: Any, number: str, email: str = "noor@customer.example") -> Any:
        return api.post("store/order-lookups", {"number": number, "email": email})

    def test_a_guest_finds_the_order_by_number_and_address(self, api):
        buyer = buy(api, (make_listing(), 1))

        found = self.look_up(api, buyer.order["order_number"].lower(), "Noor@Customer.Example").json()

        assert found["order_id"] == buyer.order["order_id"]
        assert api.get(f"store/orders/{found['order_id']}", headers={"Order-Token": found["order_token"]}).status_code == 200

    def test_another_address_or_number_finds_nothing(self, api):
        buyer = buy(api, (make_listing(), 1))

        assert self.look_up(api, buyer.order["order_number"], "other@customer.example").status_code == 404
        assert self.look_up(api, "EU-2026-999999").status_code == 404

    def test_a_customers_order_needs_a_login(self, api):
        buyer = buy(api, (make_listing(), 1), token=customer_token(make_customer().id))

        assert self.look_up(api, buyer.order["order_number"]).status_code == 404

    def test_another_region_knows_nothing_of_it(self, api):
        buyer = buy(api, (make_listing(), 1))
        body = {"number": buyer.order["order_number"], "email": "noor@customer.example"}

        assert api.post("store/order-lookups", body, tenant="mena").status_code == 404

    def test_guessing_is_slowed_down(self, api):
        answers = [self.look_up(api, f"EU-2026-{number:06}").status_code for number in range(12)]

        assert answers[:5] == [404] * 5
        assert 429 in answers
