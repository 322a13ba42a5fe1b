"""SIGKILL before every single statement of a checkout, a settlement and a cancellation: the end is always the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.models import Checkout
from marketplace.apps.orders.services.progress import give_up
from marketplace.apps.orders.services.recovery import recover_checkouts
from marketplace.apps.orders.tests.crasher import Crasher
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import CASH, make_cart, make_listing, make_order, part_of, place
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Payment
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(minutes=2)
STATEMENTS_AT_MOST = 400  # a guard against a test that never ends


def kill_at_each_statement(crasher: Crasher, make_job) -> Iterator[int]:
    """Run a fresh job killed at statement 1, 2, 3 ... until one is short enough to get through."""
    for number in range(1, STATEMENTS_AT_MOST):
        answer = crasher.run(msgspec.structs.replace(make_job(), kill_at=number))
        yield number
        if answer == "done":
            assert number > 10, "the job did hardly anything"
            return
        assert answer == "killed"
    raise AssertionError("still not through")


def recover(drain) -> None:
    """What beat, worker and relay do after a restart."""
    recover_checkouts(now=LATER)
    drain(LATER + timedelta(minutes=2))  # claims of a relay that died have run out by then


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
    on_page = services.PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
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
        assert_nothing_kept(mug, pan)


def test_a_late_payment_killed_anywhere_goes_back_once(crasher, drain, sandbox):
    mug = make_listing(price_minor=2000, stock=500, shipping_minor=500)
    on_page = services.PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
    placed = []

    def job() -> Job:
        done = place(make_cart((mug, 1)), payment=on_page)
        give_up(done.checkout.id, state="expired", reason="canceled_by_customer", now=NOW)
        sandbox.pay(done.payment.action.url)
        payment_services.refresh_payment(payment_id=done.payment.id, now=NOW)
        placed.append(done)
        return Job("drive", 0, LATER, checkout_id=done.checkout.id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)

        payment = payment_queries.get_payment(placed[-1].payment.id)
        refunds = sandbox.read(f"/v1/refunds?payment={sandbox.payments_of(payment.id)[0]['id']}")["items"]
        assert Checkout.objects.get(pk=placed[-1].checkout.id).state == "refunded", number
        assert (payment.refunded, len(refunds)) == (payment.captured, 1), number
        assert_nothing_kept(mug)


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


def assert_nothing_kept(*products) -> None:
    """No money with anybody, and all of the stock."""
    assert not any(item.balance for item in ledger_queries.list_balances())
    for product in products:
        variant_id = product.variants[0].id
        assert inventory_queries.find_variants([variant_id])[variant_id].available == 500


def assert_books_hold(product, *, orders: int) -> None:
    """So many orders of one piece: stock, payments and ledger agree."""
    variant_id = product.variants[0].id
    assert inventory_queries.find_variants([variant_id])[variant_id].available == 500 - orders
    captured = sum(row.as_view().captured.minor for row in Payment.objects.all())
    assert captured == 2500 * orders
    assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-captured, "EUR")
    assert ledger_queries.get_balance(f"vendor:{product.vendor_id}", "EUR") == Money(2258 * orders, "EUR")
