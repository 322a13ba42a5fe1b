"""How a vendor finds its own products: by words, by SKU, and by id."""

from __future__ import annotations

import pytest

from marketplace.apps.catalog import services
from marketplace.apps.catalog.queries.search import LISTING_INDEX
from marketplace.apps.catalog.services.indexing import all_listings
from marketplace.apps.catalog.tests.factories import STAFF, make_product
from marketplace.apps.catalog.types import ProductTexts
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation.search.engine import engine
from marketplace.kit.ids import ProductId, VendorId, new_id
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def vendor() -> str:
    return make_vendor().id


@pytest.fixture
def found(api, vendor):
    def ids(**query: object) -> list[str]:
        answer = api.get("vendor/products", token=vendor_token(vendor), **query)
        assert answer.status_code == 200, answer.content
        return [item["id"] for item in answer.json()["items"]]

    return ids


def test_a_product_is_found_by_its_titles_and_its_sku_in_every_state(vendor, found, drain):
    texts = {"en": ProductTexts(title="Brass lantern"), "nl": ProductTexts(title="Messing lantaarn")}
    lantern = make_product(vendor=vendor, texts=texts, is_published=False)
    make_product(vendor=vendor, title="Mug")
    make_product(vendor=make_vendor().id, title="Brass lantern of others")
    drain()

    assert found(q="lantern") == [lantern.id]
    assert found(q="lantaarn") == [lantern.id]
    assert found(q=lantern.variants[0].sku) == [lantern.id]
    assert found(q="lantern", status="published") == []
    assert found(q="teapot") == []


def test_a_change_of_title_or_state_is_found_and_the_old_one_is_not(vendor, found, drain):
    product = make_product(vendor=vendor, title="Lantern")
    drain()
    services.archive_product(vendor_id=VendorId(vendor), product_id=ProductId(product.id), now=NOW)
    drain()

    assert found(q="lantern", status="archived") == [product.id]
    assert found(q="lantern", status="published") == []


def test_what_staff_took_down_is_found_by_the_status_that_its_vendor_gave_it(vendor, found, drain):
    product = make_product(vendor=vendor, title="Lantern")
    services.take_down_product(product_id=product.id, reason="x", actor=STAFF, now=NOW)
    drain()

    assert found(q="lantern", status="published") == [product.id]
    assert found(q="lantern", status="draft") == []


def test_pages_of_what_is_found_follow_each_other(api, vendor, drain):
    made = {make_product(vendor=vendor, title=f"Lantern {number}").id for number in range(3)}
    drain()
    token, seen, cursor = vendor_token(vendor), [], None
    while True:
        page = api.get("vendor/products", token=token, q="lantern", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [item["id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert sorted(seen) == sorted(made)


def test_a_rebuild_brings_back_what_the_index_has_lost(vendor, found):
    product = make_product(vendor=vendor, title="Lantern", is_published=False)
    assert found(q="lantern") == []

    engine().rebuild(LISTING_INDEX, all_listings)

    assert found(q="lantern") == [product.id]


def test_products_are_named_by_id_without_those_of_others(api, vendor, found):
    first, second = make_product(vendor=vendor), make_product(vendor=vendor)
    foreign = make_product(vendor=make_vendor().id)

    assert found(ids=f"{second.id},{first.id},{foreign.id},{new_id('prod', at=NOW)}") == [second.id, first.id]
    token = vendor_token(vendor)
    assert api.get("vendor/products", token=token, ids="nonsense").status_code == 422
    assert api.get("vendor/products", token=token, ids=",".join([first.id] * 101)).status_code == 422
    assert api.get("vendor/products", token=token, ids=first.id, status="draft").status_code == 422
    assert api.get("vendor/products", token=vendor_token(vendor, "fulfilment"), q="x").status_code == 403
