"""What a customer keeps for later, and the note to the vendors."""

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.carts.tests.factories import close
from marketplace.apps.carts.tests.shopper import Shopper
from marketplace.apps.carts.types import MAX_NOTE
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product, set_stock
from marketplace.foundation import clock
from marketplace.foundation.rest.tokens import read_access_token
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def saved(cart):
    return [(item["variant_id"], item["quantity"]) for item in cart["saved"]]


def line_of(shopper):
    return shopper.cart["vendors"][0]["lines"][0]["id"]


def test_a_line_leaves_the_cart_and_comes_back_with_its_quantity(guest, mug):
    guest.add(mug, 3)

    kept = guest.change("POST", "/saved", {"line_id": line_of(guest)})
    assert (kept["item_count"], saved(kept), kept["quote"]["total"]["minor"]) == (0, [(mug, 3)], 0)
    assert (kept["saved"][0]["title"], kept["saved"][0]["unit_price"]["minor"], kept["saved"][0]["available"]) == ("Mug", 1210, 10)

    back = guest.change("POST", f"/saved/{kept['saved'][0]['id']}/restore")
    assert (back["item_count"], saved(back)) == (3, [])


def test_a_variant_is_saved_once_and_adds_up_with_what_is_in_the_cart(guest, mug):
    guest.change("POST", "/saved", {"variant_id": mug})
    kept = guest.change("POST", "/saved", {"variant_id": mug})
    guest.add(mug, 2)

    back = guest.change("POST", f"/saved/{kept['saved'][0]['id']}/restore")

    assert saved(kept) == [(mug, 1)]
    assert back["item_count"] == 3


def test_what_is_saved_can_be_removed(guest, mug):
    kept = guest.change("POST", "/saved", {"variant_id": mug})
    path = f"/saved/{kept['saved'][0]['id']}"

    assert saved(guest.change("DELETE", path)) == []
    guest.change("DELETE", path, status=404)
    guest.change("POST", f"{path}/restore", status=404)


def test_what_is_not_sold_any_more_says_so_and_stays_saved(guest, vendor):
    product = make_product(vendor=vendor.id, title="Jug", stock=1)
    set_stock(product, 0)
    kept = guest.change("POST", "/saved", {"variant_id": product.variants[0].id})
    assert (kept["saved"][0]["available"], kept["saved"][0]["problem"]) == (0, None)

    catalog_services.unpublish_product(vendor_id=vendor.id, product_id=product.id, now=NOW)

    gone = guest.change("GET")["saved"][0]
    assert (gone["problem"], gone["unit_price"]) == ("product_gone", None)
    guest.change("POST", f"/saved/{gone['id']}/restore", status=404)
    assert len(guest.change("GET")["saved"]) == 1


@pytest.mark.parametrize("body", [{}, {"line_id": "line_x", "variant_id": new_id("var", at=NOW)}])
def test_one_of_line_and_variant_is_named(guest, body):
    assert guest.change("POST", "/saved", body, status=422)["code"] == "invalid_input"


def test_what_does_not_exist_is_not_found(guest):
    guest.change("POST", "/saved", {"variant_id": new_id("var", at=NOW)}, status=404)
    guest.change("POST", "/saved", {"line_id": "line_x"}, status=404)


def test_a_strangers_cart_keeps_nothing_for_me(api, guest, mug):
    stranger = Shopper(api, secret="x")
    stranger.cart = guest.cart

    kept = guest.change("POST", "/saved", {"variant_id": mug})["saved"][0]["id"]

    stranger.change("POST", "/saved", {"variant_id": mug}, status=404)
    stranger.change("POST", f"/saved/{kept}/restore", status=404)
    stranger.change("DELETE", f"/saved/{kept}", status=404)
    assert saved(guest.change("GET")) == [(mug, 1)]


def test_a_guests_saved_items_are_kept_at_the_login(api, guest, mug, vendor):
    jug = make_product(vendor=vendor.id, title="Jug", stock=1).variants[0].id
    token = customer_token(make_customer().id)
    own = Shopper(api, token=token)
    own.open()
    own.change("POST", "/saved", {"variant_id": jug})
    guest.change("POST", "/saved", {"variant_id": mug})
    guest.token = token

    merged = guest.change("POST", "/merge")

    assert saved(merged) == [(mug, 1), (jug, 1)]


def test_a_customers_next_cart_has_what_was_saved(customer, mug):
    customer.change("POST", "/saved", {"variant_id": mug})
    customer.add(mug)
    close(read_access_token(customer.token, now=clock.now()).id, customer.cart["id"])

    assert saved(customer.open()) == [(mug, 1)]


def test_a_guests_next_cart_takes_it_over(api, guest, mug):
    guest.change("POST", "/saved", {"variant_id": mug})
    guest.add(mug)
    close(guest.cart["id"], guest.cart["id"])

    assert saved(guest.open({"saved_from": guest.cart["id"]})) == [(mug, 1)]
    assert Shopper(api).open({"saved_from": guest.cart["id"]}, status=404)["code"] == "not_found"


def test_a_note_stays_with_the_cart_until_it_is_removed(guest):
    assert guest.change("PATCH", body={"note": " Ring  twice,\nplease "})["note"] == "Ring twice,\nplease"
    assert guest.change("PATCH", body={"email": "noor@example.com"})["note"] == "Ring twice,\nplease"
    assert guest.change("PATCH", body={"note": None})["note"] == ""
    guest.change("PATCH", body={"note": "x" * (MAX_NOTE + 1)}, status=422)
