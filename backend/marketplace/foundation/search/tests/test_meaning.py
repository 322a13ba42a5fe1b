"""The contract of finding by meaning: vectors, hybrid lists, similar documents, and what an operator sets: synonyms, pins, boosts."""

from __future__ import annotations

from math import sqrt
from typing import Any

import msgspec
import pytest

from marketplace.foundation.search.port import (
    AnyOf,
    Boost,
    DocumentVector,
    Nearness,
    SearchEngine,
    Sort,
    Vector,
    VectorSpace,
)
from marketplace.foundation.search.tests.examples import ITEMS, MEANT, Shop, counts_of, document, only, total_of

DRINK, WEAR, READ, PLAY = (1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0)
WIDE = Nearness(floor=0.3, margin=1.0)


def between(first: Vector, second: Vector, share: float) -> Vector:
    """A vector with so large a share of ``second`` in it, of length one."""
    mixed = [a * (1 - share) + b * share for a, b in zip(first, second, strict=True)]
    length = sqrt(sum(number * number for number in mixed))
    return tuple(number / length for number in mixed)


@pytest.fixture
def meant(tenant: Any, engine: SearchEngine) -> Shop:
    return Shop(engine, MEANT)


@pytest.fixture
def cupboard(meant: Shop) -> Shop:
    """A mug, a glass and a bowl, the nearer to drinking the earlier; a scarf; and a thing without a vector."""
    meant.add("mug", "Mug", vector=DRINK, passages=("mug",), terms=[("brand", "acme"), ("country", "NL")], numbers={"price.EUR": 900})
    meant.add("glass", "Glass", vector=between(DRINK, READ, 0.2), passages=("glass",), terms=[("brand", "zeta"), ("country", "NL")])
    meant.add("bowl", "Bowl", vector=between(DRINK, PLAY, 0.4), passages=("bowl",), terms=[("brand", "acme"), ("country", "BE")])
    meant.add("scarf", "Scarf", vector=WEAR, passages=("scarf",), terms=[("brand", "acme"), ("country", "NL")])
    meant.add("thing", "Thing", terms=[("brand", "acme"), ("country", "NL")])
    return meant


