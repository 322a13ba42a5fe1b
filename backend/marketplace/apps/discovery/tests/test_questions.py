"""What a question says besides words, as a customer's client sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.discovery.tests.factories import make_coloured, texts
from marketplace.apps.discovery.tests.reading import titles
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.kit.money import Money

pytestmark = pytest.mark.django_db(transaction=True)

Get = Callable[..., Any]

RED, NAVY, GREEN = {"en": "Red", "nl": "Rood"}, {"en": "Navy", "nl": "Marineblauw"}, {"en": "Sage green", "nl": "Saliegroen"}


@pytest.fixture(autouse=True)
def words_alone(settings: Any) -> None:
    settings.EMBEDDINGS = "none"


@pytest.fixture
def shelf(tenant: Any, drain: Callable[..., None]) -> None:
    home = make_category("home", names={"en": "Home", "nl": "Wonen"})
    vendor = make_vendor().id
    tall, wide = {"en": "Tall mug", "nl": "Hoge mok"}, {"en": "Wide mug", "nl": "Brede mok"}
    make_coloured(vendor, titles=tall, colours=[RED, NAVY], prices=[1000, 3000], category=home, brand="Acme")
    make_coloured(vendor, titles=wide, colours=[GREEN], prices=[2000], category=home, brand="Zeta")
    make_product(vendor=vendor, texts=texts(en="Black tea", nl="Zwarte thee"), price=Money(500, "EUR"))
    drain()


def kinds(answer: Any) -> dict[str, str]:
    return {part["kind"]: part["label"] for part in answer["understood"]["parts"]}


@pytest.mark.usefixtures("shelf")
class TestQuestions:
    @pytest.mark.parametrize(
        ("question", "lang", "found"),
        [
            ("red mug", "en", ["Tall mug"]),
            ("blauwe mok", "nl", ["Hoge mok"]),
            ("grüne Tasse", "en", ["Wide mug"]),
            ("groene mug", "en", ["Wide mug"]),
            ("Zeta mug", "en", ["Wide mug"]),
            ("mug under 15 euro", "en", ["Tall mug"]),
            ("black tea", "en", ["Black tea"]),
        ],
    )
    def test_what_is_read_is_a_filter(self, get: Get, question: str, lang: str, found: list[str]) -> None:
        assert titles(get("products", q=question, lang=lang)) == found

    def test_the_variant_that_is_meant_is_shown(self, get: Get) -> None:
        answer = get("products", q="navy mug")

        assert [item["price"]["minor"] for item in answer["items"]] == [3000]
        assert answer["understood"] == {
            "text": "mug",
            "is_met": True,
            "parts": [{"kind": "colour", "words": "navy", "label": "navy", "without": "mug"}],
            "price_min": None,
            "price_max": None,
        }

    def test_one_variant_is_all_of_it(self, get: Get) -> None:
        answer = get("products", q="navy mug under 20 euro")

        assert answer["understood"]["is_met"] is False
        assert sorted(titles(answer)) == ["Tall mug"]  # by the word "navy", at whatever price

    def test_words_are_searched_for_where_nothing_is_all_of_it(self, get: Get) -> None:
        answer = get("products", q="mug under 5 euro")

        assert sorted(titles(answer)) == ["Tall mug", "Wide mug"]
        assert (answer["understood"]["is_met"], answer["understood"]["text"], answer["total"]) == (False, "mug", 2)

    def test_later_pages_follow_the_way_of_the_first(self, get: Get) -> None:
        first = get("products", q="mug under 5 euro", limit=1)
        second = get("products", q="mug under 5 euro", limit=1, cursor=first["next_cursor"])

        assert sorted(titles(first) + titles(second)) == ["Tall mug", "Wide mug"]
        assert second["understood"]["is_met"] is False
        assert second["next_cursor"] is None

    def test_a_cursor_belongs_to_its_question(self, api: Any, get: Get) -> None:
        cursor = get("products", q="mug under 5 euro", limit=1)["next_cursor"]

        assert api.get("store/products", q="mug", limit=1, cursor=cursor).status_code == 422

    def test_only_words_are_read_when_that_is_asked_for(self, get: Get) -> None:
        answer = get("products", q="navy mug", exact="true")

        assert (titles(answer), answer["understood"]) == (["Tall mug"], None)

    def test_a_category_keeps_its_words(self, get: Get) -> None:
        answer = get("products", q="wonen", lang="nl")

        assert sorted(titles(answer)) == ["Brede mok", "Hoge mok"]
        assert kinds(answer) == {"category": "Wonen"}
        assert answer["understood"]["parts"][0]["without"] is None

    def test_the_thing_is_searched_for_where_nothing_has_all_words(self, get: Get) -> None:
        answer = get("products", q="dishwasher-proof porcelain mug")
        nothing = get("products", q="porcelain gramophone")

        assert sorted(titles(answer)) == ["Tall mug", "Wide mug"]
        assert answer["left_out"] == ["dishwasher-proof", "porcelain"]
        assert (titles(nothing), nothing["left_out"]) == ([], [])

    def test_a_thing_is_found_by_what_another_language_calls_it(self, get: Get) -> None:
        assert sorted(titles(get("products", q="Henkelbecher"))) == ["Tall mug", "Wide mug"]

    def test_another_region_has_its_own_brands(self, get: Get, mena: Any) -> None:
        assert get("products", tenant="mena", q="Zeta mug", lang="en")["understood"] is None
