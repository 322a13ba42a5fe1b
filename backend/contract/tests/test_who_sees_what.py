"""What an answer holds, not only whether one comes: nothing of a sibling vendor, another customer or another region is in it."""

from __future__ import annotations

from typing import Any

import pytest

from contract.tests.buying import Buyer
from contract.tests.endpoints import VENDOR, all_endpoints
from contract.tests.world import Caller, Region
from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.blobs import save_private, save_public
from marketplace.foundation.tenancy import directory
from marketplace.kit.ids import new_id

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


# The periods, or the report, that some endpoints ask for, by the end of their addresses.
PERIODS = {
    "account-statement": {"since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"},
    "oss-report": {"year": "2026", "quarter": "4"},
    "report": {"report": "products"},
}


# A payment provider's own list, where the region offers such a provider. (Options of labels are a carrier's, of a vendor with an account.)
OF_PROVIDERS = {"vendor/connected-account/banks"}


def everything_read(api: Any, caller: Caller) -> str:
    """All that a vendor can get, by every endpoint of its own."""
    endpoints = [endpoint for endpoint in all_endpoints() if endpoint.method == "GET" and endpoint.audience == VENDOR]
    readable = [endpoint.path(caller.ids) for endpoint in endpoints if set(endpoint.names) <= set(caller.ids)]
    texts = [path for path in readable if not path.endswith((".pdf", ".xlsx", "label-options")) and path not in OF_PROVIDERS]
    answers = [caller.send(api, "GET", path, **PERIODS.get(path.rpartition("/")[2], {})) for path in texts]
    assert {answer.status_code for answer in answers} == {200}
    contents = [b"".join(answer) if answer.streaming else answer.content for answer in answers]
    return b"\n".join(contents).decode()


def index_everything(drain: Any, *slugs: str) -> None:
    for slug in slugs:
        with tenancy.scope(directory.get(slug)):
            drain()


class TestVendors:
    def test_nothing_of_a_sibling_in_the_same_order_is_in_what_a_vendor_reads(self, api, europe, gulf, drain):
        index_everything(drain, "eu", "mena")
        mine, sibling = europe.sellers

        read = everything_read(api, mine)

        assert all(mine.ids[name] in read for name in ("vendor_order_id", "product_id", "payout_id", "zone_id", "variant_id"))
        for other in (sibling, *gulf.sellers):
            shared = {mine.ids[name] for name in mine.ids}
            assert {name: value for name, value in other.ids.items() if value in read and value not in shared} == {}
            assert product_title(api, other) not in read

    def test_the_total_of_the_whole_order_is_not_in_a_vendors_part(self, api, europe, drain):
        index_everything(drain, "eu")
        order = europe.customer.send(api, "GET", f"store/orders/{europe.customer.ids['order_id']}").json()
        parts = {part["vendor_id"]: part["total"]["minor"] for part in order["parts"]}

        for seller in europe.sellers:
            part = seller.send(api, "GET", f"vendor/orders/{seller.ids['vendor_order_id']}")
            listed = seller.send(api, "GET", "vendor/orders").json()["items"]

            assert part.json()["total"]["minor"] == parts[seller.ids["vendor_id"]]
            assert str(order["total"]["minor"]) not in part.content.decode()
            assert {item["total"]["minor"] for item in listed} == {parts[seller.ids["vendor_id"]]}
        assert sum(parts.values()) == order["total"]["minor"]

    def test_what_one_vendor_does_to_its_part_leaves_the_siblings_as_it_was(self, api, europe, drain):
        mine, sibling = europe.sellers
        path = f"vendor/orders/{sibling.ids['vendor_order_id']}"
        before = sibling.send(api, "GET", path).content
        line = {"lines": [{"line_id": mine.ids["part_line_id"], "quantity": 1}]}

        canceled = mine.send(api, "POST", f"vendor/orders/{mine.ids['vendor_order_id']}/cancellations", {**line, "reason": "Broken"})
        index_everything(drain, "eu")

        assert canceled.status_code == 200
        assert sibling.send(api, "GET", path).content == before

    def test_a_line_of_a_sibling_cannot_be_shipped_or_canceled_through_ones_own_part(self, api, europe):
        mine, sibling = europe.sellers
        own = f"vendor/orders/{mine.ids['vendor_order_id']}"
        line = {"lines": [{"line_id": sibling.ids["part_line_id"], "quantity": 1}]}

        shipped = mine.send(api, "POST", f"{own}/shipments", {**line, "carrier": "DHL"})
        canceled = mine.send(api, "POST", f"{own}/cancellations", {**line, "reason": "Broken"})

        assert (shipped.status_code, canceled.status_code) == (422, 422)

    def test_stock_of_a_sibling_cannot_be_counted(self, api, europe):
        mine, sibling = europe.sellers
        body = {"variant_id": sibling.ids["variant_id"], "on_hand": 0, "reason": "counted"}

        answer = mine.send(api, "POST", "vendor/stock/adjustments", body)

        assert answer.status_code in (404, 422)
        stock = sibling.send(api, "GET", "vendor/stock", product_id=sibling.ids["product_id"]).json()["items"][0]
        assert stock["on_hand"] > 0

    def test_filters_with_a_siblings_ids_find_nothing(self, api, europe, drain):
        index_everything(drain, "eu")
        mine, sibling = europe.sellers
        ids = sibling.ids

        lists = [
            mine.send(api, "GET", "vendor/stock", product_id=ids["product_id"]),
            mine.send(api, "GET", "vendor/stock/movements", variant_id=ids["variant_id"]),
            mine.send(api, "GET", "vendor/orders", product=ids["product_id"]),
        ]

        assert [answer.json()["items"] for answer in lists] == [[], [], []]

    def test_a_cursor_of_a_sibling_shows_nothing_of_the_sibling(self, api, europe, drain):
        mine, sibling = europe.sellers
        for path in ("vendor/products", "vendor/stock", "vendor/transactions", "vendor/stock/movements"):
            cursor = sibling.send(api, "GET", path, limit=1).json()["next_cursor"]
            assert cursor

            answer = mine.send(api, "GET", path, cursor=cursor)

            assert answer.status_code in (200, 422)
            assert sibling.ids["vendor_id"] not in answer.content.decode()
            assert sibling.ids["product_id"] not in answer.content.decode()

    def test_an_api_key_sees_what_its_vendor_sees_and_no_more(self, api, europe):
        mine, sibling = europe.sellers
        with tenancy.scope(directory.get("eu")):
            made = vendor_services.create_api_key(
                vendor_id=mine.ids["vendor_id"], name="ERP", roles=["manager"], actor=VENDOR_ACTOR, now=clock.now()
            )
        system = Caller("system", "eu", f"Api-Key {made.secret}")

        assert system.send(api, "GET", f"vendor/orders/{mine.ids['vendor_order_id']}").status_code == 200
        assert system.send(api, "GET", f"vendor/orders/{sibling.ids['vendor_order_id']}").status_code == 404
        assert system.send(api, "GET", "admin/vendors").status_code == 403
        assert system.send(api, "GET", "me").status_code == 403


