"""The contract of lifts: what customers chose before rises, and stays among what is found."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.foundation.search.port import Lift, SearchEngine, Sort
from marketplace.foundation.search.tests.examples import MEANT, Shop, only
from marketplace.foundation.search.tests.test_meaning import DRINK, READ, WEAR, WIDE, between


@pytest.fixture
def mugs(tenant: Any, engine: SearchEngine) -> Shop:
    meant = Shop(engine, MEANT)
    for place, name in enumerate("abcdef"):
        brand = "acme" if name < "d" else "zeta"
        meant.add(name, "Mug", vector=between(DRINK, READ, place / 10), passages=(name,), terms=[("brand", brand)])
    meant.add("scarf", "Scarf", vector=WEAR, passages=("scarf",))
    return meant


def test_lifts_rise_by_their_weight(mugs: Shop) -> None:
    plain = mugs.ids("mug", vector=DRINK, nearness=WIDE)
    lifted = mugs.ids("mug", vector=DRINK, nearness=WIDE, lifts=(Lift(plain[-1], 1_000),))
    barely = mugs.ids("mug", vector=DRINK, nearness=WIDE, lifts=(Lift(plain[-1], 1),))

    assert lifted == [plain[-1], *plain[:-1]]
    assert barely == plain


def test_lifts_bring_in_nothing_that_is_no_hit(mugs: Shop) -> None:
    plain = mugs.ids("mug", vector=DRINK, nearness=WIDE)

    assert mugs.ids("mug", vector=DRINK, nearness=WIDE, lifts=(Lift("scarf", 1_000), Lift("ghost", 1_000))) == plain
    narrowed = mugs.ids("mug", vector=DRINK, nearness=WIDE, lifts=(Lift("f", 1_000),), filters=only(brand="acme"))
    assert set(narrowed) == {"a", "b", "c"}


def test_lifts_are_the_same_on_every_page(mugs: Shop) -> None:
    asked = {"vector": DRINK, "nearness": WIDE, "lifts": (Lift("d", 700), Lift("f", 400))}

    assert [each for page in mugs.pages("mug", limit=2, **asked) for each in page] == mugs.ids("mug", **asked)


def test_lifts_do_not_pass_for_words(mugs: Shop) -> None:
    answer = mugs.ask("mugg", vector=DRINK, nearness=WIDE, lifts=(Lift("a", 1_000),))

    assert answer.did_you_mean == "mug"


def test_lifts_do_not_disturb_another_order(mugs: Shop) -> None:
    assert mugs.ids("mug", vector=DRINK, nearness=WIDE, lifts=(Lift("a", 1_000),), sort=Sort("sold")) == list("fedcba")
