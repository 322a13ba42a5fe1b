"""Which price earns most, what a stock brings by a day, and what periods of an experiment say. Pure."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime

import pytest

from marketplace.apps.price_advice.domain import clearance, experiments
from marketplace.apps.price_advice.domain.advising import STOCK_DAYS, Demand, best_price
from marketplace.apps.price_advice.domain.competitor_file import read
from marketplace.apps.price_advice.domain.economics import Economics
from marketplace.apps.price_advice.domain.experiments import Period
from marketplace.apps.vendors.types import CommissionPlan
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

WITHOUT_TAX = Economics(vat_bp=0, plan=None, category_path=(), currency="EUR", cost=1000)


def demand(elasticity: float, *, units: float = 4.0, price: int = 2000) -> Demand:
    return Demand(price, [(units, elasticity)])


class TestTheBestPrice:
    def test_is_the_one_that_theory_says(self):
        """Of constant elasticity e the best price is cost * e / (1 + e): 1,500 for a cost of 1,000 and an elasticity of -3."""
        chosen = best_price(demand(-3), WITHOUT_TAX, prices=range(1100, 3000, 10), stock=None)

        assert chosen is not None
        assert chosen.price == 1500
        assert chosen.gain == pytest.approx(7 * 4 * (500 * (1500 / 2000) ** -3 - 1000))

    def test_rises_where_customers_hardly_mind(self):
        chosen = best_price(demand(-1.2), WITHOUT_TAX, prices=range(1800, 2201, 10), stock=None)

        assert chosen is not None
        assert chosen.price == 2200

    def test_is_not_lowered_for_sales_that_there_is_no_stock_for(self):
        plenty = best_price(demand(-3), WITHOUT_TAX, prices=range(1500, 2001, 10), stock=10_000)
        scarce = best_price(demand(-3), WITHOUT_TAX, prices=range(1500, 2401, 10), stock=4 * STOCK_DAYS // 2)

        assert plenty is not None
        assert scarce is not None
        assert plenty.price < 2000 < scarce.price

    def test_is_not_advised_where_nobody_knows(self):
        unsure = Demand(2000, [(4.0, elasticity) for elasticity in (-6.0, -4.0, -2.5, -1.8, -1.2, -0.4)])

        assert best_price(unsure, WITHOUT_TAX, prices=[1900], stock=None) is None

    def test_counts_vat_and_commission(self):
        plan = CommissionPlan(id="plan", version=1, percent_bp=1000)
        taxed = Economics(vat_bp=2100, plan=plan, category_path=(), currency="EUR", cost=1000)

        assert taxed.profit(2420) == pytest.approx(2000 - 242 - 1000)


class TestAClearance:
    def plan(self, *, days: int, stock: int, units: float = 1.0) -> clearance.Plan:
        prices = list(range(500, 2001, 100))
        return clearance.plan(
            prices=prices,
            days=days,
            stock=stock,
            units_per_day=lambda price: units * (price / 2000) ** -2,
            kept=float,
            reachable=lambda old, new: True,
            first=prices,
        )

    def test_asks_less_the_more_is_left_and_the_fewer_days_there_are(self):
        little, much = self.plan(days=10, stock=5), self.plan(days=10, stock=60)
        early, late = self.plan(days=20, stock=30), self.plan(days=3, stock=30)

        assert little.price > much.price
        assert early.price > late.price

    def test_brings_more_than_any_one_price_for_all_days(self):
        days, stock = 12, 20
        planned = self.plan(days=days, stock=stock)

        for price in range(500, 2001, 100):
            mean = (price / 2000) ** -2 * days
            chances = [math.exp(sold * math.log(mean) - mean - math.lgamma(sold + 1)) for sold in range(stock)]
            expected = price * (sum(sold * chance for sold, chance in enumerate(chances)) + stock * (1 - sum(chances)))
            assert planned.value >= expected * 0.999

    def test_never_expects_more_than_the_whole_stock_at_the_highest_price(self):
        assert self.plan(days=60, stock=3, units=50).value <= 3 * 2000 + 1e-6

    def test_counts_a_large_stock_in_blocks(self):
        small, large = self.plan(days=10, stock=50, units=5), self.plan(days=10, stock=500, units=50)

        assert large.value == pytest.approx(10 * small.value, rel=0.05)


class TestASwitchback:
    def test_draws_the_same_lots_again_from_its_seed_and_others_from_another(self):
        drawn = [[experiments.switchback_arm(seed=seed, number=number, arms=3) for number in range(60)] for seed in (7, 7, 8)]

        assert drawn[0] == drawn[1] != drawn[2]

    def test_asks_each_price_once_in_each_block(self):
        for block in range(20):
            assert {experiments.switchback_arm(seed=1, number=3 * block + place, arms=3) for place in range(3)} == {0, 1, 2}

    def judged(self, *, rates: list[float], periods: int, is_last: bool, seed: int = 3) -> experiments.Verdict | None:
        draw = random.Random(seed)
        seen = []
        for number in range(periods):
            arm = experiments.switchback_arm(seed=seed, number=number, arms=len(rates))
            seen.append(Period(arm, 24.0, sum(draw.random() < rates[arm] / 50 for _ in range(50))))
        return experiments.judge_switchback(seen, unit_profits=[10.0] * len(rates), seed=seed, is_last=is_last)

    def test_finds_a_difference_that_is_there(self):
        verdict = self.judged(rates=[4, 9], periods=40, is_last=True)

        assert verdict is not None
        assert verdict.best == 1
        assert verdict.is_clear
        assert verdict.low < 50 < verdict.high
        assert verdict.low > 0

    def test_seldom_finds_one_that_is_not(self):
        found = [self.judged(rates=[5, 5], periods=40, is_last=True, seed=seed) for seed in range(60)]

        assert sum(verdict is not None and verdict.is_clear for verdict in found) <= 9  # 3 are to be expected

    def test_stops_early_only_for_what_is_far_beyond_chance(self):
        early = self.judged(rates=[4, 30], periods=24, is_last=False)
        doubtful = self.judged(rates=[5, 6.5], periods=24, is_last=False)

        assert early is not None
        assert early.is_clear
        assert doubtful is None or not doubtful.is_clear

    def test_says_nothing_before_each_price_had_its_periods(self):
        assert self.judged(rates=[4, 30], periods=6, is_last=True) is None

    def test_may_end_early_also_with_the_most_prices(self):
        early = self.judged(rates=[4, 5, 5, 5, 45], periods=60, is_last=False)

        assert early is not None
        assert early.is_clear


class TestABandit:
    PROFITS = (500.0, 400.0, 300.0)
    RATES = (1.0, 4.0, 1.5)  # a day: the second earns most

    def test_asks_the_best_price_more_and_more(self):
        draw, seen = random.Random(5), []
        for number in range(80):
            arm = experiments.bandit_arm(seen, unit_profits=self.PROFITS, units_per_day=2.0, seed=11, number=number)
            seen.append(Period(arm, 24.0, sum(draw.random() < self.RATES[arm] / 100 for _ in range(100))))

        late = [period.arm for period in seen[40:]]
        assert late.count(1) > 30
        verdict = experiments.judge_bandit(seen, unit_profits=self.PROFITS, units_per_day=2.0, seed=1)
        assert verdict.best == 1
        assert verdict.gain > 0
        assert verdict.chances[1] > 0.9
        assert sum(verdict.chances) == pytest.approx(1)

    def test_draws_the_same_again(self):
        seen = [Period(0, 24.0, 2), Period(1, 24.0, 3)]
        arms = [
            [experiments.bandit_arm(seen, unit_profits=self.PROFITS, units_per_day=2.0, seed=4, number=number) for number in range(30)]
            for _ in range(2)
        ]

        assert arms[0] == arms[1]
        assert len(set(arms[0])) > 1


class TestAFileOfCompetitorsPrices:
    def test_is_read_with_commas_and_with_semicolons(self):
        for delimiter in (",", ";"):
            text = delimiter.join(["SKU", "competitor", "price"]) + "\n" + delimiter.join(["M-1", "Rival", "12.50"]) + "\n"

            found = read(text.encode(), currency="EUR", now=NOW, today=NOW.date())

            assert [(row, price.sku, price.price.minor) for row, price in found.prices] == [(2, "M-1", 1250)]
            assert found.faults == []

    @pytest.mark.parametrize(
        ("row", "column", "code"),
        [
            (",Rival,1.00,EUR,", "sku", "required"),
            ("M-1,,1.00,EUR,", "competitor", "required"),
            ("M-1,Rival,twelve,EUR,", "price", "invalid"),
            ("M-1,Rival,1.001,EUR,", "price", "invalid"),
            ("M-1,Rival,0,EUR,", "price", "out_of_range"),
            ("M-1,Rival,-1,EUR,", "price", "out_of_range"),
            ("M-1,Rival,10000000000.01,EUR,", "price", "out_of_range"),
            ("M-1,Ri\u200bval,1.00,EUR,", "competitor", "invalid"),
            (f"M-1,{'R' * 101},1.00,EUR,", "competitor", "too_long"),
            ("M-1,Rival,1.00,USD,", "currency", "unknown_currency"),
            ("M-1,Rival,1.00,EUR,yesterday", "seen_on", "invalid"),
            ("M-1,Rival,1.00,EUR,2019-01-01", "seen_on", "invalid"),
            ("M-1,Rival,1.00,EUR,2027-01-01", "seen_on", "invalid"),
        ],
    )
    def test_says_which_cell_of_which_row_is_wrong(self, row, column, code):
        text = f"sku,competitor,price,currency,seen_on\nM-0,Rival,2.00,EUR,\n{row}\n"

        found = read(text.encode(), currency="EUR", now=NOW, today=NOW.date())

        assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [(3, column, code)]
        assert len(found.prices) == 1

    def test_takes_the_regions_own_day_where_it_has_begun_already(self):
        night = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)  # in Berlin it is half past eleven at night, in Dubai the 5th of March
        text = b"sku,competitor,price,seen_on\nM-1,Rival,2.00,2026-03-05\nM-2,Rival,2.00,2026-03-06\n"

        found = read(text, currency="EUR", now=night, today=date(2026, 3, 5))

        assert [price.seen_at for _, price in found.prices] == [night]
        assert [fault.row for fault in found.faults] == [3]

    @pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (b"sku,price\n", "missing_columns"), (b"\xff\xfe\x00sku", "unreadable")])
    def test_refuses_what_is_no_such_file(self, content, code):
        with pytest.raises(InvalidInput) as refused:
            read(content, currency="EUR", now=NOW, today=NOW.date())

        assert refused.value.errors[0].code == code
