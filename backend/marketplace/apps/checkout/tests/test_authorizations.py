"""A provider that authorizes first: what can be sold is captured when the checkout is settled, and the ledger has what was captured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.endings import end
from marketplace.apps.checkout.services.recovery import recover_checkouts
from marketplace.apps.checkout.tests.two_vendors import available, suspend
from marketplace.apps.checkout.types import CheckoutState, PaymentChoice
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.factories import make_cart, make_listing, part_of, place
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Capture, Payment
from marketplace.apps.payments.tests.shapes import AuthorizingShape
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]
HELD = PaymentChoice(method="stripe_manual")
MUG, LAMP, NOTHING = Money(2500, "EUR"), Money(5500, "EUR"), Money(0, "EUR")  # with delivery
AN_HOUR_LATER = NOW + timedelta(hours=1)


@pytest.fixture
def shape(using) -> AuthorizingShape:
    return using(AuthorizingShape)


def reference(done) -> str:
    return Payment.objects.get(pk=done.payment.id).provider_reference


def authorize(done, shape) -> None:
    """The customer approves, and we learn of it; nothing follows yet."""
    shape.approve(reference(done))
    payment_services.refresh_payment(payment_id=done.payment.id, now=NOW)


def row_of(done) -> Checkout:
    return Checkout.objects.get(pk=done.checkout.id)


def books_are_clean() -> bool:
    return insight_queries.check_books(now=AN_HOUR_LATER).is_clean


def test_an_authorized_payment_is_captured_when_the_checkout_is_settled(shape, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=HELD)
    assert ledger_queries.rows_of_order(done.checkout.order_id) == []
    authorize(done, shape)

    drain()

    payment = payment_queries.get_payment(done.payment.id)
    assert (row_of(done).state, payment.state, payment.captured) == ("completed", "succeeded", MUG + LAMP)
    assert Capture.objects.get().amount_minor == 8000
    assert queries.get_any_order(done.checkout.order_id).paid == MUG + LAMP
    assert books_are_clean()


def test_only_what_can_be_sold_is_captured_and_nothing_is_refunded(shape, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=HELD)
    authorize(done, shape)
    suspend(mug)

    drain()

    payment, order = payment_queries.get_payment(done.payment.id), queries.get_any_order(done.checkout.order_id)
    assert (payment.captured, payment.refunded, shape.remote.refunds) == (LAMP, NOTHING, {})
    assert (order.state, order.paid, order.refunded) == ("confirmed", LAMP, NOTHING)
    unsold = next(part for part in queries.order_detail(order).parts if part.vendor_id == mug.vendor_id)
    assert (unsold.state, unsold.closed_reason, unsold.refund_due) == ("canceled", "vendor_not_selling", NOTHING)
    assert part_of(order, lamp).total == LAMP
    assert [available(product) for product in (mug, lamp)] == [3, 2]
    assert books_are_clean()


def test_what_becomes_impossible_after_the_capture_is_refunded(shape, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=HELD)
    authorize(done, shape)
    with dying_at_the_capture(shape):
        steps.advance(row_of(done), now=NOW)
    suspend(mug)

    drain()

    payment = payment_queries.get_payment(done.payment.id)
    assert (payment.captured, payment.refunded) == (MUG + LAMP, MUG)
    assert queries.get_any_order(done.checkout.order_id).state == "confirmed"
    assert books_are_clean()


def test_what_was_decided_stands_when_the_vendor_sells_again_before_the_capture(shape, drain, mug, lamp):
    done = place(make_cart((mug, 1), (lamp, 1)), payment=HELD)
    authorize(done, shape)
    suspend(mug)
    with dying_at_the_capture(shape):
        steps.advance(row_of(done), now=NOW)
    vendor_services.reinstate_vendor(vendor_id=mug.vendor_id, reason="Mended", actor=STAFF_ACTOR, now=NOW)

    drain()

    payment = payment_queries.get_payment(done.payment.id)
    assert (payment.captured, payment.refunded) == (LAMP, NOTHING)
    assert books_are_clean()


def test_without_anything_to_sell_the_authorization_is_voided(shape, drain, mug):
    done = place(make_cart((mug, 1)), payment=HELD)
    authorize(done, shape)
    suspend(mug)

    drain()

    assert (row_of(done).state, row_of(done).reason) == ("declined", "vendor_not_selling")
    assert (payment_queries.get_payment(done.payment.id).state, shape.read(reference(done)).state) == ("canceled", "canceled")
    assert (available(mug), ledger_queries.rows_of_order(done.checkout.order_id)) == (3, [])


def test_an_authorization_that_expires_before_the_capture_ends_the_checkout(shape, drain, mug):
    done = place(make_cart((mug, 1)), payment=HELD)
    authorize(done, shape)
    shape.expire(reference(done))

    drain()

    assert (row_of(done).state, row_of(done).reason) == ("declined", "not_capturable")
    assert payment_queries.get_payment(done.payment.id).captured == NOTHING
    assert (available(mug), ledger_queries.rows_of_order(done.checkout.order_id)) == (3, [])


@pytest.mark.parametrize(("ended", "state", "captures"), [("canceled", "canceled", 0), ("expired", "completed", 1)])
def test_a_late_authorization_is_captured_while_the_order_can_be_had_and_voided_if_it_was_canceled(
    shape, drain, mug, ended, state, captures
):
    done = place(make_cart((mug, 1)), payment=HELD)
    end(done.checkout.id, CheckoutState(ended), reason="", now=NOW)
    authorize(done, shape)

    drain()

    assert (row_of(done).state, shape.remote.captures) == (state, captures)
    assert shape.read(reference(done)).state == ("succeeded" if captures else "canceled")
    assert books_are_clean()


def test_a_late_authorization_of_a_cart_that_became_another_order_is_voided(shape, drain, mug):
    cart = make_cart((mug, 1))
    done = place(cart, payment=HELD)
    end(done.checkout.id, CheckoutState.EXPIRED, reason="", now=NOW)
    place(cart, payment=HELD)
    authorize(done, shape)

    drain()

    assert (row_of(done).state, shape.remote.captures, shape.read(reference(done)).state) == ("expired", 0, "canceled")


def test_many_settlements_and_a_suspension_at_once_capture_once_and_leave_clean_books(shape, drain):
    for _ in range(6):
        mug, lamp = make_listing(stock=3, price_minor=2000), make_listing(stock=3, price_minor=5000)
        done = place(make_cart((mug, 1), (lamp, 1)), payment=HELD)
        authorize(done, shape)
        shape.remote.captures = 0
        jobs = [lambda mug=mug: suspend(mug), *[lambda done=done: steps.advance(row_of(done), now=NOW)] * 3]

        outcomes = at_once(4, lambda number, jobs=jobs: jobs[number]())

        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        drain()
        assert (row_of(done).state, shape.remote.captures) == ("completed", 1)
    assert books_are_clean()


def test_a_settlement_that_dies_before_any_statement_captures_once_and_ends_in_the_same_books(shape, drain):
    lamp = make_listing(stock=500, price_minor=5000)
    for number in range(1, 200):
        mug = make_listing(stock=3, price_minor=2000)
        done = place(make_cart((mug, 1), (lamp, 1)), payment=HELD)
        authorize(done, shape)
        suspend(mug)
        shape.remote.captures = 0

        has_died = dies_before(number, lambda done=done: steps.advance(row_of(done), now=NOW))
        recover_checkouts(now=NOW + timedelta(minutes=2))
        drain(NOW + timedelta(minutes=4))

        payment = payment_queries.get_payment(done.payment.id)
        assert (row_of(done).state, shape.remote.captures, payment.captured) == ("completed", 1, LAMP), number
        if not has_died:
            break
    assert number > 10
    assert books_are_clean()


class Died(BaseException):
    """As a process does: nothing catches it."""


@contextmanager
def dying_at_the_capture(shape: AuthorizingShape) -> Iterator[None]:
    """The provider has captured, and we do not learn of it."""

    def die(*_: Any, **__: Any) -> None:
        raise Died

    answered, shape.__class__._answered = shape.__class__._answered, die  # type: ignore[method-assign]
    try:
        with pytest.raises(Died):
            yield
    finally:
        shape.__class__._answered = answered  # type: ignore[method-assign]


def dies_before(number: int, run: Callable[[], Any]) -> bool:
    """Whether ``run`` got as far as its statement of that number, and died there."""
    seen = 0

    def wrapper(execute: Any, *call: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == number:
            raise Died
        return execute(*call)

    with connections[tenancy.current().slug].execute_wrapper(wrapper):
        try:
            run()
        except Died:
            return True
    return False
