"""The cart endpoints, as a browser uses them."""

import msgspec
import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.carts import services
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.tests.factories import ADDRESSES, close
from marketplace.apps.carts.tests.shopper import Shopper
from marketplace.apps.catalog.tests.factories import make_product, set_stock
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.vendors.tests.factories import make_vendor, staff_token, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.documents.port import Ref
from marketplace.foundation.documents.store import store
from marketplace.foundation.rest.tokens import read_access_token
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

ADDRESS = {**msgspec.to_builtins(ADDRESSES["NL"]), "phone": ""}


class TestAGuest:
    def test_completes_a_cart_step_by_step(self, guest, vendor, parcel, mug):
        assert guest.add(mug, 2)["missing"] == ["email", "shipping_address", f"shipping_choice:{vendor.id}"]
        assert guest.change("PATCH", body={"email": "noor@example.com"})["missing"][0] == "shipping_address"
        assert guest.change("PATCH", body={"shipping_address": ADDRESS})["missing"] == [f"shipping_choice:{vendor.id}"]
        done = guest.change("PATCH", body={"shipping_choices": {vendor.id: parcel.id}})

        assert (done["missing"], done["quote"]["is_complete"]) == ([], True)
        assert done["quote"]["total"] == {"minor": 2915, "currency": "EUR"}
        assert done["quote"]["taxes"] == [
            {"rate_bp": 2100, "base": {"minor": 2409, "currency": "EUR"}, "tax": {"minor": 506, "currency": "EUR"}}
        ]
        assert done["vendors"][0]["lines"][0]["title"] == "Mug"

    def test_reads_the_cart_again_without_getting_the_secret_again(self, guest, mug):
        guest.add(mug)

        again = guest.change("GET")

        assert again["token"] is None
        assert again["item_count"] == 1

    def test_changes_and_removes_lines(self, guest, mug):
        line = guest.add(mug)["vendors"][0]["lines"][0]["id"]

        assert guest.change("PATCH", f"/lines/{line}", {"quantity": 4})["item_count"] == 4
        assert guest.change("DELETE", f"/lines/{line}")["vendors"] == []
        assert guest.change("DELETE", f"/lines/{line}", status=404)["code"] == "not_found"

    def test_adding_the_same_variant_adds_up(self, guest, mug):
        guest.add(mug)
        guest.add(mug, 2)

        assert guest.quantities == {mug: 3}

    def test_a_repeated_request_adds_once(self, guest, mug):
        for _ in range(2):
            guest.add(mug, key="the-same-click")

        assert guest.change("GET")["item_count"] == 1

    def test_opens_a_cart_with_lines_in_it(self, api, mug):
        shopper = Shopper(api)

        shopper.open({"lines": [{"variant_id": mug, "quantity": 3}]})

        assert shopper.quantities == {mug: 3}

    def test_keeps_codes_and_is_answered_with_the_reason_for_each_that_gives_nothing(self, guest, mug):
        guest.add(mug)

        answer = guest.change("PATCH", body={"codes": ["SPRING", "SPRING", "FREE"]})

        assert answer["codes"] == ["SPRING", "FREE"]
        assert answer["quote"]["codes"] == [{"code": code, "is_applied": False, "problem": "unknown_code"} for code in ("SPRING", "FREE")]
        assert guest.change("PATCH", body={"codes": []})["quote"]["codes"] == []

    def test_chooses_a_payment_method_and_takes_it_back(self, guest, mug):
        guest.add(mug)

        chosen = guest.change("PATCH", body={"payment_method": "sandbox_card"})

        assert (chosen["payment_method"], chosen["quote"]["payment_method"]) == ("sandbox_card", "sandbox_card")
        assert chosen["quote"]["amount_due"] == chosen["quote"]["total"]
        assert guest.change("PATCH", body={"payment_method": None})["payment_method"] is None

    def test_reads_that_the_chosen_payment_method_cannot_be_used_any_more(self, guest, mug):
        guest.add(mug)
        guest.change("PATCH", body={"payment_method": "sandbox_ideal"})

        abroad = guest.change("PATCH", body={"country": "DE"})

        assert [change["kind"] for change in abroad["changes"]] == ["payment_method_gone"]
        assert (abroad["payment_method"], abroad["quote"]["payment_method"]) == ("sandbox_ideal", "")

    def test_removes_details_with_null(self, guest):
        guest.change("PATCH", body={"email": "noor@example.com", "shipping_address": ADDRESS})

        removed = guest.change("PATCH", body={"email": None, "shipping_address": None})

        assert (removed["email"], removed["shipping_address"]) == (None, None)


