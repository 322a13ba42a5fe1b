"""The rules of models, without a store: neighbours, rankings, forecasts, reorder points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.intelligence.domain import demand, forecaster, recommender, reordering
from marketplace.apps.intelligence.domain.interactions import numbered
from marketplace.apps.intelligence.domain.neighbours import CO_BASKET, MAX_GROUP, Damping, neighbours
from marketplace.apps.intelligence.domain.ordering import order_units
from marketplace.apps.intelligence.domain.ranking import joined, spread
from marketplace.apps.intelligence.tests.factories import habits

TELLING = Damping(0.7, 0.3)


def catalogue(baskets, *, days=40):
    rows = [
        (f"c{place % 97}", f"b{place:05}", product, place * days // len(baskets))
        for place, basket in enumerate(baskets)
        for product in basket
    ]
    return numbered(rows)


class TestNeighbours:
    def test_what_is_bought_together_comes_before_what_everybody_buys(self):
        found = catalogue([["tea", "cup", "bag"]] * 5 + [["bag", "nail"]] * 200)
        rows = found.interactions

        matrix = neighbours(rows.baskets, rows.items, rows.item_count, TELLING)

        tea = found.product_ids.index("tea")
        best = [found.product_ids[column] for column in matrix[[tea]].indices]
        assert best == ["cup", "bag"]

    def test_no_product_is_its_own_neighbour_and_one_pair_is_no_habit(self):
        found = catalogue([["a", "b"], ["a", "c"], ["a", "c"]])
        rows = found.interactions

        matrix = neighbours(rows.baskets, rows.items, rows.item_count, TELLING)

        assert matrix.diagonal().sum() == 0
        assert matrix[found.product_ids.index("a"), found.product_ids.index("b")] == 0
        assert matrix[found.product_ids.index("a"), found.product_ids.index("c")] > 0

    def test_the_basket_of_a_wholesaler_pairs_nothing(self):
        everything = [f"p{number}" for number in range(MAX_GROUP + 1)]
        found = catalogue([everything, everything, ["p0", "p1"], ["p0", "p1"]])
        rows = found.interactions

        matrix = neighbours(rows.baskets, rows.items, rows.item_count, TELLING)

        assert matrix.nnz == 2

    def test_only_the_nearest_stay_the_best_first(self):
        found = catalogue([["a", f"p{number}"] for number in range(9) for _ in range(number + 2)])
        rows = found.interactions

        matrix = neighbours(rows.baskets, rows.items, rows.item_count, Damping(0.0, 0.0), most=3)

        row = matrix[[found.product_ids.index("a")]]
        assert [found.product_ids[column] for column in row.indices] == ["p8", "p7", "p6"]


class TestTheGate:
    def test_a_model_of_real_habits_beats_its_baselines(self):
        pairs = [(f"a{n}", f"b{n}") for n in range(30)]
        found = catalogue(habits(pairs, [f"n{n}" for n in range(51)], orders=2_000))

        evaluated, _ = recommender.evaluate(found.interactions)

        assert evaluated.reason == ""
        assert set(evaluated.baselines) == {"popularity", "item_item"}
        for measures in evaluated.baselines.values():
            assert evaluated.metrics["hidden_hit_rate"] > measures["hidden_hit_rate"]

    def test_one_of_baskets_without_a_habit_is_not_better(self):
        random = np.random.default_rng(3)
        baskets = [[f"p{n}" for n in random.choice(400, size=3, replace=False)] for _ in range(2_000)]

        assert recommender.evaluate(catalogue(baskets).interactions)[0].reason == "not_better"

    @pytest.mark.parametrize("baskets", [[], [["a", "b"]] * 3])
    def test_a_few_orders_are_too_little(self, baskets):
        found = catalogue(baskets) if baskets else numbered([])

        assert recommender.evaluate(found.interactions)[0].reason == "too_little_data"

    def test_what_guesses_the_last_days_best_is_chosen(self):
        pairs = [(f"a{n}", f"b{n}") for n in range(30)]
        found = catalogue(habits(pairs, [f"n{n}" for n in range(51)], orders=2_000))

        assert recommender.choose(found.interactions).basket == CO_BASKET

    def test_of_few_orders_plain_item_item_is_chosen(self):
        assert recommender.choose(catalogue([["a", "b"]] * 50).interactions) == recommender.PLAIN

    def test_it_is_measured_on_days_that_it_has_not_seen(self):
        """In the last fifth all partners change: who has seen it names each, and who has not the wrong ones."""
        before = [[f"a{n}", f"x{n}"] for n in range(100)] * 8
        after = [[f"a{n}", f"y{n}"] for n in range(100)] * 2
        rows = catalogue(before + after, days=50).interactions

        measured, methods = recommender.evaluate(rows)
        leaked = recommender.judge(rows, rows.since(40), methods, seed=1, most_cases=3_000)

        assert leaked.metrics["hidden_hit_rate"] == 1.0
        assert measured.metrics["hidden_cases"] == leaked.metrics["hidden_cases"]
        assert measured.metrics["hidden_hit_rate"] < 0.2


class TestRanking:
    def test_adds_what_several_products_lead_to_and_leaves_out_what_is_held(self):
        lists = [(1.0, [("x", 0.5), ("held", 9.0)]), (0.5, [("y", 0.9), ("x", 0.2)])]

        assert joined(lists, without={"held"}) == ["x", "y"]

    def test_no_vendor_has_more_than_half_while_others_have_something(self):
        vendors = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "c1": "c"}

        assert spread(["a1", "a2", "a3", "b1", "c1"], vendors, most=4) == ["a1", "a2", "b1", "c1"]

    def test_a_vendor_alone_fills_the_list(self):
        assert spread(["a1", "a2", "a3"], dict.fromkeys(["a1", "a2", "a3"], "a"), most=3) == ["a1", "a2", "a3"]

    @given(st.lists(st.integers(0, 30), unique=True, max_size=20), st.integers(1, 12))
    def test_shows_as_many_as_there_are_and_each_once(self, ranked, most):
        found = spread(ranked, {item: str(item % 3) for item in ranked}, most=most)

        assert len(found) == min(len(ranked), most) == len(set(found))


class TestDemand:
    def test_a_steady_demand_is_forecast_as_it_is(self):
        steady = np.full((1, 90), 3.0)

        assert demand.imapa(steady) == pytest.approx([3.0])
        assert demand.tsb(steady) == pytest.approx([3.0])

    def test_a_sale_a_week_is_about_a_seventh_a_day(self):
        weekly = np.zeros((1, 140))
        weekly[0, ::7] = 1.0

        assert demand.imapa(weekly)[0] == pytest.approx(1 / 7, rel=0.15)

    def test_what_was_never_sold_is_expected_never(self):
        assert demand.imapa(np.zeros((2, 60))).tolist() == [0.0, 0.0]
        assert demand.croston_sba(np.zeros((2, 60))).tolist() == [0.0, 0.0]

    def test_a_short_history_is_too_little(self):
        assert forecaster.evaluate(np.ones((50, 30))).reason == "too_little_data"

    def test_what_is_judged_is_drawn_from_all_and_the_same_every_time(self):
        history = np.arange(1_000.0)[:, None]

        drawn = forecaster.drawn(history, most=100)

        assert (drawn == forecaster.drawn(history, most=100)).all()
        assert len(np.unique(drawn)) == 100
        assert drawn.mean() == pytest.approx(history.mean(), rel=0.2)
        assert len(forecaster.drawn(history, most=2_000)) == 1_000

    def test_the_stock_of_the_reorder_point_lasts_as_often_as_asked(self):
        random = np.random.default_rng(5)
        history = random.negative_binomial(2, 2 / (2 + 0.4), size=(400, 140)).astype(float)

        metrics = forecaster.evaluate(history).metrics

        assert metrics["service_90"] == pytest.approx(0.90, abs=0.06)
        assert metrics["service_95"] == pytest.approx(0.95, abs=0.05)


class TestReordering:
    @given(st.floats(0.1, 500), st.floats(0.05, 5), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
    def test_a_quantile_is_the_least_that_is_enough(self, mean, lumpy, level):
        (units,) = reordering.quantile(np.array([mean]), np.array([lumpy]), level)

        size = 1 / lumpy
        random = np.random.default_rng(1)
        sample = random.negative_binomial(size, size / (size + mean), 40_000)
        assert (sample <= units).mean() >= level - 0.02
        assert (sample <= units - 1).mean() <= level + 0.02

    def test_nothing_expected_needs_no_stock(self):
        assert reordering.quantile(np.array([0.0]), np.array([1.0]), 0.95).tolist() == [0.0]

    @pytest.mark.parametrize(
        ("position", "units"),
        [(11, 0), (10, 0), (9, 6), (4, 6), (3, 12), (-2, 12), (-3, 18)],
    )
    def test_orders_whole_packs_up_to_the_reorder_point(self, position, units):
        assert order_units(position=position, reorder_point=10, multiple=6) == units

    def test_where_nothing_is_expected_nothing_is_ordered(self):
        assert order_units(position=0, reorder_point=0, multiple=6) == 0

    @pytest.mark.parametrize("days", [7, 14, 56])
    def test_what_is_enough_for_a_time_is_so_for_shorter_and_longer_ones_than_was_measured(self, days):
        """Days that do not depend on each other: the quantile of the sum of so many, by drawing them."""
        per_day, lumpiness_of_day, level = 0.5, 4.0, 0.95
        size = 1 / lumpiness_of_day
        draws = np.random.default_rng(4).negative_binomial(size, size / (size + per_day), size=(20_000, days)).sum(axis=1)
        of_horizon = np.array([lumpiness_of_day / forecaster.HORIZON])

        (units,) = forecaster.enough(np.array([per_day]), of_horizon, days=days, level=level)

        assert (draws <= units).mean() == pytest.approx(level, abs=0.02)
