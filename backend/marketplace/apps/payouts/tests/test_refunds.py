"""Refunds at any moment, from any side, and at once: the books end the same, and nothing more is refunded than was taken."""

from datetime import timedelta

import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import OPERATOR_COMMISSION, Posting, vendor_account
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import make_listing, make_order, part_of
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.models import Payment
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_refund, a_run, a_sale, payout_of, post
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

MOMENTS = ["before", "approved", "paying", "paid", "returned"]


def refund_half(vendor_id, vendor_order):
    a_refund(vendor_id, 10_000, vendor_order=vendor_order, now=LATER)
    fee = Posting(
        key=f"refund_commission:{vendor_order}",
        type="refund_commission",
        source=OPERATOR_COMMISSION,
        destination=vendor_account(vendor_id),
        amount=Money(1_000, "EUR"),
        vendor_id=vendor_id,
        vendor_order_id=vendor_order,
    )
    post([fee], now=LATER)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_refund_before_during_and_after_the_payout_ends_in_the_same_books(moment):
    vendor = a_payable_vendor()
    order = a_sale(vendor.id, 20_000, fee=2_000)
    marks = {"reason": "x", "actor": FINANCE, "now": LATER}

    if moment == "before":
        refund_half(vendor.id, order)
    run = a_run(until="approved")
    if moment == "approved":
        refund_half(vendor.id, order)
    services.pay_run(run_id=run.id, **marks)
    if moment == "paying":
        refund_half(vendor.id, order)
    services.mark_paid(attempt=1, payout_id=payout_of(run, vendor.id).id, bank_reference="", **marks)
    if moment == "paid":
        refund_half(vendor.id, order)
    if moment == "returned":
        services.mark_returned(attempt=1, payout_id=payout_of(run, vendor.id).id, **marks)
        refund_half(vendor.id, order)
    a_sale(vendor.id, 30_000, fee=3_000, now=LATER, payable_at=LATER)
    a_run(now=LATER + timedelta(days=1))

    earned = 20_000 - 2_000 - 10_000 + 1_000 + 30_000 - 3_000
    assert ledger_queries.get_balance("bank:payouts", "EUR") == Money(earned, "EUR")
    assert ledger_queries.get_balance(f"vendor:{vendor.id}", "EUR") == Money(0, "EUR")
    assert ledger_queries.get_balance(OPERATOR_COMMISSION, "EUR") == Money(4_000, "EUR")
    (euro,) = queries.balances(vendor.id, now=LATER + timedelta(days=1))
    assert (euro.payable.minor, euro.being_paid.minor + euro.paid.minor) == (0, earned)


@pytest.mark.usefixtures("sandbox")
@pytest.mark.django_db(transaction=True)
class TestOfOrders:
    def cancel(self, part, quantity=1, *, key="k"):
        return order_services.cancel_vendor_order_lines(
            vendor_id=part.vendor_id,
            vendor_order_id=part.id,
            lines=[LineQuantity(part.lines[0].line_id, quantity)],
            reason="Sold out",
            by="vendor",
            request_key=key,
            now=NOW,
        )

    def test_return_the_fee_fixed_at_the_sale_whatever_the_plan_is_by_then(self):
        mug = make_listing(price_minor=2_000)
        order = make_order((mug, 3))
        vendor_services.set_commission_plan(
            vendor_id=mug.vendor_id, terms=CommissionTerms(percent_bp=5_000), reason="Dearer", actor=STAFF_ACTOR, now=NOW
        )

        self.cancel(part_of(order, mug))

        rows = {row.type: row.amount.minor for row in ledger_queries.rows_of_order(order.id) if row.refund_id}
        assert rows == {"refund": 2_000, "refund_commission": 200, "refund_commission_vat": 42}

    def test_at_once_cancel_no_more_than_the_quantity_of_a_line(self, drain):
        mug, pan = make_listing(price_minor=2_000), make_listing(price_minor=3_000)
        order = make_order((mug, 3), (pan, 1))
        part = part_of(order, mug)

        answers = at_once(8, lambda number: self.cancel(part, key=f"k{number}"))
        drain()

        assert sum(not isinstance(answer, Exception) for answer in answers) == 3
        refunded = payment_queries.get_payment(order.payment_id).refunded
        assert refunded == Money(3 * 2_000 + 500, "EUR")
        assert ledger_queries.get_balance(f"vendor:{mug.vendor_id}", "EUR") == Money(0, "EUR")
        assert part_of(order, pan).lines[0].canceled == 0
        assert insight_queries.check_books(now=NOW).is_clean

    def test_and_a_shipment_at_once_never_take_the_same_unit(self, drain):
        mug = make_listing(price_minor=2_000)
        order = make_order((mug, 3))
        part = part_of(order, mug)

        def act(number):
            if number % 2:
                return self.cancel(part, 2, key=f"k{number}")
            lines = [LineQuantity(part.lines[0].line_id, 2)]
            facts = {"vendor_id": part.vendor_id, "vendor_order_id": part.id, "request_key": f"s{number}", "now": NOW}
            return order_services.ship(lines=lines, carrier="PostNL", tracking_number="", tracking_url="", **facts)

        answers = at_once(6, act)
        drain()

        assert sum(not isinstance(answer, Exception) for answer in answers) == 1
        (line,) = order_queries.get_vendor_order(part.vendor_id, part.id).lines
        assert (line.canceled, line.unsent) in ((2, 1), (0, 1))
        assert insight_queries.check_books(now=NOW).is_clean

    def test_leave_with_the_provider_what_the_books_say_that_it_has(self, sandbox, drain):
        mug, pan = make_listing(price_minor=1_999), make_listing(price_minor=3_001)
        orders = [make_order((mug, 2), (pan, 1)), make_order((pan, 2)), make_order((mug, 3))]
        self.cancel(part_of(orders[0], mug))
        self.cancel(part_of(orders[2], mug), 3)
        drain()

        at_provider = 0
        for payment in Payment.objects.all():
            (known,) = sandbox.payments_of(payment.id)
            at_provider += known["captured"]["minor"] - known["refunded"]["minor"]

        assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-at_provider, "EUR")
        assert at_provider == sum(order.quote.total.minor for order in orders) - 1_999 - 3 * 1_999 - 500
