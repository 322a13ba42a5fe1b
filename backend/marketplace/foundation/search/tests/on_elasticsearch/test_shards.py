"""An index in several parts answers as one in a single part does, also where no part alone knows the answer."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.foundation.search.port import SuggestRequest
from marketplace.foundation.search.tests.examples import ITEMS, MEANT, Shop, counts_of, document, only, total_of

pytestmark = pytest.mark.usefixtures("elasticsearch")


@pytest.fixture
def shop(shop: Shop, settings: Any) -> Shop:
    settings.ELASTICSEARCH["shards"] = 3
    return shop


def test_counts_of_a_field_with_many_values_are_exact(shop: Shop) -> None:
    """What two shards have once each is more frequent than what one has once, though neither has it among its most frequent ones."""
    brands = [f"a{n}" for n in range(1_200)] + 2 * [f"z{n:03}" for n in range(200)]
    shop.add_all([document(f"d{n}", "Mug", terms=[("brand", brand), ("category", "mugs")]) for n, brand in enumerate(brands)])

    every = counts_of(shop.ask("mug"), "brand")
    without_its_own = counts_of(shop.ask("mug", filters=only(brand="a7")), "brand")

    assert every == without_its_own == {f"z{n:03}": 2 for n in range(200)}


def test_completions_are_the_most_frequent_over_all_shards(shop: Shop) -> None:
    words = [f"la{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
    items = [document(f"{word}-{n}", word) for place, word in enumerate(words) for n in range(1 + place // 12)]
    shop.add_all(items)

    found = shop.engine.suggest(ITEMS, SuggestRequest(text="la", language="en", limit=5))

    assert found.queries == tuple(words[48:53])


def test_the_nearest_word_is_meant_however_rare(shop: Shop) -> None:
    others = [f"kettl{a}{b}x" for a in "abcdfg" for b in "abcdfg"]
    shop.add_all([document(f"{word}-{n}", word) for word in others for n in range(3)] + [document("rare", "kettles")])

    assert shop.ask("kettlesx").did_you_mean == "kettles"


def test_a_word_is_mended_next_to_one_that_hundreds_of_others_begin_with(shop: Shop) -> None:
    items = [document(f"{n}-{copy}", f"ka{chr(97 + n // 26)}{chr(97 + n % 26)}") for n in range(400) for copy in "xy"]
    shop.add_all([*items, document("rare", "umbrella kazz")])

    assert shop.ask("umbrelal ka").did_you_mean == "umbrella ka"


def test_pages_hold_every_hit_once(shop: Shop) -> None:
    meant = Shop(shop.engine, MEANT)
    near = (1.0, 0.0, 0.0, 0.0)
    meant.add_all([document(f"w{n:03}", "Mug", boost=n % 7) for n in range(150)])
    meant.add_all([document(f"m{n}", "Cup", passages=("x",), vector=near) for n in range(30)])

    by_words = [name for page in meant.pages("mug", limit=20) for name in page]
    fused = [name for page in meant.pages("mug", vector=near, limit=20) for name in page]

    assert by_words == [name for _, name in sorted(((n % 7, f"w{n:03}") for n in range(150)), reverse=True)]
    assert sorted(fused) == sorted([*by_words, *(f"m{n}" for n in range(30))])
    assert total_of(meant.ask("mug", vector=near)) == 180
