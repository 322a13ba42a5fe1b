"""Staff take a payment for fraud: whatever it and its order do meanwhile, nothing more is sent, and the money goes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import canceling, steps
from marketplace.apps.checkout.services.opening import prepare
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.fraud import services as fraud_services
from marketplace.apps.fraud.models import PaymentRisk
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.orders import queries
from marketplace.apps.orders.errors import CannotCancel
from marketplace.apps.orders.tests.factories import make_cart, part_of, place, send_parcel
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.tests.sandbox import LATE_CARD
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR
from marketplace.foundation import clock
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
GOOD, DECLINED = (PaymentChoice(method="sandbox_card", card_token=token) for token in ("tok_ok", "tok_declined"))


def block(payment_id: str) -> None:
    """As staff do with one that is put before them."""
    PaymentRisk.objects.filter(pk=payment_id).update(review="open")
    fraud_services.decide(payment_id=payment_id, blocks=True, reason="Stolen card", actor=STAFF_ACTOR, now=NOW)


def cancel(checkout: Checkout) -> None:
    canceling.cancel_blocked_order(order_id=checkout.order_id, payment_id=checkout.payment_id, now=NOW)


def row_of(done: Any) -> Checkout:
    return Checkout.objects.get(pk=done.checkout.id)


def available(product: Any) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def is_paid_back(payment_id: str) -> bool:
    payment = payment_queries.get_payment(payment_id)
    return payment.refunded == payment.captured == Money(2500, "EUR")


@contextmanager
def before_the_document_is_written(act: Callable[[], object]) -> Iterator[None]:
    """Someone else does ``act`` between what a run has read and its first change of a document."""
    waiting = [act]

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if waiting and "UPDATE documents SET" in str(sql):
            waiting.pop()()
        return execute(sql, params, many, context)

    for connection in connections.all():
        connection.execute_wrappers.append(watch)
    try:
        yield
    finally:
        for connection in connections.all():
            connection.execute_wrappers.remove(watch)
    assert not waiting, "nothing was written"


def test_one_that_was_paid_before_we_heard_of_it_is_not_sold_and_goes_back(sandbox, drain, mug):
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    sandbox.pay(done.payment.action.url)

    block(done.payment.id)
    drain()

    assert (row_of(done).state, row_of(done).reason) == ("refunded", "canceled")
    assert queries.get_any_order(done.checkout.order_id).state == "refunded"
    assert is_paid_back(done.payment.id)
    assert available(mug) == 3


def test_one_that_a_bank_is_working_on_goes_back_when_it_is_paid(api, sandbox, drain, mug):
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    sandbox.pay(done.payment.action.url, LATE_CARD)
    sandbox.next_webhook(done.payment.id, "payment.processing").post(api)

    block(done.payment.id)
    drain()
    assert row_of(done).state == "ordered"
    sandbox.control(f"/v1/test/payments/{Payment.objects.get(pk=done.payment.id).provider_reference}/settle")
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()

    assert row_of(done).state == "refunded"
    assert is_paid_back(done.payment.id)


def test_one_whose_order_is_not_written_yet_is_never_asked_for(drain, mug):
    cart = make_cart((mug, 1))
    opened, _ = prepare(cart, cart_services.quote_cart(cart, language="en", now=NOW).quote, GOOD, fingerprint="f", now=NOW)

    block(opened.payment_id)
    drain()

    assert Checkout.objects.get(pk=opened.id).state == "canceled"
    with pytest.raises(PaymentDeclined):
        steps.advance(Checkout.objects.get(pk=opened.id), now=NOW)
    assert payment_queries.get_payment(opened.payment_id).state == "canceled"
    assert available(mug) == 3


def test_what_is_sold_and_not_confirmed_yet_is_canceled_by_a_repeat(sandbox, mug):
    done = place(make_cart((mug, 1)), payment=ON_PAGE)
    sandbox.pay(done.payment.action.url)
    steps.ask_provider(row_of(done), now=NOW)
    run = steps.Run(row_of(done), number="", now=NOW)
    steps.pay(run)
    assert row_of(done).state == "settled"
    block(done.payment.id)

    with pytest.raises(CannotCancel):
        cancel(row_of(done))
    steps.advance(row_of(done), now=NOW)
    cancel(row_of(done))

    assert queries.unsent_lines(queries.get_any_order(done.checkout.order_id)) == []
    assert is_paid_back(done.payment.id)


def test_a_unit_that_is_sent_at_that_moment_does_not_save_the_rest(drain, mug):
    done = place(make_cart((mug, 3)), payment=GOOD)
    part = part_of(queries.get_any_order(done.checkout.order_id), mug)
    drain()
    block(done.payment.id)

    with before_the_document_is_written(lambda: send_parcel(part, 1)), pytest.raises(CannotCancel):
        cancel(row_of(done))
    drain(clock.now() + timedelta(hours=1))

    assert queries.unsent_lines(queries.get_any_order(done.checkout.order_id)) == []
    (line,) = part_of(queries.get_any_order(done.checkout.order_id), mug).lines
    assert (line.shipped, line.canceled) == (1, 2)


def test_an_attempt_whose_place_another_one_took_is_not_its_order(drain, mug):
    cart = make_cart((mug, 1))
    with pytest.raises(PaymentDeclined):
        place(cart, payment=DECLINED)
    declined = Checkout.objects.get(cart_id=cart.id).payment_id
    done = place(cart, payment=GOOD)
    drain()

    block(declined)
    drain()

    assert (row_of(done).state, queries.get_any_order(done.checkout.order_id).state) == ("completed", "confirmed")
    assert queries.unsent_lines(queries.get_any_order(done.checkout.order_id)) != []
    block(done.payment.id)
    drain()
    assert queries.unsent_lines(queries.get_any_order(done.checkout.order_id)) == []
