"""One variant of a document must meet all filters that are of variants, and is shown; counts are what choosing finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.foundation.search.port import (
    AnyOf,
    Filter,
    KeywordField,
    Range,
    Removal,
    SearchDocument,
    SearchEngine,
    Sort,
    Term,
    Text,
    Variant,
)
from marketplace.foundation.search.tests.examples import ITEMS, Shop, _versions, card, counts_of, only, total_of

CLOTHES = msgspec.structs.replace(
    ITEMS,
    name="clothes",
    keywords=(*ITEMS.keywords, KeywordField("feature.*", is_counted=False)),
    of_variants=("option.*", "feature.*", "price.*", "in_stock"),
)


class Form(NamedTuple):
    size: str
    color: str
    price: int
    is_in_stock: bool = True

    def terms(self) -> list[tuple[str, str]]:
        stock = [("in_stock", "true")] if self.is_in_stock else []
        features = [("feature.size", self.size), ("feature.color", self.color)]
        return [("option.size", self.size), ("option.color", self.color), *features, ("price.EUR", step(self.price)), *stock]


def step(price: int) -> str:
    return f"{price // 10 * 10}-{price // 10 * 10 + 9}"


def garment(id: str, forms: Sequence[Form], brand: str = "acme") -> SearchDocument:
    terms = dict.fromkeys([("brand", brand), *(term for form in forms for term in form.terms())])
    return SearchDocument(
        id=id,
        version=next(_versions),
        texts={"en": Text(title="Shirt")},
        terms=[Term(field=field, value=value) for field, value in terms],
        numbers={"price.EUR": min((form.price for form in forms), default=0)},
        cards={"en": {"EUR": card(id, "Shirt")}},
        variants=[
            Variant(terms=form.terms(), numbers={"price.EUR": form.price}, cards={"EUR": msgspec.Raw(b'{"price":%d}' % form.price)})
            for form in forms
        ],
    )


@pytest.fixture
def rack(tenant: object, engine: SearchEngine) -> Shop:
    shop = Shop(engine, CLOTHES)
    shop.add_all(
        [
            garment("a", [Form("s", "red", 10, is_in_stock=False), Form("m", "blue", 100)]),
            garment("b", [Form("s", "blue", 55)], brand="zeta"),
        ]
    )
    return shop


@pytest.mark.parametrize("text", ["", "shirt"])
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (only(option__size="s", option__color="blue"), {"b": 55}),
        (only(feature__size="s", feature__color="blue"), {"b": 55}),
        ((*only(feature__color="blue"), Range("price.EUR", at_least=90)), {"a": 100}),
        (only(option__size="s", in_stock="true"), {"b": 55}),
        ((Range("price.EUR", at_least=90),), {"a": 100}),
        ((Range("price.EUR", at_least=20, at_most=60),), {"b": 55}),
        ((*only(option__size="m"), Range("price.EUR", at_most=60)), {}),
        (only(option__size="s"), {"a": 10, "b": 55}),
        (only(option__size="s,m", option__color="blue"), {"a": 100, "b": 55}),
        ((*only(option__color="blue", brand="zeta"), Range("price.EUR", at_most=60)), {"b": 55}),
    ],
)
def test_one_variant_meets_all_filters_and_is_shown(rack: Shop, text: str, filters: tuple[Filter, ...], found: dict[str, int]) -> None:
    result = rack.ask(text, filters=filters, edition="EUR", sort=None if text else Sort("price.EUR"))

    assert {hit.id: msgspec.json.decode(hit.variant or b"null")["price"] for hit in result.hits} == found
    assert total_of(result) == len(found)


def test_no_variant_is_shown_unless_a_filter_chooses_among_them(rack: Shop) -> None:
    assert [hit.variant for hit in rack.ask("shirt", filters=only(brand="zeta"), edition="EUR").hits] == [None]


def test_counts_by_the_variants_that_meet_the_other_filters(rack: Shop) -> None:
    red = rack.ask("shirt", filters=only(option__color="red"))
    blue_and_small = rack.ask("shirt", filters=only(option__color="blue", option__size="s"))

    assert counts_of(red, "option.size") == {"s": 1}
    assert counts_of(red, "option.color") == {"red": 1, "blue": 2}
    assert counts_of(red, "price.EUR") == {"10-19": 1}
    assert counts_of(red, "in_stock") == {}
    assert counts_of(blue_and_small, "option.size") == {"s": 1, "m": 1}
    assert counts_of(blue_and_small, "option.color") == {"red": 1, "blue": 1}
    assert counts_of(blue_and_small, "brand") == {"zeta": 1}


def test_what_is_not_counted_of_a_variant_chooses_and_is_no_facet(rack: Shop) -> None:
    blue = rack.ask("shirt", filters=only(feature__color="blue"))

    assert counts_of(blue, "option.size") == {"s": 1, "m": 1}
    assert blue.counts is not None
    assert [facet.field for facet in blue.counts.facets if facet.field.startswith("feature.")] == []


def test_sorts_by_the_number_of_the_variant_that_is_shown(rack: Shop) -> None:
    assert rack.ids(sort=Sort("price.EUR", descending=False)) == ["a", "b"]
    assert rack.ids(sort=Sort("price.EUR", descending=False), filters=only(option__color="blue")) == ["b", "a"]
    pages = list(rack.pages(sort=Sort("price.EUR", descending=False), filters=only(option__color="blue"), limit=1))
    assert pages == [["b"], ["a"]]


def test_a_variant_that_is_gone_is_not_found(rack: Shop) -> None:
    rack.add_all([garment("b", [Form("l", "blue", 55)])])
    rack.engine.delete(CLOTHES, [Removal("a", next(_versions))])
    rack.engine.refresh(CLOTHES)

    assert rack.ids(filters=only(option__size="s", option__color="blue"), sort=Sort("sold")) == []
    assert rack.ids(filters=only(option__size="l", option__color="blue"), sort=Sort("sold")) == ["b"]
    assert rack.engine.rebuild(CLOTHES, lambda: [[garment("c", [Form("s", "blue", 1)])]]) == 1
    rack.engine.refresh(CLOTHES)
    assert rack.ids(filters=only(option__size="s", option__color="blue"), sort=Sort("sold")) == ["c"]


_FORMS = st.builds(Form, st.sampled_from("sm"), st.sampled_from(["red", "blue"]), st.sampled_from([5, 15, 25]), st.booleans())
_CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "option.size": st.sampled_from([("s",), ("m",), ("s", "m")]),
        "option.color": st.sampled_from([("red",), ("blue",)]),
        "in_stock": st.just(("true",)),
        "brand": st.just(("acme",)),
        "price.EUR": st.sampled_from([(None, 15), (10, None), (10, 19)]),
    },
)


_GARMENTS = st.lists(st.tuples(st.sampled_from(["acme", "zeta"]), st.lists(_FORMS, min_size=1, max_size=3)), max_size=5)


@given(garments=_GARMENTS, chosen=_CHOICES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_count_is_what_choosing_it_finds(
    tenant: object, engine: SearchEngine, garments: list[tuple[str, list[Form]]], chosen: dict[str, tuple[str, ...]]
) -> None:
    shop = Shop(engine, CLOTHES)
    engine.delete(CLOTHES, [Removal(f"g{n}", next(_versions)) for n in range(5)])
    shop.add_all([garment(f"g{n}", forms, brand) for n, (brand, forms) in enumerate(garments)])

    result = shop.ask("shirt", filters=filters_of(chosen), limit=100)

    assert result.counts is not None
    counted = {(facet.field, value.value): value.count for facet in result.counts.facets for value in facet.values}
    for (field, value), count in counted.items():
        other = tuple(map(int, value.split("-"))) if field == "price.EUR" else (value,)
        assert total_of(shop.ask("shirt", filters=filters_of({**chosen, field: other}))) == count, (field, value)
    assert {hit.id for hit in result.hits} == {f"g{n}" for n, item in enumerate(garments) if fits(*item, chosen)}
    assert counts_of(result, "option.size").keys() <= {"s", "m"}


def filters_of(chosen: dict[str, tuple[str, ...]]) -> tuple[Filter, ...]:
    return tuple(
        Range(field, *values) if field == "price.EUR" else AnyOf(field, values)  # type: ignore[arg-type]
        for field, values in chosen.items()
    )


def fits(brand: str, forms: list[Form], chosen: dict[str, tuple[str, ...]]) -> bool:
    at_least, at_most = chosen.get("price.EUR", (None, None))
    exact = {field: values for field, values in chosen.items() if field not in ("price.EUR", "brand")}

    def is_met(form: Form) -> bool:
        return (
            all({(field, value) for value in values} & set(form.terms()) for field, values in exact.items())
            and (at_least is None or form.price >= int(at_least))
            and (at_most is None or form.price <= int(at_most))
        )

    return ("brand" not in chosen or brand in chosen["brand"]) and any(map(is_met, forms))
