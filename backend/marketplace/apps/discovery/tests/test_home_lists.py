"""The lists of a shop's home page: popular, on sale, and what is delivered to a country."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.discovery import services
from marketplace.apps.discovery.models import Sale
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order
from marketplace.apps.shipping import services as shipping_services
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.shipping.types import MethodChanges
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def slugs(answer: Any) -> list[str]:
    return [item["slug"] for item in answer["items"]]


def test_what_is_bought_most_comes_first_for_thirty_days(get, drain):
    mug, jug = make_listing(), make_listing()
    make_order((mug, 1), payment=CASH)
    make_order((jug, 3), payment=CASH)
    drain()
    assert slugs(get("products", sort="sold")) == [jug.slug, mug.slug]

    Sale.objects.filter(product_id=jug.id).update(sold_at=NOW - timedelta(days=1))
    services.forget_sales(now=NOW + services.SOLD_WINDOW - timedelta(hours=1))

    assert slugs(get("products", sort="sold", limit=1, headers={"Cache-Control": "no-cache"})) == [mug.slug]
    assert {sale.product_id for sale in Sale.objects.all()} == {mug.id}


def test_on_sale_is_what_costs_less_than_it_did(get, drain):
    vendor = make_vendor()
    cheaper = make_product(vendor=vendor.id, title="Cheaper", price=Money(1250, "EUR"), compare_at=Money(1500, "EUR"))
    make_product(vendor=vendor.id, title="As ever", price=Money(1250, "EUR"))
    drain()

    assert slugs(get("products", on_sale="true")) == [cheaper.slug]
    assert len(slugs(get("products"))) == 2


def test_delivered_is_what_the_vendor_sends_to_the_country(get, drain):
    vendor, other = make_vendor(), make_vendor()
    method = make_shipping_method(vendor.id, countries=["NL"])
    sent = make_product(vendor=vendor.id, title="Sent")
    make_product(vendor=other.id, title="Not sent")
    drain()

    assert slugs(get("products", delivered="true", country="NL")) == [sent.slug]
    assert slugs(get("products", delivered="true", country="DE")) == []

    shipping_services.edit_method(vendor_id=vendor.id, method_id=method.id, changes=MethodChanges(countries=["DE"]), etag="1", now=NOW)
    drain()

    assert slugs(get("products", delivered="true", country="NL")) == []
    assert slugs(get("products", delivered="true", country="DE")) == [sent.slug]


def test_a_way_to_deliver_is_on_the_products_page_once_its_event_has_arrived(get, drain):
    vendor = make_vendor()
    product = make_product(vendor=vendor.id, title="Mug")
    drain()
    assert get(f"products/{product.slug}")["delivery"]["options"] == []

    make_shipping_method(vendor.id, price_minor=450)
    drain()

    assert [option["price"]["minor"] for option in get(f"products/{product.slug}")["delivery"]["options"]] == [450]
