"""Finding by meaning, as a client sees it: questions, products like others, prices in words, and what happens without a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.catalog.types import Product, ProductChanges
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.tasks import embed_products
from marketplace.apps.discovery.tests.factories import texts
from marketplace.apps.discovery.tests.test_lists import counts, titles
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.search.engine import engine
from marketplace.kit.ids import ProductId
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

Get = Callable[..., Any]


@pytest.fixture
def shelf(drain: Callable[..., None]) -> dict[str, Product]:
    """A kettle, a teapot, a backpack and a puzzle, with their vectors."""
    vendor = make_vendor().id
    kitchen = make_category("kitchen", names={"en": "Coffee & Tea", "nl": "Koffie & Thee"})
    travel = make_category("hiking", names={"en": "Hiking", "nl": "Wandelen"})
    products = {
        "kettle": make_product(vendor=vendor, texts=texts(en="Kobe kettle", nl="Ketel Kobe"), price=Money(5000, "EUR"), category=kitchen),
        "teapot": make_product(vendor=vendor, texts=texts(en="Oma teapot", nl="Theepot Oma"), price=Money(3000, "EUR"), category=kitchen),
        "backpack": make_product(vendor=vendor, texts=texts(en="Steig backpack"), price=Money(9000, "EUR"), category=travel),
        "puzzle": make_product(vendor=vendor, texts=texts(en="Oasis jigsaw puzzle"), price=Money(1500, "EUR")),
    }
    finish(drain)
    return products


def finish(drain: Callable[..., None]) -> None:
    """What relay and worker do within seconds."""
    drain()
    embed_products()
    engine().refresh(PRODUCTS)


def test_answers_a_question_that_no_title_holds(get: Get, shelf: dict[str, Product]) -> None:
    answer = get("products", q="something to carry my things up a mountain")

    assert titles(answer)[0] == "Steig backpack"
    assert answer["did_you_mean"] is None


def test_finds_by_what_things_are_for(get: Get, shelf: dict[str, Product]) -> None:
    assert titles(get("products", q="luggage for a weekend"))[0] == "Steig backpack"
    assert titles(get("products", q="keep the family busy on a rainy day"))[0] == "Oasis jigsaw puzzle"
    assert titles(get("products", q="water koken op het fornuis", lang="nl"))[0] == "Ketel Kobe"


def test_finds_by_a_language_that_no_text_is_in(get: Get, shelf: dict[str, Product]) -> None:
    assert titles(get("products", q="mochila"))[0] == "Steig backpack"
    assert titles(get("products", q="حقيبة ظهر"))[0] == "Steig backpack"


def test_puts_what_the_words_say_first(get: Get, shelf: dict[str, Product]) -> None:
    assert titles(get("products", q="kettle"))[0] == "Kobe kettle"
    assert titles(get("products", q=shelf["puzzle"].variants[0].sku)) == ["Oasis jigsaw puzzle"]


def test_finds_nothing_for_nonsense(get: Get, shelf: dict[str, Product]) -> None:
    answer = get("products", q="qwertzuiop")

    assert (answer["items"], answer["total"], answer["facets"]) == ([], 0, [])


def test_counts_and_narrows_what_it_found_by_meaning(get: Get, shelf: dict[str, Product]) -> None:
    answer = get("products", q="a pot for brewing tea")
    narrowed = get("products", q="a pot for brewing tea", category="kitchen", price_max=4000)

    assert answer["total"] == len(answer["items"])
    assert counts(answer, "category")["kitchen"] == 2
    assert titles(narrowed) == ["Oma teapot"]
    assert narrowed["total"] == 1


def test_turns_a_price_in_words_into_a_filter_and_says_so(get: Get, shelf: dict[str, Product]) -> None:
    answer = get("products", q="theepot of ketel onder 40 euro", lang="nl")
    only_price = get("products", q="unter 20 €")

    assert titles(answer) == ["Theepot Oma"]
    assert answer["understood"] == {
        "text": "theepot of ketel",
        "is_met": True,
        "parts": [{"kind": "price", "words": "onder 40 euro", "label": "", "without": "theepot of ketel"}],
        "price_min": None,
        "price_max": {"minor": 4000, "currency": "EUR"},
    }
    assert titles(only_price) == ["Oasis jigsaw puzzle"]
    assert get("products", q="kettle")["understood"] is None


def test_shows_products_like_a_product(get: Get, api: Any, shelf: dict[str, Product]) -> None:
    similar = get(f"products/{shelf['kettle'].slug}/similar")
    listed = get("products", like=shelf["kettle"].slug, price_max=4000)

    assert titles(similar)[0] == "Oma teapot"
    assert "Kobe kettle" not in titles(similar)
    assert titles(listed) == ["Oma teapot"]
    assert listed["total"] == 1
    assert api.get("store/products/no-such/similar").status_code == 404
    assert api.get("store/products", like="no-such").status_code == 404
    assert api.get("store/products", like=shelf["kettle"].slug, q="tea").status_code == 422


def test_shows_nothing_alike_of_another_region(api: Any, shelf: dict[str, Product]) -> None:
    assert api.get(f"store/products/{shelf['kettle'].slug}/similar", tenant="mena").status_code == 404


def test_compares_a_changed_product_by_its_new_text(get: Get, shelf: dict[str, Product], drain: Callable[..., None]) -> None:
    backpack = shelf["backpack"]
    catalog_services.edit_product(
        vendor_id=backpack.vendor_id,
        product_id=ProductId(backpack.id),
        etag=backpack.etag,
        changes=ProductChanges(texts=dict(texts(en="Wooden toy train for children"))),
        now=NOW,
    )
    finish(drain)

    assert "Wooden toy train for children" in titles(get("products", q="un jouet pour mon enfant"))


def test_keeps_its_vectors_over_a_rebuild_and_makes_those_that_lack(get: Get, shelf: dict[str, Product]) -> None:
    question = "something to carry my things up a mountain"
    before = titles(get("products", q=question))

    call_command("rebuild_search", tenant="eu")

    assert titles(get("products", q=question)) == before
    assert engine().missing_vectors(PRODUCTS, limit=1) == []


def test_goes_by_words_alone_without_a_model(get: Get, shelf: dict[str, Product], settings: Any) -> None:
    settings.EMBEDDINGS = "none"

    assert titles(get("products", q="kettle")) == ["Kobe kettle"]
    assert titles(get("products", q="mochila")) == []


def test_each_region_has_its_own_vectors(get: Get, shelf: dict[str, Product], mena: Any) -> None:
    with tenancy.scope(mena):
        embed_products()

    assert titles(get("products", tenant="mena", q="something to carry my things up a mountain")) == []
