"""From the cart to the order over HTTP, with the provider as a process of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contract.tests.buying import Buyer
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services.recovery import recover_checkouts
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.tests.sandbox import CARD_3DS, DECLINED_CARD, LATE_CARD
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


@pytest.fixture
def products() -> list[Product]:
    """At 12.50 and 49.99 from two vendors, each with 5.00 for shipping, ten units of each."""
    return [make_listing(price_minor=1250), make_listing(price_minor=4999)]


@pytest.fixture
def buyer(api: Any, products: list[Product]) -> Buyer:
    """With two of the one and one of the other: 84.99."""
    buyer = Buyer(api)
    buyer.fill((products[0], 2), (products[1], 1), country="NL", currency="EUR")
    return buyer


def available(api: Any, product: Product) -> int:
    """As its vendor sees it."""
    answer = api.get("vendor/stock", token=vendor_token(product.vendor_id), product_id=product.id).json()
    available: int = answer["items"][0]["available"]
    return available


def stored() -> dict[str, int]:
    return {"checkouts": Checkout.objects.count(), "payments": Payment.objects.count()}


class TestThreeDSecure:
    def test_the_order_is_paid_on_the_banks_page_and_by_webhooks_that_come_twice(self, api, buyer, products, sandbox, drain):
        assert buyer.pay().status_code == 201
        page = buyer.order["payment"]["action"]["url"]
        assert buyer.order["status"] == "awaiting_payment"
        assert buyer.order["payment"]["action"]["type"] == "redirect"
        sandbox.pay(page, CARD_3DS)
        assert buyer.read_checkout()["status"] == "awaiting_payment"
        sandbox.confirm(page)
        webhook = sandbox.next_webhook(buyer.order["payment"]["id"], "payment.succeeded")

        for _ in range(2):
            assert webhook.post(api).status_code == 200
            drain()

        order = buyer.read_order()
        assert (buyer.read_checkout()["status"], order["state"], order["payment_status"]) == ("confirmed", "confirmed", "paid")
        assert order["total"] == {"minor": 8499, "currency": "EUR"} == buyer.total
        assert sum(part["total"]["minor"] for part in order["parts"]) == 8499
        assert [available(api, product) for product in products] == [8, 9]
        assert len(sandbox.payments_of(buyer.order["payment"]["id"])) == 1
        assert [row.type for row in ledger_queries.rows_of_order(order["id"])].count("sale") == 2
        assert len(api.get("vendor/orders", token=vendor_token(products[0].vendor_id)).json()["items"]) == 1

    def test_webhooks_out_of_order_end_the_same(self, api, buyer, sandbox, drain):
        buyer.pay()
        payment = buyer.order["payment"]["id"]
        sandbox.pay(buyer.order["payment"]["action"]["url"], LATE_CARD)
        early = sandbox.next_webhook(payment, "payment.processing")
        sandbox.control(f"/v1/test/payments/{early.content['data']['id']}/settle")
        paid = sandbox.next_webhook(payment, "payment.succeeded")

        for webhook in (paid, early, paid):
            assert webhook.post(api).status_code == 200
            drain()

        assert buyer.read_order()["state"] == "confirmed"
        assert buyer.read_checkout()["payment"]["state"] == "succeeded"
        assert stored() == {"checkouts": 1, "payments": 1}

    def test_a_payment_whose_webhook_never_comes_is_found_out(self, buyer, sandbox):
        buyer.pay()
        sandbox.pay(buyer.order["payment"]["action"]["url"])

        recover_checkouts(now=clock.now() + timedelta(minutes=1))

        assert buyer.read_order()["state"] == "confirmed"
        assert buyer.pay(key="on coming back").json()["order_id"] == buyer.order["order_id"]
        assert stored() == {"checkouts": 1, "payments": 1}

    def test_one_who_refuses_at_the_bank_can_pay_in_another_way(self, api, buyer, products, sandbox, drain):
        buyer.pay()
        first = buyer.order
        sandbox.pay(first["payment"]["action"]["url"], CARD_3DS)
        sandbox.confirm(first["payment"]["action"]["url"], "refuse")
        sandbox.next_webhook(first["payment"]["id"], "payment.failed").post(api)
        drain()
        assert [available(api, product) for product in products] == [10, 10]

        second = buyer.pay(method="cash_on_delivery")

        assert second.json()["status"] == "confirmed"
        assert second.json()["order_id"] != first["order_id"]
        assert [available(api, product) for product in products] == [8, 9]


class TestDeclines:
    def test_a_declined_card_leaves_the_cart_and_another_method_takes_it(self, api, buyer, products):
        declined = buyer.pay(card_token="tok_declined")
        after = buyer.change("GET")

        assert (declined.status_code, declined.json()["code"]) == (402, "payment_declined")
        assert (after["status"], after["quote"]["total"]) == ("open", buyer.total)
        assert [available(api, product) for product in products] == [10, 10]
        assert buyer.pay(method="cash_on_delivery").json()["status"] == "confirmed"
        assert buyer.change("GET")["status"] == "ordered"

    def test_a_decline_on_the_page_frees_the_stock(self, api, buyer, products, sandbox, drain):
        buyer.pay()
        assert [available(api, product) for product in products] == [8, 9]

        sandbox.pay(buyer.order["payment"]["action"]["url"], DECLINED_CARD)
        sandbox.next_webhook(buyer.order["payment"]["id"], "payment.failed").post(api)
        drain()

        assert buyer.read_order()["state"] == "declined"
        assert [available(api, product) for product in products] == [10, 10]


class TestRepeats:
    def test_the_same_key_and_body_replays_the_answer(self, buyer):
        first = buyer.pay(card_token="tok_ok", key="one")
        second = buyer.pay(card_token="tok_ok", key="one")

        assert (first.status_code, second.status_code) == (201, 201)
        assert second.content == first.content
        assert second["Idempotency-Replayed"] == "true"
        assert stored() == {"checkouts": 1, "payments": 1}

    def test_the_same_key_with_another_body_is_refused(self, buyer):
        buyer.pay(card_token="tok_ok", key="one")

        other = buyer.pay(method="cash_on_delivery", key="one")

        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        assert stored() == {"checkouts": 1, "payments": 1}

    def test_another_key_finds_the_same_order(self, buyer):
        first = buyer.pay(card_token="tok_ok", key="one").json()

        second = buyer.pay(card_token="tok_ok", key="two").json()

        assert (second["order_id"], second["order_token"]) == (first["order_id"], first["order_token"])
        assert stored() == {"checkouts": 1, "payments": 1}

    def test_the_same_key_from_another_caller_opens_nothing(self, api, buyer):
        buyer.pay(card_token="tok_ok", key="one")
        stranger = Buyer(api, secret="another-secret")
        stranger.cart = buyer.cart

        answer = stranger.pay(card_token="tok_ok", key="one")

        assert answer.status_code == 422
        assert "order_id" not in answer.json()

    def test_a_checkout_without_a_key_is_refused(self, api, buyer):
        body = {"cart_id": buyer.cart["id"], "quoted_total": buyer.total, "payment_method": "cash_on_delivery"}

        answer = api.post("store/checkouts", body, headers={"Cart-Token": buyer.secret}, key=" ")

        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


class TestChanges:
    def test_a_price_that_changed_is_reported_and_nothing_is_stored(self, api, buyer, products):
        token = vendor_token(products[0].vendor_id)
        page = api.get(f"vendor/products/{products[0].id}", token=token)
        variant = page.json()["variants"][0]
        prices = [{"id": variant["id"], "option_values": [], "prices": [{"minor": 1300, "currency": "EUR"}]}]
        edited = api.patch(f"vendor/products/{products[0].id}", {"variants": prices}, token=token, etag=page["ETag"].strip('"'))
        assert edited.status_code == 200, edited.content

        refused = buyer.pay(card_token="tok_ok")

        assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
        assert refused.json()["current_total"] == {"minor": 8599, "currency": "EUR"}
        assert stored() == {"checkouts": 0, "payments": 0}
        assert [available(api, product) for product in products] == [10, 10]
        assert buyer.pay(card_token="tok_ok", quoted_total=refused.json()["current_total"]).status_code == 201

    def test_stock_that_ran_out_is_reported_and_nothing_is_stored(self, api, buyer, products):
        variant = products[0].variants[0].id
        count = {"variant_id": variant, "on_hand": 1, "reason": "counted"}
        adjusted = api.post("vendor/stock/adjustments", count, token=vendor_token(products[0].vendor_id))
        assert adjusted.status_code in (200, 201), adjusted.content

        refused = buyer.pay(card_token="tok_ok")

        assert (refused.status_code, refused.json()["code"]) == (409, "out_of_stock")
        assert refused.json()["lines"] == [{"variant_id": variant, "requested": 2, "available": 1}]
        assert stored() == {"checkouts": 0, "payments": 0}
        assert [available(api, product) for product in products] == [1, 10]

    def test_a_total_in_another_currency_or_of_another_region_is_refused(self, buyer):
        foreign = buyer.pay(card_token="tok_ok", quoted_total={"minor": 8499, "currency": "KWD"})

        assert (foreign.status_code, foreign.json()["errors"][0]["code"]) == (422, "foreign_currency")

    def test_a_cart_that_lacks_something_says_what(self, api, products):
        bare = Buyer(api)
        bare.open({"lines": [{"variant_id": products[0].variants[0].id, "quantity": 1}]})

        refused = bare.pay(card_token="tok_ok")

        assert (refused.status_code, refused.json()["code"]) == (422, "checkout_incomplete")
        assert {"email", "shipping_address"} <= set(refused.json()["missing"])


class TestCashInDinars:
    @pytest.fixture
    def shop(self, mena: Any) -> Product:
        """At 12.345 dinars, with 1.250 for shipping."""
        with tenancy.scope(mena):
            vendor = make_vendor(country="KW", currency="KWD")
            make_shipping_method(vendor.id, price_minor=1250, currencies=["KWD"])
            return make_product(vendor=vendor.id, price=Money(12345, "KWD"), stock=10)

    def test_it_is_ordered_delivered_and_booked_to_the_fils(self, api, mena, shop, drain):
        buyer = Buyer(api, tenant="mena")
        buyer.fill((shop, 3), country="KW", currency="KWD")

        placed = buyer.pay(method="cash_on_delivery").json()
        with tenancy.scope(mena):
            token = vendor_token(shop.vendor_id)
            drain()
            before = ledger_queries.rows_of_order(placed["order_id"])
        _deliver_all(api, token)
        with tenancy.scope(mena):
            drain()
            rows = {row.type: row.amount for row in ledger_queries.rows_of_order(placed["order_id"])}

        order = buyer.read_order()
        assert placed["status"] == "confirmed"
        assert order["total"] == {"minor": 3 * 12345 + 1250, "currency": "KWD"}
        assert order["payment_method"] == "cash_on_delivery"
        assert before == []
        assert (rows["sale"], rows["shipping"]) == (Money(37035, "KWD"), Money(1250, "KWD"))
        assert rows["cash_collected"] == Money(38285, "KWD")


def _deliver_all(api: Any, token: str) -> None:
    """As its vendor does."""
    listed = api.get("vendor/orders", tenant="mena", token=token).json()["items"]
    order = f"vendor/orders/{listed[0]['id']}"
    held = api.get(order, tenant="mena", token=token).json()["lines"]
    lines = [{"line_id": line["line_id"], "quantity": line["quantity"]} for line in held]
    sent = api.post(f"{order}/shipments", {"lines": lines, "carrier": "Aramex"}, tenant="mena", token=token)
    assert sent.status_code == 201, sent.content
    delivered = api.post(f"{order}/shipments/{sent.json()['shipments'][0]['id']}/deliver", tenant="mena", token=token)
    assert delivered.json()["state"] == "delivered", delivered.content