class TestCustomers:
    def test_the_list_of_orders_has_ones_own_only(self, api, europe):
        with tenancy.scope(directory.get("eu")):
            other = Caller("other", "eu", customer_token(make_customer().id))

        assert [item["id"] for item in europe.customer.send(api, "GET", "store/orders").json()["items"]] == [
            europe.customer.ids["order_id"]
        ]
        assert other.send(api, "GET", "store/orders").json()["items"] == []

    def test_a_guests_token_opens_that_guests_order_only(self, api, tenant, sandbox):
        mug = make_listing()
        guests = [Buyer(api), Buyer(api)]
        for guest in guests:
            guest.fill((mug, 1), country="NL", currency="EUR")
            assert guest.pay(card_token="tok_ok").status_code == 201
        first, second = guests
        token = {"Order-Token": second.order["order_token"]}

        for path in (f"store/orders/{first.order['order_id']}", f"store/checkouts/{first.order['id']}"):
            assert api.get(path, headers=token).status_code == 404
            assert api.get(path).status_code == 404
            assert api.get(path, headers={"Order-Token": ""}).status_code == 404
            assert api.get(path, headers={"Order-Token": first.order["order_token"]}).status_code == 200
        cancel = f"store/orders/{first.order['order_id']}/cancellations"
        assert api.post(cancel, {"reason": "Mine?"}, headers=token).status_code == 404
        assert first.read_order()["state"] == "confirmed"

    def test_a_customer_who_logs_in_after_ordering_as_a_guest_still_has_the_order(self, api, tenant, sandbox):
        guest, customer = Buyer(api), customer_token(make_customer().id)
        guest.fill((make_listing(), 1), country="NL", currency="EUR")
        guest.pay(card_token="tok_ok")
        path = f"store/orders/{guest.order['order_id']}"

        assert api.get(path, token=customer, headers={"Order-Token": guest.order["order_token"]}).status_code == 200
        assert api.get(path, token=customer).status_code == 404
        assert api.get(path, token=customer, headers={"Order-Token": "x"}).status_code == 404

    def test_another_persons_cart_cannot_be_ordered(self, api, europe):
        guest = europe.guest
        cart = guest.send(api, "GET", f"store/carts/{guest.ids['cart_id']}").json()
        body = {"cart_id": cart["id"], "quoted_total": cart["quote"]["total"], "payment_method": "cash_on_delivery"}

        for caller in (europe.customer, europe.sellers[0], europe.staff, Caller("stranger", "eu")):
            assert caller.send(api, "POST", "store/checkouts", body).status_code == 404

    def test_a_customers_order_says_nothing_of_what_the_operator_keeps(self, api, europe):
        order = europe.customer.send(api, "GET", f"store/orders/{europe.customer.ids['order_id']}").content.decode()

        assert "commission" not in order
        assert "payout" not in order


