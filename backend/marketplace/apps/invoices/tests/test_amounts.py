"""An invoice less its credit notes is what the books keep of a sale, by line and rate, whatever is taken back of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.invoices.domain.amounts import Sold, credit_lines, invoice_lines
from marketplace.apps.invoices.types import SHIPPING_LINE
from marketplace.apps.orders.domain.reversals import SoldLine, left_of, reverse_amount, reverse_units, reversed_lines
from marketplace.apps.orders.types import Reversal, ReversalCause
from marketplace.apps.tax.types import TaxedAmount, tax_lines
from marketplace.kit.money import Money
from marketplace.testing import NOW

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "NGN"])
RATES = st.sampled_from([0, 500, 700, 2100])
# Which line, whether an amount or units, and how much of what is left in percent; of the shipping in the same way.
STEPS = st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.integers(0, 100), st.integers(0, 100)), max_size=10)


@st.composite
def sales(draw):
    """Up to three lines with their VAT, and a delivery."""
    currency = draw(CURRENCIES)
    names = [*(f"line_{number}" for number in range(draw(st.integers(1, 3)))), SHIPPING_LINE]
    sold = []
    for name in names:
        agreed, rate = Money(draw(st.integers(0, 10**7)), currency), draw(RATES)
        quantity = 1 if name == SHIPPING_LINE else draw(st.integers(1, 9))
        about = {"line_id": name, "sku": name, "title": name, "unpaid": Money.zero(currency)}
        sold.append(Sold(quantity=quantity, agreed=agreed, tax_rate_bp=rate, tax=agreed.contained_tax(rate), **about))
    return sold


def story(sold, steps):
    """The reversals that the steps come to, by the arithmetic of orders."""
    zero = Money.zero(sold[0].agreed.currency)
    delivery, done = sold[-1], []
    for which, is_amount, percent, shipping_percent in steps:
        item = sold[min(which, len(sold) - 2)]
        line = SoldLine(line_id=item.line_id, quantity=item.quantity, price=item.agreed, fee=zero, fee_vat=zero, discount=zero)
        earlier = reversed_lines(done, item.line_id)
        left, taken = left_of(line, earlier), []
        if is_amount and left.price and percent:
            taken = [reverse_amount(line, earlier, Money(max(left.price.minor * percent // 100, 1), zero.currency))]
        elif not is_amount and left.quantity and percent:
            taken = [reverse_units(line, earlier, max(left.quantity * percent // 100, 1))]
        shipping_left = delivery.agreed.minor - sum(each.shipping.minor for each in done)
        shipping = Money(shipping_left * shipping_percent // 100, zero.currency)
        if taken or shipping:
            done.append(reversal(len(done), taken, shipping, zero))
    return done


def reversal(number, lines, shipping, zero):
    about = {"cause": ReversalCause.REFUND, "reason": "", "by": "vendor", "reversed_at": NOW + timedelta(hours=number)}
    amounts = {"shipping": shipping, "shipping_discount": zero, "fees": zero, "withheld": zero}
    return Reversal(id=f"rev_{number}", lines=tuple(lines), **amounts, **about)


def sums(lines, sign=1):
    """Gross and VAT by line and rate."""
    found: Counter = Counter()
    for line in lines:
        found[line.line_id, line.tax_rate_bp, "gross"] += sign * line.gross.minor
        found[line.line_id, line.tax_rate_bp, "tax"] += sign * line.tax.minor
    return found


@given(sales(), STEPS, st.integers(0, 10))
def test_an_invoice_less_its_credit_notes_is_what_is_left_of_the_sale(sold, steps, before):
    done = story(sold, steps)
    before = min(before, len(done))  # so many came before the invoice

    issued = sums(invoice_lines(sold, done[:before]))
    notes = [credit_lines(sold, done[:place], done[place]) for place in range(before, len(done))]
    for lines in notes:
        issued.update(sums(lines, -1))

    left = sums(invoice_lines(sold, done))
    assert {key: value for key, value in issued.items() if value} == {key: value for key, value in left.items() if value}
    kept = {item.line_id: item.agreed.minor for item in sold}
    for each in done:
        kept[SHIPPING_LINE] -= each.shipping.minor
        for line in each.lines:
            kept[line.line_id] -= line.price.minor
    gross = Counter({key[0]: 0 for key in issued})
    for (line_id, _, name), value in issued.items():
        gross[line_id] += value if name == "gross" else 0
    assert {key: value for key, value in gross.items() if value} == {key: value for key, value in kept.items() if value}


@given(sales(), STEPS)
def test_vat_is_never_negative_nor_more_than_its_amount_and_adds_up_by_rate(sold, steps):
    done = story(sold, steps)

    for lines in (invoice_lines(sold, []), *(credit_lines(sold, done[:place], done[place]) for place in range(len(done)))):
        assert all(0 <= line.tax.minor <= line.gross.minor and line.gross.minor > 0 for line in lines)
        rates = tax_lines(TaxedAmount(line.gross, line.tax_rate_bp, line.tax) for line in lines)
        assert sum(rate.base.minor + rate.tax.minor for rate in rates) == sum(line.gross.minor for line in lines)


@given(st.integers(1, 10**6), st.integers(1, 9), st.data())
def test_units_canceled_before_a_delivery_in_cash_take_their_vat_with_them(minor, quantity, data):
    canceled = data.draw(st.integers(0, quantity - 1))
    agreed = Money(minor, "EUR")
    unpaid = agreed.slice(0, canceled, of=quantity)
    about = {"line_id": "line_1", "sku": "", "title": ""}
    sold = Sold(**about, quantity=quantity, agreed=agreed, unpaid=unpaid, tax_rate_bp=2100, tax=agreed.contained_tax(2100))

    (line,) = invoice_lines([sold], []) or (None,)

    if line is not None:
        before = sold.tax.slice(0, unpaid.minor, of=minor)
        assert (line.gross, line.tax) == (agreed - unpaid, sold.tax - before)
