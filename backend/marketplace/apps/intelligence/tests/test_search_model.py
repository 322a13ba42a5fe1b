"""What customers choose of what search finds: learned, judged, given to search, and withdrawn."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.analytics import queries as analytics_queries
from marketplace.apps.analytics.models import BehaviourEvent
from marketplace.apps.analytics.tests.factories import did, make_visitor
from marketplace.apps.analytics.types import EventKind, SearchChoices
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery.models import QueryLifts
from marketplace.apps.discovery.queries.feedback import forget, lifts_for
from marketplace.apps.discovery.tests.factories import texts
from marketplace.apps.intelligence import services
from marketplace.apps.intelligence.domain import search_choices
from marketplace.apps.intelligence.models import ModelVersion
from marketplace.apps.intelligence.types import ModelName
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import rows, tenancy
from marketplace.foundation.search.port import Lift
from marketplace.kit.actors import SYSTEM
from marketplace.testing import NOW

DAY = timedelta(days=1)
TASTES = {f"q{number}": [*"abcd"[number % 4 :], *"abcd"[: number % 4]] for number in range(20)}  # what is liked most for a question


def chose(query: str, product: str, position: int, chosen: int, *, askers: int = 100, added: int = 0, bought: int = 0) -> SearchChoices:
    return SearchChoices(query=query, askers=askers, product_id=product, position=position, chosen=chosen, added=added, bought=bought)


class TestLearning:
    def test_a_choice_further_down_counts_for_more(self) -> None:
        lifts = search_choices.lifts_of([chose("mug", "first", 1, 10), chose("mug", "fifth", 5, 10)], most=10)

        assert [name for name, _ in lifts["mug"]] == ["fifth", "first"]

    def test_few_choices_say_little_and_fewer_nothing(self) -> None:
        lifts = search_choices.lifts_of(
            [chose("many", "a", 1, 40), chose("few", "a", 1, 4, askers=10), chose("two", "a", 10, 2, askers=2)], most=10
        )

        assert lifts["many"][0][1] > lifts["few"][0][1]
        assert "two" not in lifts

    def test_what_is_bought_counts_for_more_than_what_is_looked_at(self) -> None:
        lifts = search_choices.lifts_of([chose("mug", "looked", 2, 10), chose("mug", "bought", 2, 10, added=5, bought=5)], most=10)

        assert [name for name, _ in lifts["mug"]] == ["bought", "looked"]

    def test_the_same_words_typed_otherwise_are_one_question(self) -> None:
        lifts = search_choices.lifts_of([chose("Théière", "a", 1, 5), chose("theiere", "a", 1, 5)], most=10)

        assert list(lifts) == ["theiere"]

    @given(
        st.lists(
            st.builds(
                chose,
                st.sampled_from(["mug", "Mug", "vase", ""]),
                st.sampled_from(["a", "b", "c", ""]),
                st.integers(1, 500),
                st.integers(0, 300),
                askers=st.integers(3, 300),
            ),
            max_size=30,
        )
    )
    def test_weights_have_bounds_and_questions_words(self, choices: list[SearchChoices]) -> None:
        for query, products in search_choices.lifts_of(choices, most=2).items():
            assert query
            assert len(products) <= search_choices.MOST_PRODUCTS
            assert [weight for _, weight in products] == sorted((weight for _, weight in products), reverse=True)
            assert all(0 < weight <= 1_000 and name for name, weight in products)

    def test_is_judged_by_what_is_chosen_later(self) -> None:
        questions = [f"q{number}" for number in range(40)]
        rated = {query: random.Random(query).sample(["a", "b", "c", "d"], 4) for query in questions}
        choices = [chose(query, name, place + 1, 12 - 3 * place) for query, names in rated.items() for place, name in enumerate(names)]
        shuffled = [chose(each.query, each.product_id, 5 - each.position, each.chosen) for each in choices]

        good = search_choices.evaluate(shuffled, shuffled)
        nothing_new = search_choices.evaluate(shuffled, [chose(q, name, 1, 3 + n) for q in questions for n, name in enumerate("abcd")])
        little = search_choices.evaluate(shuffled[:8], shuffled[:8])

        assert (good.reason, good.metrics["right_pairs"]) == ("", 1.0)
        assert nothing_new.reason == "not_better"
        assert little.reason == "too_little_data"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant")
class TestInARegion:
    def test_counts_each_visitor_once_and_no_program(self) -> None:
        visitors = [make_visitor(now=NOW - 2 * DAY) for _ in range(3)]
        for visitor in visitors:
            for _ in range(3):
                did(visitor, "search", NOW, query="mug", count=2)
            did(visitor, "search", NOW, query=f"only {visitor}", count=1)
        for moment in (NOW, NOW + timedelta(minutes=1)):
            did(visitors[0], "click", moment, query="mug", product_id="prod_a", position=4, received=NOW)
        did(visitors[1], "click", NOW, query="mug", product_id="prod_a", position=4, is_program=True)
        did(visitors[0], "add", NOW + timedelta(minutes=2), product_id="prod_a", count=1, received=NOW)

        found = analytics_queries.search_choices(since=NOW - DAY, until=NOW + DAY)

        assert found == [chose("mug", "prod_a", 4, 1, askers=3, added=1)]

    def test_sees_no_other_regions_choices(self, mena: Any) -> None:
        with tenancy.scope(mena):
            for _ in range(3):
                did(make_visitor(now=NOW - DAY), "search", NOW, query="mug", count=2)

        assert analytics_queries.search_choices(since=NOW - DAY, until=NOW + DAY) == []

    def test_little_data_is_refused_and_search_ranks_without(self) -> None:
        version = services.train_search(now=NOW)

        assert (version.state, version.refused_for) == ("refused", "too_little_data")
        assert lifts_for("mug") == ()

    def test_what_is_better_ranks_until_it_is_switched_off(self, api: Any) -> None:
        events(NOW, TASTES)

        version = services.train_search(now=NOW)
        forget()
        used = lifts_for("Q7")
        staff = staff_token("admin")
        model = api.get("admin/models/search", token=staff).json()
        off = api.patch("admin/models/search", {"is_on": False, "reason": "trial"}, token=staff, headers={"If-Match": f'"{model["etag"]}"'})
        forget()

        assert (version.state, version.refused_for) == ("active", "")
        assert used[0].id == TASTES["q7"][0]
        assert off.status_code == 200
        assert lifts_for("q7") == ()

    def test_in_shadow_nobody_sees_it(self) -> None:
        events(NOW, TASTES)
        services.train_search(now=NOW)

        services.change_model(name=ModelName.SEARCH, etag="0", actor=SYSTEM, reason="trial", now=NOW, is_shadow=True)
        forget()

        assert lifts_for("q7") == ()

    def test_old_versions_are_forgotten(self) -> None:
        events(NOW, TASTES)
        for _ in range(5):
            services.train_search(now=NOW)

        assert ModelVersion.objects.filter(name="search").count() == 5
        assert QueryLifts.objects.values("model_id").distinct().count() == 3

    def test_what_was_chosen_rises_in_the_shop(self, api: Any, drain: Callable[..., None]) -> None:
        vendor = make_vendor().id
        made = [make_product(vendor=vendor, texts=texts(en=f"Mug {name}")) for name in ("one", "two", "three")]
        drain()
        before = [item["id"] for item in api.get("store/products", q="mug").json()["items"]]
        last = before[-1]
        events(NOW, {"mug": [last], **TASTES})
        services.train_search(now=NOW)
        forget()

        fresh = api.get("store/products", q="mug", limit=3).json()

        assert sorted(before) == sorted(product.id for product in made)
        assert lifts_for("mug") == (Lift(last, 667),)  # a third of those who asked and of the doubt, of a half
        assert [item["id"] for item in fresh["items"]] == [last, *before[:-1]]
        assert discovery_queries.has_model(ModelVersion.objects.get(name="search").id)


def events(now: datetime, liked: dict[str, Sequence[str]]) -> None:
    """Two months of ten visitors, each of whom asks every question early and late, and chooses the liked ones most, at the last places."""
    made = []
    for number in range(10):
        for start in (now - 40 * DAY, now - 5 * DAY):
            at = start + timedelta(minutes=number)
            for query, products in liked.items():
                made.append(event(at, number, EventKind.SEARCH, query))
                for place, product in enumerate(products):
                    if number < 10 - 2 * place:
                        at += timedelta(seconds=1)
                        made.append(event(at, number, EventKind.CLICK, query, product, len(products) - place))
    rows.insert_all(made)


def event(at: datetime, visitor: int, kind: EventKind, query: str, product: str = "", position: int | None = None) -> BehaviourEvent:
    return BehaviourEvent(
        at=at, id=uuid4(), received_at=at, visitor=visitor, kind=kind, query=query, product_id=product, position=position, is_bot=False
    )
