import msgspec
import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.shipping import queries
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.shipping.types import ShippingOption, price_of
from marketplace.apps.vendors.tests.factories import make_vendor, staff_token, vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money

pytestmark = pytest.mark.usefixtures("tenant")

METHOD = {
    "names": {"en": "Parcel", "nl": "Pakket"},
    "countries": ["NL", "BE"],
    "prices": [{"minor": 495, "currency": "EUR"}],
    "free_over": [{"minor": 5000, "currency": "EUR"}],
    "min_days": 1,
    "max_days": 3,
}


@pytest.fixture
def vendor():
    return make_vendor()


@pytest.fixture
def call(api, vendor):
    def send(method, path, body=None, *, status=200, token=None, **options):
        response = api.send(method, f"vendor/{path}", body, token=token or vendor_token(vendor.id), **options)
        assert response.status_code == status, response.content
        return msgspec.json.decode(response.content)

    return send


class TestWhatACartIsOffered:
    def test_is_what_each_vendor_sends_to_the_country_the_cheapest_first(self, vendor, django_assert_num_queries):
        other = make_vendor()
        make_shipping_method(vendor.id, price_minor=900, name="Express")
        make_shipping_method(vendor.id, price_minor=495, name="Parcel")
        make_shipping_method(vendor.id, countries=["DE"], name="Paket")

        with django_assert_num_queries(1, using="eu"):
            options = queries.methods_for([vendor.id, other.id], "NL", "EUR")

        assert [option.name for option in options[vendor.id]] == ["Parcel", "Express"]
        assert options[other.id] == []

    def test_has_a_price_in_the_currency_or_is_not_offered(self, mena):
        with tenancy.scope(mena):
            vendor = make_vendor()
            make_shipping_method(vendor.id, currencies=["KWD"], price_minor=1500)

            assert queries.methods_for([vendor.id], "KW", "KWD")[vendor.id][0].price == Money(1500, "KWD")
            assert queries.methods_for([vendor.id], "KW", "AED")[vendor.id] == []

    @pytest.mark.parametrize(("subtotal", "cost"), [(4999, 495), (5000, 0), (0, 495)])
    def test_is_free_from_its_amount_on(self, subtotal, cost):
        option = ShippingOption(
            method_id="shm_1", name="Parcel", price=Money(495, "EUR"), free_over=Money(5000, "EUR"), min_days=1, max_days=2
        )

        assert price_of(option, Money(subtotal, "EUR")) == Money(cost, "EUR")


