"""Whose money a discount is decides what the operator's fee is computed from."""

import msgspec
from hypothesis import given as stories
from hypothesis import settings
from hypothesis import strategies as st

from marketplace.apps.checkout.domain.commissions import freeze_commissions
from marketplace.apps.pricing.tests.factories import discount, line, quote
from marketplace.apps.tax.types import FeeVat
from marketplace.apps.vendors.types import CommissionPlan
from marketplace.kit.money import BASIS_POINTS, Money

PLAN = CommissionPlan(id="cpl_1", version=1, percent_bp=1000)
VAT = {"ven_1": FeeVat(rate_bp=2100), "ven_2": FeeVat(rate_bp=2100)}


def fees(quoted, plan=PLAN):
    frozen = freeze_commissions(quoted, {"ven_1": plan, "ven_2": plan}, vat=VAT)
    return [(item.fee.minor, item.vat.minor) for item in frozen]


def test_a_vendor_that_owes_the_vat_itself_is_charged_none_and_the_line_says_by_which_answer():
    vat = VAT | {"ven_2": FeeVat(rate_bp=0, check_id="vnc_1")}
    quoted = quote(line("a", 10_000), line("c", 10_000, vendor="ven_2"))

    own, reverse = freeze_commissions(quoted, {"ven_1": PLAN, "ven_2": PLAN}, vat=vat)

    assert (own.vat.minor, own.vat_bp, own.vat_check_id) == (210, 2100, "")
    assert (reverse.vat.minor, reverse.vat_bp, reverse.vat_check_id) == (0, 0, "vnc_1")
    assert own.fee == reverse.fee


def test_a_discount_of_the_vendor_lowers_the_fee():
    assert fees(quote(line("a", 10_000), adjustments=[discount(2_000)])) == [(800, 168)]


def test_a_discount_of_the_operator_leaves_the_fee_as_it_is():
    assert fees(quote(line("a", 10_000), adjustments=[discount(2_000, operator_bp=BASIS_POINTS)])) == [(1_000, 210)]


def test_a_shared_discount_lowers_the_fee_by_the_vendors_share():
    assert fees(quote(line("a", 10_000), adjustments=[discount(2_000, operator_bp=2_500)])) == [(850, 179)]


def test_a_product_that_the_operator_gives_away_bears_the_whole_fee():
    quoted = quote(line("a", 10_000), adjustments=[discount(10_000, operator_bp=BASIS_POINTS)])

    assert (quoted.total, fees(quoted)) == (Money(0, "EUR"), [(1_000, 210)])


GIVEN = st.builds(
    discount,
    st.integers(0, 50_000),
    line_id=st.sampled_from(["", "a", "b"]),
    operator_bp=st.sampled_from([0, BASIS_POINTS]) | st.integers(0, BASIS_POINTS),
)
PRICES = st.lists(st.integers(0, 30_000), min_size=3, max_size=3)
PLANS = st.builds(
    CommissionPlan,
    id=st.just("cpl_1"),
    version=st.just(1),
    percent_bp=st.integers(0, BASIS_POINTS),
    fixed=st.fixed_dictionaries({"EUR": st.integers(0, 500)}),
)


@settings(max_examples=300, deadline=None)
@stories(PRICES, st.lists(GIVEN, max_size=4), PLANS)
def test_whatever_the_operator_gives_a_vendor_keeps_what_it_would_keep_without(prices, given, plan):
    lines = [line("a", prices[0]), line("b", prices[1]), line("c", prices[2], vendor="ven_2")]
    own = [msgspec.structs.replace(item, amount=item.amount - item.amount.share(item.operator_bp), operator_bp=0) for item in given]

    quoted, without = quote(*lines, adjustments=given), quote(*lines, adjustments=own)

    kept = [sold.vendor_amount.minor - sum(fee) for sold, fee in zip(quoted.lines, fees(quoted, plan), strict=True)]
    assert kept == [sold.total.minor - sum(fee) for sold, fee in zip(without.lines, fees(without, plan), strict=True)]
    assert all(amount >= 0 for amount in kept)
