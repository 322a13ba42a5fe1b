"""What a payment method costs the customer is the operator's: booked with the sale, and returned with the last unit."""

from __future__ import annotations

import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.insights import queries
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import CARD, CASH, cancel_units, deliver_all, make_cart, make_listing, part_of, total_of
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.queries import methods
from marketplace.kit.actors import Actor
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox", "fees")]

FEES = "operator:payment_fees"


@pytest.fixture
def fees(tenant):
    """Each way to pay costs the customer 1.01 and one percent."""
    for code in ("sandbox_card", "cash_on_delivery"):
        row = next(row for row in methods.stored_rows() if row.code == code)
        fields = {"currency": "EUR", "fee_fixed_minor": 101, "fee_bp": 100}
        payment_services.change_method(method_id=row.id, fields=fields, etag=row.as_view().etag, actor=Actor("stf_1", "staff"), now=NOW)
    yield
    methods.forget()


@pytest.fixture
def listings():
    return make_listing(price_minor=3_000, shipping_minor=0), make_listing(price_minor=1_000, shipping_minor=0)


def order_of(*listings, payment):
    """One unit of each."""
    cart = cart_services.with_choices(make_cart(*[(listing, 1) for listing in listings]), {"payment_method": payment.method})
    done = checkout_services.place_order(cart=cart, quoted_total=total_of(cart), payment=payment, now=NOW)
    return order_queries.get_order(done.checkout.order_owner, done.checkout.order_id)


def balance(account):
    rows = FinancialTransaction.objects.all()
    return sum(row.amount_minor * ((row.destination == account) - (row.source == account)) for row in rows)


def test_a_fee_paid_before_is_the_operators(listings, drain):
    order = order_of(*listings, payment=CARD)
    drain()

    assert (order.quote.total, order.paid) == (Money(4_141, "EUR"), Money(4_141, "EUR"))
    assert balance(FEES) == 141
    assert queries.check_books(now=NOW).is_clean


def test_a_canceled_vendor_order_returns_its_share_of_the_fee(listings, drain):
    order = order_of(*listings, payment=CARD)
    drain()

    cancel_units(part_of(order, listings[0]))
    drain()

    assert balance(FEES) == 35
    assert balance(f"vendor:{listings[0].vendor_id}") == 0
    assert Payment.objects.get(order_id=order.id).refunded_minor == 3_106
    assert queries.check_books(now=NOW).is_clean


def test_a_vendor_owes_the_fee_that_it_collected(listings, drain):
    order = order_of(listings[1], payment=CASH)
    part = part_of(order, listings[1])
    assert part.amount_to_collect == Money(1_111, "EUR")

    deliver_all(part)
    drain()

    commission, vat = part.lines[0].commission.fee.minor, part.lines[0].commission.vat.minor
    assert balance(FEES) == 111
    assert balance(f"vendor:{part.vendor_id}") == -111 - commission - vat
    assert queries.check_books(now=NOW).is_clean
