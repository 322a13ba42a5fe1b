"""The contract of full text: which words find what, in five languages."""

from __future__ import annotations

import pytest

from marketplace.foundation.search.port import SuggestRequest
from marketplace.foundation.search.tests.examples import Shop, total_of


@pytest.mark.parametrize(
    ("language", "title", "query"),
    [
        ("en", "Running shoes", "shoe running"),
        ("en", "Women's dresses", "womens dress"),
        ("nl", "Leren schoenen", "schoen leer"),
        ("nl", "Koffiebonen", "koffieboon"),
        ("de", "Handgefertigte Teller aus Ton", "teller handgefertigt"),
        ("de", "Blaue Hemden", "blaues Hemd"),
        ("fr", "Théières émaillées", "theiere emaillee"),
        ("fr", "Chemises d'été", "chemise été"),
    ],
)
def test_finds_other_forms_of_a_word_by_the_languages_own_rules(shop: Shop, language: str, title: str, query: str) -> None:
    shop.add("hit", {language: title})
    shop.add("other", {language: "Zzz"})

    assert shop.ids(query, language) == ["hit"]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("أحذية رياضية", "احذيه رياضيه"),
        ("إبريق شاي", "ابريق"),
        ("آلة قهوة", "اله قهوه"),
        ("عَسَل طبيعي", "عسل"),
        ("عســـل", "عسل"),
        ("مقهى", "مقهي"),
        ("طقم ١٢ فنجان", "12 فنجان"),
        ("طقم 12 فنجان", "طقم ١٢"),
        ("القهوة العربية", "قهوة عربية"),
    ],
)
def test_folds_arabic_on_both_sides(gulf_shop: Shop, title: str, query: str) -> None:
    gulf_shop.add("hit", {"ar": title})
    gulf_shop.add("other", {"ar": "وسادة"})

    assert gulf_shop.ids(query, "ar") == ["hit"]


def test_puts_a_hit_in_the_asked_language_before_one_in_another(shop: Shop) -> None:
    shop.add("english", {"en": "Rode microphone", "nl": "Microfoon"})
    shop.add("dutch", {"en": "Red skirt", "nl": "Rode rok"})

    assert shop.ids("rode", "nl") == ["dutch", "english"]
    assert shop.ids("rode", "en") == ["english", "dutch"]


def test_finds_products_by_a_language_that_is_not_the_asked_one(shop: Shop) -> None:
    shop.add("kettle", {"en": "Kettle", "nl": "Waterkoker", "de": "Wasserkocher", "fr": "Bouilloire"})

    assert shop.ids("wasserkocher", "nl") == ["kettle"]


def test_wants_every_word(shop: Shop) -> None:
    shop.add("red-shoe", "Red shoe")
    shop.add("red-hat", "Red hat")

    assert shop.ids("red shoe") == ["red-shoe"]
    assert shop.ids("green shoe") == []


def test_finds_words_that_stand_in_different_parts(shop: Shop) -> None:
    shop.add("hit", "Mug", keywords=["Acme"], bodies={"en": "Made of stoneware"})

    assert shop.ids("acme stoneware mug") == ["hit"]


def test_ranks_a_title_before_a_keyword_before_a_body(shop: Shop) -> None:
    shop.add("body", "Candle", bodies={"en": "Smells of lavender"})
    shop.add("title", "Lavender soap")
    shop.add("keyword", "Bath salt", keywords=["lavender"])

    assert shop.ids("lavender") == ["title", "keyword", "body"]


def test_decides_between_equal_hits_by_boost(shop: Shop) -> None:
    shop.add("a", "Blue mug", boost=10)
    shop.add("b", "Blue mug", boost=900)

    assert shop.ids("mug") == ["b", "a"]


