"""Quotes by example: what an adjustment does at each level, who bears it, and what tenders leave."""

import pytest

from marketplace.apps.pricing.tests.factories import discount, fee, line, quote, vendor
from marketplace.apps.pricing.types import (
    AdjustmentKind,
    Bearer,
    CodeProblem,
    Level,
    ProposedAdjustment,
    ProposedTender,
    Target,
    TaxClass,
    TenderKind,
)
from marketplace.apps.tax.types import TaxLine
from marketplace.kit.money import BASIS_POINTS, Money


def eur(minor):
    return Money(minor, "EUR")


def totals(quoted):
    return [item.total.minor for item in quoted.lines]


class TestAnAdjustment:
    def test_of_a_line_changes_that_line_and_its_tax(self):
        quoted = quote(line("a", 1210), line("b", 1210), adjustments=[discount(121, line_id="a")])

        assert totals(quoted) == [1089, 1210]
        (given,) = quoted.lines[0].adjustments
        assert (given.level, given.amount, given.tax, given.bearer) == (Level.LINE, eur(-121), eur(-21), Bearer.VENDOR)
        assert (quoted.lines[0].tax, quoted.lines[1].adjustments, quoted.adjustments) == (eur(189), [], [])

    def test_of_a_vendor_is_allocated_to_its_lines_by_largest_remainder(self):
        lines = [line("a", 1000), line("b", 1000), line("c", 1000), line("d", 1000, vendor="ven_2")]

        quoted = quote(*lines, adjustments=[discount(100, vendor_id="ven_1")])

        assert totals(quoted) == [966, 967, 967, 1000]
        assert [[given.amount for given in part.adjustments] for part in quoted.parts] == [[eur(-100)], []]
        assert [part.total for part in quoted.parts] == [eur(2900), eur(1000)]

    def test_of_the_order_is_allocated_to_all_lines(self):
        quoted = quote(line("a", 3000), line("b", 1000, vendor="ven_2"), adjustments=[discount(400, operator_bp=BASIS_POINTS)])

        assert totals(quoted) == [2700, 900]
        (given,) = quoted.adjustments
        assert (given.level, given.amount, given.operator_amount) == (Level.ORDER, eur(-400), eur(-400))
        assert given.tax == quoted.lines[0].adjustments[0].tax + quoted.lines[1].adjustments[0].tax
        assert quoted.total == eur(3600)

    def test_takes_off_at_most_what_there_is(self):
        quoted = quote(line("a", 500), adjustments=[discount(900), discount(100)])

        assert totals(quoted) == [0]
        assert [given.amount for given in quoted.adjustments] == [eur(-500), eur(0)]

    def test_of_shipping_leaves_the_products_alone(self):
        quoted = quote(
            line("a", 1000), vendors=[vendor("ven_1", 495)], adjustments=[discount(200, vendor_id="ven_1", target=Target.SHIPPING)]
        )

        part = quoted.parts[0]
        assert (part.shipping_price, part.shipping, part.items_total, part.total) == (eur(495), eur(295), eur(1000), eur(1295))
        assert part.shipping_tax == eur(51)

    def test_can_make_a_line_dearer(self):
        wrapping = ProposedAdjustment(kind=AdjustmentKind.PROMOTION, source="wrap", amount=eur(300), line_id="a")

        assert totals(quote(line("a", 1000), adjustments=[wrapping])) == [1300]

    @pytest.mark.parametrize(
        "values",
        [
            {"amount": eur(-1), "target": Target.FEE, "operator_bp": BASIS_POINTS},
            {"amount": eur(1), "target": Target.FEE},
            {"amount": eur(1), "line_id": "a", "target": Target.FEE, "operator_bp": BASIS_POINTS},
            {"amount": eur(1), "line_id": "a", "vendor_id": "ven_1"},
            {"amount": eur(1), "operator_bp": 10_001},
        ],
    )
    def test_that_cannot_be_is_refused(self, values):
        with pytest.raises(ValueError, match=r"adjustment|fee|operator"):
            ProposedAdjustment(kind=AdjustmentKind.PROMOTION, source="x", **values)


