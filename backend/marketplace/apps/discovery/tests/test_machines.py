"""What machines read of the shop: the addresses for sitemaps, and the feed for Google Merchant Center."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.discovery.queries import machines
from marketplace.apps.discovery.tests.factories import make_coloured, texts
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.vendors.tests.factories import go_on_vacation, make_vendor
from marketplace.foundation import clock
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

G = "{http://base.google.com/ns/1.0}"


@pytest.fixture
def feed(api: Any) -> Any:
    """The items of the feed, each as its tags."""

    def read(**query: Any) -> list[dict[str, str]]:
        answer = api.get("store/feeds/google.xml", **query)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("application/xml")
        root = ElementTree.fromstring(b"".join(answer))
        return [{child.tag.removeprefix(G): "".join(child.itertext()) for child in item} for item in root.iter("item")]

    return read


def test_a_sitemap_has_every_product_page_by_page(get, drain):
    vendor = make_vendor()
    made = {make_product(vendor=vendor.id, title=title).slug for title in ("Mug", "Jug", "Cup")}
    make_product(vendor=vendor.id, title="Draft", is_published=False)
    drain()

    first = get("sitemap/products", limit=2)
    second = get("sitemap/products", limit=2, cursor=first["next_cursor"])

    entries = [*first["items"], *second["items"]]
    assert {entry["slug"] for entry in entries} == made
    assert second["next_cursor"] is None
    assert all(entry["updated_at"].endswith("Z") and entry["images"] == [] for entry in entries)


def test_an_item_has_what_google_asks_for(feed, drain):
    vendor = make_vendor(name="Clay House")
    make_shipping_method(vendor.id, price_minor=495)
    product = make_product(
        vendor=vendor.id,
        texts=texts(en="Mug", nl="Mok & schotel"),
        price=Money(1250, "EUR"),
        compare_at=Money(1500, "EUR"),
        brand="Clayworks",
        category=make_category("mugs", names={"en": "Mugs", "nl": "Mokken"}),
        stock=3,
    )
    drain()

    (item,) = feed(lang="nl", country="NL")

    assert item["id"] == product.variants[0].id
    assert item["title"] == "Mok & schotel"
    assert item["link"] == f"http://eu.localhost:8001/nl-NL/products/{product.slug}"
    assert (item["price"], item["sale_price"], item["shipping"]) == ("15.00 EUR", "12.50 EUR", "NL4.95 EUR")
    assert (item["availability"], item["condition"], item["brand"]) == ("in_stock", "new", "Clayworks")
    assert (item["product_type"], item["external_seller_id"]) == ("Mokken", "clay-house")


def test_each_variant_is_an_item_whose_address_chooses_it(feed, drain):
    vendor = make_vendor()
    make_shipping_method(vendor.id)
    colours = [{"en": "Blue", "nl": "Blauw"}, {"en": "Red", "nl": "Rood"}]
    product = make_coloured(vendor.id, titles={"en": "Mug"}, colours=colours, prices=[1000, 1200])
    drain()

    items = feed(lang="nl", country="NL")

    assert {(item["item_group_id"], item["price"], item["link"].partition("?")[2]) for item in items} == {
        (product.id, "10.00 EUR", "colour=Blauw"),
        (product.id, "12.00 EUR", "colour=Rood"),
    }


def test_nothing_of_a_vendor_on_vacation_is_in_stock(feed, drain):
    vendor = make_vendor()
    make_shipping_method(vendor.id)
    make_product(vendor=vendor.id, stock=3)
    drain()
    assert [item["availability"] for item in feed()] == ["in_stock"]

    go_on_vacation(vendor.id, now=clock.now())

    assert [item["availability"] for item in feed()] == ["out_of_stock"]


def test_what_is_not_delivered_to_the_country_is_left_out(feed, drain):
    vendor = make_vendor()
    make_shipping_method(vendor.id, countries=["NL"])
    make_product(vendor=vendor.id, title="Mug")
    drain()

    assert len(feed(country="NL")) == 1
    assert feed(country="DE") == []


def test_a_feed_of_several_pages_is_one_document(feed, drain, settings):
    vendor = make_vendor()
    make_shipping_method(vendor.id)
    for number in range(machines.FEED_PAGE + 1):
        make_product(vendor=vendor.id, title=f"Mug {number}")
    drain()

    assert len({item["id"] for item in feed()}) == machines.FEED_PAGE + 1


def test_a_foreign_country_is_refused(api):
    assert api.get("store/feeds/google.xml", country="US").status_code == 422
