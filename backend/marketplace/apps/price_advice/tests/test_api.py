"""Limits, rules and competitors' prices, as vendors set and read them. Over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.price_advice.models import SeenPrice
from marketplace.apps.price_advice.tests.factories import advised, allow, euros, know_demand
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

EUROS_15 = {"minor": 1500, "currency": "EUR"}
EUROS_25 = {"minor": 2500, "currency": "EUR"}
LIMITS = {"floor": EUROS_15, "ceiling": EUROS_25, "cost": None, "clear_by": None}
RULE = {"is_automatic": False, "max_step_percent": 5, "max_changes_per_day": 2, "ending": "99"}


class Stall:
    def __init__(self) -> None:
        self.vendor = make_vendor()
        self.token = vendor_token(self.vendor.id)
        self.product = make_product(vendor=self.vendor.id, price=euros(2000))
        self.variant = self.product.variants[0]
        self.path = f"vendor/price-limits/{self.variant.id}"


@pytest.fixture
def stall() -> Stall:
    return Stall()


class TestLimits:
    def test_are_set_as_a_whole_and_listed_with_the_price(self, api, stall):
        answer = api.put(stall.path, LIMITS, token=stall.token, etag="0")

        assert answer.status_code == 200, answer.content
        (listed,) = api.get("vendor/price-limits", token=stall.token).json()["items"]
        assert listed == answer.json()
        assert listed["limits"] == LIMITS
        assert (listed["price"], listed["sku"]) == ({"minor": 2000, "currency": "EUR"}, stall.variant.sku)
        assert api.get("vendor/price-limits", token=stall.token, product_id=stall.product.id).json()["items"] == [listed]
        assert api.get("vendor/price-limits", token=stall.token, sku="nothing-like-it").json()["items"] == []

    def test_of_an_old_version_are_refused(self, api, stall):
        api.put(stall.path, LIMITS, token=stall.token, etag="0")

        assert api.put(stall.path, LIMITS, token=stall.token, etag="0").status_code == 412
        assert api.put(stall.path, LIMITS, token=stall.token).status_code == 428

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"floor": EUROS_25, "ceiling": EUROS_15}, "ceiling"),
            ({"floor": {"minor": 0, "currency": "EUR"}}, "floor"),
            ({"cost": {"minor": 5, "currency": "XXX"}}, "cost"),
            ({"clear_by": "soon"}, "clear_by"),
            ({"floor": {"minor": 1.5, "currency": "EUR"}}, "floor"),
        ],
    )
    def test_that_make_no_sense_are_refused_by_name(self, api, stall, change, field):
        refused = api.put(stall.path, {**LIMITS, **change}, token=stall.token, etag="0")

        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == [field]

    def test_are_not_there_for_others(self, api, stall):
        for token in (vendor_token(make_vendor().id),):
            assert api.get(stall.path, token=token).status_code == 404
            assert api.put(stall.path, LIMITS, token=token, etag="0").status_code == 404
        assert api.put(stall.path, LIMITS, token=vendor_token(stall.vendor.id, "fulfilment"), etag="0").status_code == 403
        assert api.put(stall.path, LIMITS, token=stall.token, etag="0", tenant="mena").status_code == 421


class TestRules:
    def test_are_set_listed_and_removed(self, api, stall):
        category = make_category("tea")
        for scope in ("all", category.id, stall.product.id):
            assert api.put(f"vendor/price-rules/{scope}", RULE, token=stall.token, etag="0").status_code == 200

        listed = api.get("vendor/price-rules", token=stall.token).json()["items"]
        assert sorted(one["scope"] for one in listed) == sorted(["all", category.id, stall.product.id])
        assert all(one["rule"] == RULE for one in listed)
        assert api.delete(f"vendor/price-rules/{category.id}", token=stall.token).status_code == 204
        assert api.delete(f"vendor/price-rules/{category.id}", token=stall.token).status_code == 404
        assert api.get(f"vendor/price-rules/{category.id}", token=stall.token).json()["rule"]["max_step_percent"] == 10
        assert api.get("vendor/price-rules", token=vendor_token(make_vendor().id)).json()["items"] == []

    def test_of_what_is_not_the_vendors_are_refused(self, api, stall):
        others = make_product(vendor=make_vendor().id)

        for scope in (others.id, "cat_01J9Z0000000000000000000000", "everything"):
            assert api.put(f"vendor/price-rules/{scope}", RULE, token=stall.token, etag="0").status_code == 404

    @pytest.mark.parametrize("change", [{"max_step_percent": 51}, {"max_step_percent": 0}, {"max_changes_per_day": 25}, {"ending": "77"}])
    def test_beyond_what_there_is_are_refused(self, api, stall, change):
        assert api.put("vendor/price-rules/all", {**RULE, **change}, token=stall.token, etag="0").status_code == 422

    def test_of_an_old_version_are_refused(self, api, stall):
        first = api.put("vendor/price-rules/all", RULE, token=stall.token, etag="0")
        again = api.put("vendor/price-rules/all", {**RULE, "ending": ""}, token=stall.token, etag=first["ETag"].strip('"'))

        assert again.status_code == 200
        assert api.put("vendor/price-rules/all", RULE, token=stall.token, etag=first["ETag"].strip('"')).status_code == 412


class TestCompetitorsPrices:
    def said(self, stall: Stall, **changes: Any) -> dict[str, Any]:
        at = (clock.now() - timedelta(hours=2)).isoformat()
        price = {"sku": stall.variant.sku, "competitor": "Rival", "price": {"minor": 1900, "currency": "EUR"}, "seen_at": at}
        return {"prices": [{**price, **changes}]}

    def test_come_from_a_program_with_the_vendors_key_and_keep_their_date_and_source(self, api, stall):
        made = vendor_services.create_api_key(vendor_id=stall.vendor.id, name="Watcher", roles=["manager"], actor=VENDOR_ACTOR, now=NOW)
        body = self.said(stall)

        answers = [api.post("vendor/competitor-prices", body, token=f"Api-Key {made.secret}") for _ in range(2)]

        assert [answer.json() for answer in answers] == [{"recorded": 1}, {"recorded": 0}]
        (listed,) = api.get("vendor/competitor-prices", token=stall.token).json()["items"]
        assert (listed["competitor"], listed["price"]["minor"], listed["source"]) == ("Rival", 1900, made.key.id)
        assert api.get("vendor/competitor-prices", token=vendor_token(make_vendor().id)).json()["items"] == []

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"sku": "NOT-MINE"}, "prices.0.sku"),
            ({"seen_at": "2019-01-01T00:00:00Z"}, "prices.0.seen_at"),
            ({"seen_at": "2199-01-01T00:00:00Z"}, "prices.0.seen_at"),
            ({"price": {"minor": 0, "currency": "EUR"}}, "prices.0.price"),
        ],
    )
    def test_that_cannot_be_are_refused_and_nothing_is_stored(self, api, stall, change, field):
        refused = api.post("vendor/competitor-prices", self.said(stall, **change), token=stall.token)

        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == [field]
        assert not SeenPrice.objects.exists()

    def upload(self, api: Any, stall: Stall, text: str, *, token: str = "", **body: Any) -> Any:
        files = {"file": SimpleUploadedFile("prices.csv", text.encode(), "text/csv")}
        return api.post("vendor/competitor-prices/imports", body, files=files, token=token or stall.token)

    def test_of_a_file_are_stored_but_for_rows_that_are_wrong_which_are_named(self, api, stall):
        text = f"sku,competitor,price\n{stall.variant.sku},Rival,18.50\nNOT-MINE,Rival,1.00\n{stall.variant.sku},,2.00\n"

        answer = self.upload(api, stall, text)

        found = answer.json()
        assert answer.status_code == 201, answer.content
        assert (found["rows"], found["accepted"]) == (3, 1)
        assert [(one["row"], one["column"], one["code"]) for one in found["problems"]] == [
            (3, "sku", "unknown_sku"),
            (4, "competitor", "required"),
        ]
        assert SeenPrice.objects.get().source == found["source"]

    def test_of_a_file_that_is_corrected_the_same_day_take_the_place_of_the_wrong_ones(self, api, stall):
        today = clock.now().date().isoformat()
        for price in ("18.50", "19.50"):
            self.upload(api, stall, f"sku,competitor,price,seen_on\n{stall.variant.sku},Rival,{price},{today}\n")

        (listed,) = api.get("vendor/competitor-prices", token=stall.token).json()["items"]
        assert listed["price"]["minor"] == 1950

    def test_of_a_trial_run_are_not_stored(self, api, stall):
        answer = self.upload(api, stall, f"sku,competitor,price\n{stall.variant.sku},Rival,18.50\n", dry_run="true")

        assert answer.json()["accepted"] == 1
        assert not SeenPrice.objects.exists()

    def test_of_what_is_no_such_file_are_refused(self, api, stall):
        refused = self.upload(api, stall, "name;amount\nx;1\n")

        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "missing_columns")
        assert self.upload(api, stall, "sku", token=vendor_token(stall.vendor.id, "accountant")).status_code == 403

    def test_are_named_in_advice(self, api, stall):
        allow(stall.product, floor=1500, ceiling=2500, cost=800)
        know_demand(stall.product, units_per_day=0.2)
        api.post("vendor/competitor-prices", self.said(stall, price={"minor": 1800, "currency": "EUR"}), token=stall.token)

        reasons = {reason["code"]: reason for reason in advised(stall.product).reasons}

        assert reasons["competitor"]["number"] == 10.0
