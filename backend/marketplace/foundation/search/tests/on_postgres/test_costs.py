"""What keeps the PostgreSQL engine fast, where a slip would show in nothing but the time that a search takes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.foundation.search.port import Filter, Range
from marketplace.foundation.search.postgres.generations import rows
from marketplace.foundation.search.tests.examples import MEANT, Shop, document, only

WORDS = " ".join(f"word{number}" for number in range(60))
VECTOR = (1.0, 0.0, 0.0, 0.0)


@pytest.fixture
def meant(shop: Shop) -> Shop:
    return Shop(shop.engine, MEANT)


def statements(shop: Shop, *filters: Filter, **options: Any) -> int:
    with CaptureQueriesContext(connections["eu"]) as captured:
        shop.ask("mug", filters=filters, spans=("price.EUR",), **options)
    return len(captured)


class TestRows:
    """A column that was sent out of its row is fetched for every hit, or for every vector: several times what the rest takes."""

    def add_wide(self, shop: Shop) -> None:
        keywords = [f"{WORDS} {place}" for place in range(3)]
        terms = [("brand", "acme"), *(("country", f"C{number}") for number in range(30))]
        shop.add_all(
            [
                document(
                    f"prod_{'0' * 26}",
                    {language: f"{language} {WORDS}" for language in ("en", "nl", "de", "fr")},
                    keywords=keywords,
                    bodies={"en": WORDS * 20},
                    terms=terms,
                    passages=(WORDS * 10,),
                    vector=VECTOR,
                )
            ]
        )

    @pytest.mark.parametrize("column", ["space", "document_id", "strong", "terms", "marks", "numbers"])
    def test_hold_what_is_read_of_every_hit(self, meant: Shop, column: str) -> None:
        self.add_wide(meant)

        outside = rows(f"SELECT pg_column_toast_chunk_id({column}), pg_column_toast_chunk_id(vector) FROM search_entries", [])

        assert [where for where, _ in outside] == [None] * 4
        assert all(vector for _, vector in outside)

    @pytest.mark.parametrize("column", ["document_id", "marks", "vector"])
    def test_hold_what_is_read_of_every_vector(self, meant: Shop, column: str) -> None:
        self.add_wide(meant)

        outside = rows(f"SELECT pg_column_toast_chunk_id({column}), pg_column_toast_chunk_id(passages) FROM search_vectors", [])

        assert [(where, bool(passages)) for where, passages in outside] == [(None, True)]

    def test_of_vectors_are_written_again_only_when_they_change(self, meant: Shop) -> None:
        meant.add("a", "Mug", passages=("mug",), vector=VECTOR)
        before = self.place_of_vector()

        meant.add("a", "Mug", passages=("mug",), numbers={"sold": 1})
        assert self.place_of_vector() == before

        meant.add("a", "Mug", passages=("mug",), terms=[("country", "NL")])
        assert self.place_of_vector() != before
        assert meant.ids(vector=VECTOR, filters=only(country="NL")) == ["a"]

    def place_of_vector(self) -> Any:
        return rows("SELECT ctid::text FROM search_vectors", [])


class TestCounts:
    """A facet is counted without its own filter: what the same search counts that has not got the filter."""

    @pytest.mark.parametrize("taken_off", [only(brand="acme"), (Range("price.EUR", 0, 1_000),)])
    def test_are_made_once_for_a_set_of_hits(self, shop: Shop, taken_off: tuple[Filter, ...]) -> None:
        shop.add("a", "Mug", terms=[("brand", "acme"), ("category", "cups")], numbers={"price.EUR": 100})
        shop.add("b", "Mug", terms=[("brand", "zeta"), ("category", "cups")], numbers={"price.EUR": 5_000})
        statements(shop)

        first = statements(shop, *only(category="cups"), *taken_off)

        assert first == 2
        assert statements(shop, *only(category="cups"), *taken_off) == 1
        assert statements(shop, *only(category="cups")) == 1
        assert statements(shop, *taken_off) == 1
        assert statements(shop, *only(category="cups,plates")) == 2

    def test_are_right_whatever_is_remembered(self, shop: Shop) -> None:
        for number in range(12):
            brand, category = ("acme", "zeta")[number % 2], ("cups", "bowls", "plates")[number % 3]
            shop.add(f"d{number}", "Mug", terms=[("brand", brand), ("category", category)], numbers={"price.EUR": number})
        filters = (*only(brand="acme"), *only(category="cups,bowls"), Range("price.EUR", 2, 9))
        cold = shop.ask("mug", filters=filters, spans=("price.EUR",)).counts
        shop.add("other", "Scarf")  # the index changed, so nothing is remembered

        for left_out in filters:
            shop.ask("mug", filters=tuple(each for each in filters if each != left_out), spans=("price.EUR",))

        assert shop.ask("mug", filters=filters, spans=("price.EUR",)).counts == cold
        assert cold is not None
        assert cold.total == 2
        assert {facet.field: {value.value: value.count for value in facet.values} for facet in cold.facets} == {
            "brand": {"acme": 2, "zeta": 3},
            "category": {"cups": 1, "bowls": 1, "plates": 2},
        }


def test_a_misspelt_word_is_looked_up_by_an_index(shop: Shop) -> None:
    shop.add_all([document(f"d{number}", " ".join(f"kettle{number}x{place}" for place in range(100))) for number in range(30)])
    with CaptureQueriesContext(connections["eu"]) as captured:
        shop.ask("ketle")
    (lookup,) = [query["sql"] for query in captured.captured_queries if "search_words" in query["sql"]]

    with connections["eu"].cursor() as db:
        db.execute("ANALYZE search_words")
        db.execute(f"EXPLAIN {lookup}")
        plan = "\n".join(line for (line,) in db.fetchall())

    assert "search_words_forms" in plan
    assert "Seq Scan" not in plan


def test_a_word_that_many_have_is_looked_up_by_an_index(shop: Shop) -> None:
    """Going through all rows takes ten times as long, since what is searched lies outside of them."""
    bodies = [dict.fromkeys(("en", "nl", "de", "fr"), f"{WORDS} {place} {'handmade' if place % 2 else ''}") for place in range(1_000)]
    shop.add_all([document(f"d{place}", f"Mug {place}", bodies=body, terms=[("brand", WORDS)]) for place, body in enumerate(bodies)])
    with connections["eu"].cursor() as db:
        db.execute("ANALYZE search_entries")
    shop.ask("mug")  # after which the process knows the generation
    with CaptureQueriesContext(connections["eu"]) as captured:
        assert shop.ask("handmade").hits

    assert len(captured) == 2
    for query in captured.captured_queries:
        with connections["eu"].cursor() as db:
            db.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in db.fetchall())
        assert "search_entries_vector" in plan
        assert "Seq Scan on search_entries" not in plan
