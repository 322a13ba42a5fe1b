"""What the customer reads of refunds, and what the books say, whatever the provider answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.tests.factories import refuse_refunds
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
LATER = NOW + timedelta(hours=1)


class TestMoneyThatCannotBeSentBack:
    """It is pending until it is done, and staff see it."""

    def cancel_all(self, order):
        return checkout_services.cancel_order_lines(
            order=order, lines=queries.unsent_lines(order), reason="", by="customer", request_key="k", now=LATER
        )

    def test_because_a_part_was_refunded_at_the_provider_is_only_what_is_left(self, sandbox, drain):
        mug = make_listing()
        order = make_order((mug, 2))
        reference = sandbox.payments_of(order.payment_id)[0]["id"]
        sandbox.control(f"/v1/test/payments/{reference}/refund", {"amount": {"minor": 500, "currency": "EUR"}})

        canceled = self.cancel_all(order)
        drain()

        assert canceled.refunded == Money(4500, "EUR")
        assert sandbox.read(f"/v1/payments/{reference}")["refunded"]["minor"] == 4500
        assert not any(item.balance for item in ledger_queries.list_balances())
        assert insight_queries.check_books(now=LATER).is_clean

    def test_because_the_provider_refuses_is_pending_and_named_until_it_is_retried(self, sandbox, drain):
        order = make_order((make_listing(), 2))
        refuse_refunds(sandbox, payment_queries.get_payment(order.payment_id))

        canceled = self.cancel_all(order)
        drain()
        (failed,) = payment_queries.list_refunds(order.payment_id)
        named = insight_queries.check_books(now=LATER).currencies[0].differences
        refuse_refunds(sandbox, payment_queries.get_payment(order.payment_id), "normal")
        payment_services.retry_refund(refund_id=failed.id, reason="x", actor=STAFF_ACTOR, now=LATER)
        drain()

        assert (canceled.refunded, canceled.refund_pending) == (Money(0, "EUR"), Money(4500, "EUR"))
        assert [(item.check, item.subject, item.expected) for item in named] == [("refund_failed", failed.id, 4500)]
        mended = queries.get_any_order(order.id)
        assert (mended.refunded, mended.refund_pending) == (Money(4500, "EUR"), Money(0, "EUR"))
        assert not any(item.balance for item in ledger_queries.list_balances())
        assert insight_queries.check_books(now=LATER).is_clean

    def test_and_is_paid_another_way_is_refunded_and_owed_no_more(self, sandbox, drain):
        order = make_order((make_listing(), 2))
        refuse_refunds(sandbox, payment_queries.get_payment(order.payment_id))
        self.cancel_all(order)
        (failed,) = payment_queries.list_refunds(order.payment_id)

        payment_services.settle_refund(refund_id=failed.id, reference="SEPA 1", reason="x", actor=STAFF_ACTOR, now=LATER)
        drain()

        assert queries.get_any_order(order.id).refunded == Money(4500, "EUR")
        assert ledger_queries.get_balance("operator:adjustments", "EUR") == Money(0, "EUR")
        assert ledger_queries.get_balance("operator:settled_refunds", "EUR") == Money(4500, "EUR")
        assert insight_queries.check_books(now=LATER).is_clean

    def test_is_pending_as_long_as_the_provider_works_on_it(self, sandbox, api, drain):
        order = make_order((make_listing(), 2))
        refuse_refunds(sandbox, payment_queries.get_payment(order.payment_id), "pending")

        canceled = self.cancel_all(order)
        (refund,) = sandbox.read(f"/v1/refunds?payment={sandbox.payments_of(order.payment_id)[0]['id']}")["items"]
        sandbox.control(f"/v1/test/refunds/{refund['id']}/settle", {"outcome": "succeeded"})
        sandbox.next_webhook(order.payment_id, "refund.succeeded").post(api)
        drain()

        assert [(item.state, item.amount) for item in canceled.refunds] == [("pending", Money(4500, "EUR"))]
        assert queries.get_any_order(order.id).refunded == Money(4500, "EUR")