def test_puts_an_exact_code_first_however_it_is_written(shop: Shop) -> None:
    shop.add("word", "Lamp AB 1234 style")
    shop.add("code", "Lamp", codes=["AB-1234", "4006381333931"])

    assert shop.ids("ab 1234") == ["code", "word"]
    assert shop.ids("AB-1234")[0] == "code"
    assert shop.ids("4006381333931") == ["code"]


@pytest.mark.parametrize("language", ["en", "nl", "de"])
def test_finds_a_code_whose_parts_no_text_has(shop: Shop, language: str) -> None:
    shop.add("code", {language: "Lamp"}, codes=["ATN-BOWL-MAREA-WHITE"])
    shop.add("word", {language: "Marea"})

    assert shop.ids("atn bowl marea white", language) == ["code"]
    assert shop.ids("atn-bowl-marea-white", language) == ["code"]
    assert shop.ids("AB-9999") == []


def test_finds_words_that_dictionaries_leave_out_when_nothing_else_is_asked(shop: Shop) -> None:
    shop.add("band", "The Who")

    assert shop.ids("the who") == ["band"]


def test_ignores_such_words_next_to_others(shop: Shop) -> None:
    shop.add("shoe", {"nl": "Damesschoenen zwart"})

    assert shop.ids("zwart voor de damesschoenen", "nl") == ["shoe"]


def test_finds_hyphenated_words_written_either_way(shop: Shop) -> None:
    shop.add("shirt", "Cotton T-shirt")

    assert shop.ids("t-shirt") == shop.ids("tshirt") == shop.ids("t shirt") == ["shirt"]


def test_ignores_case_and_accents(shop: Shop) -> None:
    shop.add("hit", "CRÈME BRÛLÉE Straße")

    assert shop.ids("creme Brulee STRASSE") == ["hit"]


@pytest.mark.parametrize("text", ["!!!", "'", "& | !", "؟", "\u200f", "🙂"])
def test_finds_nothing_for_a_text_without_words(shop: Shop, text: str) -> None:
    shop.add("a", "Mug")

    result = shop.ask(text)

    assert result.hits == ()
    assert total_of(result) == 0


@pytest.mark.parametrize("text", ["mug' OR 1=1 --", "mug & !hat", "mug:*", "'mug'", "(mug", "mug\\", "<-> mug", "mug %s %(x)s", "mug {0}"])
def test_takes_signs_of_query_languages_as_text(shop: Shop, text: str) -> None:
    shop.add("a", "Mug hat")

    shop.ask(text)

    assert shop.ids("mug ' hat") == ["a"]


def test_takes_a_very_long_text(shop: Shop) -> None:
    shop.add("a", "Mug")

    assert shop.ids("mug " * 5_000) == ["a"]


@pytest.mark.parametrize(
    ("language", "title", "typed", "meant"),
    [
        ("en", "Stainless kettle", "ketle", "kettle"),
        ("en", "Stainless kettle", "kettel", "kettle"),
        ("en", "Stainless kettle", "stainles kettle", "stainless kettle"),
        ("en", "Headphones", "haedphone", "headphones"),
        ("nl", "Waterkoker", "watekroker", "waterkoker"),
        ("de", "Schüssel", "Schusel", "schüssel"),
        ("fr", "Théière", "theire", "théière"),
    ],
)
def test_forgives_a_typing_error_and_says_what_it_searched(shop: Shop, language: str, title: str, typed: str, meant: str) -> None:
    shop.add("hit", {language: title})

    result = shop.ask(typed, language)

    assert [hit.id for hit in result.hits] == ["hit"]
    assert result.did_you_mean == meant
    assert total_of(result) == 1


def test_forgives_a_typing_error_in_arabic(gulf_shop: Shop) -> None:
    gulf_shop.add("hit", {"ar": "سجادة حمراء"})

    result = gulf_shop.ask("سجاده حمرء", "ar")

    assert [hit.id for hit in result.hits] == ["hit"]
    assert result.did_you_mean == "سجادة حمراء"


