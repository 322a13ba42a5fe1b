"""What is read in a question besides words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.discovery.domain.attributes import Feature, colours_in, features_of
from marketplace.apps.discovery.domain.rescue import Shorter, shorten
from marketplace.apps.discovery.domain.things import things
from marketplace.apps.discovery.domain.understanding import Understood, Value, Vocabulary, understand
from marketplace.foundation.search.synonyms import roots_of

BRANDS = {"houtje": "Houtje", "schaal": "Schaal", "l atelier": "L'Atelier"}
KNOWN = Vocabulary(
    brands={tuple(folded.split()): Value(folded, name) for folded, name in BRANDS.items()},
    categories={roots_of(name): Value("shoes", name) for name in ("Shoes", "Schoenen", "Schuhe", "Chaussures", "أحذية")},
)


def read(question: str, language: str = "en", currency: str = "EUR") -> Understood | None:
    return understand(question, language=language, currency=currency, vocabulary=KNOWN)


def parts(understood: Understood | None) -> dict[str, str]:
    return {part.kind: part.value for part in understood.parts} if understood else {}


@pytest.mark.parametrize(
    ("question", "language", "text", "expected"),
    [
        ("red dress size M", "en", "dress", {"colour": "red", "size": "m"}),
        ("rode jurk maat M", "nl", "jurk", {"colour": "red", "size": "m"}),
        ("rotes Kleid Größe 42", "de", "Kleid", {"colour": "red", "size": "42"}),
        ("robe bleu marine taille S", "fr", "robe", {"colour": "navy", "size": "s"}),
        ("عباية سوداء مقاس ٤٢", "ar", "عباية", {"colour": "black", "size": "42"}),
        ("dunkelblauer Rucksack", "de", "Rucksack", {"colour": "blue"}),
        ("T-Shirt XL weiß", "de", "T-Shirt", {"size": "xl", "colour": "white"}),
        ("0,5 l olijfolie", "nl", "olijfolie", {"measure": "volume:500"}),
        ("olive oil 500ml", "en", "olive oil", {"measure": "volume:500"}),
        ("Houtje puzzel", "nl", "puzzel", {"brand": "houtje"}),
        ("sac L'Atelier noir", "fr", "sac", {"brand": "l atelier", "colour": "black"}),
        ("chaussures", "fr", "chaussures", {"category": "shoes"}),
        ("zwarte schoenen onder de 200 euro", "nl", "schoenen", {"price": "", "colour": "black", "category": "shoes"}),
    ],
)
def test_reads_what_a_thing_shall_be(question: str, language: str, text: str, expected: dict[str, str]) -> None:
    understood = read(question, language)

    assert understood is not None
    assert understood.text == text
    assert parts(understood) == expected


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("mug", "en"),
        ("", "en"),
        ("gold and silver ring", "en"),  # it says two colours, and a thing has one
        ("Houtje", "nl"),  # a brand alone is the words
        ("schaal", "nl"),  # a bowl, whatever brand is called so
        ("Brot und Butter", "de"),  # no colour at the end of another word
        ("l'hiver à la maison", "fr"),  # no size
        ("parfum à la rose", "fr"),
        ("hand cream", "en"),
        ("USB 3 cable", "en"),
    ],
)
def test_leaves_words_alone(question: str, language: str) -> None:
    assert read(question, language) is None


def test_says_how_to_ask_without_each_part() -> None:
    understood = read("zwarte schoenen, maat 42, onder 50 euro", "nl")

    assert understood is not None
    assert {part.kind: part.without for part in understood.parts} == {
        "price": "zwarte schoenen maat 42",
        "colour": "schoenen maat 42 onder 50 euro",
        "size": "zwarte schoenen onder 50 euro",
        "category": None,
    }
    assert understood.price_max == 5000
    assert understood.words == "zwarte schoenen maat 42"


TYPED = "red rode schwarz bleu marine سوداء size maat 42 XL 500 ml 0,5 l kg shoes mug Houtje under 50 euro , . ' between and 20 ٥٠ de la"
WORDS = st.sampled_from(TYPED.split(" "))


@given(st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=80)), st.sampled_from(["en", "nl", "de", "fr", "ar"]))
def test_whatever_is_typed_only_takes_words_away(question: str, language: str) -> None:
    understood = read(question, language)

    if understood is not None:
        typed = question.replace(",", " ").split()
        assert understood.parts
        assert len({part.kind for part in understood.parts}) == len(understood.parts)
        assert set(understood.text.replace(",", " ").split()) <= set(typed)
        for part in understood.parts:
            assert part.without is None or len(part.without.split()) < len(typed)


@given(st.lists(WORDS, max_size=10).map(" ".join))
def test_what_is_left_says_no_more_of_features(question: str) -> None:
    understood = read(question)

    if understood is not None and set(parts(understood)) <= {"colour", "brand"}:
        assert "colour" not in parts(read(understood.text))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Marineblauw", {("colour", "navy"), ("colour", "blue")}),
        ("Salbeigrün", {("colour", "green")}),
        ("أزرق سماوي", {("colour", "blue")}),
        ("36-38", {("size", "36"), ("size", "37"), ("size", "38")}),
        ("10-99", set()),
        ("XL", {("size", "xl")}),
        ("0,5 l", {("measure", "volume:500")}),
        ("0.5 لتر", {("measure", "volume:500")}),
        ("1 kg", {("measure", "weight:1000")}),
        ("45 × 45 cm", set()),
        ("Whole beans", set()),
    ],
)
def test_reads_the_same_of_a_variant(label: str, expected: set[tuple[str, str]]) -> None:
    assert features_of(label) == {Feature(*each) for each in expected}  # type: ignore[arg-type]


def test_reads_a_colour_in_a_title() -> None:
    assert colours_in("Mawj bangle in gold-plated silver") == {"gold", "silver"}


@pytest.mark.parametrize(
    ("question", "language", "first"),
    [
        ("parfum", "ar", "عطر"),
        ("herenhorloge", "en", "watch"),
        ("boucles d'oreilles", "ar", "اقراط"),
        ("Bratpfanne", "nl", "koekenpan"),
        ("Bratpfanne", "fr", "poele"),
        ("horloge murale", "en", "wall clock"),
        ("the rugzak", "en", "backpack"),
        ("rode rugzak", "en", "rode backpack"),
    ],
)
def test_names_a_thing_in_the_language_of_the_shop(question: str, language: str, first: str) -> None:
    assert things().alternatives(question, language)[0] == first


@pytest.mark.parametrize(("question", "language"), [("mug", "en"), ("mes chaussettes", "fr"), ("xyzzy", "en"), ("", "ar")])
def test_has_no_other_words_for_what_the_shop_calls_so(question: str, language: str) -> None:
    assert things().alternatives(question, language) == ()


def test_shortens_to_the_thing_and_says_what_was_left_out() -> None:
    assert shorten("ergonomic titanium frying pan with lid", "en") == Shorter("frying pan", ("ergonomic", "titanium", "lid"))
    assert shorten("vegan theepot met gravure", "nl") == Shorter("theepot", ("vegan", "gravure"))


@pytest.mark.parametrize("question", ["assurance vie", "car tyres", "mug", "a mug for the", "xyzzy plugh", ""])
def test_shortens_nothing_that_names_no_thing_or_nothing_else(question: str) -> None:
    assert shorten(question, "en") is None
