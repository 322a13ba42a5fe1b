"""A vendor's endpoints for its stock."""

import msgspec
import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import ProductChanges, ProductTexts, VariantInput
from marketplace.apps.inventory import queries, services
from marketplace.apps.inventory.tests.factories import adjust_stock, make_stock
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.vendors.tests.factories import make_vendor, staff_token, vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

ENDPOINTS = [
    ("GET", "vendor/stock", None),
    ("GET", "vendor/stock/movements", None),
    ("GET", "vendor/warehouses", None),
    ("POST", "vendor/stock/adjustments", {"variant_id": "var_01K00000000000000000000000", "change": 1}),
    ("POST", "vendor/stock/counts", {"items": [{"sku": "X", "on_hand": 1}]}),
    ("POST", "vendor/warehouses", {"name": "Attic"}),
]


@pytest.fixture
def vendor():
    return make_vendor()


@pytest.fixture
def call(api, vendor):
    def send(method, path, body=None, *, status=200, token=None, **query):
        response = api.send(method, path, body, token=token or vendor_token(vendor.id), **query)
        assert response.status_code == status, response.content
        return msgspec.json.decode(response.content)

    return send


class TestAdjustments:
    def test_change_count_and_switch_tracking(self, call, vendor):
        mug = make_stock(10, vendor_id=vendor.id)

        received = call("POST", "vendor/stock/adjustments", {"variant_id": mug, "change": 5, "reason": "received"}, status=201)
        counted = call("POST", "vendor/stock/adjustments", {"variant_id": mug, "on_hand": 7, "note": "Friday"}, status=201)
        switched = call("POST", "vendor/stock/adjustments", {"variant_id": mug, "tracks_stock": False}, status=201)

        assert (received["on_hand"], counted["available"], switched["tracks_stock"]) == (15, 7, False)
        assert [level["on_hand"] for level in counted["levels"]] == [7]

    def test_sent_twice_with_one_key_count_once(self, call, vendor):
        mug = make_stock(10, vendor_id=vendor.id)

        for _ in range(2):
            call("POST", "vendor/stock/adjustments", {"variant_id": mug, "change": 5}, status=201, key="the-same-click")

        assert queries.find_variants([mug])[mug].available == 15

    def test_cannot_break_a_reservation(self, call, vendor):
        mug = make_stock(10, vendor_id=vendor.id)
        services.reserve(owner_id="ord_1", lines=[StockLine(mug, 4)], until=NOW, now=NOW)

        answer = call("POST", "vendor/stock/adjustments", {"variant_id": mug, "on_hand": 3}, status=409)

        assert (answer["code"], answer["reserved"]) == ("level_below_reserved", 4)

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "change"),
            ({"change": 1, "on_hand": 1}, "on_hand"),
            ({"on_hand": -1}, "on_hand"),
            ({"change": 10**12}, "change"),
            ({"change": 1, "reason": "magic"}, "reason"),
        ],
    )
    def test_that_make_no_sense_are_refused(self, call, vendor, body, field):
        mug = make_stock(10, vendor_id=vendor.id)

        answer = call("POST", "vendor/stock/adjustments", {"variant_id": mug, **body}, status=422)

        assert [error["field"] for error in answer["errors"]] == [field]

    def test_of_another_vendors_products_find_nothing(self, call):
        foreign = make_stock(10, vendor_id=make_vendor().id)

        call("POST", "vendor/stock/adjustments", {"variant_id": foreign, "change": 1}, status=404)

    def test_in_another_vendors_warehouse_find_nothing(self, call, vendor):
        mug = make_stock(10, vendor_id=vendor.id)
        attic = services.create_warehouse(vendor_id=make_vendor().id, name="Attic", country="", now=NOW)

        body = {"variant_id": mug, "change": 1, "warehouse_id": attic.id}
        call("POST", "vendor/stock/adjustments", body, status=404)


