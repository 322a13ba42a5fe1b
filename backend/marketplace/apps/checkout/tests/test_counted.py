"""What an operator sees of checkouts: steps and sales, counted once each, and only what was committed."""

from __future__ import annotations

from contextlib import suppress

import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.services.opening import prepare
from marketplace.apps.checkout.tests.two_vendors import suspend
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.orders.tests.factories import CASH, make_cart, place
from marketplace.foundation import tenancy
from marketplace.foundation.metrics.testing import value
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
REFUSED = PaymentChoice(method="sandbox_card", card_token="tok_declined")
STATES = ("prepared", "settled", "completed", "declined")


class Interrupted(Exception):
    """Whatever ends a transaction."""


class Counted:
    """Since the test began."""

    def __init__(self) -> None:
        self._before = self._now()

    def since(self) -> dict[str, float]:
        """What is no longer as it was: sales by currency, checkouts by state."""
        return {name: round(at - self._before[name], 2) for name, at in self._now().items() if at != self._before[name]}

    @staticmethod
    def _now() -> dict[str, float]:
        moves = {state: value("globalmarket_checkout_moves_total", tenant="eu", state=state) for state in STATES}
        return {**moves, "EUR": value("globalmarket_sales_total", tenant="eu", currency="EUR")}


def test_an_order_that_is_sold_is_counted_with_its_total(mug):
    counted = Counted()

    place(make_cart((mug, 2)), payment=CASH)

    assert counted.since() == {"prepared": 1, "settled": 1, "completed": 1, "EUR": 45.0}


def test_what_cannot_be_sold_is_no_sale(api, sandbox, drain, mug, lamp):
    counted = Counted()
    done = place(make_cart((mug, 1), (lamp, 1)), payment=ON_PAGE)
    suspend(mug)

    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()

    assert counted.since() == {"prepared": 1, "settled": 1, "completed": 1, "EUR": 55.0}


def test_a_refused_payment_is_a_step_and_no_sale(mug):
    counted = Counted()

    with pytest.raises(PaymentDeclined):
        place(make_cart((mug, 1)), payment=REFUSED)

    assert counted.since() == {"prepared": 1, "declined": 1}


def test_what_is_rolled_back_is_not_counted(mug):
    counted, cart = Counted(), make_cart((mug, 1))
    quote = cart_services.quote_cart(cart, language="en", now=NOW).quote

    with suppress(Interrupted), tenancy.atomic():
        prepare(cart, quote, ON_PAGE, fingerprint="f", now=NOW)
        raise Interrupted

    assert counted.since() == {}
