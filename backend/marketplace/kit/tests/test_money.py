from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.currencies import CURRENCY_DIGITS
from marketplace.kit.money import CurrencyMismatch, InvalidAmount, Money, total

currencies = st.sampled_from(sorted(CURRENCY_DIGITS))
amounts = st.builds(Money, st.integers(-(10**12), 10**12), currencies)
rates_bp = st.integers(0, 10_000)


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_allocation_never_loses_a_unit(amount, weights):
    parts = amount.allocate(weights)

    assert total(parts, amount.currency) == amount
    assert len(parts) == len(weights)


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_an_allocated_part_is_within_one_unit_of_its_exact_share(amount, weights):
    parts = amount.allocate(weights)

    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor * sum(weights) - amount.minor * weight) < sum(weights)


def test_the_larger_remainder_gets_the_odd_unit():
    assert [part.minor for part in Money(100, "EUR").allocate([1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in Money(5, "KWD").allocate([3, 7])] == [2, 3]
    assert [part.minor for part in Money(2, "EUR").allocate([0, 0])] == [1, 1]


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_allocation_refuses_weights_that_mean_nothing(weights):
    with pytest.raises(ValueError, match="weights"):
        Money(1, "EUR").allocate(weights)


@given(amounts)
def test_a_printed_amount_reads_back_as_itself(amount):
    assert Money.parse(f"{amount.decimal():f}", amount.currency) == amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("42.99", "EUR", 4299), ("50", "EUR", 5000), ("12.500", "KWD", 12500), ("100", "JPY", 100), (" 1.5 ", "EUR", 150)],
)
def test_amounts_are_read_in_the_digits_of_their_currency(text, currency, minor):
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("1.999", "EUR"), ("0.5", "JPY"), ("abc", "EUR"), ("", "EUR"), ("NaN", "EUR"), ("Infinity", "EUR"), ("1", "XXX")]
    + [(text, "EUR") for text in ("1_0", "1e999999", "1E+3", "-NaN", "\u0661", "\uff11", "0." + "0" * 60, "9" * 60)],
)
def test_what_is_no_amount_of_the_currency_is_refused(text, currency):
    with pytest.raises(InvalidAmount):
        Money.parse(text, currency)


@given(st.integers(0, 10**12), rates_bp)
def test_contained_tax_and_net_make_up_the_gross(minor, rate_bp):
    gross = Money(minor, "EUR")

    tax = gross.contained_tax(rate_bp)

    assert 0 <= tax.minor <= gross.minor
    net = gross - tax
    assert abs(net.share(rate_bp).minor - tax.minor) <= 1


@pytest.mark.parametrize(("minor", "rate_bp", "tax"), [(12100, 2100, 2100), (10500, 500, 500), (1000, 0, 0), (999, 900, 82)])
def test_contained_tax_follows_the_rate(minor, rate_bp, tax):
    assert Money(minor, "EUR").contained_tax(rate_bp).minor == tax


@pytest.mark.parametrize(("minor", "share"), [(5, 1), (4, 0), (-5, -1), (15, 2)])
def test_a_share_is_rounded_half_away_from_zero(minor, share):
    assert Money(minor, "EUR").share(1000).minor == share


def test_two_currencies_do_not_add_up():
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "KWD")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "EUR") < Money(1, "KWD")


def test_money_prints_with_the_digits_of_its_currency():
    assert [str(Money(1999, code)) for code in ("JPY", "EUR", "KWD")] == ["1999 JPY", "19.99 EUR", "1.999 KWD"]


def test_currencies_are_those_of_iso_4217_with_its_digits():
    digits = {"BIF": 0, "JPY": 0, "KRW": 0, "XOF": 0, "EUR": 2, "SGD": 2, "NGN": 2, "IQD": 3, "KWD": 3, "TND": 3, "CLF": 4}

    assert len(CURRENCY_DIGITS) == 165
    assert {code: CURRENCY_DIGITS[code] for code in digits} == digits
    assert set(CURRENCY_DIGITS.values()) == {0, 2, 3, 4}
    assert {"XAU", "XTS", "XXX", "DEM", "HRK"}.isdisjoint(CURRENCY_DIGITS)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_slices_in_any_steps_add_up_to_the_whole(minor, steps):
    amount, of, before, shares = Money(minor, "EUR"), sum(steps), 0, []
    for step in steps:
        shares.append(amount.slice(before, before + step, of=of))
        before += step

    assert total(shares, "EUR") == amount
    assert min(shares) >= Money(0, "EUR")
