"""Whatever a vendor allows and whatever a price is: no price that comes out breaks a limit, and each is a whole number of units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.catalog.types import MAX_PRICE_MINOR
from marketplace.apps.price_advice.domain.advising import best_price, demand_of
from marketplace.apps.price_advice.domain.economics import Economics
from marketplace.apps.price_advice.domain.limits import Bounds, broken_limit, candidates
from marketplace.apps.price_advice.types import ENDINGS, MAX_STEP_PERCENT, Estimate

prices = st.integers(1, 10**7) | st.integers(1, MAX_PRICE_MINOR)


@st.composite
def all_bounds(draw: st.DrawFn) -> Bounds:
    low, high = sorted([draw(prices), draw(prices)])
    return Bounds(
        floor=draw(st.sampled_from([None, low])),
        ceiling=draw(st.sampled_from([None, high])),
        max_step_percent=draw(st.integers(1, MAX_STEP_PERCENT)),
        max_changes_per_day=draw(st.integers(1, 24)),
        ending=draw(st.sampled_from(ENDINGS)),
    )


@given(bounds=all_bounds(), price=prices)
def test_every_candidate_is_allowed_and_another_price(bounds, price):
    for found in candidates(bounds, price=price):
        assert type(found) is int
        assert found != price
        assert broken_limit(bounds, old=price, new=found, changes_today=0) is None


@given(bounds=all_bounds(), price=prices)
def test_candidates_end_as_the_vendor_wants_where_any_allowed_price_does(bounds, price):
    found = candidates(bounds, price=price)
    wanted = [one for one in found if str(one).zfill(len(bounds.ending)).endswith(bounds.ending)]

    assert wanted == found or not wanted


@given(bounds=all_bounds(), price=prices, least=prices)
def test_no_candidate_lies_below_the_least_that_is_asked_for(bounds, price, least):
    assert all(found >= least for found in candidates(bounds, price=price, least=least))


@given(bounds=all_bounds(), old=prices, new=prices)
def test_a_limit_is_broken_exactly_where_the_price_lies_outside(bounds, old, new):
    is_within = (
        (bounds.floor is None or new >= bounds.floor)
        and (bounds.ceiling is None or new <= bounds.ceiling)
        and abs(new - old) * 100 <= bounds.max_step_percent * old
    )

    assert (broken_limit(bounds, old=old, new=new, changes_today=0) is None) is is_within


@given(bounds=all_bounds(), price=prices, changes=st.integers(0, 30))
def test_no_more_changes_than_the_vendor_allows_in_a_day(bounds, price, changes):
    for found in candidates(bounds, price=price)[:1]:
        broken = broken_limit(bounds, old=price, new=found, changes_today=changes)
        assert broken == ("changes_per_day" if changes >= bounds.max_changes_per_day else None)


@given(
    bounds=all_bounds(),
    price=st.integers(1, 10**6),
    elasticity=st.floats(-8, 0),
    error=st.floats(0, 3),
    units=st.floats(0.001, 1000),
    cost=st.none() | st.integers(1, 10**6),
    stock=st.none() | st.integers(1, 10_000),
)
def test_no_advice_breaks_a_limit_whatever_is_known_of_demand(bounds, price, elasticity, error, units, cost, stock):
    estimate = Estimate(
        variant_id="var",
        product_id="prod",
        price_minor=price,
        units_per_day=units,
        units_error=0.3,
        elasticity=elasticity,
        elasticity_error=error,
        own_weight=0.5,
        competitor_elasticity=0.0,
        prices_seen=3,
        days=60,
    )
    economics = Economics(vat_bp=2100, plan=None, category_path=(), currency="EUR", cost=cost)

    chosen = best_price(demand_of(estimate, price=price), economics, prices=candidates(bounds, price=price), stock=stock)

    if chosen is not None:
        assert broken_limit(bounds, old=price, new=chosen.price, changes_today=0) is None
        assert chosen.gain > 0
        assert chosen.gain_low <= chosen.gain_high
        assert 0.7 <= chosen.sure <= 1


def test_a_step_of_a_cheap_product_is_still_a_whole_number():
    bounds = Bounds(floor=None, ceiling=None, max_step_percent=10, max_changes_per_day=1)

    assert candidates(bounds, price=9) == []  # ten percent of nine is less than one
    assert candidates(bounds, price=10) == [9, 11]


def test_prices_end_in_ninety_nine():
    bounds = Bounds(floor=1500, ceiling=2500, max_step_percent=20, max_changes_per_day=1, ending="99")

    assert candidates(bounds, price=1999) == [1699, 1799, 1899, 2099, 2199, 2299]
