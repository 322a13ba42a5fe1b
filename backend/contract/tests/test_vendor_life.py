"""Only an approved vendor's products can be found, put into a cart or ordered, whenever the vendor's state changes."""

from __future__ import annotations

from typing import Any

import pytest

from contract.tests.buying import Buyer
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.payments.models import Payment
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.apps.vendors.types import VendorState

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

ENDS = ["suspend", "close"]


@pytest.fixture
def mug(drain: Any) -> Product:
    """Of an approved vendor; search knows it."""
    product = make_listing(price_minor=2000)
    drain()
    return product


def move(api: Any, product: Product, how: str, *, status: int = 200) -> Any:
    """By the operator's endpoint."""
    answer = api.post(f"admin/vendors/{product.vendor_id}/{how}", {"reason": "Complaints"}, token=staff_token())
    assert answer.status_code == status, answer.content
    return answer.json()


def vendor_slug(api: Any, product: Product) -> str:
    slug: str = api.get("vendor/profile", token=vendor_token(product.vendor_id)).json()["slug"]
    return slug


def found(api: Any, product: Product) -> dict[str, bool]:
    """Where a customer comes across the product."""
    title = product.texts["en"].title
    return {
        "list": product.id in api.get("store/products").content.decode(),
        "search": product.id in api.get("store/products", q=title).content.decode(),
        "suggestions": product.slug in api.get("store/suggestions", q=title).content.decode(),
        "page": api.get(f"store/products/{product.slug}").status_code == 200,
        "vendor": api.get(f"store/vendors/{vendor_slug(api, product)}").status_code == 200,
    }


def everywhere(is_found: bool) -> dict[str, bool]:
    return dict.fromkeys(("list", "search", "suggestions", "page", "vendor"), is_found)


def filled(api: Any, *wanted: tuple[Product, int]) -> Buyer:
    buyer = Buyer(api)
    buyer.fill(*wanted, country="NL", currency="EUR")
    return buyer


def line_of(product: Product) -> dict[str, Any]:
    return {"variant_id": product.variants[0].id, "quantity": 1}


class TestFinding:
    @pytest.mark.parametrize("end", ENDS)
    def test_products_of_a_vendor_who_was_stopped_are_nowhere(self, api, mug, drain, end):
        assert found(api, mug) == everywhere(True)

        move(api, mug, end)
        drain()

        assert found(api, mug) == everywhere(False)

    @pytest.mark.parametrize("end", ENDS)
    def test_pages_are_gone_before_search_has_heard_of_it(self, api, mug, end):
        move(api, mug, end)

        seen = found(api, mug)

        assert (seen["page"], seen["vendor"]) == (False, False)

    def test_products_of_a_reinstated_vendor_are_back(self, api, mug, drain):
        move(api, mug, "suspend")
        drain()

        move(api, mug, "reinstate")
        drain()

        assert found(api, mug) == everywhere(True)
        assert filled(api, (mug, 1)).pay(card_token="tok_ok").status_code == 201

    def test_products_of_an_applicant_are_nowhere_until_approved_and_published(self, api, drain):
        applicant = make_vendor(state=VendorState.PENDING)
        draft = make_product(vendor=applicant.id, is_published=False)
        refused = api.post(f"vendor/products/{draft.id}/publish", token=vendor_token(applicant.id))
        drain()

        assert (refused.status_code, refused.json()["code"]) == (409, "vendor_not_selling")
        assert found(api, draft) == everywhere(False)
        assert api.post("store/carts", {"lines": [line_of(draft)]}).status_code == 404

        move(api, draft, "approve")
        assert api.post(f"vendor/products/{draft.id}/publish", token=vendor_token(applicant.id)).status_code == 200
        drain()
        assert found(api, draft) == everywhere(True)


