"""The contract of suggestions while a person types."""

from __future__ import annotations

import pytest

from marketplace.foundation.search.port import Suggestions, SuggestRequest, Term
from marketplace.foundation.search.tests.examples import Shop, only


def suggest(shop: Shop, text: str, language: str = "en", **options: object) -> Suggestions:
    return shop.engine.suggest(shop.index, SuggestRequest(text=text, language=language, **options))  # type: ignore[arg-type]


def test_completes_the_last_word_the_most_used_first(shop: Shop) -> None:
    shop.add("a", "Coffee grinder")
    shop.add("b", "Coffee cup")
    shop.add("c", "Cotton towel")

    assert suggest(shop, "co").queries == ("coffee", "cotton")
    assert suggest(shop, "coffee gr").queries == ("coffee grinder",)
    assert suggest(shop, "coffee to").queries == ()


@pytest.mark.parametrize(
    ("language", "title", "typed", "completed"),
    [("fr", "Théière", "thei", "théière"), ("de", "Schüssel", "schu", "schüssel"), ("nl", "Theepot", "thee", "theepot")],
)
def test_completes_in_the_way_people_write(shop: Shop, language: str, title: str, typed: str, completed: str) -> None:
    shop.add("a", {language: title})

    assert suggest(shop, typed, language).queries == (completed,)


def test_completes_arabic(gulf_shop: Shop) -> None:
    gulf_shop.add("a", {"ar": "قهوة عربية"})

    assert suggest(gulf_shop, "قه", "ar").queries == ("قهوة",)
    assert [hit.id for hit in suggest(gulf_shop, "قهوة عر", "ar").hits] == ["a"]


def test_names_documents_that_fit_what_is_typed_so_far(shop: Shop) -> None:
    shop.add("a", "Universal adapter", terms=[("country", "NL")])
    shop.add("b", "Universal remote", terms=[("country", "BE")])

    assert {hit.id for hit in suggest(shop, "universa").hits} == {"a", "b"}
    assert [hit.id for hit in suggest(shop, "universal ada").hits] == ["a"]
    assert [hit.id for hit in suggest(shop, "universa", filters=only(country="BE")).hits] == ["b"]


def test_names_values_of_fields_by_the_beginning_of_any_of_their_words(shop: Shop) -> None:
    cups = Term(field="category", value="c1", labels={"en": "Mugs & Cups", "nl": "Mokken en kopjes"})
    shop.add("a", {"en": "Mug", "nl": "Mok"}, terms=[cups, ("brand", "cupido")])

    found = suggest(shop, "cup", fields=("category", "brand")).terms

    assert [(term.field, term.value, term.label) for term in found] == [("brand", "cupido", "cupido"), ("category", "c1", "Mugs & Cups")]
    assert [term.label for term in suggest(shop, "kop", "nl", fields=("category",)).terms] == ["Mokken en kopjes"]


def test_does_not_name_values_that_no_document_has_any_more(shop: Shop) -> None:
    shop.add("a", "Mug", terms=[("brand", "acme")])
    shop.remove("a")

    assert suggest(shop, "acm", fields=("brand",)) == Suggestions()


def test_keeps_to_the_limit(shop: Shop) -> None:
    for number in range(9):
        shop.add(f"m{number}", f"Mug mugging{number}")

    suggestions = suggest(shop, "mug", limit=3)

    assert len(suggestions.queries) == len(suggestions.hits) == 3


@pytest.mark.parametrize("text", ["", " ", "!", "%", "_", "'", "\\"])
def test_suggests_nothing_for_nothing(shop: Shop, text: str) -> None:
    shop.add("a", "Mug")

    assert suggest(shop, text, fields=("brand",)) == Suggestions()


def test_completes_from_the_middle_of_a_word_where_nothing_begins_so(shop: Shop) -> None:
    shop.add("a", {"nl": "Waterkoker"})
    shop.add("b", {"nl": "Zwarte waterkoker"})
    shop.add("c", {"nl": "Zwarte mok"})

    found = suggest(shop, "kok", "nl")

    assert found.queries == ("waterkoker",)
    assert {hit.id for hit in found.hits} == {"a", "b"}
    assert suggest(shop, "zwarte kok", "nl").queries == ("zwarte waterkoker",)
    assert [hit.id for hit in suggest(shop, "zwarte kok", "nl").hits] == ["b"]


def test_prefers_what_begins_as_typed(shop: Shop) -> None:
    shop.add("begins", "Kokos mat")
    shop.add("inside", "Waterkoker")

    found = suggest(shop, "kok")

    assert found.queries == ("kokos",)
    assert [hit.id for hit in found.hits] == ["begins"]


@pytest.mark.parametrize("typed", ["umbrelal", "umbrlla", "umbb", "ubmr", "umrb", "umvre", "umbrrell"])
def test_completes_in_spite_of_a_typing_error(shop: Shop, typed: str) -> None:
    shop.add("a", "Umbrella stand")
    shop.add("b", "Unicorn")

    found = suggest(shop, typed)

    assert found.queries == ("umbrella",)
    assert [hit.id for hit in found.hits] == ["a"]


def test_completes_a_misspelt_word_behind_others_and_under_filters(shop: Shop) -> None:
    shop.add("a", "Umbrella", terms=[("country", "NL")])
    shop.add("b", "Green umbrella", terms=[("country", "NL")])
    shop.add("c", "Green umbrella", terms=[("country", "BE")])

    found = suggest(shop, "green umrel", filters=only(country="BE"))

    assert found.queries == ("green umbrella",)
    assert [hit.id for hit in found.hits] == ["c"]


@pytest.mark.parametrize("typed", ["xmbrella", "umtra", "ellx", "1235", "brx", "la"])
def test_completes_nothing_of_what_is_too_far(shop: Shop, typed: str) -> None:
    shop.add("a", "Umbrella 1234")

    assert suggest(shop, typed) == Suggestions()


def test_completes_no_word_that_no_document_has_any_more(shop: Shop) -> None:
    shop.add("a", "Umbrella")
    shop.remove("a")

    assert suggest(shop, "brella") == suggest(shop, "umrella") == Suggestions()


def test_completes_arabic_from_the_middle(gulf_shop: Shop) -> None:
    gulf_shop.add("a", {"ar": "القهوة العربية"})

    assert suggest(gulf_shop, "هوة", "ar").queries == ("القهوة",)
