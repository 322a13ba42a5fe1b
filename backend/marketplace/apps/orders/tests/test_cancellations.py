from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.errors import CannotCancel
from marketplace.apps.orders.events import OrderChanged
from marketplace.apps.orders.services import cancellations, reversals
from marketplace.apps.orders.services.fulfilment import change_vendor_order
from marketplace.apps.orders.tests.factories import make_cart, make_listing, make_order, part_of, place, send_parcel
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.types import DisputeState
from marketplace.kit.errors import Unavailable
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant", "sandbox")
LATER = NOW + timedelta(hours=1)


def cancel(part, quantity: int, *, key: str = "k", by: str = "vendor"):
    return services.cancel_vendor_order_lines(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=[LineQuantity(part.lines[0].line_id, quantity)],
        reason="Out of the last one",
        by=by,
        request_key=key,
        now=LATER,
    )


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


class TestCancelingAPart:
    def test_refunds_the_money_and_the_fee_of_these_units_and_restocks_them(self):
        mug = make_listing(price_minor=1999, stock=10)
        order = make_order((mug, 3))

        canceled = cancel(part_of(order, mug), 1)

        rows = {row.type: row.amount.minor for row in ledger_queries.rows_of_order(order.id) if row.refund_id}
        assert canceled.reversals[0].refund == Money(1999, "EUR")
        assert rows == {"refund": 1999, "refund_commission": 200, "refund_commission_vat": 42}
        assert payment_queries.get_payment(order.payment_id).refunded == Money(1999, "EUR")
        assert available(mug) == 8

    def test_the_same_request_refunds_once(self):
        mug = make_listing()
        order = make_order((mug, 2))

        for _ in range(2):
            cancel(part_of(order, mug), 1)

        assert payment_queries.get_payment(order.payment_id).refunded == Money(2000, "EUR")
        assert available(mug) == 9

    def test_the_same_key_for_other_units_or_from_the_other_side_is_another_request(self):
        mug = make_listing()
        order = make_order((mug, 4))

        cancel(part_of(order, mug), 1, by="vendor")
        cancel(part_of(order, mug), 1, by="customer")
        canceled = cancel(part_of(order, mug), 2, by="vendor")

        assert canceled.state == "canceled"
        assert payment_queries.get_payment(order.payment_id).refunded == order.quote.total

    def test_the_same_key_for_another_parcel_sends_another(self):
        mug = make_listing()
        part = part_of(make_order((mug, 3)), mug)

        for quantity in (1, 1, 2):
            sent = send_parcel(part, quantity)

        assert [parcel.lines[0].quantity for parcel in sent.shipments] == [1, 2]

    def test_all_of_it_in_steps_leaves_nothing_in_the_books(self):
        mug = make_listing(price_minor=3333, shipping_minor=499)
        order = make_order((mug, 3))

        for number in range(3):
            canceled = cancel(part_of(order, mug), 1, key=f"k{number}")

        assert canceled.state == "canceled"
        assert [balance.balance.minor for balance in ledger_queries.list_balances()] == [0, 0, 0, 0]
        assert payment_queries.get_payment(order.payment_id).refunded == order.quote.total

    def test_shipping_is_kept_while_something_is_still_sent(self):
        mug = make_listing(price_minor=1000, shipping_minor=500)
        order = make_order((mug, 2))

        canceled = cancel(part_of(order, mug), 1)

        assert canceled.refunded == Money(1000, "EUR")

    def test_what_was_sent_cannot_be_canceled(self):
        mug = make_listing()
        part = part_of(make_order((mug, 2)), mug)
        send_parcel(part, 2)

        with pytest.raises(CannotCancel):
            cancel(part, 1)

        assert payment_queries.get_payment(part.payment_id).refunded == Money(0, "EUR")

    def test_canceling_the_rest_of_a_delivered_order_ends_it(self):
        mug = make_listing()
        part = part_of(make_order((mug, 2)), mug)
        sent = send_parcel(part, 1)
        services.deliver(vendor_id=part.vendor_id, vendor_order_id=part.id, shipment_id=sent.shipments[0].id, now=LATER)

        done = cancel(part, 1)

        assert done.state == "delivered"
        assert done.delivered_at == LATER

    def test_the_other_vendors_part_is_untouched(self):
        mug, shirt = make_listing(), make_listing()
        order = make_order((mug, 1), (shirt, 1))
        before = part_of(order, shirt)

        cancel(part_of(order, mug), 1)

        assert part_of(order, shirt) == before
        assert ledger_queries.get_balance(f"vendor:{shirt.vendor_id}", "EUR") == Money(2258, "EUR")


