"""The pages of products and vendors, the region, and which vendors' products can be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_category, make_product, picture
from marketplace.apps.catalog.types import ProductChanges, Specification, SpecificationKind
from marketplace.apps.discovery import services
from marketplace.apps.discovery.tests.factories import make_coloured, texts
from marketplace.apps.returns import services as return_services
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import go_on_vacation, make_vendor
from marketplace.foundation import clock, tenancy
from marketplace.foundation.documents import metering
from marketplace.kit.ids import ProductId
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

Get = Callable[..., Any]

ANEW = {"Cache-Control": "no-cache"}  # what the stores hold, whatever is kept of it


def test_pages_say_when_a_vendor_takes_no_orders_and_forget_it_afterwards(api: Any, get: Get, drain: Callable[..., None]) -> None:
    product = make_product(vendor=make_vendor(name="Clay House").id, stock=1)
    drain()
    pages = (f"products/{product.slug}", "vendors/clay-house")
    assert [get(page)["vacation"] for page in pages] == [None, None]
    vacation = go_on_vacation(product.vendor_id, now=clock.now(), en="At the sea", nl="Aan zee")
    drain()

    shown = {"is_closed": True, "starts_on": vacation.starts_on.isoformat(), "reopens_on": vacation.reopens_on.isoformat()}
    for page in pages:
        assert get(page, lang="nl")["vacation"] == {**shown, "text": "Aan zee", "language": "nl"}
    assert [card["in_stock"] for card in get("products")["items"]] == [True]

    vendor_services.announce_vacations(now=clock.now() + timedelta(days=2))
    drain()

    assert [get(page)["vacation"] for page in pages] == [None, None]


def test_a_logo_is_on_the_pages_of_its_vendor_and_of_its_products(get: Get, drain: Callable[..., None]) -> None:
    product = make_product(vendor=make_vendor(name="Clay House").id, stock=1)
    drain()
    assert get(f"products/{product.slug}")["vendor_logo"] is None
    vendor_services.set_logo(vendor_id=product.vendor_id, content=picture(width=800, height=400), actor=STAFF_ACTOR, now=NOW)
    drain()

    logo = get("vendors/clay-house")["logo"]

    assert (logo["width"], logo["height"]) == (640, 320)
    assert [source["type"] for source in logo["sources"]] == ["image/avif", "image/webp"]
    assert get(f"products/{product.slug}")["vendor_logo"] == logo


def test_a_page_says_how_long_a_product_may_be_returned_from_where_it_goes(get: Get, drain: Callable[..., None]) -> None:
    product = make_product(vendor=make_vendor().id, stock=1)
    drain()
    page = f"products/{product.slug}"
    assert get(page, country="NL")["return_days"] == 14
    policy = {"vendor_id": product.vendor_id, "instructions": "", "actor": STAFF_ACTOR, "now": NOW}
    longer = return_services.set_policy(days=60, etag="0", **policy)
    drain()
    assert get(page, country="NL")["return_days"] == 60
    return_services.set_policy(days=0, etag=longer.etag, **policy)
    drain()

    assert get(page, country="NL")["return_days"] == 14  # the law's


def test_a_page_shows_all_of_a_product(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor(name="Clay House")
    make_shipping_method(vendor.id, price_minor=495, name="Parcel")
    home = make_category("home", names={"en": "Home", "nl": "Wonen"})
    mugs = make_category("mugs", names={"en": "Mugs", "nl": "Mokken"}, parent=home)
    red, blue = {"en": "Red", "nl": "Rood"}, {"en": "Blue", "nl": "Blauw"}
    product = make_coloured(
        vendor.id,
        titles={"en": "Mug", "nl": "Mok"},
        colours=[red, blue],
        prices=[1200, 1000],
        category=mugs,
        brand="Clayworks",
        tags=["tea"],
    )

    page = get(f"products/{product.slug}", lang="nl", country="BE")

    assert (page["id"], page["title"], page["language"], page["is_fallback"]) == (product.id, "Mok", "nl", False)
    assert [crumb["name"] for crumb in page["breadcrumbs"]] == ["Wonen", "Mokken"]
    assert page["vendor"] == {"id": vendor.id, "slug": vendor.slug, "name": "Clay House"}
    assert (page["price"], page["price_varies"]) == ({"minor": 1000, "currency": "EUR"}, True)
    assert page["options"] == [{"key": "colour", "name": "Kleur", "values": ["Rood", "Blauw"]}]
    assert [(variant["title"], variant["price"]["minor"], variant["stock"]) for variant in page["variants"]] == [
        ("Rood", 1200, "in_stock"),
        ("Blauw", 1000, "in_stock"),
    ]
    assert page["delivery"]["country"] == "BE"
    assert page["delivery"]["is_available"] is True
    assert page["delivery"]["options"][0]["price"] == {"minor": 495, "currency": "EUR"}
    assert page["seo"]["title"] == "Mok"
    assert page["offers"] == []


def test_a_page_says_what_the_product_is_in_the_language_asked_for(get: Get) -> None:
    oak = Specification(name={"en": "Wood", "nl": "Hout"}, kind=SpecificationKind.CHOICE, text={"en": "Oak", "nl": "Eiken"})
    width = Specification(name={"en": "Width"}, kind=SpecificationKind.NUMBER, number=Decimal("120.5"), unit="cm")
    product = make_product(vendor=make_vendor().id, specifications=[oak, width])

    page = get(f"products/{product.slug}", lang="nl")

    other = {"text": "", "number": None, "unit": "", "is_so": None}
    assert page["specifications"] == [
        other | {"key": "wood", "name": "Hout", "kind": "choice", "text": "Eiken"},
        other | {"key": "width", "name": "Width", "kind": "number", "number": "120.5", "unit": "cm"},
    ]


@pytest.mark.parametrize(("units", "state"), [(0, "out"), (1, "low"), (5, "low"), (6, "in_stock")])
def test_a_variant_shows_its_stock(get: Get, units: int, state: str) -> None:
    product = make_product(vendor=make_vendor().id, stock=units)

    page = get(f"products/{product.slug}")

    assert page["variants"][0]["stock"] == state
    assert page["in_stock"] is (units > 0)


def test_a_page_names_the_language_it_falls_back_to(api: Any) -> None:
    product = make_product(vendor=make_vendor().id, texts=texts(en="Mug"))

    response = api.get(f"store/products/{product.slug}", headers={"Accept-Language": "de-DE,de;q=0.9"})

    page = response.json()
    assert (page["language"], page["is_fallback"]) == ("en", True)
    assert response["Content-Language"] == "en"
    assert "Accept-Language" in response["Vary"]


def test_a_page_may_be_kept_and_asked_for_again(api: Any) -> None:
    product = make_product(vendor=make_vendor().id)
    first = api.get(f"store/products/{product.slug}")

    again = api.get(f"store/products/{product.slug}", headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"].startswith("public, max-age=")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_a_page_asked_for_anew_shows_a_change_at_once(api: Any) -> None:
    product = make_product(vendor=make_vendor().id, title="Before")
    api.get(f"store/products/{product.slug}")

    catalog_services.edit_product(
        vendor_id=product.vendor_id,
        product_id=ProductId(product.id),
        etag=product.etag,
        changes=ProductChanges(texts=dict(texts(en="After"))),
        now=NOW,
    )

    assert api.get(f"store/products/{product.slug}", headers=ANEW).json()["title"] == "After"


def test_an_old_address_leads_to_the_product(get: Get, drain: Callable[..., None]) -> None:
    product = make_product(vendor=make_vendor().id)
    get(f"products/{product.slug}")
    catalog_services.edit_product(
        vendor_id=product.vendor_id,
        product_id=ProductId(product.id),
        etag=product.etag,
        changes=ProductChanges(slug="a-better-name"),
        now=NOW,
    )
    drain()

    assert get(f"products/{product.slug}")["slug"] == "a-better-name"


def test_a_page_without_a_way_to_deliver_says_so(get: Get) -> None:
    vendor = make_vendor()
    make_shipping_method(vendor.id, countries=["NL"])
    everywhere = make_product(vendor=vendor.id)
    belgian = make_product(vendor=vendor.id, countries=["BE"])

    assert get(f"products/{everywhere.slug}", country="NL")["delivery"]["is_available"] is True
    assert get(f"products/{everywhere.slug}", country="BE")["delivery"]["is_available"] is False
    assert get(f"products/{belgian.slug}", country="NL")["delivery"]["is_available"] is False


def test_a_page_names_other_vendors_offers_of_the_same_thing(get: Get, drain: Callable[..., None]) -> None:
    gtin = "4006381333931"
    own = make_product(vendor=make_vendor().id, title="Pen", price=Money(200, "EUR"), barcode=gtin)
    dear = make_product(vendor=make_vendor().id, title="Pen dear", price=Money(300, "EUR"), barcode=gtin)
    cheap = make_product(vendor=make_vendor().id, title="Pen cheap", price=Money(100, "EUR"), barcode=gtin)
    hidden = make_vendor()
    make_product(vendor=hidden.id, title="Pen gone", price=Money(50, "EUR"), barcode=gtin)
    vendor_services.suspend_vendor(vendor_id=hidden.id, reason="Test", actor=STAFF_ACTOR, now=NOW)
    drain()

    page = get(f"products/{own.slug}")

    assert [offer["id"] for offer in page["offers"]] == [cheap.id, dear.id]


@pytest.mark.parametrize("slug", ["no-such", "a%5Cb", "a%23b", "a%3Fb", "a%00b", "x" * 300, "%F0%9F%99%82", "قهوة"])
def test_there_is_no_page_for_other_addresses(api: Any, slug: str) -> None:
    assert api.get(f"store/products/{slug}").status_code == 404
    assert api.get(f"store/vendors/{slug}").status_code == 404


def test_there_is_no_page_of_what_is_not_for_sale(api: Any, mena: Any) -> None:
    draft = make_product(vendor=make_vendor().id, is_published=False)
    suspended = make_product(vendor=make_vendor().id)
    vendor_services.suspend_vendor(vendor_id=suspended.vendor_id, reason="Test", actor=STAFF_ACTOR, now=NOW)
    with tenancy.scope(mena):
        foreign = make_product(vendor=make_vendor().id)

    for product in (draft, suspended, foreign):
        assert api.get(f"store/products/{product.slug}").status_code == 404


def test_products_of_a_vendor_come_and_go_with_its_state(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor(state="pending")
    product = make_product(vendor=vendor.id, is_published=False)

    def listed() -> int:
        drain()
        return int(get("products")["total"])

    seen = [listed()]
    vendor_services.approve_vendor(vendor_id=vendor.id, actor=STAFF_ACTOR, now=NOW)
    catalog_services.publish_product(vendor_id=product.vendor_id, product_id=ProductId(product.id), now=NOW)
    seen.append(listed())
    vendor_services.suspend_vendor(vendor_id=vendor.id, reason="Test", actor=STAFF_ACTOR, now=NOW)
    seen.append(listed())
    vendor_services.reinstate_vendor(vendor_id=vendor.id, reason="Test", actor=STAFF_ACTOR, now=NOW)
    seen.append(listed())
    vendor_services.close_vendor(vendor_id=vendor.id, reason="Test", actor=STAFF_ACTOR, now=NOW)
    seen.append(listed())

    assert seen == [0, 1, 0, 1, 0]


def test_a_vendors_page_counts_its_products(get: Get, api: Any, drain: Callable[..., None]) -> None:
    vendor = make_vendor(name="Clay House")
    make_product(vendor=vendor.id)
    make_product(vendor=vendor.id)
    drain()

    page = get(f"vendors/{vendor.slug}")

    assert (page["id"], page["name"], page["legal_name"], page["product_count"]) == (vendor.id, "Clay House", "Clay House Ltd", 2)
    assert api.get(f"store/vendors/{make_vendor(state='pending').slug}").status_code == 404
    assert api.get(f"store/vendors/{make_vendor(state='suspended').slug}").status_code == 404


def test_the_region_shows_its_facts(get: Get) -> None:
    eu, mena = get("region"), get("region", tenant="mena")

    assert eu["currencies"] == [{"code": "EUR", "digits": 2}]
    assert (eu["default_country"], eu["languages"]) == ("NL", ["en", "nl", "de", "fr"])
    assert {"code": "KWD", "digits": 3} in mena["currencies"]
    # a country's own money where the region sells in it; Egypt's it does not
    assert {code: mena["country_currencies"][code] for code in ("AE", "SA", "EG")} == {"AE": "AED", "SA": "SAR", "EG": "KWD"}


def test_the_region_names_the_shops_of_the_others(get: Get, settings: Any) -> None:
    (mena,) = get("region")["other_regions"]
    (eu,) = get("region", tenant="mena")["other_regions"]

    assert mena["origin"] == f"http://mena.localhost:{settings.PORT_BASE + 1}"
    assert (mena["slug"], mena["default_language"], mena["default_country"]) == ("mena", "ar", "AE")
    assert (eu["slug"], eu["languages"], eu["default_country"]) == ("eu", ["en", "nl", "de", "fr"], "NL")


def test_the_command_rebuilds_what_the_stores_hold(get: Get, drain: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    make_product(vendor=make_vendor().id, title="Found again")
    make_product(vendor=make_vendor(state="approved").id, is_published=False)

    call_command("rebuild_search", tenant="eu")

    assert "eu: index products has 1 documents" in capsys.readouterr().out
    assert [item["title"] for item in get("products", q="found")["items"]] == ["Found again"]


def test_indexing_the_same_twice_and_out_of_order_ends_the_same(get: Get, drain: Callable[..., None]) -> None:
    from marketplace.apps.catalog.types import ProductRef

    product = make_product(vendor=make_vendor().id)
    ref = ProductRef(product.vendor_id, ProductId(product.id))
    drain()

    services.index_products([ref, ref])
    services.index_vendor(product.vendor_id)

    assert get("products")["total"] == 1


@pytest.mark.skipif(settings.SEARCH_ENGINE != "postgres", reason="counts the statements of the embedded engine")
class TestStoreCalls:
    """How many questions the hot reads ask, once the process is warm."""

    def count(self, api: Any, path: str, **query: Any) -> int:
        """SQL statements of the tenant and calls of stores elsewhere: the fewest of three, since a busy machine may forget between two."""
        api.get(path, headers=ANEW, **query)
        return min(self._count_once(api, path, **query) for _ in range(3))

    def _count_once(self, api: Any, path: str, **query: Any) -> int:
        with CaptureQueriesContext(connections["eu"]) as captured, metering.measure() as documents:
            assert api.get(path, headers=ANEW, **query).status_code == 200
        read = [query for query in captured.captured_queries if query["sql"].lstrip().upper().startswith(("SELECT", "WITH"))]
        return len(read) + documents.calls_except("postgres")

    def test_a_list_is_one(self, api: Any, drain: Callable[..., None]) -> None:
        vendor = make_vendor()
        for _ in range(3):
            make_product(vendor=vendor.id, title="Mug", brand="Acme", sizes=["S", "M"])
        drain()

        assert self.count(api, "store/products") == 1
        assert self.count(api, "store/products", q="mug", brand="acme", sort="price_asc") == 1

    def test_a_list_of_a_changed_index_is_what_is_near_the_hits_and_the_counts(self, api: Any, drain: Callable[..., None]) -> None:
        vendor = make_vendor()
        make_product(vendor=vendor.id, title="Mug")
        drain()
        api.get("store/products", q="mug")
        make_product(vendor=vendor.id, title="Mug")
        drain()

        with CaptureQueriesContext(connections["eu"]) as captured:
            api.get("store/products", q="mug")

        assert len(captured.captured_queries) == 3

    def test_a_products_page_is_two(self, api: Any) -> None:
        vendor = make_vendor()
        make_shipping_method(vendor.id)
        category = make_category()
        product = make_product(vendor=vendor.id, sizes=["S", "M", "L"], category=category)

        with metering.measure() as documents:
            assert self.count(api, f"store/products/{product.slug}") == 2
        assert documents.calls == 5  # slug and product, then three times the product alone
