"""The contract of filters, counts, order and pages."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.foundation.search.port import AnyOf, Range, Sort, Term
from marketplace.foundation.search.tests.examples import ITEMS, Shop, counts_of, document, only, total_of
from marketplace.kit.errors import InvalidInput


@pytest.fixture
def wardrobe(shop: Shop) -> Shop:
    """Four shirts of two brands in three sizes, at 10, 20, 30 and 40 euros."""
    shop.add("s1", "Shirt", terms=[("brand", "acme"), ("option.size", "s"), ("option.size", "m")], numbers={"price.EUR": 1000})
    shop.add("s2", "Shirt", terms=[("brand", "acme"), ("option.size", "m")], numbers={"price.EUR": 2000})
    shop.add("s3", "Shirt", terms=[("brand", "zeta"), ("option.size", "m")], numbers={"price.EUR": 3000})
    shop.add("s4", "Shirt", terms=[("brand", "zeta"), ("option.size", "l")], numbers={"price.EUR": 4000})
    return shop


def found(shop: Shop, *filters: object) -> set[str]:
    return set(shop.ids("shirt", filters=tuple(filters)))


def test_filters_by_values_and_ranges_together(wardrobe: Shop) -> None:
    assert found(wardrobe, AnyOf("brand", ("acme",))) == {"s1", "s2"}
    assert found(wardrobe, AnyOf("brand", ("acme", "zeta"))) == {"s1", "s2", "s3", "s4"}
    assert found(wardrobe, AnyOf("brand", ("acme",)), AnyOf("option.size", ("s", "l"))) == {"s1"}
    assert found(wardrobe, Range("price.EUR", 2000, 3000)) == {"s2", "s3"}
    assert found(wardrobe, Range("price.EUR", at_least=3001)) == {"s4"}
    assert found(wardrobe, AnyOf("brand", ("nobody",))) == set()
    assert found(wardrobe, AnyOf("brand", ())) == set()


def test_filters_without_a_text_too(wardrobe: Shop) -> None:
    assert wardrobe.ids(sort=Sort("price.EUR"), filters=only(option__size="m")) == ["s3", "s2", "s1"]


def test_restricts_to_named_documents_that_pass_the_filters(wardrobe: Shop) -> None:
    asked = {"sort": Sort("price.EUR"), "among": ("s1", "s3", "s4", "nothing")}

    assert wardrobe.ids(**asked) == ["s4", "s3", "s1"]
    assert wardrobe.ids(**asked, filters=only(brand="zeta")) == ["s4", "s3"]
    assert wardrobe.ids("shirt", among=("s2",)) == ["s2"]
    assert counts_of(wardrobe.ask(**asked), "brand") == {"acme": 1, "zeta": 2}
    assert counts_of(wardrobe.ask(sort=Sort("price.EUR")), "brand") == {"acme": 2, "zeta": 2}


def test_filters_by_fields_that_are_not_counted(shop: Shop) -> None:
    shop.add("nl", "Mug", terms=[("country", "NL"), ("slug", "mug-nl")])
    shop.add("be", "Mug", terms=[("country", "BE"), ("slug", "mug-be")])

    assert shop.ids("mug", filters=only(country="BE")) == ["be"]
    assert shop.ids(sort=Sort("sold"), filters=only(slug="mug-nl")) == ["nl"]
    assert counts_of(shop.ask("mug"), "country") == {}


def test_counts_the_values_of_every_field(wardrobe: Shop) -> None:
    result = wardrobe.ask("shirt", spans=("price.EUR",))

    assert counts_of(result, "brand") == {"acme": 2, "zeta": 2}
    assert counts_of(result, "option.size") == {"m": 3, "s": 1, "l": 1}
    assert total_of(result) == 4
    assert result.counts
    assert (result.counts.spans["price.EUR"].lowest, result.counts.spans["price.EUR"].highest) == (1000, 4000)


def test_counts_a_field_without_its_own_filter(wardrobe: Shop) -> None:
    result = wardrobe.ask("shirt", filters=only(brand="acme"))

    assert counts_of(result, "brand") == {"acme": 2, "zeta": 2}
    assert counts_of(result, "option.size") == {"m": 2, "s": 1}
    assert total_of(result) == 2


def test_counts_with_several_filters(wardrobe: Shop) -> None:
    result = wardrobe.ask("shirt", filters=(*only(brand="acme", option__size="s"), Range("price.EUR", at_most=1500)), spans=("price.EUR",))

    assert counts_of(result, "brand") == {"acme": 1}
    assert counts_of(result, "option.size") == {"s": 1, "m": 1}
    assert total_of(result) == 1
    assert result.counts
    assert result.counts.spans["price.EUR"].highest == 1000


def test_a_facet_in_which_the_words_find_nothing_does_not_change_what_is_searched(shop: Shop) -> None:
    shop.add("kettle", "Kettle", terms=[("brand", "acme")])
    shop.add("kettles", "Settle", terms=[("brand", "zeta")])

    assert shop.ids("kettle") == ["kettle"]
    assert shop.ids("kettle", filters=only(brand="zeta")) == []
    assert shop.ids("ketle") == ["kettle"]
    assert shop.ids("ketle", filters=only(brand="zeta")) == []


def test_counts_afresh_after_a_change(wardrobe: Shop) -> None:
    wardrobe.ask("shirt")

    wardrobe.add("s5", "Shirt", terms=[("brand", "acme")])

    assert counts_of(wardrobe.ask("shirt"), "brand") == {"acme": 3, "zeta": 2}
    assert total_of(wardrobe.ask("shirt")) == 5


def test_counts_nothing_unless_asked(wardrobe: Shop) -> None:
    assert wardrobe.ask("shirt", with_counts=False).counts is None


def test_labels_values_and_fields_in_the_language_asked_for(shop: Shop) -> None:
    red = Term(field="option.color", value="red", labels={"en": "Red", "nl": "Rood"}, field_labels={"en": "Colour", "nl": "Kleur"})
    shop.add("a", {"en": "Mug", "nl": "Mok"}, terms=[red])

    (dutch,) = shop.ask("mok", "nl").counts.facets  # type: ignore[union-attr]
    (english,) = shop.ask("mug", "en").counts.facets  # type: ignore[union-attr]
    (german,) = shop.ask("mug", "de").counts.facets  # type: ignore[union-attr]

    assert (dutch.label, dutch.values[0].label) == ("Kleur", "Rood")
    assert (english.label, english.values[0].label) == ("Colour", "Red")
    assert (german.field, german.values[0].label) == ("option.color", "red")


def test_shows_a_label_that_changed(shop: Shop) -> None:
    shop.add("a", "Mug", terms=[Term(field="category", value="c1", labels={"en": "Cups"})])

    shop.add("a", "Mug", terms=[Term(field="category", value="c1", labels={"en": "Mugs & cups"})])

    assert shop.ask("mug").counts.facets[0].values[0].label == "Mugs & cups"  # type: ignore[union-attr]


def test_sorts_by_numbers_with_ties_by_id(shop: Shop) -> None:
    for name, price in [("a", 300), ("b", 100), ("c", 300), ("d", 200)]:
        shop.add(name, "Mug", numbers={"price.EUR": price})

    assert shop.ids(sort=Sort("price.EUR", descending=False)) == ["b", "d", "a", "c"]
    assert shop.ids(sort=Sort("price.EUR", descending=True)) == ["c", "a", "d", "b"]
    assert shop.ids("mug", sort=Sort("price.EUR", descending=False)) == ["b", "d", "a", "c"]


def test_takes_a_missing_number_for_zero(shop: Shop) -> None:
    shop.add("none", "Mug")
    shop.add("one", "Mug", numbers={"sold": 1})

    assert shop.ids(sort=Sort("sold")) == ["one", "none"]
    assert shop.ids("mug", filters=(Range("sold", at_most=0),)) == ["none"]


def test_gives_cards_as_they_were_stored(shop: Shop) -> None:
    shop.add("a", {"en": "Mug", "nl": "Mok"})

    (dutch,) = shop.ask("mok", "nl", edition="EUR").hits
    (without,) = shop.ask("mok", "nl", edition="USD").hits

    assert bytes(dutch.card or b"") == b'{"id":"a","title":"Mok"}'
    assert without.card is None


@pytest.mark.parametrize("sort", [None, Sort("price.EUR", descending=False), Sort("price.EUR"), Sort("created_at")])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_show_everything_once_in_order(shop: Shop, sort: Sort | None, limit: int) -> None:
    shop.add_all(
        [document(f"p{n:02}", "Mug" if n % 3 else "Mug mug red", numbers={"price.EUR": n % 4, "created_at": n}) for n in range(20)]
    )

    pages = list(shop.pages("mug", sort=sort, limit=limit))

    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    shown = list(chain.from_iterable(pages))
    assert shown == shop.ids("mug", sort=sort, limit=100)
    assert len(set(shown)) == 20


def test_a_page_neither_repeats_nor_skips_when_something_is_added_before_it(shop: Shop) -> None:
    shop.add_all([document(f"p{n}", "Mug", numbers={"created_at": n}) for n in range(4)])
    first = shop.ask(sort=Sort("created_at"), limit=2)

    shop.add("new", "Mug", numbers={"created_at": 99})

    second = shop.ids(sort=Sort("created_at"), limit=2, cursor=first.next_cursor)
    assert second == ["p1", "p0"]


@pytest.mark.parametrize("cursor", ["nonsense", "e30", "WzFd", "", "\x00", "W10", "WyIiLHRydWUsOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTksImEiXQ"])
def test_refuses_a_cursor_that_no_list_gave(shop: Shop, cursor: str) -> None:
    shop.add("a", "Mug")

    with pytest.raises(InvalidInput):
        shop.ask("mug", cursor=cursor)


def test_refuses_the_cursor_of_another_order(shop: Shop) -> None:
    shop.add_all([document(f"p{n}", "Mug") for n in range(3)])
    cursor = shop.ask(sort=Sort("created_at"), limit=1).next_cursor

    with pytest.raises(InvalidInput):
        shop.ask(sort=Sort("sold"), cursor=cursor)


_ITEMS = st.lists(
    st.tuples(st.sampled_from(["acme", "zeta", "none"]), st.sets(st.sampled_from(["s", "m", "l"])), st.integers(0, 5)), max_size=8
)
_CHOICES = st.tuples(
    st.sets(st.sampled_from(["acme", "zeta"])),
    st.sets(st.sampled_from(["s", "m"])),
    st.none() | st.integers(0, 5),
    st.none() | st.integers(0, 5),
)


@given(items=_ITEMS, choices=_CHOICES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_agrees_with_a_plain_model_of_filters_and_counts(
    shop: Shop, items: list[tuple[str, set[str], int]], choices: tuple[set[str], set[str], int | None, int | None]
) -> None:
    brands, sizes, at_least, at_most = choices
    stored = {f"g{n}": item for n, item in enumerate(items)}
    for n in range(8):
        shop.remove(f"g{n}")
    shop.add_all(
        [
            document(name, "Mug", terms=[("brand", brand), *(("option.size", size) for size in sorted(own))], numbers={"price.EUR": price})
            for name, (brand, own, price) in stored.items()
        ]
    )
    filters = [AnyOf("brand", tuple(sorted(brands)))] if brands else []
    filters += [AnyOf("option.size", tuple(sorted(sizes)))] if sizes else []
    filters += [Range("price.EUR", at_least, at_most)]

    result = shop.ask("mug", filters=tuple(filters), limit=100)

    def fits(item: tuple[str, set[str], int], leaving_out: str = "") -> bool:
        brand, own, price = item
        return (
            (leaving_out == "brand" or not brands or brand in brands)
            and (leaving_out == "option.size" or not sizes or bool(own & sizes))
            and (at_least is None or price >= at_least)
            and (at_most is None or price <= at_most)
        )

    expected = {name for name, item in stored.items() if fits(item)}
    by_brand = [brand for brand, _, _ in (item for item in stored.values() if fits(item, "brand"))]
    by_size = [size for _, own, _ in (item for item in stored.values() if fits(item, "option.size")) for size in own]
    assert {hit.id for hit in result.hits} == expected
    assert total_of(result) == len(expected)
    assert counts_of(result, "brand") == {brand: by_brand.count(brand) for brand in set(by_brand)}
    assert counts_of(result, "option.size") == {size: by_size.count(size) for size in set(by_size)}


def test_knows_the_fields_of_a_definition(shop: Shop) -> None:
    assert ITEMS.keyword("option.size").name == "option.*"
    assert ITEMS.number_names() == ("created_at", "sold", "price.EUR")
    with pytest.raises(LookupError):
        ITEMS.keyword("weight")
