from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.endings import end
from marketplace.apps.checkout.services.opening import prepare
from marketplace.apps.checkout.types import CheckoutState, PaymentChoice
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.tests.factories import CASH, make_cart, make_listing, place
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
LATER = NOW + timedelta(hours=1)


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def pay_after_it_ended(done, api, sandbox, drain) -> Checkout:
    end(done.checkout.id, CheckoutState.EXPIRED, reason="expired", now=LATER)
    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()
    return Checkout.objects.get(pk=done.checkout.id)


def test_is_completed_while_the_stock_allows(api, sandbox, drain):
    done = place(make_cart((make_listing(stock=1), 1)), payment=ON_PAGE)

    checkout = pay_after_it_ended(done, api, sandbox, drain)

    assert checkout.state == "completed"
    assert queries.get_any_order(checkout.order_id).state == "confirmed"


def test_is_refunded_when_the_products_are_out_of_stock(api, sandbox, drain):
    mug = make_listing(stock=1)
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    end(done.checkout.id, CheckoutState.EXPIRED, reason="expired", now=LATER)
    adjust_stock(mug.variants[0].id, on_hand=0, now=LATER)

    checkout = pay_after_it_ended(done, api, sandbox, drain)

    payment = payment_queries.get_payment(done.payment.id)
    assert checkout.state == "refunded"
    assert payment.refunded == payment.captured == Money(2500, "EUR")
    assert all(balance.balance == Money(0, "EUR") for balance in ledger_queries.list_balances())
    order = queries.get_any_order(checkout.order_id)
    assert (order.state, order.closed_reason) == ("refunded", "out_of_stock")
    assert (order.paid, order.paid_at) == (Money(2500, "EUR"), payment.captured_at)
    assert order.refunded == Money(2500, "EUR")
    assert order.refunds[0].completed_at is not None


def test_is_refunded_when_the_cart_became_another_order(api, sandbox, drain):
    cart = make_cart((make_listing(stock=9), 1))
    late = place(cart, payment=ON_PAGE)
    end(late.checkout.id, CheckoutState.EXPIRED, reason="expired", now=LATER)
    place(cart, payment=CASH)

    checkout = pay_after_it_ended(late, api, sandbox, drain)

    assert (checkout.state, checkout.reason) == ("refunded", "ordered_otherwise")
    assert payment_queries.get_payment(late.payment.id).refunded == Money(2500, "EUR")


def test_is_refunded_when_the_customer_had_canceled(api, sandbox, drain):
    mug = make_listing(stock=1)
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    end(done.checkout.id, CheckoutState.CANCELED, reason="customer", now=LATER)
    drain()

    checkout = pay_after_it_ended(done, api, sandbox, drain)

    payment = payment_queries.get_payment(done.payment.id)
    assert checkout.state == "refunded"
    assert payment.refunded == payment.captured == Money(2500, "EUR")
    order = queries.get_any_order(checkout.order_id)
    assert (order.state, order.closed_reason) == ("refunded", "canceled")
    assert [entry.kind for entry in order.timeline] == ["placed", "canceled", "refunded"]
    assert available(mug) == 1


def test_is_read_by_the_customer_over_the_api_with_amounts_dates_and_reason(api, sandbox, drain):
    mug = make_listing(stock=1)
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    end(done.checkout.id, CheckoutState.EXPIRED, reason="expired", now=LATER)
    adjust_stock(mug.variants[0].id, on_hand=0, now=LATER)
    row = pay_after_it_ended(done, api, sandbox, drain)
    token = {"Order-Token": services.order_token(row.order_id)}

    order = api.get(f"store/orders/{row.order_id}", headers=token).json()
    checkout = api.get(f"store/checkouts/{row.id}", headers=token).json()

    all_of_it = {"minor": 2500, "currency": "EUR"}
    assert (order["state"], order["payment_status"], order["closed_reason"]) == ("refunded", "refunded", "out_of_stock")
    assert (order["paid"], order["refunded"], order["refund_pending"]["minor"]) == (all_of_it, all_of_it, 0)
    assert order["paid_at"]
    assert order["refunds"][0]["completed_at"]
    assert (checkout["status"], checkout["reason"]) == ("refunded", "out_of_stock")
    assert (checkout["payment"]["captured"], checkout["payment"]["refunded"]) == (all_of_it, all_of_it)


