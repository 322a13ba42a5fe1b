"""Paying again, or not at all: another card, a bank that takes its time, a plan that changes meanwhile."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice

import msgspec
import pytest

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.recovery import recover_checkouts
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.tests.factories import adjust_stock
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.factories import make_cart, make_listing, part_of, place, reload
from marketplace.apps.payments.models import Payment
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.ids import hash_secret
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]
AFTER_ITS_TIME = NOW + timedelta(minutes=31)


def card(token: str = "", *, back: str = "") -> PaymentChoice:
    return PaymentChoice(method="sandbox_card", card_token=token, return_url=back)


ON_PAGE = card(back="https://shop.example/back")


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


class TestAnotherCard:
    @pytest.mark.parametrize("first", [card("tok_3ds"), card("tok_unavailable"), ON_PAGE])
    def test_pays_where_the_first_one_is_not_finished(self, sandbox, first):
        mug = make_listing(stock=2)
        cart = make_cart((mug, 2))
        unfinished = place(cart, payment=first)

        done = place(cart, payment=card("tok_ok"))

        assert (done.checkout.state, done.payment.state) == ("completed", "succeeded")
        assert (done.checkout.id, done.payment.attempt) == (unfinished.checkout.id, 2)
        assert {held["status"] for held in sandbox.payments_of(unfinished.payment.id)} <= {"canceled"}
        assert available(mug) == 0

    def test_goes_to_its_own_page(self):
        cart = make_cart((make_listing(), 1))

        first, second = place(cart, payment=card("tok_3ds")), place(cart, payment=ON_PAGE)
        third = place(cart, payment=card(back="https://shop.example/elsewhere"))

        assert len({done.payment.action.url for done in (first, second, third)}) == 3

    def test_that_is_the_same_again_is_gone_on_with(self):
        cart = make_cart((make_listing(), 1))

        first, second = (place(cart, payment=card("tok_3ds")) for _ in range(2))

        assert first.payment.id == second.payment.id

    def test_is_not_charged_where_the_first_one_has_paid(self, sandbox):
        cart = make_cart((make_listing(), 1))
        first = place(cart, payment=ON_PAGE)
        sandbox.pay(first.payment.action.url)

        second = place(cart, payment=card("tok_ok"))

        assert (second.checkout.id, second.checkout.state) == (first.checkout.id, "completed")
        assert Payment.objects.count() == 1

    def test_does_not_disturb_one_that_the_bank_is_working_on(self, sandbox):
        cart = make_cart((make_listing(), 1))
        first = place(cart, payment=card("tok_later"))

        second = place(cart, payment=card("tok_ok"))

        assert (second.checkout.id, second.payment.state) == (first.checkout.id, "processing")

    def test_and_another_at_once_are_one_order_and_one_charge(self, sandbox):
        mug = make_listing(stock=50)
        for _ in range(4):
            cart = make_cart((mug, 1))
            choices = list(islice(cycle([card("tok_ok"), card("tok_3ds"), card("tok_declined"), ON_PAGE]), 9))

            at_once(9, lambda number, cart=cart, choices=choices: place(cart, payment=choices[number]))
            done = place(cart, payment=card("tok_ok"))

            assert done.checkout.state == "completed"
            attempts = Payment.objects.filter(checkout_id__in=Checkout.objects.filter(cart_id=cart.id).values("id"))
            held = [item for payment in attempts for item in sandbox.payments_of(payment.id)]
            assert [item["captured"]["minor"] - item["refunded"]["minor"] for item in held if item["captured"]["minor"]] == [2500]


class TestABankThatTakesItsTime:
    def test_does_not_hold_the_stock_without_end(self):
        mug = make_listing(stock=2)
        done = place(make_cart((mug, 2)), payment=card("tok_later"))

        recover_checkouts(now=AFTER_ITS_TIME)

        assert Checkout.objects.get(pk=done.checkout.id).state == "expired"
        assert available(mug) == 2

    @pytest.mark.parametrize(("stock", "state"), [(2, "completed"), (0, "refunded")])
    def test_and_pays_late_is_completed_or_refunded(self, sandbox, api, drain, stock, state):
        mug = make_listing(stock=2)
        done = place(make_cart((mug, 2)), payment=card("tok_later"))
        recover_checkouts(now=AFTER_ITS_TIME)
        adjust_stock(mug.variants[0].id, on_hand=stock, now=AFTER_ITS_TIME)

        sandbox.control(f"/v1/test/payments/{sandbox.payments_of(done.payment.id)[0]['id']}/settle")
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        drain()

        assert Checkout.objects.get(pk=done.checkout.id).state == state
        assert insight_queries.check_books(now=AFTER_ITS_TIME).is_clean


class TestACommissionPlanThatChangesMeanwhile:
    def test_does_not_touch_what_was_ordered_before(self, sandbox, api, drain):
        mug = make_listing(price_minor=2000)
        done = place(make_cart((mug, 1)), payment=ON_PAGE)
        vendor_services.set_commission_plan(
            vendor_id=mug.vendor_id, terms=CommissionTerms(percent_bp=5000), reason="Dearer", actor=STAFF_ACTOR, now=NOW
        )

        sandbox.pay(done.payment.action.url)
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        drain()

        order = queries.get_any_order(done.checkout.order_id)
        assert part_of(order, mug).lines[0].commission.fee == Money(200, "EUR")


class TestWhatIsAddedToTheCartWhileItIsPaid:
    """Is not in the order, so it stays in a cart, which says so."""

    def pay_and_add(self, cart, sandbox, api, drain, *more):
        done = place(cart, payment=ON_PAGE)
        cart_services.add_lines(
            cart, [StockLine(product.variants[0].id, 2) for product in more], language="en", now=NOW + timedelta(minutes=1)
        )
        sandbox.pay(done.payment.action.url)
        sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
        drain()
        return queries.get_any_order(done.checkout.order_id)

    def assert_kept(self, cart, order, lamp):
        kept = cart_services.price_cart(cart, language="en", now=NOW)
        said = [(change.kind, change.requested, change.order_id) for change in kept.changes]
        assert {line.product_id: line.quantity for line in cart.lines} == {order.quote.lines[0].product_id: 2, lamp.id: 2}
        assert said == [("not_in_order", 2, order.id)] * 2
        changed = cart_services.remove_line(cart, line_id=cart.lines[0].id, language="en", now=NOW)
        assert cart_services.price_cart(changed.cart, language="en", now=NOW).changes == []

    def test_is_in_a_guests_new_cart_that_the_same_secret_opens(self, sandbox, api, drain):
        mug, lamp = make_listing(), make_listing()
        cart = make_cart((mug, 1))

        order = self.pay_and_add(cart, sandbox, api, drain, mug, lamp)

        closed = reload(cart)
        assert (order.state, [line.quantity for line in order.quote.lines]) == ("confirmed", [1])
        assert (closed.status, closed.order_id) == ("ordered", order.id)
        following = CARTS.get(carts_pk(closed.next_cart_id), closed.next_cart_id)
        assert following.token_hash == cart.token_hash
        self.assert_kept(following, order, lamp)

    def test_is_in_a_customers_next_cart_once(self, sandbox, api, drain):
        mug, lamp, customer = make_listing(), make_listing(), make_customer()
        guest = make_cart((mug, 1))
        own = cart_services.merge_cart(guest, customer_id=customer.id, language="en", now=NOW).cart

        order = self.pay_and_add(own, sandbox, api, drain, mug, lamp)
        Checkout.objects.filter(order_id=order.id).update(state="settled")  # as a crash before the last write would leave it
        steps.advance(Checkout.objects.get(order_id=order.id), now=NOW)

        following = cart_services.open_cart(customer_id=customer.id, language="en", now=NOW).cart
        assert following.id != own.id
        self.assert_kept(following, order, lamp)

    def test_leaves_a_cart_that_was_not_changed_closed(self, sandbox, api, drain):
        cart = make_cart((make_listing(), 1))

        self.pay_and_add(cart, sandbox, api, drain)

        assert (reload(cart).status, reload(cart).next_cart_id) == ("ordered", "")


def test_a_payment_that_lacks_its_details_is_refused_by_field_and_stores_nothing(api):
    mug = make_listing(stock=2)
    cart = make_cart((mug, 1))
    CARTS.replace(msgspec.structs.replace(cart, token_hash=hash_secret("secret")), etag=cart.etag)
    body = {"cart_id": cart.id, "quoted_total": {"minor": 2500, "currency": "EUR"}, "payment_method": "sandbox_card"}

    answer = api.post("store/checkouts", body, headers={"Cart-Token": "secret"})

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["card_token"])
    assert not Checkout.objects.exists()
    assert available(mug) == 2