class TestVectors:
    def test_are_asked_for_by_those_who_lack_one(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug", "mok"))
        meant.add("b", "Cup", passages=("cup",), vector=DRINK)
        meant.add("c", "Nothing to say")

        (missing,) = meant.engine.missing_vectors(MEANT, limit=10)

        assert (missing.id, missing.passages) == ("a", ("mug", "mok"))
        assert missing.digest == document("a", passages=("mug", "mok")).digest()

    def test_are_asked_for_so_many_at_a_time(self, meant: Shop) -> None:
        meant.add_all([document(f"d{n}", "Mug", passages=("mug",)) for n in range(5)])

        assert len(meant.engine.missing_vectors(MEANT, limit=3)) == 3

    def test_find_their_document_once_they_are_set(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",))
        (missing,) = meant.engine.missing_vectors(MEANT, limit=10)

        before = meant.ids(vector=DRINK)
        stored = self.put(meant, missing.id, missing.digest, DRINK)

        assert (before, stored) == ([], 1)
        assert meant.ids(vector=DRINK) == ["a"]
        assert meant.engine.missing_vectors(MEANT, limit=10) == []

    def test_of_an_older_text_are_passed_over(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",))
        (missing,) = meant.engine.missing_vectors(MEANT, limit=10)
        meant.add("a", "Scarf", passages=("scarf",))

        stored = self.put(meant, "a", missing.digest, DRINK)

        assert stored == 0
        assert meant.ids(vector=DRINK) == []
        assert [each.passages for each in meant.engine.missing_vectors(MEANT, limit=10)] == [("scarf",)]

    def test_of_what_is_gone_are_passed_over(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",))
        (missing,) = meant.engine.missing_vectors(MEANT, limit=10)
        meant.remove("a")

        assert self.put(meant, "a", missing.digest, DRINK) == 0
        assert meant.ids(vector=DRINK) == []
        assert meant.engine.missing_vectors(MEANT, limit=10) == []

    def test_stay_while_the_passages_stay(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",), vector=DRINK)

        meant.add("a", "Mug, cheaper", passages=("mug",))

        assert meant.ids(vector=DRINK) == ["a"]
        assert meant.engine.missing_vectors(MEANT, limit=10) == []

    def test_go_with_the_passages(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",), vector=DRINK)

        meant.add("a", "Scarf", passages=("scarf",))

        assert meant.ids(vector=DRINK) == []
        assert [each.id for each in meant.engine.missing_vectors(MEANT, limit=10)] == ["a"]

    def test_of_another_model_are_not_compared(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",), vector=DRINK)
        other = Shop(meant.engine, msgspec.structs.replace(MEANT, vectors=VectorSpace("better", 2)))

        assert not meant.engine.is_current(other.index)
        assert other.ids(vector=(1.0, 0.0)) == []
        assert other.ids("mug", vector=(1.0, 0.0)) == ["a"]
        assert meant.engine.missing_vectors(other.index, limit=10) == []

    @pytest.mark.django_db(transaction=True)
    def test_are_asked_for_anew_after_a_rebuild_for_another_model(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",), vector=DRINK)
        other = Shop(meant.engine, msgspec.structs.replace(MEANT, vectors=VectorSpace("better", 2)))

        meant.engine.rebuild(other.index, lambda: [[document("a", "Mug", passages=("mug",))]])
        (missing,) = meant.engine.missing_vectors(other.index, limit=10)
        meant.engine.set_vectors(other.index, [DocumentVector(missing.id, missing.digest, (0.0, 1.0))])
        meant.engine.refresh(other.index)

        assert meant.engine.is_current(other.index)
        assert other.ids(vector=(0.0, 1.0)) == ["a"]

    @pytest.mark.django_db(transaction=True)
    def test_that_come_during_a_rebuild_reach_both_generations(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",))
        (missing,) = meant.engine.missing_vectors(MEANT, limit=10)

        def source() -> Any:
            yield [document("a", "Mug", passages=("mug",))]
            self.put(meant, missing.id, missing.digest, DRINK)
            assert meant.ids(vector=DRINK) == ["a"]

        meant.engine.rebuild(MEANT, source)

        assert meant.ids(vector=DRINK) == ["a"]

    def test_are_not_held_by_an_index_without_them(self, shop: Shop) -> None:
        shop.add("a", "Mug", passages=("mug",), vector=DRINK)

        assert shop.engine.missing_vectors(ITEMS, limit=10) == []
        assert shop.ids("mug", vector=DRINK) == ["a"]
        assert shop.ids("scarf", vector=DRINK) == []

    def put(self, shop: Shop, id: str, digest: str, vector: Vector) -> int:
        stored = shop.engine.set_vectors(MEANT, [DocumentVector(id, digest, vector)])
        shop.engine.refresh(MEANT)
        return stored


class TestByMeaning:
    def test_finds_the_nearest_first(self, cupboard: Shop) -> None:
        assert cupboard.ids(vector=DRINK, nearness=WIDE) == ["mug", "glass", "bowl"]

    def test_finds_nothing_below_the_floor(self, cupboard: Shop) -> None:
        result = cupboard.ask(vector=PLAY, nearness=Nearness(floor=0.9))

        assert result.hits == ()
        assert total_of(result) == 0

    def test_finds_nothing_far_behind_the_nearest(self, cupboard: Shop) -> None:
        assert cupboard.ids(vector=DRINK, nearness=Nearness(floor=0.1, margin=0.1)) == ["mug", "glass"]
        assert cupboard.ids(vector=DRINK, nearness=Nearness(floor=0.1, margin=0.01)) == ["mug"]

    def test_finds_so_many_at_most(self, cupboard: Shop) -> None:
        assert total_of(cupboard.ask(vector=DRINK, nearness=Nearness(floor=0.1, margin=1.0, most=2))) == 2

    def test_joins_what_the_words_find(self, cupboard: Shop) -> None:
        result = cupboard.ask("thing", vector=DRINK, nearness=WIDE)

        assert {hit.id for hit in result.hits} == {"thing", "mug", "glass", "bowl"}
        assert total_of(result) == 4

    def test_puts_first_what_words_and_meaning_find(self, cupboard: Shop) -> None:
        assert cupboard.ids("bowl", vector=DRINK, nearness=WIDE) == ["bowl", "mug", "glass"]
        assert cupboard.ids("scarf", vector=DRINK, nearness=WIDE) == ["scarf", "mug", "glass", "bowl"]

    def test_leaves_meaning_out_where_a_code_is_exact(self, cupboard: Shop) -> None:
        cupboard.add("coded", "Coded", codes=["AB-1234"])

        assert cupboard.ids("ab1234", vector=DRINK, nearness=WIDE) == ["coded"]

    def test_is_narrowed_by_every_filter(self, cupboard: Shop) -> None:
        assert cupboard.ids(vector=DRINK, nearness=WIDE, filters=only(brand="acme")) == ["mug", "bowl"]
        assert cupboard.ids(vector=DRINK, nearness=WIDE, filters=only(country="NL")) == ["mug", "glass"]
        assert cupboard.ids("thing", vector=DRINK, nearness=WIDE, filters=(AnyOf("brand", ()),)) == []

    def test_chooses_among_what_may_be_seen_at_all(self, cupboard: Shop) -> None:
        only_one = Nearness(floor=0.1, margin=1.0, most=1)

        assert cupboard.ids(vector=DRINK, nearness=only_one, filters=only(country="BE")) == ["bowl"]

    def test_is_counted_as_what_the_words_find(self, cupboard: Shop) -> None:
        result = cupboard.ask("thing", vector=DRINK, nearness=WIDE, filters=only(brand="zeta"), spans=("price.EUR",))

        assert counts_of(result, "brand") == {"acme": 3, "zeta": 1}
        assert total_of(result) == 1
        assert result.counts
        assert result.counts.spans["price.EUR"].highest == 0

    def test_is_sorted_by_numbers_if_asked(self, cupboard: Shop) -> None:
        assert cupboard.ids(vector=DRINK, nearness=WIDE, sort=Sort("price.EUR"))[0] == "mug"

    def test_pages_show_everything_once_in_order(self, cupboard: Shop) -> None:
        whole = cupboard.ids("thing", vector=DRINK, nearness=WIDE)

        pages = list(cupboard.pages("thing", vector=DRINK, nearness=WIDE, limit=1))

        assert [each for page in pages for each in page] == whole
        assert len(pages) == 4

    def test_gives_way_to_mended_words(self, cupboard: Shop) -> None:
        cupboard.add("kettle", "Kettle")

        result = cupboard.ask("ketle", vector=WEAR, nearness=WIDE)

        assert [hit.id for hit in result.hits] == ["kettle"]
        assert result.did_you_mean == "kettle"

    def test_finds_where_no_words_do(self, cupboard: Shop) -> None:
        result = cupboard.ask("xylophones", vector=DRINK, nearness=WIDE)

        assert [hit.id for hit in result.hits] == ["mug", "glass", "bowl"]
        assert result.did_you_mean is None

    def test_takes_some_of_the_words_where_all_of_them_find_nothing(self, cupboard: Shop) -> None:
        cupboard.add("both", "Quiet lamp", passages=("lamp",), vector=between(READ, WEAR, 0.45))
        cupboard.add("one", "Lamp", passages=("lamp",), vector=READ)

        result = cupboard.ask("a quiet lamp for reading", vector=READ)

        assert [hit.id for hit in result.hits] == ["one", "both"]
        assert total_of(result) == 2
        assert result.did_you_mean is None
        assert list(cupboard.pages("a quiet lamp for reading", vector=READ, limit=1)) == [["one"], ["both"]]

    def test_counts_what_has_some_of_the_words_as_nearer(self, cupboard: Shop) -> None:
        cupboard.add("near", "Shade", passages=("shade",), vector=between(READ, PLAY, 0.3))
        cupboard.add("named", "Quiet lamp", passages=("lamp",), vector=between(READ, PLAY, 0.35))

        def found(text: str) -> list[str]:
            return cupboard.ids(text, vector=READ, nearness=Nearness(floor=0.5))

        assert found("quiet lamp for reading") == ["named", "near"]
        assert found("something for reading") == ["near", "named"]

    def test_is_hardly_outweighed_by_words_in_descriptions_alone(self, cupboard: Shop) -> None:
        for name in ("table", "tray", "trolley"):
            cupboard.add(name, name, bodies={"en": "With room for a jug and a plate"})

        assert cupboard.ids("jug plate", vector=DRINK, nearness=WIDE) == ["trolley", "tray", "mug", "table", "glass", "bowl"]

        cupboard.add("set", "Plate and jug")

        assert cupboard.ids("jug plate", vector=DRINK, nearness=WIDE)[0] == "set"

    def test_takes_what_alternatives_say_for_some_of_the_words(self, cupboard: Shop) -> None:
        cupboard.add("couch", "Couch", passages=("couch",), vector=between(PLAY, READ, 0.5))

        result = cupboard.ask("comfortable settee", alternatives=("comfortable couch",), vector=READ, nearness=Nearness(floor=0.75))

        assert [hit.id for hit in result.hits] == ["couch"]

    def test_forgets_what_is_gone(self, cupboard: Shop) -> None:
        cupboard.remove("mug")

        assert cupboard.ids(vector=DRINK, nearness=WIDE) == ["glass", "bowl"]


class TestSimilar:
    def test_finds_what_is_near_to_a_document_without_itself(self, cupboard: Shop) -> None:
        result = cupboard.ask(similar_to="mug", nearness=WIDE)

        assert [hit.id for hit in result.hits] == ["glass", "bowl"]
        assert total_of(result) == 2

    def test_is_narrowed_and_paged(self, cupboard: Shop) -> None:
        assert cupboard.ids(similar_to="mug", nearness=WIDE, filters=only(brand="acme")) == ["bowl"]
        assert list(cupboard.pages(similar_to="mug", nearness=WIDE, limit=1)) == [["glass"], ["bowl"]]

    def test_finds_nothing_for_what_has_no_vector_or_is_not_there(self, cupboard: Shop) -> None:
        for name in ("thing", "ghost"):
            result = cupboard.ask(similar_to=name, nearness=WIDE)
            assert (result.hits, total_of(result)) == ((), 0)


class TestAlternatives:
    def test_find_what_fits_any_of_the_texts(self, shop: Shop) -> None:
        shop.add("sofa", "Red sofa")
        shop.add("couch", "Red couch")
        shop.add("chair", "Red chair")

        assert set(shop.ids("red sofa", alternatives=("red couch", "red settee"))) == {"sofa", "couch"}
        assert total_of(shop.ask("red sofa", alternatives=("red couch",))) == 2

    def test_find_where_the_text_finds_nothing(self, shop: Shop) -> None:
        shop.add("couch", "Red couch")

        result = shop.ask("settee", alternatives=("couch",))

        assert [hit.id for hit in result.hits] == ["couch"]
        assert result.did_you_mean is None


class TestPins:
    def test_come_first_in_their_order(self, shop: Shop) -> None:
        for name in "abcd":
            shop.add(name, "Mug")
        shop.add("other", "Scarf")

        result = shop.ask("mug", pins=("b", "other", "ghost"))

        assert [hit.id for hit in result.hits][:2] == ["b", "other"]
        assert total_of(result) == 5
        assert [each for page in shop.pages("mug", pins=("b", "other"), limit=2) for each in page] == [hit.id for hit in result.hits]

    def test_pass_the_filters_or_are_left_out(self, shop: Shop) -> None:
        shop.add("a", "Mug", terms=[("brand", "acme")])
        shop.add("b", "Mug", terms=[("brand", "zeta")])

        assert shop.ids("mug", pins=("b",), filters=only(brand="acme")) == ["a"]

    def test_do_not_disturb_another_order(self, shop: Shop) -> None:
        shop.add("a", "Mug", numbers={"sold": 1})
        shop.add("b", "Mug", numbers={"sold": 2})

        assert shop.ids("mug", pins=("a",), sort=Sort("sold")) == ["b", "a"]

    def test_come_before_hits_by_meaning(self, cupboard: Shop) -> None:
        assert cupboard.ids("mug", vector=DRINK, nearness=WIDE, pins=("scarf",)) == ["scarf", "mug", "glass", "bowl"]


class TestBoosts:
    def test_decide_between_hits_that_fit_equally_well(self, shop: Shop) -> None:
        shop.add("sold", "Mug", numbers={"sold": 50})
        shop.add("stocked", "Mug", terms=[("in_stock", "true")])
        shop.add("plain", "Mug")

        assert shop.ids("mug", boosts=(Boost("sold", 500, half_at=10), Boost("in_stock", 100, value="true"))) == [
            "sold",
            "stocked",
            "plain",
        ]
        assert shop.ids("mug", boosts=(Boost("sold", 100, half_at=10), Boost("in_stock", 900, value="true")))[0] == "stocked"

    def test_do_not_lift_what_fits_worse(self, shop: Shop) -> None:
        shop.add("title", "Lavender soap")
        shop.add("body", "Candle", bodies={"en": "Smells of lavender"}, numbers={"sold": 10_000})

        assert shop.ids("lavender", boosts=(Boost("sold", 1000, half_at=1),)) == ["title", "body"]

    def test_decide_between_the_equally_near(self, meant: Shop) -> None:
        meant.add("a", "One", passages=("x",), vector=DRINK, numbers={"sold": 9})
        meant.add("b", "Two", passages=("x",), vector=DRINK)

        assert meant.ids(vector=DRINK, boosts=(Boost("sold", 500, half_at=1),)) == ["a", "b"]
