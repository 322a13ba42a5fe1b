"""The arithmetic of reversals: whatever is reversed, in whatever order and for whatever cause, adds up."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.orders.domain.reversals import (
    ExceedsSale,
    SoldLine,
    fees_left,
    left_of,
    reverse_amount,
    reverse_units,
    reversed_lines,
    reversed_quantity,
    shipping_discount_of,
    shipping_left,
    spread,
)
from marketplace.apps.orders.types import Reversal, ReversalCause, ReversedLine
from marketplace.kit.money import Money, total
from marketplace.testing import NOW

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])


@st.composite
def sold_lines(draw):
    currency = draw(CURRENCIES)
    price = draw(st.integers(0, 10**7))
    discount = draw(st.integers(-price, 10**7))  # the vendor sells for price and discount
    fee = draw(st.integers(0, price + discount))
    vat = draw(st.integers(0, price + discount - fee))
    amounts = {"price": Money(price, currency), "fee": Money(fee, currency), "fee_vat": Money(vat, currency)}
    amounts["discount"] = Money(discount, currency)
    return SoldLine(line_id="line_1", quantity=draw(st.integers(1, 12)), **amounts)


# A step reverses units (its share of what is left of them) or an amount (its share of what is left of the price).
STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 100)), max_size=12)


def story(line, steps):
    """The reversals that the steps come to."""
    done = []
    for is_amount, percent in steps:
        left = left_of(line, done)
        if is_amount and left.price:
            amount = Money(max(left.price.minor * percent // 100, 1), left.price.currency)
            done.append(reverse_amount(line, done, amount))
        elif not is_amount and left.quantity:
            done.append(reverse_units(line, done, max(left.quantity * percent // 100, 1)))
    return done


def sums(line, done):
    return [total((getattr(item, name) for item in done), line.price.currency) for name in ("price", "fee", "fee_vat", "discount")]


@given(sold_lines(), STEPS)
def test_no_story_takes_back_more_than_was_sold(line, steps):
    done = story(line, steps)

    price, fee, vat, discount = sums(line, done)
    assert abs(discount.minor) <= abs(line.discount.minor)
    assert all(item.discount.minor * line.discount.minor >= 0 for item in done)
    assert (price <= line.price, fee <= line.fee, vat <= line.fee_vat) == (True, True, True)
    assert all(item.price.minor >= 0 and item.fee.minor >= 0 and item.fee_vat.minor >= 0 for item in done)
    assert sum(item.quantity for item in done) <= line.quantity


@given(sold_lines(), STEPS)
def test_once_all_units_are_reversed_nothing_of_the_sale_is_left(line, steps):
    done = story(line, steps)

    if rest := left_of(line, done).quantity:
        done.append(reverse_units(line, done, rest))

    assert sums(line, done) == [line.price, line.fee, line.fee_vat, line.discount]


@given(sold_lines().filter(lambda line: line.price), STEPS)
def test_once_all_of_the_price_is_refunded_nothing_of_the_sale_is_left(line, steps):
    done = story(line, steps)

    if rest := left_of(line, done).price:
        done.append(reverse_amount(line, done, rest))

    assert sums(line, done) == [line.price, line.fee, line.fee_vat, line.discount]


@given(sold_lines(), STEPS)
def test_what_is_left_and_what_was_taken_back_add_up(line, steps):
    done = story(line, steps)

    left = left_of(line, done)

    assert left.price + sums(line, done)[0] == line.price
    assert left.quantity + sum(item.quantity for item in done) == line.quantity


@given(sold_lines(), STEPS, st.integers(1, 10**8))
def test_more_than_is_left_is_refused(line, steps, surplus):
    done = story(line, steps)
    left = left_of(line, done)

    with pytest.raises(ExceedsSale):
        reverse_units(line, done, left.quantity + surplus)
    with pytest.raises(ExceedsSale):
        reverse_amount(line, done, left.price + Money(surplus, line.price.currency))


def test_goodwill_is_not_refunded_again_when_the_units_come_back():
    line = SoldLine(
        line_id="line_1", quantity=3, price=Money(3000, "EUR"), fee=Money(300, "EUR"), fee_vat=Money(63, "EUR"), discount=Money(0, "EUR")
    )

    goodwill = reverse_amount(line, [], Money(500, "EUR"))
    done = [goodwill]
    for _ in range(3):
        done.append(reverse_units(line, done, 1))

    assert [item.price.minor for item in done] == [500, 1000, 1000, 500]
    assert [item.fee.minor for item in done] == [50, 100, 100, 50]


def test_units_that_nobody_paid_for_count_as_reversed():
    line = SoldLine(
        line_id="line_1", quantity=2, price=Money(2000, "SAR"), fee=Money(200, "SAR"), fee_vat=Money(30, "SAR"), discount=Money(0, "SAR")
    )
    zero = Money(0, "SAR")
    unpaid = ReversedLine(line_id="line_1", quantity=1, price=zero, fee=zero, fee_vat=zero, discount=zero)

    left = left_of(line, [unpaid])

    assert (left.quantity, left.price, left.fee) == (1, Money(1000, "SAR"), Money(100, "SAR"))
    with pytest.raises(ExceedsSale):
        reverse_amount(line, [unpaid], Money(1001, "SAR"))


def a_reversal(cause, *lines, shipping=0, fees=0):
    return Reversal(
        id="rev_1",
        cause=cause,
        lines=lines,
        shipping=Money(shipping, "EUR"),
        shipping_discount=Money(0, "EUR"),
        fees=Money(fees, "EUR"),
        withheld=Money(0, "EUR"),
        reason="",
        by="vendor",
        reversed_at=NOW,
    )


def test_each_cause_is_counted_for_itself():
    zero = Money(0, "EUR")
    units = {
        quantity: ReversedLine(line_id="line_1", quantity=quantity, price=zero, fee=zero, fee_vat=zero, discount=zero)
        for quantity in (1, 2, 4)
    }
    reversals = [
        a_reversal(ReversalCause.CANCELLATION, units[1], shipping=300),
        a_reversal(ReversalCause.FAILED_DELIVERY, units[2]),
        a_reversal(ReversalCause.RETURN, units[4], shipping=150, fees=80),
    ]

    assert [item.quantity for item in reversed_lines(reversals, "line_1")] == [1, 2, 4]
    assert reversed_lines(reversals, "line_2") == []
    assert reversed_quantity(reversals, "line_1", ReversalCause.RETURN) == 4
    assert reversed_quantity(reversals, "line_1", ReversalCause.CANCELLATION, ReversalCause.FAILED_DELIVERY) == 3
    assert shipping_left(Money(500, "EUR"), reversals) == Money(50, "EUR")
    assert shipping_left(Money(400, "EUR"), reversals) == zero
    assert fees_left(Money(100, "EUR"), reversals) == Money(20, "EUR")
    assert fees_left(Money(80, "EUR"), reversals) == zero


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=6), st.integers(0, 10**4))
def test_a_spread_amount_adds_up_and_takes_no_more_than_each_has(wanted, prices, shipping):
    left = [Money(price, "JPY") for price in prices]
    if wanted > sum(prices) + shipping:
        with pytest.raises(ExceedsSale):
            spread(Money(wanted, "JPY"), left, Money(shipping, "JPY"))
        return

    shares, of_shipping = spread(Money(wanted, "JPY"), left, Money(shipping, "JPY"))

    assert sum(share.minor for share in shares) + of_shipping.minor == wanted
    assert all(share <= price for share, price in zip(shares, left, strict=True))
    assert of_shipping.minor == max(wanted - sum(prices), 0)


@given(st.integers(1, 10**4), st.integers(-(10**4), 10**4), st.lists(st.integers(1, 3_000), max_size=8))
def test_the_operators_share_of_the_shipping_goes_with_it(shipping, discount, amounts):
    paid, borne, done = Money(shipping, "EUR"), Money(discount, "EUR"), []
    for minor in [*amounts, shipping]:
        amount = Money(min(minor, shipping_left(paid, done).minor), "EUR")
        share = shipping_discount_of(amount, paid, borne, done)
        done.append(msgspec.structs.replace(a_reversal(ReversalCause.REFUND, shipping=amount.minor), shipping_discount=share))

    assert shipping_left(paid, done) == Money(0, "EUR")
    assert total((item.shipping_discount for item in done), "EUR") == borne
    assert all(item.shipping_discount.minor * discount >= 0 for item in done)
