"""One order, several attempts to pay it: each is closed before the next one begins, and money is taken once."""

from __future__ import annotations

import msgspec
import pytest

from marketplace.apps.carts.documents import CARTS
from marketplace.apps.checkout.errors import PaymentDeclined, PriceChanged
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.errors import OutOfStock
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import make_cart, make_listing, place
from marketplace.apps.orders.tests.killing import LATER, kill_at_each_statement, recover
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Method, Payment
from marketplace.apps.payments.queries import methods
from marketplace.apps.payments.tests.shapes import StripeShape
from marketplace.apps.payments.types import PaymentState
from marketplace.apps.shipping.models import ShippingMethod
from marketplace.kit.ids import hash_secret
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
GOOD, DECLINED = (PaymentChoice(method="sandbox_card", card_token=token) for token in ("tok_ok", "tok_declined"))
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")


@pytest.fixture
def mug():
    return make_listing(stock=2)


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def decline(cart) -> Checkout:
    with pytest.raises(PaymentDeclined):
        place(cart, payment=DECLINED)
    return Checkout.objects.get(cart_id=cart.id)


def attempts_of(checkout) -> list[tuple[int, str]]:
    return list(Payment.objects.filter(checkout_id=checkout.id).order_by("attempt").values_list("attempt", "state"))


def books_are_clean() -> bool:
    return insight_queries.check_books(now=LATER).is_clean


def test_after_a_decline_another_card_pays_the_same_order(drain, mug):
    cart = make_cart((mug, 2))
    declined = decline(cart)
    drain()
    assert queries.get_any_order(declined.order_id).state == "declined"

    done = place(cart, payment=GOOD)
    drain()

    order = queries.get_any_order(declined.order_id)
    assert (done.checkout.id, done.checkout.state, order.state) == (declined.id, "completed", "confirmed")
    assert attempts_of(declined) == [(1, "failed"), (2, "succeeded")]
    assert (order.payment_id, Checkout.objects.count(), available(mug)) == (done.payment.id, 1, 0)
    assert [entry.kind for entry in order.timeline] == ["placed", "declined", "reopened", "confirmed"]
    assert books_are_clean()


def test_the_customer_pays_again_over_the_api(api, mug):
    cart = make_cart((mug, 1))
    CARTS.replace(msgspec.structs.replace(cart, token_hash=hash_secret("secret")), etag=cart.etag)
    body = {"cart_id": cart.id, "quoted_total": {"minor": 2500, "currency": "EUR"}, "payment_method": "sandbox_card"}

    first, second = (
        api.post("store/checkouts", {**body, "card_token": token}, headers={"Cart-Token": "secret"}) for token in ("tok_declined", "tok_ok")
    )

    assert (first.status_code, second.status_code) == (402, 201)
    paid = second.json()
    assert (paid["status"], paid["payment"]["attempt"], paid["order_number"]) == ("confirmed", 2, "EU-2026-000001")


def test_another_method_of_the_same_cost_pays_the_same_order(sandbox, mug):
    cart = make_cart((mug, 2))
    first = place(cart, payment=ON_PAGE)

    second = place(cart, payment=msgspec.structs.replace(ON_PAGE, method="sandbox_ideal"))

    assert (second.checkout.id, second.payment.method) == (first.checkout.id, "sandbox_ideal")
    assert attempts_of(first.checkout) == [(1, "canceled"), (2, "requires_action")]
    assert (sandbox.payments_of(first.payment.id)[0]["status"], available(mug)) == ("canceled", 0)


def test_a_method_with_a_fee_is_another_total_and_not_paid_unseen(mug):
    cart = make_cart((mug, 1))
    place(cart, payment=ON_PAGE)
    for position, (code, kind, fee) in enumerate([("sandbox_card", "card", 0), ("sandbox_ideal", "bank", 35)]):
        row = {"code": code, "provider": "sandbox", "kind": kind, "name": "card", "currency": "EUR", "fee_fixed_minor": fee}
        Method.objects.create(id=f"pmr_{code}", position=position, updated_at=NOW, **row)
    methods.forget()

    with pytest.raises(PriceChanged):
        place(cart, payment=msgspec.structs.replace(ON_PAGE, method="sandbox_ideal"))

    methods.forget()


def test_after_a_decline_what_is_sold_out_is_not_sold(mug):
    cart = make_cart((mug, 2))
    declined = decline(cart)
    adjust_stock(mug.variants[0].id, on_hand=1)

    with pytest.raises(OutOfStock):
        place(cart, payment=GOOD)

    assert Checkout.objects.get().state == "declined"
    assert attempts_of(declined) == [(1, "failed")]


def test_after_a_decline_another_price_is_another_checkout(mug):
    cart = make_cart((mug, 1))
    declined = decline(cart)
    method = ShippingMethod.objects.get(vendor_id=mug.vendor_id)
    method.prices = {"EUR": 300}
    method.save()

    done = place(cart, payment=GOOD)

    assert (done.checkout.id == declined.id, done.payment.amount) == (False, Money(2300, "EUR"))


def test_what_an_earlier_attempt_is_paid_all_the_same_goes_back(using, drain, mug):
    shape = using(StripeShape)
    cart = make_cart((mug, 1))
    first = place(cart, payment=PaymentChoice(method="stripe", card_token="one"))
    second = place(cart, payment=PaymentChoice(method="stripe", card_token="two"))
    for done in (first, second):  # the provider took the first one's money although it had called it canceled
        shape._change(name_of(done), state=PaymentState.SUCCEEDED, captured_minor=2500)
        payment_services.refresh_payment(payment_id=done.payment.id, now=NOW)

    drain()

    paid, kept = (payment_queries.get_payment(done.payment.id) for done in (first, second))
    assert (paid.captured, paid.refunded) == (Money(2500, "EUR"), Money(2500, "EUR"))
    assert (kept.captured, kept.refunded) == (Money(2500, "EUR"), Money(0, "EUR"))
    assert Checkout.objects.get().state == "completed"
    assert books_are_clean()


def test_killed_anywhere_after_a_decline_the_order_is_paid_once(crasher, drain, sandbox):
    mug = make_listing(price_minor=2000, stock=500)
    carts = []

    def job() -> Job:
        carts.append(make_cart((mug, 1)))
        decline(carts[-1])
        return Job("place", 0, NOW, cart_owner=carts[-1].owner, cart_id=carts[-1].id)

    for number in kill_at_each_statement(crasher, job):
        recover(drain)
        again = place(carts[-1], now=LATER)

        assert again.checkout.state == "completed", number
        held = [item for row in Payment.objects.filter(order_id=again.checkout.order_id) for item in sandbox.payments_of(row.id)]
        assert [item["captured"]["minor"] for item in held if item["captured"]["minor"]] == [2500], number
        assert available(mug) == 500 - number, number
    assert books_are_clean()


def name_of(done) -> str:
    return Payment.objects.get(pk=done.payment.id).provider_reference
