"""Payouts under real orders: what deliveries, cancellations, cash, disputes and refunds do to a vendor's balance."""

from datetime import timedelta

import pytest

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.services import cancellations, refund_books, reversals
from marketplace.apps.orders.services.fulfilment import change_vendor_order
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments.models import Dispute, Payment, Refund
from marketplace.apps.payments.providers.base import ProviderDispute, ProviderRefund
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.types import DisputeState, RefundState
from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import VendorNotSettled
from marketplace.apps.payouts.models import Hold, PayoutEligibility
from marketplace.apps.payouts.queries import statement_of
from marketplace.apps.payouts.tests.factories import FINANCE, a_run, payout_of
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors.tests.factories import add_payout_account
from marketplace.kit.errors import Unavailable
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

DELIVERED = NOW + timedelta(days=1)
MATURE = DELIVERED + timedelta(days=14)
LONG_AFTER = NOW + timedelta(days=3650)  # what subscribers book is dated by the real clock


def balance(vendor_id, *, now=MATURE):
    found = next(item for item in queries.balances(vendor_id, now=now) if item.currency == "EUR")
    return found.pending.minor, found.payable.minor, found.owed.minor


def cancel(part, quantity, *, key="cancel"):
    lines = [LineQuantity(part.lines[0].line_id, quantity)]
    return order_services.cancel_vendor_order_lines(
        vendor_id=part.vendor_id, vendor_order_id=part.id, lines=lines, reason="sold out", by="vendor", request_key=key, now=NOW
    )


def dispute(order, minor, state):
    payment = Payment.objects.get(order_id=order.id)
    outcome = ProviderDispute(
        reference="dp_1", payment_reference=payment.provider_reference, amount=Money(minor, "EUR"), state=state, reason="fraudulent"
    )
    record_dispute(payment_id=payment.id, outcome=outcome, now=MATURE)


@pytest.fixture
def sold(drain):
    """An order of two vendors' products (20.00 and 30.00, each with 5.00 of shipping), and each vendor's part."""
    mug, pan = make_listing(price_minor=2000), make_listing(price_minor=3000)
    for product in (mug, pan):
        add_payout_account(product.vendor_id)
    order = make_order((mug, 2), (pan, 1))
    drain()
    return order, part_of(order, mug), part_of(order, pan)


def test_earnings_are_payable_once_the_return_window_after_delivery_has_passed(sold, drain):
    _, mugs, _ = sold
    new = balance(mugs.vendor_id)

    deliver_all(mugs, now=DELIVERED)
    drain()

    assert new == (4_016, 0, 4_016)  # 2 x 20.00 + 5.00 less 10 % of the products and 21 % VAT on that
    assert balance(mugs.vendor_id, now=MATURE - timedelta(seconds=1)) == (4_016, 0, 4_016)
    assert balance(mugs.vendor_id) == (0, 4_016, 4_016)


def test_an_order_canceled_as_a_whole_leaves_nothing(sold, drain):
    _, mugs, pans = sold

    cancel(mugs, 2)
    drain()

    assert balance(mugs.vendor_id) == (0, 0, 0)
    assert PayoutEligibility.objects.get(pk=mugs.id).payable_at is not None
    assert balance(pans.vendor_id) == (3_137, 0, 3_137)


def test_a_canceled_order_is_not_payable_before_its_refund_is_booked(sold):
    """As after a crash between the document and the books."""
    _, mugs, _ = sold
    lines = [LineQuantity(mugs.lines[0].line_id, 2)]

    def write_only(part):
        return cancellations.cancel_in(part, lines, reason="x", by="vendor", request_key="k", now=NOW)

    canceled = change_vendor_order(mugs.vendor_id, mugs.id, write_only, now=NOW)
    with pytest.raises(Unavailable):
        services.record_eligibility([(mugs.vendor_id, mugs.id)], now=NOW)
    early = balance(mugs.vendor_id)
    reversals.settle_reversal(canceled, canceled.reversals[0].id, now=NOW)
    services.record_eligibility([(mugs.vendor_id, mugs.id)], now=NOW)

    assert early == (4_016, 0, 4_016)
    assert balance(mugs.vendor_id) == (0, 0, 0)
    assert PayoutEligibility.objects.get(pk=mugs.id).payable_at is not None