class TestLists:
    def test_of_stock_page_by_sku_and_show_no_other_vendors(self, call, vendor):
        mine = [make_stock(1, vendor_id=vendor.id) for _ in range(5)]
        make_stock(1, vendor_id=make_vendor().id)

        first = call("GET", "vendor/stock", limit=3)
        second = call("GET", "vendor/stock", limit=3, cursor=first["next_cursor"])

        assert {item["variant_id"] for item in [*first["items"], *second["items"]]} == set(mine)
        assert second["next_cursor"] is None

    def test_of_stock_filter_by_product_and_sku(self, call, vendor):
        product = make_product(vendor=vendor.id)
        make_stock(1, vendor_id=vendor.id)

        by_product = call("GET", "vendor/stock", product_id=product.id)["items"]
        by_sku = call("GET", "vendor/stock", sku=product.variants[0].sku.lower())["items"]

        assert [item["product_id"] for item in by_product] == [item["product_id"] for item in by_sku] == [product.id]

    def test_of_movements_tell_the_newest_first(self, call, vendor):
        mug = make_stock(10, vendor_id=vendor.id)
        services.reserve(owner_id="ord_1", lines=[StockLine(mug, 4)], until=NOW, now=NOW)
        make_stock(1, vendor_id=vendor.id)

        movements = call("GET", "vendor/stock/movements", variant_id=mug)["items"]

        assert [(row["kind"], row["reserved_after"], row["cause_id"]) for row in movements] == [
            ("reserved", 4, "ord_1"),
            ("adjusted", 0, ""),
        ]
        assert call("GET", "vendor/stock/movements", kind="sold")["items"] == []

    def test_of_movements_page(self, call, vendor):
        for _ in range(3):
            make_stock(1, vendor_id=vendor.id)

        first = call("GET", "vendor/stock/movements", limit=2)
        second = call("GET", "vendor/stock/movements", limit=2, cursor=first["next_cursor"])

        assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)

    @pytest.mark.parametrize("query", [{"cursor": "???"}, {"limit": 0}, {"cursor": "WyJhIiwxXQ"}, {"sku": "\0"}])
    def test_refuse_a_cursor_or_limit_of_another_form(self, call, query):
        call("GET", "vendor/stock", status=422, **query)


class TestWarehouses:
    def test_are_added_next_to_the_default_one(self, call):
        call("POST", "vendor/warehouses", {"name": "Attic", "country": "NL"}, status=201)

        found = call("GET", "vendor/warehouses")["items"]

        assert [(row["name"], row["is_default"]) for row in found] == [("Main warehouse", True), ("Attic", False)]

    def test_have_names_of_their_own(self, call):
        call("POST", "vendor/warehouses", {"name": "Attic"}, status=201)

        assert call("POST", "vendor/warehouses", {"name": "Attic"}, status=409)["code"] == "warehouse_name_taken"


class TestWhoMayCome:
    @pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
    def test_nobody_but_a_vendors_people(self, api, mena, method, path, body):
        for token, status in [(None, 401), (customer_token(make_customer().id), 403), (staff_token(), 403)]:
            assert api.send(method, path, body, token=token).status_code == status
        with tenancy.scope(mena):
            foreign = vendor_token(make_vendor().id)
        assert api.send(method, path, body, token=foreign).status_code == 421

    def test_an_accountant_reads_and_does_not_write(self, call, vendor):
        accountant = vendor_token(vendor.id, "accountant")

        call("GET", "vendor/stock", token=accountant)
        call("POST", "vendor/warehouses", {"name": "Attic"}, token=accountant, status=403)


@pytest.mark.django_db(transaction=True)
def test_stock_learns_new_variants_from_the_catalogue(vendor, drain):
    changes = ProductChanges(texts={"en": ProductTexts(title="Mug")}, variants=[VariantInput(sku="MUG", prices=[Money(900, "EUR")])])
    product = catalog_services.create_product(vendor_id=vendor.id, changes=changes, now=NOW)

    drain()

    found = queries.find_variants([product.variants[0].id])
    assert [(item.sku, item.vendor_id, item.available) for item in found.values()] == [("MUG", vendor.id, 0)]


def test_what_is_low_is_counted_and_has_at_most_so_many_available(call, vendor):
    low, reserved, _plenty = (make_stock(count, vendor_id=vendor.id) for count in (2, 10, 4))
    make_stock(0, vendor_id=vendor.id, tracks_stock=False)
    make_stock(0)
    services.reserve(owner_id="ord_1", lines=[StockLine(reserved, 9)], until=NOW, now=NOW)

    found = call("GET", "vendor/stock", available_max=3)

    assert {item["variant_id"] for item in found["items"]} == {low, reserved}
    assert [item["variant_id"] for item in call("GET", "vendor/stock", available_max=1)["items"]] == [reserved]
    call("GET", "vendor/stock", available_max=-1, status=422)