class TestRefusals:
    def test_a_payment_method_that_the_cart_cannot_be_paid_with(self, guest, mug):
        guest.add(mug)

        answer = guest.change("PATCH", body={"payment_method": "barter"}, status=422)

        assert [(error["field"], error["code"]) for error in answer["errors"]] == [("payment_method", "not_offered")]

    @pytest.mark.parametrize("secret", ["", "wrong"])
    def test_a_cart_without_its_secret_is_not_there(self, api, guest, secret):
        stranger = Shopper(api, secret=secret)

        assert stranger.send("GET", f"/{guest.cart['id']}", status=404)["code"] == "not_found"

    def test_a_secret_opens_no_other_cart(self, api, guest):
        other = Shopper(api)
        other.open()

        Shopper(api, secret=guest.secret).send("GET", f"/{other.cart['id']}", status=404)

    def test_a_customers_cart_is_not_another_customers_nor_a_vendors_nor_staffs(self, api, customer, vendor):
        for token in (customer_token(make_customer().id), vendor_token(vendor.id), staff_token()):
            Shopper(api, token=token).send("GET", f"/{customer.cart['id']}", status=404)

    def test_a_cart_is_not_there_in_another_region(self, api, guest, customer):
        Shopper(api, secret=guest.secret, tenant="mena").send("GET", f"/{guest.cart['id']}", status=404)
        Shopper(api, token=customer.token, tenant="mena").send("GET", f"/{customer.cart['id']}", status=421)

    @pytest.mark.parametrize("cart_id", ["cart_x", "ord_01K00000000000000000000000", "%2e%2e"])
    def test_an_id_of_another_form_is_not_there(self, guest, cart_id):
        guest.send("GET", f"/{cart_id}", status=404)

    def test_a_variant_that_is_not_for_sale_is_not_there(self, guest, vendor):
        draft = make_product(vendor=vendor.id, is_published=False).variants[0].id
        suspended = make_product(vendor=make_vendor(state="suspended").id, is_published=False).variants[0].id

        for variant in (draft, suspended, new_id("var", at=NOW)):
            assert guest.add(variant, status=404)["code"] == "not_found"
        assert guest.change("GET")["item_count"] == 0

    def test_a_variant_of_another_region_is_not_there(self, guest, mena):
        with tenancy.scope(mena):
            ring = make_product(vendor=make_vendor().id).variants[0].id

        guest.add(ring, status=404)

    def test_a_product_that_is_not_sent_to_the_country_is_refused_with_the_reason(self, guest, vendor):
        german = make_product(vendor=vendor.id, countries=["DE"]).variants[0].id

        answer = guest.add(german, status=422)

        assert answer["errors"][0]["code"] == "not_sent_to_country"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"email": "nobody"}, "email"),
            ({"shipping_address": {"name": "Noor", "line1": "Street 1", "country": "NL"}}, "shipping_address.postcode"),
            ({"shipping_address": {**ADDRESS, "line2": "x" * 201}}, "shipping_address.line2"),
            ({"shipping_address": {**ADDRESS, "line2": "prizes at evil.example"}}, "shipping_address.line2"),
            ({"shipping_address": {**ADDRESS, "name": "\u200f"}}, "shipping_address.name"),
            ({"shipping_address": {**ADDRESS, "zip": "1012 AB"}}, "shipping_address.zip"),
            ({"email": "nøør@mail.example"}, "email"),
            ({"notes": "Ring twice"}, "notes"),
            ({"country": "US"}, "country"),
            ({"currency": "KWD"}, "currency"),
            ({"language": "ar"}, "language"),
            ({"codes": ["FREE", "\u200f"]}, "codes.1"),
            ({"shipping_choices": {"ven_x": "shm_01K00000000000000000000000"}}, "shipping_choices.ven_x"),
        ],
    )
    def test_what_is_not_valid_is_named(self, guest, body, field):
        answer = guest.change("PATCH", body=body, status=422)

        assert field in {error["field"] for error in answer["errors"]}

    def test_what_nobody_sees_is_not_stored(self, guest):
        address = {**ADDRESS, "name": "Noor\u202eTe\u0301st", "postcode": "\u202a１０１２ AB"}

        saved = guest.change("PATCH", body={"email": "Noor@Mail.Example\u200b", "shipping_address": address})

        assert saved["email"] == "noor@mail.example"
        assert (saved["shipping_address"]["name"], saved["shipping_address"]["postcode"]) == ("NoorTést", "1012 AB")

    def test_another_vendors_way_to_deliver_is_not_offered(self, guest, vendor, parcel, mug):
        foreign = make_shipping_method(make_vendor().id)
        guest.add(mug)

        answer = guest.change("PATCH", body={"shipping_choices": {vendor.id: foreign.id}}, status=422)

        assert answer["errors"][0]["code"] == "not_offered"

    def test_an_old_version_is_refused_when_one_is_named(self, guest, mug):
        old = guest.cart["etag"]
        guest.add(mug)

        assert guest.change("PATCH", body={"email": "a@example.com"}, etag=old, status=412)["code"] == "stale"

    def test_an_ordered_cart_is_closed(self, guest, mug):
        guest.add(mug)
        for _ in range(2):
            close(guest.cart["id"], guest.cart["id"])

        answer = guest.add(mug, status=409)

        assert (answer["code"], answer["cart_status"], answer["order_id"]) == ("cart_closed", "ordered", "ord_1")
        assert guest.change("GET")["status"] == "ordered"

    def test_closing_a_cart_that_has_expired_does_nothing(self):
        close("cart_gone", "cart_gone")


