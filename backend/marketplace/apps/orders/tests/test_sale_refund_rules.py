"""Refunds of what the customer keeps: who bears what by the rules of a region, and what many at once leave."""

from __future__ import annotations

import msgspec
import pytest

from marketplace.apps.orders import queries
from marketplace.apps.orders.errors import CannotRefund, RefundExceedsSale, RefundLimitExceeded
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_order, part_of
from marketplace.apps.orders.tests.refunding import LATER, assert_books_agree, balance, eur, of_line, refund, units
from marketplace.apps.orders.types import RefundReason, RefundRequest
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute, ProviderPayment
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.recording import record_outcome
from marketplace.apps.payments.types import DisputeState, PaymentState
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


class TestTheRulesOfARegion:
    def rules(self, eu, **settings):
        return tenancy.scope(msgspec.structs.replace(eu, settings={**eu.settings, **settings}))

    def test_a_vendor_refunds_by_itself_up_to_a_limit_and_staff_more(self, eu, delivered):
        with self.rules(eu, vendor_refund_limit_minor={"EUR": 1000}):
            refund(delivered, of_line(delivered, 700))
            with pytest.raises(RefundLimitExceeded) as refusal:
                refund(delivered, of_line(delivered, 301), key="second")
            refund(delivered, of_line(delivered, 300), key="third")
            refund(delivered, of_line(delivered, 2000), by="staff")

        assert refusal.value.extra["left"] == eur(300)
        assert payment_queries.get_payment(delivered.payment_id).refunded == eur(3000)

    def test_the_operator_keeps_its_commission_for_some_reasons_whatever_follows(self, eu, mug, delivered):
        with self.rules(eu, refund_commission_kept_for="goodwill,wrong_price"):
            refund(delivered, of_line(delivered, 3000), reason=RefundReason.GOODWILL)
            halfway = balance("operator:commission"), balance("operator:commission_vat")
            refund(delivered, of_line(delivered, 3000), reason=RefundReason.DAMAGED)

        pan_fee, pan_vat = 300, 63
        assert halfway == (600 + pan_fee, 126 + pan_vat)
        assert balance("operator:commission") == 300 + pan_fee  # the share of what was refunded for goodwill
        assert balance("operator:commission_vat") == 63 + pan_vat
        assert balance(f"vendor:{mug.vendor_id}") == 6500 - 726 - 6000 + 363
        assert_books_agree()

    def test_the_vendor_pays_the_providers_fee_for_some_reasons(self, eu, mug, delivered):
        payment = Payment.objects.get(pk=delivered.payment_id)
        paid = {"payment_id": payment.id, "amount": payment.as_view().amount, "captured_minor": payment.captured_minor}
        outcome = ProviderPayment(reference=payment.provider_reference, state=PaymentState.SUCCEEDED, fee_minor=204, **paid)
        record_outcome(payment_id=payment.id, outcome=outcome, now=LATER)

        with self.rules(eu, refund_provider_fee_charged_for="damaged"):
            refund(delivered, of_line(delivered, 2550))
            refund(delivered, of_line(delivered, 100), reason=RefundReason.LATE)

        assert payment.captured_minor == 10_200
        assert balance("operator:provider_fees") == -204 + 51
        assert (
            balance(f"vendor:{mug.vendor_id}") == 6500 - 726 - 2650 + (255 + 53) + (10 + 2) - 51
        )  # each refund's share of the fee and of its VAT
        assert_books_agree()


class TestPaidOnDelivery:
    def test_the_vendor_returns_the_cash_and_gets_the_commission_back(self, mug, drain):
        part = deliver_all(part_of(make_order((mug, 2), payment=CASH), mug))
        drain()

        refund(part, units(part, 1))
        drain()

        order = queries.get_any_order(part.order_id)
        assert balance(f"vendor:{mug.vendor_id}") == -484 + 242
        assert balance(f"cash:{mug.vendor_id}") == balance("provider:cash") == 0
        assert order.refunded == eur(2000)
        assert_books_agree()


class TestAtOnce:
    def test_refunds_of_both_sides_never_exceed_what_the_customer_paid(self, mug, pan, delivered, drain):
        def act(number: int):
            wanted = [RefundRequest(amount=eur(1500)), units(delivered, 1), RefundRequest(shipping=eur(300))][number % 3]
            return refund(delivered, wanted, by="staff" if number % 2 else "vendor", key=f"k{number}")

        answers = at_once(12, act)
        drain()

        refused = [answer for answer in answers if isinstance(answer, Exception)]
        assert all(isinstance(answer, (CannotRefund, RefundExceedsSale)) for answer in refused), refused
        part = part_of(queries.get_any_order(delivered.order_id), mug)
        assert eur(0) < part.refunded <= eur(6500)
        assert payment_queries.get_payment(delivered.payment_id).refunded == part.refunded
        assert balance(f"vendor:{pan.vendor_id}") == 3700 - 363
        assert_books_agree()

    def test_the_same_request_in_many_threads_refunds_once(self, delivered, drain):
        at_once(6, lambda number: refund(delivered, units(delivered, 1)))
        drain()

        assert payment_queries.get_payment(delivered.payment_id).refunded == eur(2000)
        assert_books_agree()

    def test_the_limit_holds_for_all_of_them_together(self, eu, delivered, drain):
        limited = msgspec.structs.replace(eu, settings={**eu.settings, "vendor_refund_limit_minor": {"EUR": 1000}})
        with tenancy.scope(limited):
            answers = at_once(6, lambda number: refund(delivered, of_line(delivered, 400), key=f"k{number}"))
        drain()

        assert sum(isinstance(answer, RefundLimitExceeded) for answer in answers) == 4
        assert payment_queries.get_payment(delivered.payment_id).refunded == eur(800)


def test_what_a_dispute_holds_is_withheld(mug, drain):
    order = make_order((mug, 1))
    part = deliver_all(part_of(order, mug))
    drain()
    payment = Payment.objects.get(pk=part.payment_id)
    dispute = {"reference": "dp_1", "payment_reference": payment.provider_reference, "amount": eur(2000)}
    record_dispute(payment_id=payment.id, outcome=ProviderDispute(**dispute, state=DisputeState.OPEN), now=LATER)
    drain()

    part = refund(part, of_line(part, 1500))
    drain()
    halfway = payment_queries.get_payment(payment.id).refunded
    record_dispute(payment_id=payment.id, outcome=ProviderDispute(**dispute, state=DisputeState.WON), now=LATER)
    drain()

    assert (part.reversals[0].withheld, halfway) == (eur(1000), eur(500))
    assert payment_queries.get_payment(payment.id).refunded == eur(1500)
    assert_books_agree()