def test_the_rest_of_a_partly_canceled_order_is_paid_with_its_statement(drain):
    mug = make_listing(price_minor=2000)
    add_payout_account(mug.vendor_id)
    order = make_order((mug, 3))
    cancel(part_of(order, mug), 1)
    part = deliver_all(part_of(order, mug), now=DELIVERED)
    drain()

    statement = statement_of(payout_of(a_run(now=LONG_AFTER), mug.vendor_id).as_detail())

    assert statement.amount == Money(4_016, "EUR")  # 2 x 20.00 + 5.00 less 10 % of the products and 21 % VAT on that
    assert statement.amounts.refunds == Money(-2_000, "EUR")
    assert {line.order_number for line in statement.lines} == {part.number}
    assert {line.sku for line in statement.lines if line.type == "sale"} == {part.lines[0].sku}


def test_events_that_come_twice_change_nothing(sold, drain):
    _, mugs, _ = sold
    deliver_all(mugs, now=DELIVERED)
    drain()
    first = PayoutEligibility.objects.get(pk=mugs.id).payable_at

    services.record_eligibility([(mugs.vendor_id, mugs.id)], now=MATURE + timedelta(days=9))

    assert PayoutEligibility.objects.get(pk=mugs.id).payable_at == first


def test_cash_leaves_the_vendor_owing_the_commission(drain):
    mug = make_listing(price_minor=2000)
    add_payout_account(mug.vendor_id)
    order = make_order((mug, 2), payment=CASH)
    undelivered = balance(mug.vendor_id)

    deliver_all(part_of(order, mug), now=DELIVERED)
    drain()
    run = a_run(now=MATURE)

    assert undelivered == (0, 0, 0)
    assert balance(mug.vendor_id) == (0, -484, -484)
    assert [(line["vendor_id"], line["ineligibility_reason"]) for line in run.skipped] == [(mug.vendor_id, "debt")]


class TestDisputes:
    def test_an_open_one_is_shared_out_and_holds_the_earnings(self, sold, drain):
        order, mugs, pans = sold
        for part in (mugs, pans):
            deliver_all(part, now=DELIVERED)

        dispute(order, 8_000, DisputeState.OPEN)
        drain()

        assert balance(mugs.vendor_id) == (4_016 - 4_500, 0, -484)
        assert balance(pans.vendor_id) == (3_137 - 3_500, 0, -363)

    def test_a_won_one_restores_the_balance_exactly(self, sold, drain):
        order, mugs, _ = sold
        deliver_all(mugs, now=DELIVERED)

        dispute(order, 7_777, DisputeState.OPEN)
        drain()
        dispute(order, 7_777, DisputeState.WON)
        drain()

        assert balance(mugs.vendor_id) == (0, 4_016, 4_016)
        assert not Hold.objects.filter(released_at=None).exists()

    def test_one_that_is_first_heard_of_when_it_is_won_is_booked_both_ways(self, sold, drain):
        order, mugs, _ = sold
        deliver_all(mugs, now=DELIVERED)

        dispute(order, 8_000, DisputeState.WON)
        drain()

        assert balance(mugs.vendor_id) == (0, 4_016, 4_016)

    def test_a_lost_one_stays_and_comes_off_the_next_payout(self, sold, drain):
        order, mugs, _ = sold
        deliver_all(mugs, now=DELIVERED)
        drain()
        a_run(now=MATURE)

        dispute(order, 8_000, DisputeState.OPEN)
        drain()
        while_open = balance(mugs.vendor_id, now=LONG_AFTER)
        dispute(order, 8_000, DisputeState.LOST)
        drain()

        assert while_open == (0, -4_500, -4_500)
        assert balance(mugs.vendor_id, now=LONG_AFTER) == (0, -4_500, -4_500)

    def test_what_was_refunded_before_is_not_borne_again(self, sold, drain):
        order, mugs, pans = sold
        cancel(mugs, 2)

        dispute(order, 3_500, DisputeState.OPEN)
        drain()

        assert balance(mugs.vendor_id)[2] == 0
        assert balance(pans.vendor_id)[2] == 3_137 - 3_500

    def test_hearing_of_it_again_books_it_once(self, sold, drain):
        order, mugs, _ = sold
        dispute(order, 3_000, DisputeState.OPEN)
        drain()
        known = Dispute.objects.get()

        cancel(mugs, 1)
        for _ in range(2):
            services.book_dispute(dispute_id=known.id, payment_id=known.payment_id, now=MATURE)

        rows = [row for row in ledger_queries.rows_of_order(order.id) if row.type == "dispute"]
        assert sum(row.amount.minor for row in rows) == 3_000


