"""Canceling what was not sent of a disputed order: stock and duties end, and the customer gets the money once, from the one who has it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.services import reversals
from marketplace.apps.orders.services.cancellations import cancel_in
from marketplace.apps.orders.services.fulfilment import change_vendor_order
from marketplace.apps.orders.tests.factories import make_listing, make_order, part_of
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import PayoutEligibility
from marketplace.apps.payouts.tests.factories import a_run
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

LATER = NOW + timedelta(days=2)
LONG_AFTER = NOW + timedelta(days=3650)  # what subscribers book is dated by the real clock


def dispute(order, minor, state, *, reference="dp_1"):
    payment = Payment.objects.get(order_id=order.id)
    outcome = ProviderDispute(
        reference=reference, payment_reference=payment.provider_reference, amount=Money(minor, "EUR"), state=state, reason="fraudulent"
    )
    record_dispute(payment_id=payment.id, outcome=outcome, now=LATER)


def cancel(part, quantity, *, key="k"):
    return order_services.cancel_vendor_order_lines(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=[LineQuantity(part.lines[0].line_id, quantity)],
        reason="disputed",
        by="vendor",
        request_key=key,
        now=LATER,
    )


def balance(account):
    return ledger_queries.get_balance(account, "EUR").minor


def available(product):
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def refunded(order):
    return payment_queries.get_payment(order.payment_id).refunded.minor


def assert_books_agree():
    report = insight_queries.check_books(now=LONG_AFTER)
    assert report.is_clean, report


@pytest.fixture
def mug():
    return make_listing(price_minor=2000, stock=5)


def test_a_lost_dispute_over_what_was_not_sent_ends_with_stock_and_fee_back(api, mug, drain):
    order = make_order((mug, 2))
    dispute(order, 4_500, DisputeState.LOST)
    drain()
    part = part_of(order, mug)
    body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": 2}], "reason": "disputed"}

    answer = api.post(f"vendor/orders/{part.id}/cancellations", body, token=vendor_token(mug.vendor_id))
    drain()

    canceled = answer.json()
    assert (answer.status_code, canceled["state"]) == (200, "canceled")
    assert [canceled[name]["minor"] for name in ("refunded", "withheld")] == [0, 4_500]
    assert (available(mug), refunded(order)) == (5, 0)
    assert (balance(f"vendor:{mug.vendor_id}"), balance("operator:commission"), balance("provider:sandbox")) == (0, 0, 0)
    assert PayoutEligibility.objects.get(pk=part.id).payable_at is not None
    assert_books_agree()
    a_run(now=LONG_AFTER)
    services.close_settled_vendor(vendor_id=mug.vendor_id, reason="gone", actor=STAFF_ACTOR, now=LONG_AFTER)


def test_the_customer_cancels_likewise_and_reads_what_the_bank_has(api, mug, drain):
    order = make_order((mug, 2))
    dispute(order, 1_000, DisputeState.LOST)
    drain()

    token = order_services.order_token(order.id)
    answer = api.post(f"store/orders/{order.id}/cancellations", {"reason": "x"}, headers={"Order-Token": token})
    drain()

    (part,) = answer.json()["parts"]
    assert (answer.json()["state"], part["refund_due"]["minor"], part["withheld"]["minor"]) == ("canceled", 3_500, 1_000)
    assert (refunded(order), balance(f"vendor:{mug.vendor_id}")) == (3_500, 0)
    assert_books_agree()


def test_a_second_line_can_be_canceled_though_a_part_is_disputed(mug, drain):
    order = make_order((mug, 2))
    dispute(order, 1_000, DisputeState.OPEN)
    drain()

    first = cancel(part_of(order, mug), 1)
    second = cancel(part_of(order, mug), 1, key="l")
    drain()

    assert [item.withheld.minor for item in second.reversals] == [0, 1_000]
    assert (first.refunded.minor, second.refunded.minor, refunded(order)) == (2_000, 3_500, 3_500)
    assert balance(f"vendor:{mug.vendor_id}") == 0
    assert_books_agree()


def test_a_cancellation_that_is_not_booked_yet_counts_for_the_next(mug, drain):
    order = make_order((mug, 2))
    dispute(order, 1_000, DisputeState.OPEN)
    drain()
    part = part_of(order, mug)

    def write_only(document):
        return cancel_in(document, [LineQuantity(document.lines[0].line_id, 1)], reason="x", by="vendor", request_key="k", now=LATER)

    change_vendor_order(part.vendor_id, part.id, write_only, now=LATER)
    second = cancel(part, 1, key="l")
    drain()

    assert [item.withheld.minor for item in second.reversals] == [0, 1_000]
    assert {(refund.state, refund.amount.minor) for refund in payment_queries.list_refunds(order.payment_id)} == {
        ("succeeded", 2_000),
        ("succeeded", 1_500),
    }
    assert_books_agree()


def test_a_won_dispute_refunds_what_was_withheld_once(mug, drain):
    order = make_order((mug, 2))
    dispute(order, 4_500, DisputeState.OPEN)
    drain()
    cancel(part_of(order, mug), 2)
    drain()
    while_open = refunded(order)

    dispute(order, 4_500, DisputeState.WON)
    drain()
    known = payment_queries.list_disputes(order.payment_id)[0]
    services.book_dispute(dispute_id=known.id, payment_id=order.payment_id, now=LATER)

    part = part_of(order, mug)
    assert (while_open, refunded(order)) == (0, 4_500)
    assert (part.refunded.minor, part.withheld.minor) == (4_500, 0)
    assert order_queries.get_any_order(order.id).parts[0].withheld.minor == 0
    assert (balance(f"vendor:{mug.vendor_id}"), balance("provider:sandbox")) == (0, 0)
    assert_books_agree()


@pytest.mark.parametrize("minor", [1_000, 4_500])
def test_a_reversal_that_is_heard_of_after_the_dispute_was_won_is_not_refunded_again(mug, drain, minor):
    order = make_order((mug, 2))
    dispute(order, minor, DisputeState.OPEN)
    drain()
    cancel(part_of(order, mug), 2)
    dispute(order, minor, DisputeState.WON)
    drain()
    known = payment_queries.list_disputes(order.payment_id)[0]
    services.book_dispute(dispute_id=known.id, payment_id=order.payment_id, now=LATER)
    part = part_of(order, mug)

    reversals.settle_reversal(part, part.reversals[0].id, now=LATER)
    drain()

    assert refunded(order) == 4_500
    assert_books_agree()


def test_each_of_two_vendors_gets_back_what_it_bore(mug, drain):
    pan = make_listing(price_minor=3000, stock=5)
    order = make_order((mug, 2), (pan, 1))
    dispute(order, 3_000, DisputeState.LOST)
    drain()

    for product, quantity in ((mug, 2), (pan, 1)):
        cancel(part_of(order, product), quantity)
    drain()

    assert [balance(f"vendor:{product.vendor_id}") for product in (mug, pan)] == [0, 0]
    assert refunded(order) == order.quote.total.minor - 3_000
    assert_books_agree()


@pytest.mark.parametrize("is_canceled_first", [True, False])
def test_the_operator_bears_a_lost_dispute_where_the_setting_says_so(eu, mug, drain, is_canceled_first):
    order = make_order((mug, 2))
    dispute(order, 4_500, DisputeState.OPEN)
    drain()
    generous = msgspec.structs.replace(eu, settings={**eu.settings, "lost_dispute_borne_by_operator": True})

    def lose():
        dispute(order, 4_500, DisputeState.LOST)
        known = payment_queries.list_disputes(order.payment_id)[0]
        with tenancy.scope(generous):
            for _ in range(2):
                services.book_dispute(dispute_id=known.id, payment_id=order.payment_id, now=LATER)

    if is_canceled_first:
        cancel(part_of(order, mug), 1)
        lose()
    else:
        lose()
        cancel(part_of(order, mug), 1)
    part = part_of(order, mug)

    # One mug is still due: its price and the shipping stay with the vendor, less the fee for one mug.
    assert balance(f"vendor:{mug.vendor_id}") == 4_500 - 2_000 - 242
    assert balance("operator:adjustments") == -2_500
    assert (part.withheld.minor, refunded(order)) == (2_000, 0)
    drain()
    assert_books_agree()
