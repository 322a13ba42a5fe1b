"""What the Elasticsearch engine finds beyond the contract: words, completions, lists."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec
import pytest

from launcher.servers import Server
from marketplace.foundation.search.elasticsearch.reading import RELEVANCE
from marketplace.foundation.search.port import Boost, Sort
from marketplace.foundation.search.tests.examples import ITEMS, MEANT, Shop, document, only, total_of
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import encode_cursor

pytestmark = pytest.mark.usefixtures("elasticsearch")


class TestWords:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("nl", "huis huizen"),
            ("nl", "glas glazen"),
            ("nl", "groot grote"),
            ("nl", "groen groene"),
            ("nl", "rood rode"),
            ("nl", "deken dekens"),
            ("nl", "kussen kussens"),
            ("nl", "kaars kaarsen"),
            ("nl", "fiets fietsen"),
            ("nl", "kind kinderen"),
            ("nl", "portemonnee portemonnees"),
            ("de", "Haus Häuser"),
            ("de", "Schüssel Schüsseln"),
            ("de", "Gabel Gabeln"),
            ("de", "Buch Bücher"),
            ("fr", "bijou bijoux"),
            ("fr", "blanc blanche"),
            ("fr", "bouilloire l'bouilloires"),
            ("en", "knife knives"),
            ("en", "shelf shelves"),
            ("en", "woman women's"),
        ],
    )
    def test_find_their_other_forms(self, shop: Shop, language: str, words: str) -> None:
        first, second = words.split()
        shop.add("first", {language: first})
        shop.add("second", {language: second})

        assert set(shop.ids(first, language)) == set(shop.ids(second, language)) == {"first", "second"}

    @pytest.mark.parametrize(
        ("language", "compound", "word"),
        [
            ("de", "Lederjacke", "Jacke"),
            ("de", "Lederjacken", "Jacke"),
            ("de", "Geschirrhandtücher", "Handtuch"),
            ("nl", "Wijnglazen", "glas"),
            ("nl", "Fluitketel", "ketel"),
            ("nl", "Damesschoenen", "schoen"),
        ],
    )
    def test_find_the_compounds_that_end_in_them(self, shop: Shop, language: str, compound: str, word: str) -> None:
        shop.add("compound", {language: compound})
        shop.add("other", {language: "Zzz"})

        assert shop.ids(word, language) == ["compound"]

    @pytest.mark.parametrize(("title", "word"), [("Brot", "rot"), ("Reis", "Eis"), ("Strand", "Ran")])
    def test_are_not_looked_for_inside_words_that_are_no_compounds(self, shop: Shop, title: str, word: str) -> None:
        shop.add("a", {"de": title})

        assert shop.ids(word, "de") == []

    def test_rank_a_compound_behind_the_word_itself(self, shop: Shop) -> None:
        shop.add("compound", {"nl": "Fluitketel"}, boost=900)
        shop.add("word", {"nl": "Ketel"})
        shop.add("keyword", {"nl": "Olie"}, keywords=["ketel"], boost=900)

        assert shop.ids("ketel", "nl") == ["word", "compound", "keyword"]

    def test_in_a_row_rank_first(self, shop: Shop) -> None:
        shop.add("apart", "Mug for coffee", boost=900)
        shop.add("in-a-row", "Coffee mug")

        assert shop.ids("coffee mug") == ["in-a-row", "apart"]

    def test_of_another_language_leave_out_its_own_little_ones(self, shop: Shop) -> None:
        shop.add("kettle", {"en": "Kettle", "de": "Wasserkocher für die Küche"})

        assert shop.ids("ein Wasserkocher für meine Küche", "nl") == ["kettle"]


class TestLists:
    def test_go_on_behind_what_words_and_meaning_have_in_common(self, shop: Shop) -> None:
        """More hits by words than are fused."""
        meant = Shop(shop.engine, MEANT)
        near = (1.0, 0.0, 0.0, 0.0)
        meant.add_all([document(f"w{n:03}", "Mug", boost=n) for n in range(230)])
        meant.add_all([document(f"m{n}", "Cup" if n % 2 else "Mug", passages=("x",), vector=near) for n in range(10)])

        pages = list(meant.pages("mug", vector=near, limit=50))

        shown = [name for page in pages for name in page]
        assert [len(page) for page in pages] == [50, 50, 50, 50, 40]
        assert len(set(shown)) == 240
        assert set(shown[:100]) >= {f"m{n}" for n in range(10)}
        assert total_of(meant.ask("mug", vector=near)) == 240

    def test_count_hundreds_of_values(self, shop: Shop) -> None:
        shop.add_all([document(f"d{n}", "Mug", terms=[("brand", f"brand {n}"), ("option.size.x", "a=b.*")]) for n in range(250)])

        counts = shop.ask("mug", filters=only(brand="brand 7")).counts

        assert counts is not None
        facets = {facet.field: facet.values for facet in counts.facets}
        assert len(facets["brand"]) == 200
        assert [(value.value, value.count) for value in facets["option.size.x"]] == [("a=b.*", 1)]


class TestAForgedCursor:
    FARTHEST = 2**63 - 1

    @pytest.mark.parametrize(
        ("position", "options"),
        [
            ([RELEVANCE, True, [FARTHEST, -FARTHEST], "~"], {}),
            ([RELEVANCE, True, [0, FARTHEST], ""], {"boosts": (Boost("sold", 100),)}),
            ([RELEVANCE, True, [-FARTHEST], "a" * 200], {"vector": (1.0, 0.0, 0.0, 0.0)}),
            ([RELEVANCE, True, [FARTHEST, 0], "a"], {"vector": (1.0, 0.0, 0.0, 0.0)}),
            (["sold", True, [-FARTHEST], "a"], {"sort": Sort("sold")}),
            ([RELEVANCE, True, [1, 1], "a", [["mug", "x" * 300], "code" * 20, True]], {}),
        ],
    )
    def test_that_a_list_could_have_given_does_no_harm(self, shop: Shop, position: list[Any], options: dict[str, Any]) -> None:
        meant = Shop(shop.engine, MEANT)
        meant.add("a", "Mug", passages=("x",), vector=(1.0, 0.0, 0.0, 0.0), numbers={"sold": 3})

        assert set(meant.ids("mug", cursor=encode_cursor(position), **options)) <= {"a"}

    @pytest.mark.parametrize(
        "position",
        [
            [RELEVANCE, True, [2**63, 0], "a"],
            [RELEVANCE, True, [1], "a"],
            [RELEVANCE, True, [1, 1], "a\n"],
            [RELEVANCE, True, [1, 1], "a", [["mug.*"], "", True]],
            [RELEVANCE, True, [1, 1], "a", [["mug"] * 21, "", True]],
        ],
    )
    def test_that_no_list_could_have_given_is_refused(self, shop: Shop, position: list[Any]) -> None:
        shop.add("a", "Mug")

        with pytest.raises(InvalidInput):
            shop.ids("mug", cursor=encode_cursor(position))


@pytest.mark.django_db(transaction=True)
def test_an_index_made_by_an_older_format_needs_a_rebuild(shop: Shop, elasticsearch: Server) -> None:
    shop.add("a", "Mug")
    made = httpx.get(f"{elasticsearch.url}/items_eu/_mapping", trust_env=False).json()["items_eu-000001"]["mappings"]["_meta"]

    older = {"_meta": {**made, "format": 0}}
    httpx.put(f"{elasticsearch.url}/items_eu/_mapping", json=older, trust_env=False).raise_for_status()

    assert not shop.engine.is_current(ITEMS)
    assert shop.ids("mug") == ["a"]


def test_cards_come_letter_by_letter(shop: Shop) -> None:
    odd = b'{"b":1.50, "a" :"\\u00e9", "c":[ ]}'
    shop.add_all([msgspec.structs.replace(document("a", "Mug"), cards={"en": {"EUR": msgspec.Raw(odd)}})])

    assert bytes(shop.ask("mug", edition="EUR").hits[0].card or b"") == odd
