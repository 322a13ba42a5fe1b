"""Many at once, from several processes: nothing is sold twice and nobody pays twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import endings, steps
from marketplace.apps.checkout.types import LIVE, CheckoutState, PaymentChoice
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.crasher import Crasher
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import CASH, make_cart, make_listing, place
from marketplace.apps.payments.models import Payment
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.foundation.relay import relay
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

PROCESSES = 4
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
DECLINED = PaymentChoice(method="sandbox_card", card_token="tok_declined")


def run_at_once(jobs: list[Job]) -> Counter[str]:
    """Each process takes its share of the jobs; all processes run at once."""
    crashers = [Crasher() for _ in range(PROCESSES)]
    try:
        with ThreadPoolExecutor(PROCESSES) as pool:
            shares = [jobs[number::PROCESSES] for number in range(PROCESSES)]
            answers = pool.map(lambda pair: [pair[0].run(job) for job in pair[1]], zip(crashers, shares, strict=True))
            return Counter(answer for share in answers for answer in share)
    finally:
        for crasher in crashers:
            crasher.close()


def test_200_checkouts_of_the_last_20_units_sell_exactly_20():
    mug = make_listing(stock=20, price_minor=2000, shipping_minor=500)
    carts = [make_cart((mug, 1)) for _ in range(200)]

    answers = run_at_once([Job("place", 0, NOW, cart_owner=cart.owner, cart_id=cart.id, in_child=False) for cart in carts])

    assert answers == {"done": 20, "refused": 180}
    assert Checkout.objects.filter(state="completed").count() == 20
    variant_id = mug.variants[0].id
    assert inventory_queries.find_variants([variant_id])[variant_id].available == 0
    assert ledger_queries.get_balance("provider:sandbox", "EUR") == Money(-20 * 2500, "EUR")


def test_one_cart_completed_by_many_at_once_is_one_order_and_one_charge(sandbox):
    mug = make_listing(stock=20)
    cart = make_cart((mug, 1))

    answers = run_at_once([Job("place", 0, NOW, cart_owner=cart.owner, cart_id=cart.id, in_child=False)] * 40)

    assert answers == {"done": 40}
    checkout = Checkout.objects.get()
    assert checkout.state == "completed"
    assert len(sandbox.payments_of(checkout.payment_id)) == 1
    assert Payment.objects.count() == 1
    variant_id = mug.variants[0].id
    assert inventory_queries.find_variants([variant_id])[variant_id].available == 19


@pytest.mark.parametrize("number", range(5))
def test_completions_of_one_cart_and_its_webhook_at_once_are_one_order_and_one_charge(api, sandbox, drain, number):
    mug = make_listing(stock=20)
    cart = make_cart((mug, 1))
    done = place(cart, payment=ON_PAGE)
    sandbox.pay(done.payment.action.url)
    webhook = sandbox.next_webhook(done.payment.id, "payment.succeeded")
    acts = [lambda: place(cart, payment=ON_PAGE), lambda: webhook.post(api), lambda: relay.drain(now=NOW)]

    outcomes = at_once(9, lambda place_in_line: acts[(place_in_line + number) % 3]())
    drain()

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert [checkout.state for checkout in Checkout.objects.all()] == ["completed"]
    assert len(sandbox.payments_of(done.payment.id)) == Payment.objects.count() == 1
    assert [row.type for row in ledger_queries.rows_of_order(done.checkout.order_id)].count("sale") == 1
    variant_id = mug.variants[0].id
    assert inventory_queries.find_variants([variant_id])[variant_id].available == 19


def test_two_choices_for_one_cash_cart_at_once_leave_an_authorization_with_the_order_alone():
    mug = make_listing(stock=50)
    for _ in range(10):
        cart = make_cart((mug, 1))
        choices = [cart_services.with_choices(cart, {"email": f"{name}@customer.example"}) for name in ("noor", "other")]

        outcomes = at_once(2, lambda number, choices=choices: place(choices[number], payment=CASH))

        # where both come through, they have one order; else the other one's choices hold
        refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert all(isinstance(outcome, MarketplaceError) for outcome in refused), outcomes

    for checkout in Checkout.objects.all():
        is_authorized = Payment.objects.get(pk=checkout.payment_id).state == "authorized"
        assert is_authorized == (checkout.state in LIVE), checkout.state


def test_a_declined_card_sent_twice_at_once_is_declined_to_both():
    mug = make_listing(stock=50)
    for _ in range(10):
        cart = make_cart((mug, 1))

        outcomes = at_once(2, lambda _, cart=cart: place(cart, payment=DECLINED))

        assert [type(outcome) for outcome in outcomes] == [PaymentDeclined] * 2


def test_an_order_closed_by_its_request_and_its_event_at_once_expires_once():
    done = place(make_cart((make_listing(), 1)), payment=PaymentChoice(method="sandbox_card", return_url="https://shop.example/"))

    assert steps.stop(done.checkout, CheckoutState.EXPIRED, reason="customer_gone", now=NOW)

    outcomes = at_once(4, lambda _: endings.close_order(done.checkout.id, now=NOW))

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    order = queries.get_any_order(done.checkout.order_id)
    assert order.state == "expired"
    assert [entry.kind for entry in order.timeline] == ["placed", "expired"]