class TestLimits:
    def test_hold_for_quantities(self, guest, mug):
        guest.add(mug, 999)

        answer = guest.add(mug, 1, status=422)

        assert (answer["code"], answer["limit"]) == ("cart_limit_reached", 999)

    def test_hold_for_lines(self, eu, vendor):
        small = msgspec.structs.replace(eu, settings={**eu.settings, "cart_max_lines": 2})
        variants = [make_product(vendor=vendor.id).variants[0].id for _ in range(3)]
        with tenancy.scope(small):
            made = services.open_cart(customer_id="", language="en", now=NOW)
            lines = [StockLine(variant, 1) for variant in variants]

            with pytest.raises(services.CartLimitReached):
                services.add_lines(made.cart, lines, language="en", now=NOW)


class TestTime:
    def test_takes_a_guests_cart_and_leaves_a_customers(self, eu):
        hasty = msgspec.structs.replace(eu, settings={**eu.settings, "guest_cart_days": 3})
        with tenancy.scope(hasty):
            guests = services.open_cart(customer_id="", language="en", now=NOW).cart
            customers = services.open_cart(customer_id=make_customer().id, language="en", now=NOW).cart

        stored = [store().get(CARTS.name, Ref(carts_pk(cart.owner), cart.id)) for cart in (guests, customers)]
        assert [raw.ttl_s for raw in stored] == [3 * 86_400, None]


