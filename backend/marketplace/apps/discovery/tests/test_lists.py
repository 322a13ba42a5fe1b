"""Lists, search, facets and suggestions, as a customer's client sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_category, make_product, sell_out, set_stock
from marketplace.apps.discovery.tests.factories import make_coloured, texts
from marketplace.apps.discovery.tests.reading import counts, titles
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.kit.ids import ProductId
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

Get = Callable[..., Any]


def test_a_card_has_what_a_list_shows(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor(name="Clay House")
    product = make_product(
        vendor=vendor.id,
        texts=texts(en="Mug", nl="Mok"),
        price=Money(1250, "EUR"),
        compare_at=Money(1500, "EUR"),
        brand="Clayworks",
        stock=3,
    )
    drain()

    (card,) = get("products", lang="nl")["items"]

    assert card == {
        "id": product.id,
        "slug": product.slug,
        "title": "Mok",
        "language": "nl",
        "image": None,
        "brand": "Clayworks",
        "vendor": {"id": vendor.id, "slug": vendor.slug, "name": "Clay House"},
        "price": {"minor": 1250, "currency": "EUR"},
        "price_varies": False,
        "compare_at": {"minor": 1500, "currency": "EUR"},
        "rating": None,
        "in_stock": True,
        "variant_count": 1,
        "variant_id": product.variants[0].id,
    }


def test_the_newest_come_first_unless_asked_otherwise(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor()
    for day, (title, minor) in enumerate([("Old", 300), ("Middle", 100), ("New", 200)]):
        make_product(vendor=vendor.id, title=title, price=Money(minor, "EUR"), now=NOW + timedelta(days=day))
    drain(NOW + timedelta(days=9))

    assert titles(get("products")) == ["New", "Middle", "Old"]
    assert titles(get("products", sort="price_asc")) == ["Middle", "New", "Old"]
    assert titles(get("products", sort="price_desc")) == ["Old", "New", "Middle"]


def test_pages_by_cursor(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor()
    for minor in (100, 200, 300):
        make_product(vendor=vendor.id, title=f"At {minor}", price=Money(minor, "EUR"))
    drain()

    first = get("products", sort="price_asc", limit=2)
    second = get("products", sort="price_asc", limit=2, cursor=first["next_cursor"])

    assert titles(first) + titles(second) == ["At 100", "At 200", "At 300"]
    assert first["total"] == second["total"] == 3
    assert second["next_cursor"] is None


def test_searches_in_the_language_asked_for_and_the_others(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor()
    make_product(vendor=vendor.id, texts=texts(en="Kettle", nl="Waterkoker", de="Wasserkocher", fr="Bouilloire"))
    make_product(vendor=vendor.id, texts=texts(en="Teapot", nl="Theepot", de="Teekanne", fr="Théière"))
    drain()

    assert titles(get("products", q="waterkokers", lang="nl")) == ["Waterkoker"]
    assert titles(get("products", q="kettles", lang="nl")) == ["Waterkoker"]
    assert titles(get("products", q="theieres", lang="fr")) == ["Théière"]
    assert titles(get("products", q="xyzzy")) == []


def test_forgives_a_typing_error(get: Get, drain: Callable[..., None]) -> None:
    make_product(vendor=make_vendor().id, title="Kettle")
    drain()

    answer = get("products", q="ketle")

    assert titles(answer) == ["Kettle"]
    assert answer["did_you_mean"] == "kettle"
    assert answer["total"] == 1


def test_finds_by_sku_barcode_brand_vendor_and_category(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor(name="Nordlicht")
    lamps = make_category("lamps", names={"en": "Lamps", "nl": "Lampen"})
    product = make_product(vendor=vendor.id, title="Aurora", brand="Lumen", barcode="4006381333931", category=lamps)
    make_product(vendor=make_vendor().id, title="Other")
    drain()

    for text in (product.variants[0].sku, "4006381333931", "lumen", "nordlicht", "lamp"):
        assert titles(get("products", q=text)) == ["Aurora"], text


def test_filters_and_counts_as_a_shop_does(get: Get, drain: Callable[..., None]) -> None:
    home = make_category("home", names={"en": "Home", "nl": "Wonen"})
    mugs = make_category("mugs", names={"en": "Mugs", "nl": "Mokken"}, parent=home)
    red, blue = {"en": "Red", "nl": "Rood"}, {"en": "Blue", "nl": "Blauw"}
    first, second = make_vendor(), make_vendor()
    make_coloured(first.id, titles={"en": "Tall mug"}, colours=[red, blue], prices=[1000, 1200], category=mugs, brand="Acme")
    make_coloured(second.id, titles={"en": "Wide mug"}, colours=[red], prices=[3000], category=mugs, brand="Zeta")
    make_coloured(second.id, titles={"en": "Vase"}, colours=[blue], prices=[9000], category=home, brand="Zeta")
    drain()

    answer = get("products", category="home", brand="Zeta", lang="nl")

    assert titles(answer) == ["Vase", "Wide mug"] or titles(answer) == ["Wide mug", "Vase"]
    assert counts(answer, "brand") == {"acme": 1, "zeta": 2}
    assert counts(answer, "category") == {"home": 2, "mugs": 1}
    assert counts(answer, "vendor") == {second.slug: 2}
    assert counts(answer, "option.colour") == {"red": 1, "blue": 1}
    colour = next(facet for facet in answer["facets"] if facet["field"] == "option.colour")
    assert colour["label"] == "Kleur"
    assert {value["label"] for value in colour["values"]} == {"Rood", "Blauw"}
    price = next(facet for facet in answer["facets"] if facet["field"] == "price")
    assert [(value["value"], value["count"]) for value in price["values"]] == [("2000-4999", 1), ("5000-9999", 1)]
    assert (price["lowest"]["minor"], price["highest"]["minor"]) == (3000, 9000)
    assert titles(get("products", **{"option.colour": "Blue"}, category="mugs")) == ["Tall mug"]
    assert titles(get("products", category=mugs.id, price_max=1000)) == ["Tall mug"]
    assert set(titles(get("products", vendor=[first.slug, second.slug], price_min=2000))) == {"Wide mug", "Vase"}
    assert get("products", rating_min="4.5")["total"] == 0


def test_a_sku_made_of_the_title_does_not_come_before_others_of_that_name(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor().id
    gone = make_product(vendor=vendor, title="Blue mug", stock=0)
    make_product(vendor=vendor, title="Blue mug")
    drain()

    assert gone.variants[0].sku == "blue-mug"
    assert [item["in_stock"] for item in get("products", q="blue mug")["items"]] == [True, False]
    assert len(get("products", q="blue-mug")["items"]) == 2


def test_one_variant_meets_all_filters_and_the_card_shows_it(get: Get, drain: Callable[..., None]) -> None:
    red, blue = {"en": "Red"}, {"en": "Blue"}
    vendor = make_vendor()
    coat = make_coloured(vendor.id, titles={"en": "Coat"}, colours=[red, blue], prices=[1000, 10000])
    make_coloured(vendor.id, titles={"en": "Hat"}, colours=[blue], prices=[5500])
    drain()

    def shown(**query: Any) -> dict[str, tuple[int, bool]]:
        items = get("products", **query)["items"]
        return {item["title"]: (item["price"]["minor"], item["in_stock"]) for item in items}

    blue_ones = {"option.colour": "Blue"}
    assert shown(**blue_ones) == {"Coat": (10000, True), "Hat": (5500, True)}
    assert shown(**blue_ones, price_max=6000) == {"Hat": (5500, True)}
    assert shown(price_min=9000) == {"Coat": (10000, True)}
    assert titles(get("products", **blue_ones, sort="price_asc")) == ["Hat", "Coat"]

    set_stock(coat, 0)
    drain()

    assert shown(**blue_ones, in_stock="true") == {"Hat": (5500, True)}
    assert shown(q="coat", **blue_ones) == {"Coat": (10000, False)}


def test_a_price_from_is_one_that_can_be_had(get: Get, drain: Callable[..., None]) -> None:
    coat = make_coloured(make_vendor().id, titles={"en": "Coat"}, colours=[{"en": "Red"}, {"en": "Blue"}], prices=[1000, 10000])

    def shown() -> list[tuple[int, bool, bool]]:
        drain()
        answers = [get("products")["items"][0], get(f"products/{coat.slug}")]
        return [(answer["price"]["minor"], answer["price_varies"], answer["in_stock"]) for answer in answers]

    assert shown() == [(1000, True, True)] * 2
    sell_out(coat, variant=0)
    assert shown() == [(10000, False, True)] * 2
    sell_out(coat, variant=1)
    assert shown() == [(1000, True, False)] * 2  # nothing can be had: what it would cost


def test_a_count_is_what_choosing_it_finds(get: Get, drain: Callable[..., None]) -> None:
    red, blue = {"en": "Red"}, {"en": "Blue"}
    vendor = make_vendor()
    make_coloured(vendor.id, titles={"en": "Mug"}, colours=[red, blue], prices=[1200, 2000])
    make_coloured(vendor.id, titles={"en": "Red mug"}, colours=[red], prices=[2000])
    make_product(vendor=vendor.id, title="Mug stand", brand="Acme")
    drain()

    for query in (
        {"q": "mug"},
        {},
        {"option.colour": "Red"},
        {"price_max": 1999},
        {"q": "mug", "option.colour": "Blue"},
        {"in_stock": "true"},
    ):
        for facet in get("products", **query)["facets"]:
            for value in facet["values"]:
                chosen = {facet["field"]: value["value"]}
                if facet["field"] == "price":
                    lowest, _, highest = value["value"].partition("-")
                    chosen = {"price_min": lowest, "price_max": highest}
                others = {name: other for name, other in query.items() if facet["field"] != "price" or not name.startswith("price")}
                assert get("products", **{**others, **chosen})["total"] == value["count"], (query, chosen)


def test_shows_only_what_may_go_to_the_country(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor()
    make_product(vendor=vendor.id, title="Everywhere")
    make_product(vendor=vendor.id, title="Belgium only", countries=["BE"])
    drain()

    assert titles(get("products")) == ["Everywhere"]
    assert set(titles(get("products", country="be"))) == {"Everywhere", "Belgium only"}


def test_follows_the_stock(get: Get, drain: Callable[..., None]) -> None:
    product = make_product(vendor=make_vendor().id, title="Rare", stock=1)
    drain()
    before = get("products", in_stock="true")["total"]

    set_stock(product, 0)
    drain()

    answer = get("products")
    assert before == 1
    assert get("products", in_stock="true")["total"] == 0
    assert answer["items"][0]["in_stock"] is False
    assert counts(answer, "in_stock") == {}


def test_follows_the_product(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor()
    product = make_product(vendor=vendor.id, title="Lamp")
    make_product(vendor=vendor.id, title="Draft", is_published=False)
    drain()
    before = titles(get("products"))

    catalog_services.archive_product(vendor_id=product.vendor_id, product_id=ProductId(product.id), now=NOW)
    drain()

    assert before == ["Lamp"]
    assert get("products")["items"] == []
    assert titles(get("products", q="lamp")) == []


def test_names_a_category_anew(get: Get, drain: Callable[..., None]) -> None:
    from marketplace.apps.catalog.tests.factories import STAFF

    lamps = make_category("lamps", names={"en": "Lamps"})
    make_product(vendor=make_vendor().id, title="Aurora", category=lamps)
    drain()

    catalog_services.edit_category(category_id=lamps.id, version="1", names={"en": "Lighting"}, actor=STAFF, now=NOW)
    drain()

    facet = next(facet for facet in get("products")["facets"] if facet["field"] == "category")
    assert facet["values"][0]["label"] == "Lighting"
    assert titles(get("products", q="lighting")) == ["Aurora"]


def test_completes_what_is_typed(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor(name="Kettle & Co")
    kettles = make_category("kettles", names={"en": "Kettles", "nl": "Ketels"})
    make_product(vendor=vendor.id, texts=texts(en="Kettle", nl="Ketel"), category=kettles)
    drain()

    answer = get("suggestions", q="ket")

    assert "kettle" in answer["queries"]
    assert [card["title"] for card in answer["products"]] == ["Kettle"]
    assert answer["categories"] == [{"slug": "kettles", "name": "Kettles"}]
    assert answer["vendors"] == [{"slug": vendor.slug, "name": "Kettle & Co"}]
    assert get("suggestions", q="") == {"queries": [], "products": [], "categories": [], "vendors": [], "notice": None}


def test_counts_the_products_of_each_category_with_those_below(get: Get, drain: Callable[..., None]) -> None:
    home = make_category("home", names={"en": "Home", "nl": "Wonen"})
    mugs = make_category("mugs", names={"en": "Mugs", "nl": "Mokken"}, parent=home)
    make_category("empty")
    vendor = make_vendor()
    make_product(vendor=vendor.id, category=mugs)
    make_product(vendor=vendor.id, category=home)
    drain()

    tree = get("categories", lang="nl")["items"]

    assert [(node["slug"], node["name"], node["count"]) for node in tree] == [("home", "Wonen", 2), ("empty", "Empty", 0)]
    assert [(node["name"], node["count"]) for node in tree[0]["children"]] == [("Mokken", 1)]


def test_lists_in_each_currency_what_has_a_price_in_it(get: Get, drain: Callable[..., None], mena: Any) -> None:
    with tenancy.scope(mena):
        vendor = make_vendor()
        make_product(vendor=vendor.id, texts=texts(ar="إبريق قهوة", en="Coffee pot"), price=[Money(12500, "KWD"), Money(15000, "AED")])
        make_product(vendor=vendor.id, texts=texts(ar="فنجان", en="Cup"), price=Money(3250, "KWD"))
        drain()

    dinars = get("products", tenant="mena", sort="price_asc")
    dirhams = get("products", tenant="mena", currency="AED", lang="en")

    assert [item["price"] for item in dinars["items"]] == [{"minor": 3250, "currency": "KWD"}, {"minor": 12500, "currency": "KWD"}]
    assert [(item["title"], item["price"]["minor"]) for item in dirhams["items"]] == [("Coffee pot", 15000)]
    assert titles(get("products", tenant="mena", q="ابريق قهوه")) == ["إبريق قهوة"]
    assert get("products")["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"currency": "USD"},
        {"country": "US"},
        {"price_min": "-1"},
        {"price_min": "ten"},
        {"price_max": str(10**30)},
        {"sort": "random"},
        {"limit": "0"},
        {"cursor": "nonsense"},
        {"rating_min": "6"},
        {"q": "x" * 201},
        {"option.size": "x" * 300},
        {f"option.{number}": "x" for number in range(11)},
        {"rating_min": "nan"},
        {"in_stock": "perhaps"},
    ],
)
def test_refuses_what_makes_no_sense(api: Any, query: dict[str, str]) -> None:
    response = api.get("store/products", **query)

    assert response.status_code == 422
    assert response.json()["errors"]


@pytest.mark.parametrize(
    "query", [{"brand": "!!!"}, {"option.colour": "🙂"}, {"category": "no/such"}, {"q": "'; DROP TABLE"}, {"vendor": "x y"}]
)
def test_takes_odd_filters_for_what_they_are(get: Get, drain: Callable[..., None], query: dict[str, str]) -> None:
    make_product(vendor=make_vendor().id)
    drain()

    get("products", **query)