class TestMoneyThatTheCustomerHasAlready:
    """By a dispute; what becomes of it once it is booked is tested in payouts, which books it."""

    def dispute(self, order, minor: int, state: DisputeState) -> None:
        payment = Payment.objects.get(pk=order.payment_id)
        outcome = ProviderDispute(reference="dp_1", payment_reference=payment.provider_reference, amount=Money(minor, "EUR"), state=state)
        record_dispute(payment_id=payment.id, outcome=outcome, now=LATER)

    def test_is_not_decided_on_before_the_dispute_is_booked(self):
        mug = make_listing(stock=5)
        order = make_order((mug, 2))
        self.dispute(order, 4500, DisputeState.OPEN)
        before = part_of(order, mug)

        with pytest.raises(Unavailable):
            cancel(before, 1)

        assert part_of(order, mug) == before

    @pytest.mark.django_db(transaction=True)
    def test_is_not_sent_again_if_the_dispute_came_a_moment_too_late_to_refuse(self, drain):
        mug = make_listing(stock=5)
        order = make_order((mug, 2))
        lines = [LineQuantity(order.quote.lines[0].line_id, 2)]

        def write_only(part):
            cancellations.cancel_in(part, lines, reason="", by="vendor", request_key="k", now=LATER)
            return [OrderChanged(order_id=order.id, owner=order.owner)]

        part = change_vendor_order(mug.vendor_id, order.parts[0].vendor_order_id, write_only, now=LATER)
        self.dispute(order, 1000, DisputeState.OPEN)
        for _ in range(2):
            reversals.settle_reversal(part, part.reversals[0].id, now=LATER)

        (refund,) = payment_queries.list_refunds(order.payment_id)
        assert (refund.state, refund.due, refund.amount) == ("succeeded", Money(4500, "EUR"), Money(3500, "EUR"))
        assert available(mug) == 5
        assert ledger_queries.get_balance(f"vendor:{mug.vendor_id}", "EUR") == Money(0, "EUR")
        drain()
        assert queries.get_any_order(order.id).refunded == Money(3500, "EUR")

        self.dispute(order, 1000, DisputeState.WON)
        drain()

        assert queries.get_any_order(order.id).refunded == Money(4500, "EUR")
        assert insight_queries.check_books(now=LATER).is_clean


class TestCancelingAnOrder:
    def test_repeated_after_a_crash_between_two_vendors_cancels_the_rest(self):
        mug, shirt = make_listing(stock=5), make_listing(stock=5)
        order = make_order((mug, 1), (shirt, 1))
        lines = queries.unsent_lines(order)
        cancel(part_of(order, mug), 1, by="customer")  # as far as the first request came

        for _ in range(2):
            canceled = checkout_services.cancel_order_lines(
                order=order, lines=lines, reason="Changed my mind", by="customer", request_key="k", now=LATER
            )

        assert canceled.state == "canceled"
        assert payment_queries.get_payment(order.payment_id).refunded == order.quote.total
        assert [available(product) for product in (mug, shirt)] == [5, 5]

    def test_an_unpaid_order_is_not_canceled_for_a_single_unit(self):
        mug = make_listing(stock=2)
        done = place(make_cart((mug, 2)), payment=PaymentChoice(method="sandbox_card", return_url="https://shop.example/"))
        order = queries.get_any_order(done.checkout.order_id)
        unit = [LineQuantity(order.quote.lines[0].line_id, 1)]

        with pytest.raises(CannotCancel):
            checkout_services.cancel_order_lines(order=order, lines=unit, reason="", by="customer", request_key="k", now=LATER)

        assert queries.get_any_order(order.id).state == "awaiting_payment"

    def test_over_two_vendors_refunds_both(self):
        mug, shirt = make_listing(), make_listing()
        order = make_order((mug, 1), (shirt, 1))

        canceled = checkout_services.cancel_order_lines(
            order=order, lines=queries.unsent_lines(order), reason="Changed my mind", by="customer", request_key="k", now=LATER
        )

        assert payment_queries.get_payment(order.payment_id).refunded == order.quote.total
        assert (canceled.state, canceled.refunded) == ("canceled", order.quote.total)

    def test_a_sent_unit_among_them_cancels_nothing(self):
        mug, shirt = make_listing(), make_listing()
        order = make_order((mug, 1), (shirt, 1))
        lines = queries.unsent_lines(order)
        send_parcel(part_of(order, shirt), 1)

        with pytest.raises(CannotCancel):
            checkout_services.cancel_order_lines(order=order, lines=lines, reason="", by="customer", request_key="k", now=LATER)

        assert payment_queries.get_payment(order.payment_id).refunded == Money(0, "EUR")

    def test_an_unpaid_order_is_canceled_at_the_provider(self, sandbox):
        mug = make_listing(stock=2)
        done = place(make_cart((mug, 2)), payment=PaymentChoice(method="sandbox_card", return_url="https://shop.example/"))
        order = queries.get_any_order(done.checkout.order_id)

        lines = queries.unsent_lines(order)

        for _ in range(2):
            canceled = checkout_services.cancel_order_lines(order=order, lines=lines, reason="", by="customer", request_key="k", now=LATER)
            order = queries.get_any_order(order.id)

        assert (canceled.state, canceled.closed_reason) == ("canceled", "customer")
        assert available(mug) == 2
        assert sandbox.payments_of(order.payment_id)[0]["status"] == "canceled"