class TestACustomer:
    def test_has_one_open_cart(self, customer):
        first = customer.cart["id"]

        assert customer.open(status=200)["id"] == first
        assert customer.cart["token"] is None

    def test_gets_the_next_cart_after_an_order(self, customer):
        first = customer.cart["id"]
        owner = customer_id_of(customer)
        close(owner, first)

        customer.open()

        assert customer.cart["id"] != first
        assert customer.open(status=200)["id"] != first


class TestOptions:
    def test_of_shipping_come_with_their_cost_for_this_cart(self, guest, vendor, mug):
        make_shipping_method(vendor.id, price_minor=495, free_over_minor=2000, name="Parcel")
        make_shipping_method(vendor.id, price_minor=1200, countries=["NL"], name="Today", min_days=0, max_days=0)
        guest.add(mug, 2)

        at_home = guest.change("GET", "/shipping-options")["items"]
        abroad = guest.change("GET", "/shipping-options", country="DE")["items"]

        assert [(option["name"], option["cost"]["minor"]) for option in at_home[0]["options"]] == [("Parcel", 0), ("Today", 1200)]
        assert [option["name"] for option in abroad[0]["options"]] == ["Parcel"]
        guest.change("GET", "/shipping-options", country="US", status=422)

    def test_of_payment_are_named_in_the_language_asked_for(self, guest, mug):
        guest.add(mug)

        methods = guest.change("GET", "/payment-methods", lang="nl")["items"]

        named = {"code": "cash_on_delivery", "kind": "cash", "name": "Betalen bij levering", "missing": ["shipping_address.phone"]}
        assert {**named, "can_save_card": False, "saved_cards": []} in methods
        assert {method["code"]: method["missing"] for method in methods}["sandbox_card"] == []

    def test_of_payment_in_cash_lack_nothing_once_the_courier_can_call(self, guest, mug):
        guest.add(mug)
        guest.change("PATCH", body={"shipping_address": {**ADDRESS, "phone": "٠٢٠ ١٢٣ ٤٥٦٧"}})

        methods = guest.change("GET", "/payment-methods")["items"]

        assert guest.cart["shipping_address"]["phone"] == "020 123 4567"
        assert {tuple(method["missing"]) for method in methods} == {()}


def test_a_line_shows_how_many_can_be_had(guest, vendor):
    product = make_product(vendor=vendor.id, stock=3)
    guest.add(product.variants[0].id, 3)
    set_stock(product, 2)

    line = guest.change("GET")["vendors"][0]["lines"][0]

    assert (line["available"], line["problem"]) == (2, "less_stock")


def customer_id_of(shopper):
    return read_access_token(shopper.token, now=clock.now()).id


class TestTax:
    @pytest.mark.parametrize(
        ("place", "rates"),
        [
            ({"country": "DE", "postcode": "D-27498", "city": "Helgoland"}, [0]),
            ({"country": "FR", "postcode": "97 400", "city": "Saint-Denis"}, [0]),
            ({"country": "FR", "postcode": "98000", "city": "Monaco"}, [2000]),
            ({"country": "FR", "postcode": "20000", "city": "Ajaccio"}, [2000]),
        ],
    )
    def test_goes_by_the_address(self, guest, mug, place, rates):
        guest.add(mug)

        answer = guest.change("PATCH", body={"shipping_address": {"name": "Noor", "line1": "Street 1", **place}})

        assert [tax["rate_bp"] for tax in answer["quote"]["taxes"]] == rates
        assert answer["quote"]["total"]["minor"] == 1210

    def test_unknown_in_the_country_is_a_reason_not_to_sell_there(self, guest, mug):
        TenantRecord.objects.filter(slug="eu").update(countries=["NL", "JP"])
        directory.forget()
        guest.add(mug)

        answer = guest.change("PATCH", body={"country": "JP"})

        assert answer["vendors"][0]["lines"][0]["problem"] == "no_tax_rate"
        assert guest.add(mug, status=422)["errors"][0]["code"] == "no_tax_rate"
