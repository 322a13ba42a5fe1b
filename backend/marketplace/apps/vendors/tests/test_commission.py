"""The fee of flows.md, part 3, as properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.vendors.domain.commission import faults_of
from marketplace.apps.vendors.types import CommissionPlan, CommissionTerms
from marketplace.kit.money import Money, total

CURRENCIES = ("EUR", "KWD", "JPY")
CATEGORIES = ("cat_root", "cat_kitchen", "cat_kettles")

amounts = st.dictionaries(st.sampled_from(CURRENCIES), st.integers(0, 5_000), max_size=3)
rates = st.integers(0, 10_000)
plans = st.builds(
    CommissionPlan,
    id=st.just("cpl_1"),
    version=st.integers(1, 9),
    percent_bp=rates,
    fixed=amounts,
    floor=amounts,
    cap=amounts,
    category_overrides=st.dictionaries(st.sampled_from(CATEGORIES), rates, max_size=3),
)
money = st.builds(Money, st.integers(0, 10**9), st.sampled_from(CURRENCIES))
paths = st.integers(0, 3).map(lambda depth: CATEGORIES[:depth])


def plan(**terms):
    return CommissionPlan(id="cpl_1", version=3, **{"percent_bp": 1_000, **terms})


@given(plans, money, st.integers(1, 50), paths)
def test_a_fee_is_never_below_zero_nor_above_what_the_line_cost(some_plan, line_net, quantity, path):
    fee = some_plan.fee(line_net, quantity, path)

    assert 0 <= fee.amount.minor <= line_net.minor
    assert fee.amount.currency == line_net.currency


@given(plans, money, st.integers(1, 50), paths)
def test_the_same_line_has_the_same_fee_every_time(some_plan, line_net, quantity, path):
    assert some_plan.fee(line_net, quantity, path) == some_plan.fee(line_net, quantity, path)


@given(plans, st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 9), paths)
def test_a_dearer_line_never_has_a_smaller_fee(some_plan, minor, more, quantity, path):
    cheaper = some_plan.fee(Money(minor, "EUR"), quantity, path).amount
    dearer = some_plan.fee(Money(minor + more, "EUR"), quantity, path).amount

    assert dearer >= cheaper


@given(plans, money, st.integers(1, 50), paths)
def test_exactly_one_rate_explains_a_line(some_plan, line_net, quantity, path):
    rule = some_plan.fee(line_net, quantity, path).rule

    overridden = [category for category in path if category in some_plan.category_overrides]
    what = f"category:{overridden[-1]}" if overridden else "percent"
    assert rule == f"cpl_1#{some_plan.version}:{what}"


@given(plans, money, st.integers(1, 50))
def test_an_override_of_another_category_changes_nothing(some_plan, line_net, quantity):
    with_unknown = CommissionPlan(
        id=some_plan.id,
        version=some_plan.version,
        percent_bp=some_plan.percent_bp,
        fixed=some_plan.fixed,
        floor=some_plan.floor,
        cap=some_plan.cap,
        category_overrides={"cat_gone": 10_000},
    )

    assert with_unknown.fee(line_net, quantity, CATEGORIES).amount == (
        CommissionPlan(id="x", version=1, percent_bp=some_plan.percent_bp, fixed=some_plan.fixed, floor=some_plan.floor, cap=some_plan.cap)
        .fee(line_net, quantity, ())
        .amount
    )


@given(plans, st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 9)), min_size=1, max_size=8))
def test_an_orders_fee_and_the_vendors_part_add_up_to_the_sale(some_plan, lines):
    fees = [some_plan.fee(Money(minor, "EUR"), quantity, ()).amount for minor, quantity in lines]

    sale = Money(sum(minor for minor, _ in lines), "EUR")
    parts = [Money(minor, "EUR") - fee for (minor, _), fee in zip(lines, fees, strict=True)]
    assert total(fees, "EUR") + total(parts, "EUR") == sale
    assert all(part.minor >= 0 for part in parts)


@pytest.mark.parametrize(
    ("line", "bp", "fee"),
    [
        (Money(1_005, "EUR"), 1_000, 101),  # 100.5 cents
        (Money(1_004, "EUR"), 1_000, 100),
        (Money(12_345, "KWD"), 1_250, 1_543),  # 1543.125 fils
        (Money(999, "JPY"), 1_550, 155),  # 154.845 yen
    ],
)
def test_percentages_round_half_up_in_the_currencys_own_digits(line, bp, fee):
    assert plan(percent_bp=bp).fee(line, 1, ()).amount == Money(fee, line.currency)


def test_the_fixed_part_counts_for_each_unit_and_only_in_the_currencies_it_names():
    with_fixed = plan(fixed={"EUR": 25})

    assert with_fixed.fee(Money(2_000, "EUR"), 3, ()).amount == Money(275, "EUR")
    assert with_fixed.fee(Money(2_000, "KWD"), 3, ()).amount == Money(200, "KWD")


def test_floor_and_cap_hold_for_the_line():
    bounded = plan(floor={"EUR": 50}, cap={"EUR": 500})

    assert bounded.fee(Money(100, "EUR"), 1, ()).amount == Money(50, "EUR")
    assert bounded.fee(Money(100_000, "EUR"), 1, ()).amount == Money(500, "EUR")


def test_a_floor_takes_no_more_than_the_line():
    assert plan(floor={"EUR": 500}).fee(Money(120, "EUR"), 1, ()).amount == Money(120, "EUR")


def test_the_override_nearest_to_the_product_counts():
    overridden = plan(category_overrides={"cat_root": 500, "cat_kitchen": 800})

    assert overridden.fee(Money(10_000, "EUR"), 1, CATEGORIES).amount == Money(800, "EUR")


@pytest.mark.parametrize(("line", "quantity"), [(Money(-1, "EUR"), 1), (Money(1, "EUR"), 0)])
def test_a_negative_line_or_a_quantity_of_zero_is_a_programming_error(line, quantity):
    with pytest.raises(ValueError, match="at least"):
        plan().fee(line, quantity, ())


def test_terms_that_make_no_sense_are_named_by_field():
    terms = CommissionTerms(percent_bp=10_001, fixed={"USD": 1}, floor={"EUR": 9}, cap={"EUR": 8}, category_overrides={"cat_a": -1})

    fields = [field for field, _ in faults_of(terms, currencies=["EUR"])]

    assert fields == ["percent_bp", "category_overrides.cat_a", "fixed.USD", "floor.EUR"]
