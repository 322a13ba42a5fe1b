"""SIGKILL before every single statement of a checkout and a settlement: the end is always the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services.endings import end
from marketplace.apps.checkout.types import CheckoutState, PaymentChoice
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import CASH, make_cart, make_listing, part_of, place
from marketplace.apps.orders.tests.killing import LATER, assert_nothing_left, kill_at_each_statement, recover
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Payment
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def test_a_checkout_killed_anywhere_ends_as_one_paid_order(crasher, drain, sandbox):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    carts = []

    def job() -> Job:
        carts.append(make_cart((mug, 1)))
        return Job("place", 0, NOW, cart_owner=carts[-1].owner, cart_id=carts[-1].id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)
        again = place(carts[-1], now=LATER)  # the customer's own retry

        assert again.checkout.state == "completed", number
        assert Checkout.objects.filter(cart_id=carts[-1].id).count() == 1, number
        assert len(sandbox.payments_of(again.payment.id)) == 1, number
        assert_books_hold(mug, orders=number)
    drain(LATER + timedelta(minutes=4))
    assert all(queries.get_any_order(row.order_id).state == "confirmed" for row in Checkout.objects.all())


def test_a_cash_checkout_killed_anywhere_ends_as_one_order(crasher, drain):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    carts = []

    def job() -> Job:
        carts.append(make_cart((mug, 1)))
        return Job("place", 0, NOW, cart_owner=carts[-1].owner, cart_id=carts[-1].id, is_cash=True)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)
        again = place(carts[-1], payment=CASH, now=LATER)

        assert (again.checkout.state, again.payment.state) == ("completed", "authorized"), number
        assert Checkout.objects.filter(cart_id=carts[-1].id).count() == 1, number
        order = queries.get_any_order(again.checkout.order_id)
        assert order.state == "confirmed", number
        assert part_of(order, mug).lines[0].quantity == 1, number
        assert inventory_queries.find_variants([mug.variants[0].id])[mug.variants[0].id].available == 500 - number, number


def test_a_relay_killed_anywhere_settles_a_payment_once(crasher, drain, sandbox, api):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    on_page = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
    placed = []

    def job() -> Job:
        done = place(make_cart((mug, 1)), payment=on_page)
        drain(NOW)
        sandbox.pay(done.payment.action.url)
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        placed.append(done)
        return Job("drain", 0, LATER)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)

        order = queries.get_any_order(placed[-1].checkout.order_id)
        assert order.state == "confirmed", number
        assert_books_hold(mug, orders=number)


def test_a_late_payment_killed_anywhere_goes_back_once(crasher, drain, sandbox):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    on_page = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
    placed = []

    def job() -> Job:
        done = place(make_cart((mug, 1)), payment=on_page)
        end(done.checkout.id, CheckoutState.CANCELED, reason="customer", now=NOW)
        sandbox.pay(done.payment.action.url)
        payment_services.refresh_payment(payment_id=done.payment.id, now=NOW)
        placed.append(done)
        return Job("advance", 0, LATER, checkout_id=done.checkout.id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)

        payment = payment_queries.get_payment(placed[-1].payment.id)
        refunds = sandbox.read(f"/v1/refunds?payment={sandbox.payments_of(payment.id)[0]['id']}")["items"]
        assert Checkout.objects.get(pk=placed[-1].checkout.id).state == "refunded", number
        assert (payment.refunded, len(refunds)) == (payment.captured, 1), number
        assert_nothing_left(mug)


def assert_books_hold(product, *, orders: int) -> None:
    """After so many orders of one unit, stock, payments and ledger agree."""
    variant_id = product.variants[0].id
    assert inventory_queries.find_variants([variant_id])[variant_id].available == 500 - orders
    captured = sum(row.as_view().captured.minor for row in Payment.objects.all())
    assert captured == 2500 * orders
    assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-captured, "EUR")
    assert ledger_queries.get_balance(f"vendor:{product.vendor_id}", "EUR") == Money(2258 * orders, "EUR")