class TestCounts:
    def test_many_variants_by_id_and_by_sku(self, call, vendor):
        mug, shirt = make_stock(3, vendor_id=vendor.id), make_stock(5, vendor_id=vendor.id)
        sku = queries.find_variants([shirt])[shirt].sku
        counted = {"items": [{"variant_id": mug, "on_hand": 8}, {"sku": sku, "on_hand": 0}]}

        answer = call("POST", "vendor/stock/counts", counted, status=201)

        assert {item["variant_id"]: item["on_hand"] for item in answer["items"]} == {mug: 8, shirt: 0}
        assert answer["raised"] == []
        movements = call("GET", "vendor/stock/movements", variant_id=mug)["items"]
        assert (movements[0]["kind"], movements[0]["on_hand_change"]) == ("adjusted", 5)

    def test_what_is_reserved_is_kept_and_reported(self, call, vendor):
        mug = make_stock(5, vendor_id=vendor.id)
        services.reserve(owner_id="ord_1", lines=[StockLine(mug, 4)], until=NOW, now=NOW)

        answer = call("POST", "vendor/stock/counts", {"items": [{"variant_id": mug, "on_hand": 1}]}, status=201)

        assert answer["raised"] == [{"variant_id": mug, "asked": 1, "on_hand": 4}]

    def test_without_a_warehouse_the_default_one_is_counted_and_the_others_stay(self, call, vendor):
        mug, attic = self.in_two_warehouses(vendor)
        sku = queries.find_variants([mug])[mug].sku

        by_id = call("POST", "vendor/stock/counts", {"items": [{"variant_id": mug, "on_hand": 5}]}, status=201)
        by_sku = call("POST", "vendor/stock/counts", {"items": [{"sku": sku, "on_hand": 1}]}, status=201)

        assert [(answer["items"][0]["on_hand"], answer["raised"]) for answer in (by_id, by_sku)] == [(15, []), (11, [])]
        levels = {level["warehouse_id"]: level["on_hand"] for level in by_sku["items"][0]["levels"]}
        assert (levels.pop(attic), list(levels.values())) == (10, [1])
        assert queries.find_discrepancies() == []

    def test_a_named_warehouse_is_counted_and_the_default_one_stays(self, call, vendor):
        mug, attic = self.in_two_warehouses(vendor)
        counted = {"items": [{"variant_id": mug, "on_hand": 4}], "warehouse_id": attic}

        answer = call("POST", "vendor/stock/counts", counted, status=201)

        levels = {level["warehouse_id"]: level["on_hand"] for level in answer["items"][0]["levels"]}
        assert (levels.pop(attic), list(levels.values())) == (4, [3])

    @staticmethod
    def in_two_warehouses(vendor):
        """A variant with 3 units in the default warehouse and 10 in the attic; and the attic."""
        mug = make_stock(3, vendor_id=vendor.id)
        attic = services.create_warehouse(vendor_id=vendor.id, name="Attic", country="", now=NOW).id
        adjust_stock(mug, change=10, warehouse_id=attic)
        return mug, attic

    def test_a_wrong_row_stops_all_and_is_named(self, call, vendor):
        mug = make_stock(5, vendor_id=vendor.id)
        sku = queries.find_variants([mug])[mug].sku
        rows = [{"sku": sku, "on_hand": 1}, {"sku": "NOWHERE", "on_hand": 1}, {"variant_id": mug, "on_hand": 2}]

        answer = call("POST", "vendor/stock/counts", {"items": rows}, status=422)

        assert {error["field"]: error["code"] for error in answer["errors"]} == {"items.1.sku": "unknown_sku", "items.2": "repeated"}
        assert queries.find_variants([mug])[mug].on_hand == 5

    @pytest.mark.parametrize("item", [{"on_hand": 1}, {"sku": "A", "on_hand": -1}, {"sku": "A"}])
    def test_an_item_that_says_nothing_is_refused(self, call, item):
        call("POST", "vendor/stock/counts", {"items": [item]}, status=422)

    def test_another_vendors_variants_are_not_counted(self, call):
        foreign = make_stock(5)

        call("POST", "vendor/stock/counts", {"items": [{"variant_id": foreign, "on_hand": 1}]}, status=404)
        assert queries.find_variants([foreign])[foreign].on_hand == 5

    def test_a_product_saved_just_now_is_counted_before_its_event_comes(self, api, vendor):
        token = vendor_token(vendor.id)
        product = {"texts": {"en": {"title": "Mug"}}, "variants": [{"prices": [{"minor": 900, "currency": "EUR"}]}]}
        made = api.post("vendor/products", product, token=token).json()
        counted = [{"variant_id": made["variants"][0]["id"], "on_hand": 7}]

        early = api.post("vendor/stock/counts", {"items": counted}, token=token)
        answer = api.post("vendor/stock/counts", {"items": counted, "product_id": made["id"]}, token=token)

        assert (early.status_code, answer.status_code) == (404, 201)
        assert answer.json()["items"][0]["available"] == 7
        foreign = api.post("vendor/stock/counts", {"items": counted, "product_id": made["id"]}, token=vendor_token(make_vendor().id))
        assert foreign.status_code == 404
