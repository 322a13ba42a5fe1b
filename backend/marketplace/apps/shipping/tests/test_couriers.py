"""Couriers who collect cash: staff keep the list, vendors choose from it."""

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.shipping.tests.factories import make_courier, make_shipping_method
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db]

COURIERS = "admin/couriers"
ARAMEX = {"code": "aramex", "name": "Aramex"}


@pytest.fixture
def token():
    return staff_token("finance")


class TestStaff:
    def test_add_rename_and_retire_a_courier(self, api, token):
        added = api.post(COURIERS, ARAMEX, token=token)
        path = f"{COURIERS}/{added.json()['id']}"

        edited = api.patch(path, {"name": "Aramex NL", "is_active": False}, etag=added.json()["etag"], token=token)

        assert (added.status_code, added.json()["held"], edited.status_code) == (201, [], 200)
        assert (edited.json()["code"], edited.json()["name"], edited.json()["is_active"]) == ("aramex", "Aramex NL", False)
        assert api.get(COURIERS, token=token).json()["items"] == [edited.json()] == [api.get(path, token=token).json()]
        assert set(AuditEntry.objects.filter(resource=added.json()["id"]).values_list("action", flat=True)) >= {
            "courier.created",
            "courier.edited",
        }

    @pytest.mark.parametrize("body", [{"code": "Aramex", "name": "x"}, {"code": "a_b", "name": "x"}, {"code": "x"}, {**ARAMEX, "held": []}])
    def test_learn_what_is_wrong(self, api, token, body):
        assert api.post(COURIERS, body, token=token).status_code == 422

    def test_cannot_add_a_code_twice_nor_change_an_old_version(self, api, token):
        courier = make_courier()
        path = f"{COURIERS}/{courier.id}"

        assert api.post(COURIERS, ARAMEX, token=token).json()["code"] == "courier_code_taken"
        assert api.patch(path, {"name": "x"}, etag="7", token=token).status_code == 412
        assert api.patch(path, {"code": "x"}, etag="1", token=token).status_code == 422
        assert api.get(f"{COURIERS}/cour_x", token=token).status_code == 404

    def test_of_finance_in_the_region_alone(self, api, mena):
        courier = make_courier()
        with tenancy.scope(mena):
            foreign = staff_token("finance")

        for other in (staff_token("support"), vendor_token(make_vendor().id), customer_token(make_customer().id)):
            assert api.get(COURIERS, token=other).status_code == 403
            assert api.post(COURIERS, ARAMEX, token=other).status_code == 403
            assert api.patch(f"{COURIERS}/{courier.id}", {"name": "x"}, etag="1", token=other).status_code == 403
        assert api.get(COURIERS).status_code == 401
        assert api.get(f"{COURIERS}/{courier.id}", token=foreign, tenant="mena").status_code == 404


class TestAVendor:
    @pytest.fixture
    def vendor(self):
        return make_vendor()

    def test_chooses_a_courier_for_a_method_and_none_again(self, api, vendor):
        make_courier()
        method, token = make_shipping_method(vendor.id), vendor_token(vendor.id)
        path = f"vendor/shipping-methods/{method.id}"

        choices = api.get("vendor/couriers", token=token).json()["items"]
        chosen = api.patch(path, {"courier": "aramex"}, etag="1", token=token)
        ended = api.patch(path, {"courier": None}, etag="2", token=token)

        assert choices == [ARAMEX]
        assert (chosen.json()["courier"], ended.json()["courier"]) == ("aramex", None)

    def test_keeps_a_retired_one_and_cannot_choose_it_anew(self, api, vendor, token):
        courier = make_courier()
        kept, other = make_shipping_method(vendor.id, courier="aramex"), make_shipping_method(vendor.id)
        api.patch(f"{COURIERS}/{courier.id}", {"is_active": False}, etag="1", token=token)
        token = vendor_token(vendor.id)

        edited = api.patch(f"vendor/shipping-methods/{kept.id}", {"courier": "aramex", "min_days": 2}, etag="1", token=token)
        refused = api.patch(f"vendor/shipping-methods/{other.id}", {"courier": "aramex"}, etag="1", token=token)

        assert (edited.status_code, edited.json()["courier"]) == (200, "aramex")
        assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [("courier", "unknown_courier")]
        assert api.get("vendor/couriers", token=token).json()["items"] == []

    def test_sees_no_list_as_an_accountant(self, api, vendor):
        assert api.get("vendor/couriers", token=vendor_token(vendor.id, "accountant")).status_code == 403