class TestBuying:
    @pytest.mark.parametrize("end", ENDS)
    def test_products_of_a_vendor_who_was_stopped_go_into_no_cart(self, api, mug, end):
        other = filled(api, (make_listing(), 1))
        move(api, mug, end)

        assert api.post("store/carts", {"lines": [line_of(mug)]}).status_code == 404
        other.add(mug.variants[0].id, status=404)

    @pytest.mark.parametrize("end", ENDS)
    def test_a_vendor_stopped_between_cart_and_checkout_is_reported_and_nothing_is_stored(self, api, mug, end):
        buyer = filled(api, (mug, 1))
        move(api, mug, end)

        refused = buyer.pay(card_token="tok_ok")
        cart = buyer.change("GET")

        assert (refused.status_code, refused.json()["code"]) == (422, "checkout_incomplete")
        assert cart["vendors"][0]["lines"][0]["problem"] == "vendor_not_selling"
        assert cart["missing"] == [f"line:{cart['vendors'][0]['lines'][0]['id']}"]
        assert cart["quote"]["total"]["minor"] == 0
        assert (Checkout.objects.count(), Payment.objects.count()) == (0, 0)

    def test_the_rest_of_the_cart_can_be_ordered_without_that_line(self, api, mug):
        other = make_listing(price_minor=1500)
        buyer = filled(api, (mug, 1), (other, 1))
        move(api, mug, "suspend")
        stopped = next(
            line for vendor in buyer.change("GET")["vendors"] for line in vendor["lines"] if line["problem"] == "vendor_not_selling"
        )
        assert buyer.pay(card_token="tok_ok").status_code == 422

        buyer.change("DELETE", f"/lines/{stopped['id']}")

        assert buyer.pay(card_token="tok_ok").status_code == 201
        assert [line["variant_id"] for line in buyer.read_order()["quote"]["lines"]] == [other.variants[0].id]

    def test_a_suspension_while_the_customer_is_at_the_bank_gives_the_money_back(self, api, mug, sandbox, drain):
        """The vendor is asked again when the money comes: a suspended one's products are not completed at checkout."""
        buyer = filled(api, (mug, 1))
        buyer.pay()
        sandbox.pay(buyer.order["payment"]["action"]["url"])
        move(api, mug, "suspend")

        sandbox.next_webhook(buyer.order["payment"]["id"], "payment.succeeded").post(api)
        drain()

        assert buyer.read_checkout()["status"] == "refunded"
        assert buyer.read_order()["state"] == "refunded"
        assert Payment.objects.get().refunded_minor == Payment.objects.get().captured_minor > 0


class TestTheEnd:
    def test_a_suspended_vendor_still_ships_and_cancels(self, api, mug, drain):
        for _ in range(2):
            filled(api, (mug, 1)).pay(card_token="tok_ok")
        drain()
        move(api, mug, "suspend")

        assert cancel_one(api, mug) == 200
        assert ship_everything(api, mug) == 201

    def test_a_vendor_with_an_open_order_cannot_be_closed(self, api, mug, drain):
        buyer = filled(api, (mug, 1))
        buyer.pay(card_token="tok_ok")
        drain()

        refused = move(api, mug, "close", status=409)

        assert refused["code"] == "vendor_not_settled"
        assert refused["open_orders"] != []
        assert found(api, mug)["page"]

    def test_a_vendor_whose_products_are_being_paid_for_cannot_be_closed(self, api, mug):
        filled(api, (mug, 1)).pay()

        assert move(api, mug, "close", status=409)["code"] == "vendor_not_settled"

    def test_an_applicant_approved_meanwhile_is_not_refused(self, api):
        vendor = make_vendor()

        refused = api.post(f"admin/vendors/{vendor.id}/close", {"reason": "No papers", "from_state": "pending"}, token=staff_token())

        assert (refused.status_code, refused.json()["code"], refused.json()["state"]) == (409, "vendor_state_forbids", "approved")
        assert api.get("vendor/profile", token=vendor_token(vendor.id)).json()["state"] == "approved"

    def test_an_applicant_is_refused_as_it_was_seen(self, api):
        vendor = make_vendor(state=VendorState.PENDING)

        refused = api.post(f"admin/vendors/{vendor.id}/close", {"reason": "No papers", "from_state": "pending"}, token=staff_token())

        assert (refused.status_code, refused.json()["state"]) == (200, "closed")

    def test_a_closed_vendor_can_change_nothing_that_customers_see(self, api, mug):
        draft = make_product(vendor=mug.vendor_id, is_published=False)
        move(api, mug, "close")

        refused = api.post(f"vendor/products/{draft.id}/publish", token=vendor_token(mug.vendor_id))

        assert (refused.status_code, refused.json()["code"]) == (409, "vendor_not_selling")


def orders_of(api: Any, product: Product) -> list[dict[str, Any]]:
    token = vendor_token(product.vendor_id)
    items = api.get("vendor/orders", token=token).json()["items"]
    return [api.get(f"vendor/orders/{item['id']}", token=token).json() for item in items]


def _due(order: dict[str, Any]) -> list[dict[str, Any]]:
    lines = [(line["line_id"], line["quantity"] - line["canceled"] - line["shipped"]) for line in order["lines"]]
    return [{"line_id": line_id, "quantity": due} for line_id, due in lines if due]


def ship_everything(api: Any, product: Product) -> int:
    """The status of the answer for the first order that something of is due."""
    order = next(order for order in orders_of(api, product) if _due(order))
    body = {"lines": _due(order), "carrier": "PostNL"}
    status: int = api.post(f"vendor/orders/{order['id']}/shipments", body, token=vendor_token(product.vendor_id)).status_code
    return status


def cancel_one(api: Any, product: Product) -> int:
    order = orders_of(api, product)[0]
    body = {"lines": _due(order), "reason": "Broken"}
    status: int = api.post(f"vendor/orders/{order['id']}/cancellations", body, token=vendor_token(product.vendor_id)).status_code
    return status
