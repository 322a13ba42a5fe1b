from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.models import Checkout
from marketplace.apps.orders.services.progress import give_up
from marketplace.apps.orders.tests.factories import CASH, make_cart, make_listing, place
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
ON_PAGE = services.PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
LATER = NOW + timedelta(hours=1)


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
    inventory_services.set_level(variant_id=mug.variants[0].id, on_hand=0, reason="sold elsewhere", actor=STAFF_ACTOR, now=LATER)

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