class TestAVendor:
    def test_adds_and_edits_a_method(self, call, vendor):
        made = call("POST", "shipping-methods", METHOD, status=201)
        path = f"shipping-methods/{made['id']}"

        edited = call("PATCH", path, {"prices": [{"minor": 595, "currency": "EUR"}], "countries": ["NL"]}, etag=made["etag"])

        assert (edited["prices"], edited["countries"], edited["names"]) == (
            [{"minor": 595, "currency": "EUR"}],
            ["NL"],
            METHOD["names"],
        )
        assert call("GET", path) == edited
        assert call("GET", "shipping-methods")["items"] == [edited]
        assert queries.methods_for([vendor.id], "BE", "EUR")[vendor.id] == []

    def test_switches_a_method_off(self, call, vendor):
        made = call("POST", "shipping-methods", METHOD, status=201)

        call("PATCH", f"shipping-methods/{made['id']}", {"is_active": False}, etag=made["etag"])

        assert queries.methods_for([vendor.id], "NL", "EUR")[vendor.id] == []

    def test_groups_countries_in_zones_that_methods_share(self, call):
        zone = call("POST", "shipping-zones", {"name": "Benelux", "countries": ["NL", "BE", "LU"]}, status=201)
        body = {**METHOD, "zone_id": zone["id"]}
        del body["countries"]
        made = call("POST", "shipping-methods", body, status=201)

        call("PATCH", f"shipping-zones/{zone['id']}", {"countries": ["NL"]}, etag=zone["etag"])

        assert call("GET", f"shipping-methods/{made['id']}")["countries"] == ["NL"]
        assert [item["name"] for item in call("GET", "shipping-zones")["items"]] == ["Benelux"]

    def test_methods_to_the_same_countries_share_a_zone(self, call):
        first, second = (call("POST", "shipping-methods", METHOD, status=201) for _ in range(2))

        assert first["zone_id"] == second["zone_id"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"countries": ["US"]}, "countries"),
            ({"countries": []}, "countries"),
            ({"names": {}}, "names"),
            ({"names": {"ar": "طرد"}}, "names"),
            ({"prices": []}, "prices"),
            ({"prices": [{"minor": 1, "currency": "KWD"}]}, "prices.0"),
            ({"prices": [{"minor": 1, "currency": "EUR"}] * 2}, "prices"),
            ({"min_days": 5}, "max_days"),
            ({"max_days": 1000}, "max_days"),
        ],
    )
    def test_learns_what_is_wrong(self, call, change, field):
        answer = call("POST", "shipping-methods", {**METHOD, **change}, status=422)

        assert field in {error["field"] for error in answer["errors"]}

    def test_edits_only_the_version_that_was_read(self, call):
        made = call("POST", "shipping-methods", METHOD, status=201)
        path = f"shipping-methods/{made['id']}"
        call("PATCH", path, {"min_days": 2}, etag=made["etag"])

        assert call("PATCH", path, {"min_days": 3}, etag=made["etag"], status=412)["code"] == "stale"
        assert call("PATCH", path, {"min_days": 3}, status=428)["code"] == "precondition_required"

    def test_cannot_name_two_zones_alike(self, call):
        first = call("POST", "shipping-zones", {"name": "Home", "countries": ["NL"]}, status=201)
        second = call("POST", "shipping-zones", {"name": "Far", "countries": ["FR"]}, status=201)

        assert call("POST", "shipping-zones", {"name": "Home", "countries": ["BE"]}, status=409)["code"] == "zone_name_taken"
        call("PATCH", f"shipping-zones/{second['id']}", {"name": first["name"]}, etag=second["etag"], status=409)


class TestWhoMayCome:
    def test_another_vendors_methods_and_zones_are_not_there(self, call):
        foreign = make_shipping_method(make_vendor().id)

        call("GET", f"shipping-methods/{foreign.id}", status=404)
        call("PATCH", f"shipping-methods/{foreign.id}", {"min_days": 1}, etag="1", status=404)
        call("GET", f"shipping-zones/{foreign.zone_id}", status=404)
        call("PATCH", f"shipping-zones/{foreign.zone_id}", {"name": "Mine"}, etag="1", status=404)
        body = {**METHOD, "zone_id": foreign.zone_id}
        call("POST", "shipping-methods", body, status=404)

    @pytest.mark.parametrize(("path", "change"), [("shipping-methods", {"min_days": 1}), ("shipping-zones", {"name": "x"})])
    def test_an_id_of_another_form_is_not_there(self, call, path, change):
        for identifier in ("x", "%00", "shm_"):
            call("GET", f"{path}/{identifier}", status=404)
            call("PATCH", f"{path}/{identifier}", change, etag="1", status=404)

    @pytest.mark.parametrize("path", ["shipping-methods", "shipping-zones"])
    def test_nobody_but_owners_and_managers(self, api, call, vendor, mena, path):
        for token in (customer_token(make_customer().id), staff_token(), vendor_token(vendor.id, "accountant")):
            call("GET", path, token=token, status=403)
            call("POST", path, {}, token=token, status=403)
        assert api.get(f"vendor/{path}").status_code == 401
        with tenancy.scope(mena):
            foreign = vendor_token(make_vendor().id)
        call("GET", path, token=foreign, status=421)
