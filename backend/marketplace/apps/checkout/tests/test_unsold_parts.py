"""One vendor is suspended, or its stock is gone, between payment and settlement: its part goes back, the others are sold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.endings import end
from marketplace.apps.checkout.services.opening import prepare
from marketplace.apps.checkout.tests.two_vendors import available, suspend
from marketplace.apps.checkout.types import CheckoutState, PaymentChoice
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import CASH, make_cart, make_listing, part_of, place
from marketplace.apps.orders.tests.killing import LATER, kill_at_each_statement, recover
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Refund
from marketplace.apps.vendors.tests.factories import go_on_vacation
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
AN_HOUR_LATER = NOW + timedelta(hours=1)
MUG, LAMP = Money(2500, "EUR"), Money(5500, "EUR")  # with delivery


def pay(done, api, sandbox, drain) -> Checkout:
    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()
    return Checkout.objects.get(pk=done.checkout.id)


def part_in(order, product):
    return next(part for part in queries.order_detail(order).parts if part.vendor_id == product.vendor_id)


def assert_lamp_alone_is_sold(checkout, mug, lamp, *, reason: str) -> None:
    payment, order = payment_queries.get_payment(checkout.payment_id), queries.get_any_order(checkout.order_id)
    assert (checkout.state, order.state) == ("completed", "confirmed")
    assert (payment.captured, payment.refunded) == (MUG + LAMP, MUG)
    assert (order.paid, order.refunded) == (MUG + LAMP, MUG)
    unsold, sold = part_in(order, mug), part_in(order, lamp)
    assert (unsold.state, unsold.closed_reason, unsold.refund_due) == ("canceled", reason, MUG)
    assert list(unsold.canceled.values()) == [1]
    assert (sold.state, sold.closed_reason, sold.refund_due) == ("new", "", Money(0, "EUR"))
    assert part_of(order, lamp).total == LAMP
    with pytest.raises(OrderNotFound):
        part_of(order, mug)
    assert ledger_queries.get_balance(f"vendor:{mug.vendor_id}", "EUR") == Money(0, "EUR")
    assert ledger_queries.get_balance("provider:sandbox", "EUR") == -LAMP
    assert insight_queries.check_books(now=AN_HOUR_LATER).is_clean


def test_a_suspended_vendors_part_is_refunded_and_the_others_are_sold(api, sandbox, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    suspend(mug)

    checkout = pay(done, api, sandbox, drain)

    assert_lamp_alone_is_sold(checkout, mug, lamp, reason="vendor_not_selling")
    assert [available(product) for product in (mug, lamp)] == [3, 2]


def test_what_was_ordered_before_a_vacation_began_is_sold(api, sandbox, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    go_on_vacation(mug.vendor_id, now=NOW)

    checkout = pay(done, api, sandbox, drain)

    assert (checkout.state, checkout.unsold) == ("completed", [])


def test_a_part_that_is_sold_out_when_a_late_payment_comes_is_refunded_and_the_others_are_sold(api, sandbox, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    end(done.checkout.id, CheckoutState.EXPIRED, reason="expired", now=AN_HOUR_LATER)
    adjust_stock(mug.variants[0].id, on_hand=0, now=AN_HOUR_LATER)

    checkout = pay(done, api, sandbox, drain)

    assert_lamp_alone_is_sold(checkout, mug, lamp, reason="out_of_stock")
    assert [available(product) for product in (mug, lamp)] == [0, 2]


def test_a_part_whose_reservation_ran_out_a_moment_before_is_refunded_and_the_others_are_sold(api, sandbox, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    inventory_services.release_expired(now=AN_HOUR_LATER)
    adjust_stock(mug.variants[0].id, on_hand=0, now=AN_HOUR_LATER)

    checkout = pay(done, api, sandbox, drain)

    assert_lamp_alone_is_sold(checkout, mug, lamp, reason="out_of_stock")


def test_without_any_part_left_everything_is_refunded(api, sandbox, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    suspend(mug)
    inventory_services.release_expired(now=AN_HOUR_LATER)
    adjust_stock(lamp.variants[0].id, on_hand=0, now=AN_HOUR_LATER)

    checkout = pay(done, api, sandbox, drain)

    assert checkout.state == "refunded"
    assert payment_queries.get_payment(checkout.payment_id).refunded == MUG + LAMP
    assert not any(item.balance for item in ledger_queries.list_balances())


def test_the_customer_reads_what_is_not_sent_and_what_comes_back(api, sandbox, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    suspend(mug)
    pay(done, api, sandbox, drain)

    mails = {message.occasion.partition(":")[0]: message.body for message in Message.objects.filter(recipient="noor@customer.example")}

    bought, _, not_sent = mails["order_confirmed"].partition("cannot send")
    assert (mug.texts["en"].title in bought, lamp.texts["en"].title in bought) == (False, True)
    assert mug.texts["en"].title in not_sent
    assert "€25.00" in not_sent
    assert "€25.00" in mails["refund_sent"]


def test_a_part_that_was_never_sold_cannot_be_canceled_again(api, sandbox, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    suspend(mug)
    order = queries.get_any_order(pay(done, api, sandbox, drain).order_id)
    token = {"Order-Token": services.order_token(order.id)}
    lines = [{"line_id": line.line_id, "quantity": 1} for line in order.quote.lines]

    refused = api.post(f"store/orders/{order.id}/cancellations", {"reason": "No more", "lines": lines}, headers=token)
    canceled = api.post(f"store/orders/{order.id}/cancellations", {"reason": "No more"}, headers=token)

    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_cancel")
    assert (canceled.status_code, canceled.json()["state"]) == (200, "canceled")
    drain()
    assert payment_queries.get_payment(order.payment_id).refunded == MUG + LAMP
    assert insight_queries.check_books(now=AN_HOUR_LATER).is_clean


def test_on_delivery_the_part_is_left_out_and_nothing_is_refunded(drain, mug, lamp):
    cart = make_cart((mug, 1), (lamp, 1))
    opened, _ = prepare(cart, cart_services.quote_cart(cart, language="en", now=NOW).quote, CASH, fingerprint="f", now=NOW)
    suspend(mug)

    steps.advance(opened, now=NOW)
    drain()

    order = queries.get_any_order(opened.order_id)
    assert (part_in(order, mug).state, part_in(order, mug).refund_due) == ("canceled", Money(0, "EUR"))
    assert part_of(order, lamp).amount_to_collect == LAMP
    assert not Refund.objects.exists()
    assert insight_queries.check_books(now=AN_HOUR_LATER).is_clean


def test_a_suspension_that_races_with_settlements_sells_each_part_or_refunds_it(sandbox, drain):
    for _ in range(6):
        mug, lamp = make_listing(stock=3, price_minor=2000), make_listing(stock=3, price_minor=5000)
        done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
        sandbox.pay(done.payment.action.url)
        payment_services.refresh_payment(payment_id=done.payment.id, now=NOW)
        jobs = [lambda mug=mug: suspend(mug), *[lambda done=done: steps.advance(Checkout.objects.get(pk=done.checkout.id), now=NOW)] * 3]

        outcomes = at_once(4, lambda number, jobs=jobs: jobs[number]())

        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        drain()
        order = queries.get_any_order(done.checkout.order_id)
        is_sold = part_in(order, mug).state == "new"
        assert payment_queries.get_payment(done.payment.id).refunded == (Money(0, "EUR") if is_sold else MUG)
        assert (available(mug), available(lamp)) == (2 if is_sold else 3, 2)
    assert insight_queries.check_books(now=AN_HOUR_LATER).is_clean


def test_a_settlement_killed_anywhere_refunds_the_part_once(crasher, sandbox, drain):
    lamp = make_listing(stock=500, price_minor=5000)
    placed = []

    def job() -> Job:
        mug = make_listing(stock=3, price_minor=2000)
        done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
        suspend(mug)
        sandbox.pay(done.payment.action.url)
        payment_services.refresh_payment(payment_id=done.payment.id, now=NOW)
        placed.append((mug, done))
        return Job("advance", 0, LATER, checkout_id=done.checkout.id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)

        mug, done = placed[-1]
        payment = payment_queries.get_payment(done.payment.id)
        refunds = sandbox.read(f"/v1/refunds?payment={sandbox.payments_of(payment.id)[0]['id']}")["items"]
        assert Checkout.objects.get(pk=done.checkout.id).state == "completed", number
        assert (payment.refunded, len(refunds), available(mug)) == (MUG, 1, 3), number
    assert insight_queries.check_books(now=AN_HOUR_LATER).is_clean
