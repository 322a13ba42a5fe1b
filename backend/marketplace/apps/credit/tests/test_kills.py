"""SIGKILL before every single statement of a checkout that a gift card pays in part, and of its cancellation: the end is the same."""

from __future__ import annotations

import pytest

from marketplace.apps.checkout import services
from marketplace.apps.credit.tests.factories import cart_with, give_card, left_on, order_of
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import CARD, part_of, place
from marketplace.apps.orders.tests.killing import LATER, kill_at_each_statement, recover
from marketplace.apps.payments import queries as payment_queries
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

DUE = Money(1_000, "EUR")  # of 25.00, what the gift card leaves


def test_a_checkout_killed_anywhere_spends_the_card_once(mug, crasher, drain):
    made = []

    def job() -> Job:
        card = give_card(1_500)
        made.append((card, cart_with((mug, 1), cards=(card,))))
        return Job("place", 0, NOW, cart_owner=made[-1][1].owner, cart_id=made[-1][1].id)

    for number in kill_at_each_statement(crasher, job):
        card, cart = made[-1]
        recover(drain)
        again = services.place_order(cart=cart, quoted_total=DUE, payment=CARD, now=LATER)  # the customer's own retry

        assert (again.checkout.state, again.payment.captured) == ("completed", DUE), number
        assert left_on(card) == (0, 0), number
    report = insight_queries.check_books(now=LATER)
    assert report.is_clean, report


def test_a_cancellation_killed_anywhere_returns_to_each_source_once(mug, crasher, drain):
    made = []

    def job() -> Job:
        card = give_card(1_500)
        order = order_of(place(cart_with((mug, 1), cards=(card,))))
        drain()
        part = part_of(order, mug)
        made.append((card, order))
        return Job("cancel", 0, LATER, vendor_id=part.vendor_id, vendor_order_id=part.id)

    for number in kill_at_each_statement(crasher, job):
        card, order = made[-1]
        recover(drain)
        part = part_of(order, mug)
        if part.state == "canceled":  # else it died before anything was decided
            assert payment_queries.get_payment(order.payment_id).refunded.minor == 1_000, number
            assert left_on(card) == (1_500, 0), number
    report = insight_queries.check_books(now=LATER)
    assert report.is_clean, report