class TestRegions:
    def test_staff_of_one_region_lists_nothing_of_another(self, api, europe, gulf, drain):
        index_everything(drain, "eu", "mena")
        lists = ["vendors", "customers", "orders", "payments", "transactions", "payouts", "payout-runs", "audit-log", "categories"]

        read = "".join(europe.staff.send(api, "GET", f"admin/{name}", limit=100).content.decode() for name in lists)

        assert europe.customer.ids["order_id"] in read
        assert {name: value for name, value in gulf.ids.items() if name not in ("slug", "number") and value in read} == {}

    def test_the_same_address_may_register_in_both_regions_and_the_password_of_one_opens_one(self, api, eu, mena):
        with tenancy.scope(eu):
            person = make_customer(email="noor@customer.example")
        body = {"audience": "customer", "email": person.email, "password": "correct horse battery staple"}

        assert api.post("auth/login", body, tenant="eu").status_code == 200
        assert api.post("auth/login", body, tenant="mena").status_code == 401

    def test_a_refresh_token_of_one_region_is_misdirected_in_another(self, api, eu):
        with tenancy.scope(eu):
            person = make_customer()
        login = {"audience": "customer", "email": person.email, "password": "correct horse battery staple"}
        refresh = {"refresh_token": api.post("auth/login", login).json()["refresh_token"]}

        assert api.post("auth/refresh", refresh, tenant="mena").status_code == 421
        assert api.post("auth/refresh", refresh, tenant="eu").status_code == 200

    def test_an_idempotency_key_of_one_region_means_nothing_in_another(self, api):
        key = new_id("key", at=clock.now())
        first = api.post("store/carts", {}, key=key, tenant="eu")
        second = api.post("store/carts", {}, key=key, tenant="mena")

        assert (first.status_code, second.status_code) == (201, 201)
        assert "Idempotency-Replayed" not in second

    def test_files_are_served_by_their_own_region_and_private_ones_by_none(self, client, eu, mena):
        with tenancy.scope(mena):
            public = save_public("products/cup.png", b"picture", "image/png")
            private = save_private("imports/rows.csv", b"a,b", "text/csv")
        with tenancy.scope(eu):
            save_public("products/cup.png", b"picture", "image/png")

        at_home = client.get(f"/media/{public}", headers={"Host": "mena.localhost"})
        abroad = [
            client.get(f"/media/{path}", headers={"Host": host}).status_code
            for host, path in [
                ("eu.localhost", public),
                ("eu.localhost", f"eu/public/../../{public}"),
                ("eu.localhost", f"eu/public/%2e%2e/%2e%2e/{public}"),
                ("mena.localhost", private),
                ("mena.localhost", f"mena/public/../../{private}"),
                ("mena.localhost", f"mena/public/..%2f..%2f{private}"),
            ]
        ]

        assert b"".join(at_home) == b"picture"
        assert abroad == [404] * 6


def product_title(api: Any, seller: Caller) -> str:
    title: str = seller.send(api, "GET", f"vendor/products/{seller.ids['product_id']}").json()["texts"]["en"]["title"]
    return title


def test_a_token_speaks_for_the_vendor_that_it_names_whatever_a_request_says(api, europe: Region):
    mine, sibling = europe.sellers
    named = {"vendor_id": sibling.ids["vendor_id"], "vendor": sibling.ids["vendor_id"]}

    for path in ("vendor/profile", "vendor/products", "vendor/orders", "vendor/payouts", "vendor/transactions"):
        answer = mine.send(api, "GET", path, **named)
        assert sibling.ids["vendor_id"] not in answer.content.decode()
    with tenancy.scope(directory.get("eu")):
        token = vendor_token(mine.ids["vendor_id"])
    created = api.post("vendor/shipping-zones", {"name": "Far", "countries": ["NL"], **named}, token=token)
    assert created.status_code in (201, 422)
    assert "Far" not in [zone["name"] for zone in sibling.send(api, "GET", "vendor/shipping-zones").json()["items"]]
