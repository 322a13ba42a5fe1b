"""A guest's cart goes into the customer's; and several requests at once."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from django.db import connections

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.carts.tests.factories import ADDRESSES, close
from marketplace.apps.carts.tests.shopper import Shopper
from marketplace.apps.catalog.tests.factories import make_product

pytestmark = pytest.mark.usefixtures("tenant")

ADDRESS = msgspec.to_builtins(ADDRESSES["NL"])


def merge(customer, guest, *, status=200):
    shopper = Shopper(customer.api, token=customer.token, secret=guest.secret)
    answer = shopper.send("POST", f"/{guest.cart['id']}/merge", {}, status=status)
    customer.cart = shopper.cart or customer.cart
    return answer


class TestMerging:
    def test_adds_up_what_both_hold_and_closes_the_guests_cart(self, customer, guest, vendor, mug):
        plate = make_product(vendor=vendor.id).variants[0].id
        customer.add(mug, 2)
        guest.add(mug, 3)
        guest.add(plate)

        merge(customer, guest)

        assert customer.quantities == {mug: 5, plate: 1}
        assert guest.change("GET")["status"] == "merged"
        assert guest.add(mug, status=409)["cart_status"] == "merged"

    def test_twice_adds_once(self, customer, guest, mug):
        guest.add(mug, 3)

        for _ in range(2):
            merge(customer, guest)

        assert customer.quantities == {mug: 3}

    def test_takes_over_details_that_the_customer_has_not_given(self, customer, guest):
        customer.change("PATCH", body={"email": "own@example.com"})
        guest.change("PATCH", body={"email": "guest@example.com", "shipping_address": ADDRESS})

        merged = merge(customer, guest)

        assert (merged["email"], merged["shipping_address"]["postcode"]) == ("own@example.com", "1016 GV")

    def test_stops_at_the_limit_and_says_so(self, customer, guest, mug):
        customer.add(mug, 998)
        guest.add(mug, 3)

        merged = merge(customer, guest)

        (change,) = [change for change in merged["changes"] if change["kind"] == "quantity_limited"]
        assert (change["requested"], change["available"]) == (1001, 999)
        assert customer.quantities == {mug: 999}

    def test_needs_a_customer_and_the_guests_secret(self, api, customer, guest):
        guest.change("POST", "/merge", {}, status=401)
        customer.send("POST", f"/{guest.cart['id']}/merge", {}, status=404)

    def test_of_an_ordered_cart_is_refused(self, customer, guest):
        close(guest.cart["id"], guest.cart["id"])

        assert merge(customer, guest, status=409)["code"] == "cart_closed"

    def test_into_two_customers_carts_works_for_the_first_only(self, api, customer, guest, mug):
        other = Shopper(api, token=customer_token(make_customer().id))
        guest.add(mug)
        merge(customer, guest)

        assert merge(other, guest, status=409)["cart_status"] == "merged"


@pytest.mark.django_db(transaction=True)
def test_changes_at_the_same_time_all_hold(guest, vendor):
    variants = [make_product(vendor=vendor.id).variants[0].id for _ in range(3)]

    def add(variant):
        try:
            shopper = Shopper(guest.api, secret=guest.secret)
            return shopper.send("POST", f"/{guest.cart['id']}/lines", {"variant_id": variant})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(add, variants))

    guest.change("GET")
    assert guest.quantities == dict.fromkeys(variants, 1)


@pytest.mark.django_db(transaction=True)
def test_two_first_looks_of_a_customer_open_one_cart(api):
    token = customer_token(make_customer().id)

    def look(_):
        try:
            response = api.post("store/carts", {}, token=token)
            return msgspec.json.decode(response.content)["id"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        opened = set(pool.map(look, range(4)))

    assert len(opened) == 1
