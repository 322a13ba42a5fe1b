from __future__ import annotations

import pytest

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

REASON = {"reason": "The picture shows another brand's trademark"}


@pytest.fixture
def catalogue() -> str:
    return staff_token("catalogue")


def take_down(api, product, token: str):
    return api.post(f"admin/products/{product.id}/take-down", REASON, token=token)


def found(api, **query: str) -> list[str]:
    answer = api.get("admin/products", token=staff_token("support"), **query)
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["items"]]


class TestTakingDown:
    def test_the_product_leaves_shop_search_and_its_page_and_comes_back(self, api, drain, catalogue):
        mug = make_product(vendor=make_vendor().id, title="Blue mug")
        drain()
        page = f"store/products/{mug.slug}"
        assert [item["id"] for item in api.get("store/products", q="mug").json()["items"]] == [mug.id]

        assert take_down(api, mug, catalogue).status_code == 200
        drain()

        assert api.get("store/products", q="mug").json()["items"] == []
        assert api.get(page).status_code == 404
        answer = api.post(f"admin/products/{mug.id}/reinstate", {"reason": "The picture was changed"}, token=catalogue)
        drain()
        assert answer.json()["product"]["taken_down"] is None
        assert [item["id"] for item in api.get("store/products", q="mug").json()["items"]] == [mug.id]
        assert api.get(page).status_code == 200

    def test_its_vendor_reads_the_reason_may_mend_it_and_cannot_publish_it(self, api, catalogue):
        vendor = make_vendor()
        mug, token = make_product(vendor=vendor.id), vendor_token(vendor.id)
        take_down(api, mug, catalogue)
        path = f"vendor/products/{mug.id}"

        read = api.get(path, token=token)
        edited = api.patch(path, {"brand": "Alma"}, token=token, etag=read["ETag"].strip('"'))
        published = api.post(f"{path}/publish", token=token)

        assert read.json()["taken_down"]["reason"] == REASON["reason"]
        assert (read.json()["status"], edited.status_code) == ("published", 200)
        assert (published.status_code, published.json()["code"], published.json()["reason"]) == (409, "taken_down", REASON["reason"])
        assert not queries.get_product(vendor.id, mug.id).is_published

    def test_a_published_one_stays_complete_so_that_it_can_be_reinstated(self, api, catalogue):
        vendor = make_vendor()
        mug, token = make_product(vendor=vendor.id), vendor_token(vendor.id)
        take_down(api, mug, catalogue)
        etag = queries.get_product(vendor.id, mug.id).etag
        off = [{"id": mug.variants[0].id, "sku": mug.variants[0].sku, "prices": [], "is_active": False}]

        answer = api.patch(f"vendor/products/{mug.id}", {"variants": off}, token=token, etag=etag)

        assert (answer.status_code, answer.json()["code"]) == (409, "product_incomplete")

    def test_it_is_audited_with_its_reason(self, api, catalogue):
        mug = make_product(vendor=make_vendor().id)

        take_down(api, mug, catalogue)

        entry = AuditEntry.objects.get(action="product.taken_down")
        assert (entry.resource, entry.reason, entry.old["is_taken_down"], entry.new["is_taken_down"]) == (
            mug.id,
            REASON["reason"],
            False,
            True,
        )


class TestRefusals:
    def test_twice_is_a_conflict_and_a_repeat_is_not(self, api, catalogue):
        mug = make_product(vendor=make_vendor().id)
        path, key = f"admin/products/{mug.id}/take-down", "one-click-of-the-button"
        first = api.post(path, REASON, token=catalogue, key=key)

        assert api.post(path, REASON, token=catalogue, key=key).json() == first.json()
        again = take_down(api, mug, catalogue)
        assert (again.status_code, again.json()["code"]) == (409, "taken_down")
        assert AuditEntry.objects.filter(action="product.taken_down").count() == 1

    def test_what_is_not_taken_down_is_not_reinstated(self, api, catalogue):
        mug = make_product(vendor=make_vendor().id)

        answer = api.post(f"admin/products/{mug.id}/reinstate", REASON, token=catalogue)

        assert (answer.status_code, answer.json()["code"]) == (409, "not_taken_down")

    @pytest.mark.parametrize("move", ["take-down", "reinstate"])
    def test_only_admins_and_the_catalogues_staff_moderate(self, api, move):
        vendor = make_vendor()
        path = f"admin/products/{make_product(vendor=vendor.id).id}/{move}"

        assert api.post(path, REASON).status_code == 401
        for token in (staff_token("support"), staff_token("finance"), vendor_token(vendor.id)):
            assert api.post(path, REASON, token=token).status_code == 403

    def test_a_reason_is_needed(self, api, catalogue):
        mug = make_product(vendor=make_vendor().id)

        assert api.post(f"admin/products/{mug.id}/take-down", {}, token=catalogue).status_code == 422

    def test_another_regions_product_is_none(self, api, mena, catalogue):
        with tenancy.scope(mena):
            lamp = make_product(vendor=make_vendor(country="KW").id)
            foreign = staff_token("catalogue")

        assert take_down(api, lamp, catalogue).status_code == 404
        assert api.get(f"admin/products/{lamp.id}", token=catalogue).status_code == 404
        assert take_down(api, lamp, foreign).status_code == 421

    def test_what_is_no_product_is_not_found(self, api, catalogue):
        assert api.get(f"admin/products/{new_id('prod', at=NOW)}", token=catalogue).status_code == 404


class TestFinding:
    def test_staff_find_products_of_all_vendors_by_title_sku_state_vendor_and_category(self, api, drain, catalogue):
        kitchen = make_category("kitchen")
        cups = make_category("cups", parent=kitchen)
        mug = make_product(vendor=make_vendor().id, title="Blue mug", category=cups)
        lamp = make_product(vendor=make_vendor().id, title="Lamp", is_published=False)
        take_down(api, mug, catalogue)
        drain()

        assert sorted(found(api)) == sorted([mug.id, lamp.id])
        assert found(api, q="blue") == found(api, q=mug.variants[0].sku) == [mug.id]
        assert (found(api, state="taken_down"), found(api, state="draft"), found(api, state="published")) == ([mug.id], [lamp.id], [])
        assert found(api, vendor=lamp.vendor_id) == [lamp.id]
        assert found(api, category=kitchen.id) == [mug.id]

    def test_page_by_page(self, api, drain):
        vendor = make_vendor()
        all_of_them = {make_product(vendor=vendor.id).id for _ in range(3)}
        drain()

        first = api.get("admin/products", token=staff_token(), limit=2).json()
        second = api.get("admin/products", token=staff_token(), limit=2, cursor=first["next_cursor"]).json()

        assert {item["id"] for item in [*first["items"], *second["items"]]} == all_of_them
        assert second["next_cursor"] is None

    def test_a_region_finds_its_own(self, api, drain, mena):
        with tenancy.scope(mena):
            make_product(vendor=make_vendor(country="KW").id)
            drain()

        assert found(api) == []

    def test_it_is_closed_to_others(self, api):
        for token in (staff_token("finance"), vendor_token(make_vendor().id)):
            assert api.get("admin/products", token=token).status_code == 403
