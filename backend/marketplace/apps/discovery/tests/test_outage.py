"""What a customer still has while search does not answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from launcher.servers import Server
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.catalog.types import ProductChanges
from marketplace.apps.discovery.tests.factories import texts
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation.metrics.testing import value
from marketplace.foundation.regions.checks import check_region, check_stores
from marketplace.foundation.relay import relay
from marketplace.kit.ids import ProductId
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

Get = Callable[..., Any]


def searches(call: str, outcome: str) -> float:
    """How many calls of search this process has counted."""
    return value("globalmarket_search_call_seconds_count", tenant="eu", engine="elasticsearch", call=call, outcome=outcome)


def test_lists_are_empty_and_say_why_and_pages_come_without_what_search_knows(
    on_elasticsearch: Server, silence: Any, api: Any, get: Get, drain: Callable[..., None]
) -> None:
    vendor = make_vendor()
    category = make_category(slug="mugs")
    product = make_product(vendor=vendor.id, title="Mug", category=category)
    drain()

    assert searches("upsert", "ok") > 0
    unanswered = searches("search", "unavailable")
    with silence(on_elasticsearch):
        lists = [
            api.get("store/products", q="mug", lang="nl"),
            api.get("store/products", lang="nl"),
            api.get("store/products", category="mugs", sort="price_asc", lang="nl"),
            api.get("store/products", like=product.slug, lang="nl"),
            api.get(f"store/products/{product.slug}/similar", lang="nl"),
            api.get("store/suggestions", q="mu", lang="nl"),
        ]
        page, shop = get(f"products/{product.slug}"), get(f"vendors/{vendor.slug}")
        tree = get("categories")

    assert searches("search", "unavailable") > unanswered
    notice = {"code": "search_unavailable", "message": "De zoekdienst antwoordt niet"}
    assert [(answer.status_code, answer.json()["notice"]) for answer in lists] == [(200, notice)] * 6
    assert [answer.json().get("items", []) for answer in lists] == [[]] * 6
    assert [answer.headers["Cache-Control"] for answer in lists] == ["no-store"] * 6
    assert get("products", lang="nl")["notice"] is None
    assert (page["title"], page["offers"]) == ("Mug", [])
    assert (shop["name"], shop["product_count"]) == (vendor.name, None)
    assert [branch["count"] for branch in tree["items"]] == [None]


def test_the_region_stays_in_service(on_elasticsearch: Server, silence: Any, eu: Any) -> None:
    with silence(on_elasticsearch):
        assert check_stores(eu) == []
        (problem,) = check_region(eu)
        assert problem.startswith("search: ")


def test_what_changed_meanwhile_is_found_when_it_answers_again(
    on_elasticsearch: Server, silence: Any, get: Get, drain: Callable[..., None]
) -> None:
    product = make_product(vendor=make_vendor().id, title="Mug")
    drain()

    with silence(on_elasticsearch):
        changes = ProductChanges(texts=texts(en="Kettle"))
        catalog_services.edit_product(
            vendor_id=product.vendor_id, product_id=ProductId(product.id), changes=changes, etag=product.etag, now=NOW
        )
        relay.drain(now=NOW)
    drain(NOW + timedelta(hours=1))

    assert [item["title"] for item in get("products", q="kettle")["items"]] == ["Kettle"]
