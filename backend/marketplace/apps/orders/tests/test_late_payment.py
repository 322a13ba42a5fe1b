from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.models import Checkout
from marketplace.apps.orders.services import checkout, progress, settlement
from marketplace.apps.orders.services.errors import PaymentDeclined
from marketplace.apps.orders.services.progress import give_up
from marketplace.apps.orders.tests.factories import CASH, make_cart, make_listing, place
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
ON_PAGE = services.PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
LATER = NOW + timedelta(hours=1)


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def pay_after_it_was_given_up(done, api, sandbox, drain) -> Checkout:
    give_up(done.checkout.id, state="expired", reason="expired", now=LATER)
    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()
    return Checkout.objects.get(pk=done.checkout.id)


def test_is_completed_while_the_stock_allows(api, sandbox, drain):
    done = place(make_cart((make_listing(stock=1), 1)), payment=ON_PAGE)

    checkout = pay_after_it_was_given_up(done, api, sandbox, drain)

    assert checkout.state == "completed"
    assert queries.get_any_order(checkout.order_id).state == "confirmed"


def test_is_given_back_when_the_goods_are_gone(api, sandbox, drain):
    mug = make_listing(stock=1)
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    give_up(done.checkout.id, state="expired", reason="expired", now=LATER)
    adjust_stock(mug.variants[0].id, on_hand=0, now=LATER)

    checkout = pay_after_it_was_given_up(done, api, sandbox, drain)

    payment = payment_queries.get_payment(done.payment.id)
    assert checkout.state == "refunded"
    assert payment.refunded == payment.captured == Money(2500, "EUR")
    assert all(balance.balance == Money(0, "EUR") for balance in ledger_queries.list_balances())
    assert queries.get_any_order(checkout.order_id).state == "payment_failed"


def test_is_given_back_when_the_cart_became_another_order(api, sandbox, drain):
    cart = make_cart((make_listing(stock=9), 1))
    late = place(cart, payment=ON_PAGE)
    give_up(late.checkout.id, state="expired", reason="expired", now=LATER)
    place(cart, payment=CASH)

    checkout = pay_after_it_was_given_up(late, api, sandbox, drain)

    assert checkout.state == "refunded"
    assert payment_queries.get_payment(late.payment.id).refunded == Money(2500, "EUR")


def test_is_given_back_when_the_customer_had_canceled(api, sandbox, drain):
    mug = make_listing(stock=1)
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    give_up(done.checkout.id, state="expired", reason="canceled_by_customer", now=LATER)
    drain()

    checkout = pay_after_it_was_given_up(done, api, sandbox, drain)

    payment = payment_queries.get_payment(done.payment.id)
    assert checkout.state == "refunded"
    assert payment.refunded == payment.captured == Money(2500, "EUR")
    assert queries.get_any_order(checkout.order_id).state == "payment_failed"
    assert available(mug) == 1


class TestAVendorSuspendedMeanwhile:
    """While the customer was at the bank: the goods can be completed no more (flows 6.1)."""

    def suspend(self, product) -> None:
        vendor_services.suspend_vendor(vendor_id=product.vendor_id, reason="Complaints", actor=STAFF_ACTOR, now=NOW)

    def test_sells_nothing_and_the_money_goes_back(self, api, sandbox, drain):
        mug, lamp = make_listing(stock=3), make_listing(stock=3)
        done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
        self.suspend(mug)
        sandbox.pay(done.payment.action.url)
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        drain()

        payment = payment_queries.get_payment(done.payment.id)
        row = Checkout.objects.get(pk=done.checkout.id)
        assert row.state == "refunded"
        assert payment.refunded == payment.captured == Money(5000, "EUR")
        assert all(balance.balance == Money(0, "EUR") for balance in ledger_queries.list_balances())
        assert queries.get_any_order(row.order_id).state == "payment_failed"
        assert [available(product) for product in (mug, lamp)] == [3, 3]

    def test_and_reinstated_before_the_money_came_sells(self, api, sandbox, drain):
        mug = make_listing(stock=3)
        done = place(make_cart((mug, 1)), payment=ON_PAGE)
        self.suspend(mug)
        vendor_services.reinstate_vendor(vendor_id=mug.vendor_id, reason="Mended", actor=STAFF_ACTOR, now=NOW)
        sandbox.pay(done.payment.action.url)
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        drain()

        assert Checkout.objects.get(pk=done.checkout.id).state == "completed"

    def test_takes_no_cash_at_the_door(self, drain):
        mug = make_listing(stock=3)
        cart = make_cart((mug, 1))
        opened = checkout._prepare(cart, cart_services.quote_cart(cart, language="en", now=NOW).quote, CASH, fingerprint="f", now=NOW)
        self.suspend(mug)

        with pytest.raises(PaymentDeclined):
            progress.drive(opened.id, now=NOW)
        drain()

        assert Checkout.objects.get(pk=opened.id).state == "failed"
        assert payment_queries.get_payment(opened.payment_id).state == "canceled"
        assert available(mug) == 3
        assert cart_services.quote_cart(cart, language="en", now=NOW).missing


def test_a_promise_of_cash_that_was_called_off_is_not_settled_by_who_saw_it_before():
    mug = make_listing(stock=3)
    cart = make_cart((mug, 1))
    opened = checkout._prepare(cart, cart_services.quote_cart(cart, language="en", now=NOW).quote, CASH, fingerprint="f", now=NOW)
    payment_services.start_payment(payment_id=opened.payment_id, now=NOW)

    is_ended = progress.call_off(opened.id, reason="replaced", now=NOW)
    settlement.settle(opened.id, now=NOW)

    assert is_ended
    assert Checkout.objects.get(pk=opened.id).state == "expired"
    assert payment_queries.get_payment(opened.payment_id).state == "canceled"
    assert available(mug) == 3


def test_a_cash_order_that_is_settled_keeps_its_promise():
    done = place(make_cart((make_listing(stock=3), 1)), payment=CASH)

    is_ended = give_up(done.checkout.id, state="expired", reason="replaced", now=LATER)

    assert not is_ended
    assert payment_queries.get_payment(done.payment.id).state == "authorized"
