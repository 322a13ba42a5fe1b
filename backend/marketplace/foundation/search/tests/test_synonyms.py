from __future__ import annotations

from marketplace.foundation.search.synonyms import MOST, Lexicon, Synonyms, concepts, named_otherwise, read_synonyms

SHOP = Lexicon(
    [
        Synonyms(("sofa", "couch", "settee")),
        Synonyms(("cushion", "pillow")),
        Synonyms(("cut", "slice"), ("chef's knife", "cutting board")),
        Synonyms(("سجادة", "زولية")),
    ]
)


def test_puts_one_phrase_another_way() -> None:
    assert set(SHOP.alternatives("red sofa pillow")) == {"red couch pillow", "red settee pillow", "red sofa cushion"}


def test_knows_other_forms_of_a_word() -> None:
    assert "couch" in SHOP.alternatives("Sofas")
    assert "زوليه" in SHOP.alternatives("السجادة")


def test_leads_from_a_need_to_products_and_not_back() -> None:
    assert SHOP.alternatives("slice bread") == ("chefs knife bread", "cutting board bread")
    assert SHOP.alternatives("cutting board") == ()


def test_finds_what_people_call_a_thing_or_need_it_for() -> None:
    assert set(SHOP.names_of("Oak cutting board")) == {"cut", "slice"}
    assert set(SHOP.names_of("Linen cushion")) == {"pillow"}


def test_knows_nothing_of_other_texts() -> None:
    assert SHOP.alternatives("") == SHOP.alternatives("bicycle") == SHOP.names_of("bicycle") == ()


def test_gives_so_many_at_most() -> None:
    many = Lexicon([Synonyms(tuple(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))])

    assert len(many.alternatives("worda")) == MOST


def test_finds_what_a_text_speaks_of() -> None:
    alternatives = SHOP.alternatives("slice on the sofa")

    assert concepts("slice on the sofa", alternatives, "en") == [["slice", "chefs knife", "cutting board"], ["sofa", "couch", "settee"]]
    assert concepts("on the", (), "en") == [["on"], ["the"]]
    assert concepts("on die", (), "de") == [["on"]]
    assert named_otherwise("slice on the sofa", alternatives) == ("chefs knife", "cutting board", "couch", "settee")


def test_reads_a_file() -> None:
    assert read_synonyms("# remark\n\na, b c\nd => e, f\n") == [Synonyms(("a", "b c")), Synonyms(("d",), ("e", "f"))]
