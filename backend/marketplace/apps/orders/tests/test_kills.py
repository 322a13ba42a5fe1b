"""SIGKILL before every single statement of a cancellation and a delivery: the end is always the same."""

from __future__ import annotations

import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_cart, make_listing, make_order, part_of, place
from marketplace.apps.orders.tests.killing import LATER, assert_nothing_left, kill_at_each_statement, recover
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments import queries as payment_queries
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def test_a_cancellation_killed_anywhere_refunds_once(crasher, drain, sandbox):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    parts = []

    def job() -> Job:
        part = part_of(make_order((mug, 2)), mug)
        drain(NOW)
        parts.append(part)
        return Job("cancel", 0, LATER, vendor_id=part.vendor_id, vendor_order_id=part.id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)
        assert crasher.run(Job("cancel", 0, LATER, vendor_id=parts[-1].vendor_id, vendor_order_id=parts[-1].id)) == "done"

        payment = payment_queries.get_payment(parts[-1].payment_id)
        refunds = sandbox.read(f"/v1/refunds?payment={sandbox.payments_of(payment.id)[0]['id']}")["items"]
        assert payment.refunded == Money(2000, "EUR"), number
        assert len(refunds) == 1, number
        assert inventory_queries.find_variants([mug.variants[0].id])[mug.variants[0].id].available == 500 - number, number


def test_a_refund_killed_anywhere_is_booked_and_paid_once(crasher, drain, sandbox):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    parts = []

    def job() -> Job:
        part = deliver_all(part_of(make_order((mug, 2)), mug))
        drain(NOW)
        parts.append(part)
        return Job("refund", 0, LATER, vendor_id=part.vendor_id, vendor_order_id=part.id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)
        assert crasher.run(Job("refund", 0, LATER, vendor_id=parts[-1].vendor_id, vendor_order_id=parts[-1].id)) == "done"

        payment = payment_queries.get_payment(parts[-1].payment_id)
        refunds = sandbox.read(f"/v1/refunds?payment={sandbox.payments_of(payment.id)[0]['id']}")["items"]
        assert (payment.refunded, len(refunds)) == (Money(1500, "EUR"), 1), number
        assert ledger_queries.get_balance(f"vendor:{mug.vendor_id}", "EUR") == Money((4500 - 484 - 1500 + 181) * number, "EUR"), number
    assert insight_queries.check_books(now=LATER).is_clean


def test_an_order_of_two_vendors_killed_anywhere_while_it_is_canceled_is_canceled_once(crasher, drain, sandbox):
    mug, pan = (make_listing(price_minor=2000, stock=500, shipping_minor=500) for _ in range(2))
    placed = []

    def job() -> Job:
        placed.append(place(make_cart((mug, 1), (pan, 1))).checkout)
        drain(NOW)
        return Job("cancel_order", 0, LATER, checkout_id=placed[-1].id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)
        assert crasher.run(Job("cancel_order", 0, LATER, checkout_id=placed[-1].id)) == "done", number

        payment = payment_queries.get_payment(placed[-1].payment_id)
        refunds = sandbox.read(f"/v1/refunds?payment={sandbox.payments_of(payment.id)[0]['id']}")["items"]
        assert queries.get_any_order(placed[-1].order_id).state == "canceled", number
        assert (payment.refunded, len(refunds)) == (Money(5000, "EUR"), 2), number
        assert_nothing_left(mug, pan)


def test_a_delivery_in_cash_killed_anywhere_is_booked_once(crasher, drain):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    parts = []

    def job() -> Job:
        part = part_of(make_order((mug, 1), payment=CASH), mug)
        lines = [LineQuantity(part.lines[0].line_id, 1)]
        names = {"vendor_id": part.vendor_id, "vendor_order_id": part.id}
        parts.append(services.ship(lines=lines, carrier="c", tracking_number="", tracking_url="", request_key="k", now=NOW, **names))
        drain(NOW)
        return Job("deliver", 0, LATER, **names)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)
        again = Job("deliver", 0, LATER, vendor_id=parts[-1].vendor_id, vendor_order_id=parts[-1].id)
        assert crasher.run(again) == "done", number

        assert payment_queries.get_payment(parts[-1].payment_id).captured == Money(2500, "EUR"), number
        assert ledger_queries.get_balance(f"vendor:{mug.vendor_id}", "EUR") == Money(-242 * number, "EUR"), number