class TestRefundsBehindOurBack:
    def test_one_made_at_the_provider_is_borne_by_the_operator_once(self, sold, drain):
        order, _, _ = sold
        payment = Payment.objects.get(order_id=order.id)
        outcome = ProviderRefund(
            reference="re_9",
            refund_id="",
            payment_reference=payment.provider_reference,
            amount=Money(500, "EUR"),
            state=RefundState.SUCCEEDED,
        )

        for _ in range(2):
            record_refund(payment_id=payment.id, outcome=outcome, now=NOW)
            drain()
            refund_books.book_foreign(Refund.objects.get().id, now=NOW)

        assert ledger_queries.get_balance("operator:adjustments", "EUR") == Money(-500, "EUR")
        assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-(8_000 - 500), "EUR")

    def test_one_of_the_whole_order_is_made_good_by_canceling_it(self, sold, drain):
        order, mugs, pans = sold
        payment = Payment.objects.get(order_id=order.id)
        outcome = ProviderRefund(
            reference="re_9", refund_id="", payment_reference="", amount=Money(8_000, "EUR"), state=RefundState.SUCCEEDED
        )
        record_refund(payment_id=payment.id, outcome=outcome, now=NOW)

        cancel(mugs, 2)
        cancel(pans, 1)
        drain()

        assert [item.balance.minor for item in ledger_queries.list_balances() if item.balance] == []
        assert [refund.state for refund in Refund.objects.exclude(origin="provider")] == ["covered", "covered"]

    @pytest.mark.parametrize("is_success_booked", [True, False])
    def test_one_made_at_the_provider_that_the_bank_sends_back_leaves_nothing(self, sold, drain, is_success_booked):
        order, _, _ = sold
        payment = Payment.objects.get(order_id=order.id)
        known = {"reference": "re_9", "refund_id": "", "payment_reference": "", "amount": Money(500, "EUR")}

        record_refund(payment_id=payment.id, outcome=ProviderRefund(**known, state=RefundState.SUCCEEDED), now=NOW)
        if is_success_booked:
            drain()
        record_refund(payment_id=payment.id, outcome=ProviderRefund(**known, state=RefundState.FAILED), now=NOW)
        drain()

        assert ledger_queries.get_balance("operator:adjustments", "EUR") == Money(0, "EUR")
        assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-8_000, "EUR")

    def test_one_of_ours_that_fails_is_owed_to_the_customer_by_the_operator(self, sold, drain):
        order, mugs, _ = sold
        payment = Payment.objects.get(order_id=order.id)
        cancel(mugs, 1)
        drain()
        refund = Refund.objects.get()
        Refund.objects.filter(pk=refund.pk).update(state="failed")

        for _ in range(2):
            refund_books.book_failed(refund.pk, now=NOW)

        assert ledger_queries.get_balance("operator:adjustments", "EUR") == Money(2_000, "EUR")
        assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-payment.captured_minor, "EUR")


class TestClosingAVendor:
    def close(self, vendor_id):
        return services.close_settled_vendor(vendor_id=vendor_id, reason="wants to stop", actor=STAFF_ACTOR, now=MATURE)

    def test_it_waits_for_orders_money_and_payouts(self, sold, drain):
        _, mugs, _ = sold

        with pytest.raises(VendorNotSettled) as with_order:
            self.close(mugs.vendor_id)
        deliver_all(mugs, now=DELIVERED)
        drain()
        with pytest.raises(VendorNotSettled) as with_balance:
            self.close(mugs.vendor_id)
        payout = payout_of(a_run(now=MATURE), mugs.vendor_id)
        with pytest.raises(VendorNotSettled) as with_payout:
            self.close(mugs.vendor_id)
        services.mark_paid(attempt=1, payout_id=payout.id, bank_reference="", reason="x", actor=FINANCE, now=MATURE)

        assert with_order.value.extra["open_orders"] == [mugs.id]
        assert with_balance.value.extra["balances"] == [Money(4_016, "EUR")]
        assert with_payout.value.extra["payouts"] == [payout.id]
        assert self.close(mugs.vendor_id).state == "closed"

    def test_a_checkout_under_way_keeps_the_vendor_open(self):
        from marketplace.apps.checkout.models import Checkout

        mug = make_listing()
        order = make_order((mug, 1))
        cancel(part_of(order, mug), 1)
        Checkout.objects.update(state="settled")

        with pytest.raises(VendorNotSettled) as error:
            self.close(mug.vendor_id)

        assert error.value.extra["open_orders"] == [order.id]
