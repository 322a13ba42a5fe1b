"""An order whose total is zero needs no payment method, and moves no money."""

from __future__ import annotations

import msgspec
import pytest

from marketplace.apps.catalog.documents import PRODUCTS
from marketplace.apps.checkout.types import CheckoutState, PaymentChoice
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import CARD, cancel_units, make_cart, make_listing, part_of, place
from marketplace.apps.orders.types import PaymentStatus
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import MethodNotAvailable
from marketplace.apps.payments.models import Payment, Refund
from marketplace.apps.payments.types import PaymentDetails, PaymentState
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

NO_METHOD = PaymentChoice(method="")


@pytest.fixture
def sample():
    """Vendors may not ask nothing; a promotion may."""
    product = make_listing(shipping_minor=0)
    product.variants[0] = msgspec.structs.replace(product.variants[0], prices={"EUR": 0})
    return PRODUCTS.replace(product, etag=product.etag)


@pytest.mark.parametrize("payment", [NO_METHOD, CARD], ids=["no method", "a card"])
def test_is_ordered_at_once(sample, payment, drain):
    done = place(make_cart((sample, 2)), payment=payment)
    drain()

    order = order_queries.get_order(done.checkout.order_owner, done.checkout.order_id)
    assert (done.checkout.state, done.payment.state) == (CheckoutState.COMPLETED, PaymentState.SUCCEEDED)
    assert (order.payment_status, order.paid) == (PaymentStatus.PAID, Money(0, "EUR"))
    assert not FinancialTransaction.objects.exists()
    assert insight_queries.check_books(now=NOW).is_clean


def test_is_canceled_without_a_refund(sample, drain):
    done = place(make_cart((sample, 1)), payment=NO_METHOD)
    part = part_of(order_queries.get_order(done.checkout.order_owner, done.checkout.order_id), sample)

    cancel_units(part)
    drain()

    assert part_of(order_queries.get_order(done.checkout.order_owner, done.checkout.order_id), sample).state == "canceled"
    assert not Refund.objects.exists()
    assert insight_queries.check_books(now=NOW).is_clean


def test_something_to_pay_is_never_free(sample):
    assert [method.code for method in payment_queries.available_methods(country="NL", currency="EUR", total=Money(0, "EUR"))] == [
        "nothing_to_pay"
    ]
    with pytest.raises(MethodNotAvailable):
        payment_services.create_payment(
            payment_id=new_id("pay", at=NOW),
            checkout_id=new_id("chk", at=NOW),
            order_id=new_id("ord", at=NOW),
            amount=Money(1, "EUR"),
            method="nothing_to_pay",
            return_url="",
            description="",
            details=PaymentDetails(email=""),
            now=NOW,
        )
    assert not Payment.objects.exists()