def test_is_refunded_when_the_end_of_the_payment_was_noticed_before_the_cancellation(api, sandbox, drain):
    done = place(make_cart((make_listing(), 1)), payment=ON_PAGE)
    end(done.checkout.id, CheckoutState.DECLINED, reason="canceled", now=LATER)  # by the payment's event, which was faster

    end(done.checkout.id, CheckoutState.CANCELED, reason="customer", now=LATER)
    checkout = pay_after_it_ended(done, api, sandbox, drain)

    assert (checkout.state, checkout.reason) == ("refunded", "canceled")


class TestAVendorSuspendedMeanwhile:
    """The vendor was suspended while the customer was at the bank: its products are sold no more (flows 6.1)."""

    def suspend(self, product) -> None:
        vendor_services.suspend_vendor(vendor_id=product.vendor_id, reason="Complaints", actor=STAFF_ACTOR, now=NOW)

    def test_sells_nothing_and_the_money_goes_back(self, api, sandbox, drain):
        mug = make_listing(stock=3)
        done = place(make_cart((mug, 1)), payment=ON_PAGE)
        self.suspend(mug)
        sandbox.pay(done.payment.action.url)
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        drain()

        payment = payment_queries.get_payment(done.payment.id)
        row = Checkout.objects.get(pk=done.checkout.id)
        assert row.state == "refunded"
        assert payment.refunded == payment.captured == Money(2500, "EUR")
        assert all(balance.balance == Money(0, "EUR") for balance in ledger_queries.list_balances())
        order = queries.get_any_order(row.order_id)
        assert (order.state, order.closed_reason) == ("refunded", "vendor_not_selling")
        assert available(mug) == 3

    def test_and_reinstated_before_the_money_came_sells(self, api, sandbox, drain):
        mug = make_listing(stock=3)
        done = place(make_cart((mug, 1)), payment=ON_PAGE)
        self.suspend(mug)
        vendor_services.reinstate_vendor(vendor_id=mug.vendor_id, reason="Mended", actor=STAFF_ACTOR, now=NOW)
        sandbox.pay(done.payment.action.url)
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        drain()

        assert Checkout.objects.get(pk=done.checkout.id).state == "completed"

    def test_takes_no_cash_on_delivery(self, drain):
        mug = make_listing(stock=3)
        cart = make_cart((mug, 1))
        opened, _ = prepare(cart, cart_services.quote_cart(cart, language="en", now=NOW).quote, CASH, fingerprint="f", now=NOW)
        self.suspend(mug)

        with pytest.raises(PaymentDeclined):
            steps.advance(opened, now=NOW)
        drain()

        assert Checkout.objects.get(pk=opened.id).state == "declined"
        assert payment_queries.get_payment(opened.payment_id).state == "canceled"
        assert available(mug) == 3
        assert cart_services.quote_cart(cart, language="en", now=NOW).missing


def test_a_canceled_cash_authorization_is_not_settled_by_a_run_that_read_it_before():
    mug = make_listing(stock=3)
    cart = make_cart((mug, 1))
    opened, _ = prepare(cart, cart_services.quote_cart(cart, language="en", now=NOW).quote, CASH, fingerprint="f", now=NOW)
    payment_services.start_payment(payment_id=opened.payment_id, now=NOW)

    is_ended = steps.stop(opened, CheckoutState.REPLACED, now=NOW)
    steps.settle(steps.Run(opened, number="", now=NOW))

    assert is_ended
    assert Checkout.objects.get(pk=opened.id).state == "replaced"
    assert payment_queries.get_payment(opened.payment_id).state == "canceled"
    assert available(mug) == 3


def test_a_cash_order_that_is_settled_keeps_its_authorization():
    done = place(make_cart((make_listing(stock=3), 1)), payment=CASH)

    is_ended = end(done.checkout.id, CheckoutState.EXPIRED, reason="replaced", now=LATER)

    assert not is_ended
    assert payment_queries.get_payment(done.payment.id).state == "authorized"