class TestAFee:
    def test_is_added_to_products_and_delivery_with_the_tax_of_delivery(self):
        quoted = quote(line("a", 1090, tax_class=TaxClass.REDUCED), vendors=[vendor("ven_1", 0)], adjustments=[fee(121)])

        assert (quoted.items_total, quoted.fees_total, quoted.total) == (eur(1090), eur(121), eur(1211))
        assert quoted.taxes == [TaxLine(2100, eur(100), eur(21)), TaxLine(900, eur(1000), eur(90))]
        assert quoted.payment_fee == eur(121)
        assert quoted.due_before_fee == eur(1090)

    def test_is_shared_by_what_the_parts_cost(self):
        lines = [line("a", 3000), line("b", 500, vendor="ven_2")]

        quoted = quote(*lines, vendors=[vendor("ven_1"), vendor("ven_2", 500)], adjustments=[fee(101)])

        assert [part.fees for part in quoted.parts] == [eur(76), eur(25)]


class TestTheBearer:
    def test_decides_what_the_vendor_sells_for(self):
        quoted = quote(
            line("a", 1000), adjustments=[discount(100, operator_bp=BASIS_POINTS), discount(200), discount(100, operator_bp=2500)]
        )

        (sold,) = quoted.lines
        assert sold.total == eur(600)
        assert sold.vendor_amount == eur(1000 - 200 - 75)
        assert [given.bearer for given in sold.adjustments] == [Bearer.OPERATOR, Bearer.VENDOR, Bearer.SHARED]

    def test_of_a_gift_of_the_operator_leaves_free_delivery_as_it_was(self):
        vendors = [vendor("ven_1", 495, free_over_minor=5000)]

        given = quote(line("a", 5000), vendors=vendors, adjustments=[discount(100, operator_bp=BASIS_POINTS)])
        reduced = quote(line("a", 5000), vendors=vendors, adjustments=[discount(100)])

        assert (given.shipping_total, reduced.shipping_total) == (eur(0), eur(495))


class TestTenders:
    def test_pay_in_turn_and_leave_the_rest_due(self):
        tenders = [
            ProposedTender(kind=TenderKind.GIFT_CARD, reference="gift_1", available=eur(1500)),
            ProposedTender(kind=TenderKind.POINTS, reference="cus_1", available=eur(9900)),
        ]

        quoted = quote(line("a", 3000), line("b", 1000, vendor="ven_2"), tenders=tenders)

        assert [(paid.kind, paid.amount) for paid in quoted.tenders] == [(TenderKind.GIFT_CARD, eur(1500)), (TenderKind.POINTS, eur(2500))]
        assert (quoted.total, quoted.amount_due) == (eur(4000), eur(0))
        assert [[paid.amount.minor for paid in part.tenders] for part in quoted.parts] == [[1125, 1875], [375, 625]]

    def test_change_neither_a_price_nor_its_tax(self):
        card = ProposedTender(kind=TenderKind.GIFT_CARD, reference="gift_1", available=eur(500))

        paid, plain = quote(line("a", 1210), tenders=[card]), quote(line("a", 1210))

        assert (paid.total, paid.taxes) == (plain.total, plain.taxes)
        assert paid.amount_due == eur(710)


def test_every_code_is_answered():
    quoted = quote(line("a", 100), codes=["SPRING", "FREE"])

    assert [(answer.code, answer.is_applied, answer.problem) for answer in quoted.codes] == [
        ("SPRING", False, CodeProblem.UNKNOWN),
        ("FREE", False, CodeProblem.UNKNOWN),
    ]


def test_a_quote_of_nothing_is_zero():
    quoted = quote(adjustments=[discount(100), fee(50)], is_complete=False)

    assert (quoted.total, quoted.amount_due, quoted.taxes, quoted.is_complete) == (eur(0), eur(0), [], False)
    assert [given.amount for given in quoted.adjustments] == [eur(0), eur(0)]