def test_prefers_the_more_common_of_two_equally_near_words(shop: Shop) -> None:
    shop.add("a", "Table")
    shop.add("b", "Cable one")
    shop.add("c", "Cable two")

    assert shop.ask("dable").did_you_mean == "cable"


def test_prefers_a_word_of_the_asked_language_to_one_of_another(shop: Shop) -> None:
    shop.add("a", {"en": "Kettle", "nl": "Ketel"})
    shop.add("b", {"nl": "Ketel"})

    assert shop.ask("ketle", "en").did_you_mean == "kettle"
    assert shop.ask("ketle", "nl").did_you_mean == "ketel"


def test_does_not_correct_what_is_found_or_too_far_or_a_number(shop: Shop) -> None:
    shop.add("a", "Bowl 1234")
    shop.add("b", "Bowls")

    assert shop.ask("bowls").did_you_mean is None
    assert shop.ids("xylophone") == []
    assert shop.ids("1235") == []


def test_completes_the_last_word_where_nothing_else_is_found(shop: Shop) -> None:
    shop.add("a", "Green umbrella")

    result = shop.ask("green umbr")

    assert [hit.id for hit in result.hits] == ["a"]
    assert result.did_you_mean is None


def test_pages_through_the_hits_of_a_corrected_text(shop: Shop) -> None:
    for number in range(5):
        shop.add(f"k{number}", "Kettle")

    pages = list(shop.pages("ketle", limit=2))

    assert pages == [["k4", "k3"], ["k2", "k1"], ["k0"]]


def test_forgets_the_words_of_what_is_gone(shop: Shop) -> None:
    shop.add("a", "Kettle")
    shop.remove("a")

    assert shop.ask("ketle").did_you_mean is None


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("de", "Straßenkreidemagnet", "Kreide"),
        ("de", "Straßenkreidemagnet", "Magnet"),
        ("de", "Lederjacke", "Jacken"),
        ("de", "Lederjacken", "rote Jacke"),
        ("nl", "Fluitketel", "ketel"),
        ("nl", "Fluitketels", "ketel"),
        ("nl", "Rode kinderfiets", "fiets"),
    ],
)
def test_finds_the_parts_of_a_compound(shop: Shop, language: str, title: str, text: str) -> None:
    shop.add("compound", {language: f"{title} rot" if "rote" in text else title})
    shop.add("other", {language: "Teller"})

    assert shop.ids(text, language) == ["compound"]


@pytest.mark.parametrize(
    ("language", "title", "text"), [("de", "Flasche", "Asche"), ("en", "Teapot", "pots"), ("nl", "Broodrooster", "oost")]
)
def test_what_only_looks_like_a_part_of_a_word_is_not_found_by_it(shop: Shop, language: str, title: str, text: str) -> None:
    shop.add("word", {language: title})

    assert shop.ask(text, language).did_you_mean or shop.ids(text, language) == []


def test_the_word_itself_comes_before_what_it_is_a_part_of(shop: Shop) -> None:
    shop.add("compound", {"de": "Wasserkessel"}, boost=900)
    shop.add("word", {"de": "Kessel"})

    assert shop.ids("Kessel", "de") == ["word", "compound"]


@pytest.mark.parametrize("text", ["قہوہ", "قھوۃ", "قهوە"])
def test_finds_arabic_typed_on_another_keyboard(gulf_shop: Shop, text: str) -> None:
    gulf_shop.add("coffee", {"ar": "قهوة تركية"})

    assert gulf_shop.ids(text, "ar") == ["coffee"]


@pytest.mark.parametrize("text", ["㌀" * 200, "x" * 200, "\ufdfa" * 200, "ab " * 66, "a-" * 100, "'" * 200])
def test_a_long_question_is_answered(shop: Shop, text: str) -> None:
    shop.add("mug", "Mug")

    assert shop.ids(text) == []
    assert shop.engine.suggest(shop.index, SuggestRequest(text=text, language="en")).hits == ()
