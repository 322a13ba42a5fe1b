"""Orders that gift cards and store credit pay, in part or in whole: reserved, redeemed, released, and in the books."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.errors import PaymentDeclined, PriceChanged
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.endings import end
from marketplace.apps.checkout.services.opening import prepare
from marketplace.apps.checkout.tests.two_vendors import suspend
from marketplace.apps.checkout.types import CheckoutState, PaymentChoice
from marketplace.apps.credit import services
from marketplace.apps.credit.errors import CreditNotAvailable
from marketplace.apps.credit.models import CreditReservation
from marketplace.apps.credit.tests.factories import FINANCE, cart_with, give_card, give_store_credit, left_on, order_of
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders.tests.factories import CARD, CASH, make_cart, part_of, place, reload, total_of
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.errors import MethodNotAvailable
from marketplace.apps.payments.models import Payment
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
DECLINED = PaymentChoice(method="sandbox_card", card_token="tok_declined")
LATER = NOW + timedelta(hours=1)


def balance(account: str) -> int:
    return ledger_queries.get_balance(account, "EUR").minor


def assert_books_agree() -> None:
    report = insight_queries.check_books(now=NOW)
    assert report.is_clean, report


def test_a_gift_card_pays_first_and_the_card_the_rest(mug, lamp, sandbox, drain):
    card = give_card(3_000)
    cart = cart_with((mug, 1), (lamp, 1), cards=(card,))

    done = place(cart)
    drain()

    order = order_of(done)
    assert (done.checkout.state, done.payment.captured) == ("completed", Money(5_000, "EUR"))
    assert sandbox.payments_of(done.payment.id)[0]["amount"]["minor"] == 5_000
    assert [(item.kind, item.amount.minor) for item in order.quote.tenders] == [("gift_card", 3_000)]
    shares = [part_of(order, product).tenders[0].amount.minor for product in (mug, lamp)]
    assert (sum(shares), shares) == (3_000, [938, 2_062])  # by what each part costs: 25 and 55 of 80
    assert left_on(card) == (0, 0)
    assert (balance("provider:sandbox"), balance(f"credit:{card.credit_id}"), balance("operator:credit_issued")) == (-5_000, 0, -3_000)
    assert balance(f"vendor:{mug.vendor_id}") == 2_500 - 242  # as if all had been paid by card
    assert_books_agree()


def test_what_is_covered_in_whole_asks_no_provider(mug, sandbox, drain):
    card = give_card(10_000)
    cart = cart_with((mug, 1), cards=(card,))

    done = place(cart, payment=PaymentChoice(method=""))
    drain()

    assert (done.checkout.state, done.payment.method, done.payment.captured.minor) == ("completed", "nothing_to_pay", 0)
    assert sandbox.payments_of(done.payment.id) == []
    assert left_on(card) == (7_500, 0)
    assert part_of(order_of(done), mug).total == Money(2_500, "EUR")
    assert balance(f"vendor:{mug.vendor_id}") == 2_500 - 242
    assert_books_agree()


def test_several_cards_pay_in_turn_and_store_credit_last(mug, drain):
    customer = make_customer().id
    first, second, own = give_card(1_000), give_card(500), give_store_credit(customer, 9_000)

    done = place(cart_with((mug, 1), cards=(first, second), customer_id=customer, own=True))
    drain()

    assert [(item.reference, item.amount.minor) for item in order_of(done).quote.tenders] == [
        (first.credit_id, 1_000),
        (second.credit_id, 500),
        (own.credit_id, 1_000),
    ]
    assert [left_on(item)[0] for item in (first, second, own)] == [0, 0, 8_000]
    assert_books_agree()


def test_what_has_nothing_left_to_pay_is_left_alone(mug, drain):
    buyer = make_customer().id
    first, second, own = give_card(3_000), give_card(1_000), give_store_credit(buyer, 700)
    cart = cart_with((mug, 1), cards=(first, second), customer_id=buyer, own=True)

    done = place(cart, payment=PaymentChoice(method=""))
    drain()

    assert done.checkout.state == "completed"
    assert [left_on(credit) for credit in (first, second, own)] == [(500, 0), (1_000, 0), (700, 0)]
    assert CreditReservation.objects.count() == 1
    assert_books_agree()


@pytest.mark.parametrize("state", [CheckoutState.EXPIRED, CheckoutState.CANCELED, CheckoutState.REPLACED])
def test_is_reserved_while_the_customer_pays_and_free_again_when_the_checkout_ends(mug, state):
    card = give_card(1_500)
    done = place(cart_with((mug, 1), cards=(card,)), payment=ON_PAGE)
    reserved = left_on(card)

    other = cart_with((mug, 1), cards=(card,))
    with pytest.raises(PriceChanged):  # for another cart there is nothing on it meanwhile
        place_at(other, 1_000)
    assert_books_agree()
    end(done.checkout.id, state, reason="x", now=NOW)

    assert (reserved, left_on(card)) == ((1_500, 1_500), (1_500, 0))
    assert_books_agree()


def place_at(cart, minor):
    return checkout_services.place_order(cart=cart, quoted_total=Money(minor, "EUR"), payment=CARD, now=NOW)


def test_is_free_after_a_decline_and_reserved_again_by_the_next_card(mug, drain):
    card = give_card(1_500)
    cart = cart_with((mug, 1), cards=(card,))
    with pytest.raises(PaymentDeclined):
        place(cart, payment=DECLINED)
    after_decline = left_on(card)

    done = place(reload(cart))
    drain()

    assert (after_decline, left_on(card)) == ((1_500, 0), (0, 0))
    assert (done.checkout.state, done.payment.attempt) == ("completed", 2)
    assert CreditReservation.objects.count() == 1
    assert_books_agree()


def test_another_method_while_the_first_waits_finds_its_own_reservation(mug, drain):
    card = give_card(1_500)
    cart = cart_with((mug, 1), cards=(card,))
    waiting = place(cart, payment=ON_PAGE)

    done = place(reload(cart), payment=CARD)
    drain()

    assert (done.checkout.id, done.checkout.state) == (waiting.checkout.id, "completed")
    assert left_on(card) == (0, 0)
    assert_books_agree()


def test_a_card_that_was_spent_since_the_cart_was_quoted_stores_nothing(mug):
    card = give_card(2_500)
    carts = [cart_with((mug, 1), cards=(card,)) for _ in range(2)]
    quotes = [cart_services.quote_cart(cart, language="en", now=NOW).quote for cart in carts]
    nothing = PaymentChoice(method="nothing_to_pay")
    prepare(carts[0], quotes[0], nothing, fingerprint="a", now=NOW)

    with pytest.raises(CreditNotAvailable):
        prepare(carts[1], quotes[1], nothing, fingerprint="b", now=NOW)

    assert Checkout.objects.count() == Payment.objects.count() == 1
    assert left_on(card) == (2_500, 2_500)


@pytest.mark.parametrize("is_spent", [False, True], ids=["still there", "spent meanwhile"])
def test_a_late_payment_is_completed_while_the_credit_is_there_and_refunded_otherwise(mug, api, sandbox, drain, is_spent):
    card = give_card(1_500)
    done = place(cart_with((mug, 1), cards=(card,)), payment=ON_PAGE)
    end(done.checkout.id, CheckoutState.EXPIRED, reason="expired", now=LATER)
    if is_spent:
        place(cart_with((mug, 1), cards=(card,)))

    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()

    checkout, payment = Checkout.objects.get(pk=done.checkout.id), payment_queries.get_payment(done.payment.id)
    assert (checkout.state, checkout.reason) == (("refunded", "credit_gone") if is_spent else ("completed", ""))
    assert payment.refunded.minor == (1_000 if is_spent else 0)
    assert left_on(card) == (0, 0)
    assert_books_agree()


def test_a_part_that_cannot_be_sold_leaves_its_share_on_the_card(mug, lamp, api, sandbox, drain):
    card = give_card(4_000)
    done = place(cart_with((mug, 1), (lamp, 1), cards=(card,)), payment=ON_PAGE)
    suspend(mug)

    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()

    payment = payment_queries.get_payment(done.payment.id)
    assert Checkout.objects.get(pk=done.checkout.id).state == "completed"
    assert (payment.captured.minor, payment.refunded.minor) == (4_000, 1_250)  # half of the mug's 25.00
    assert left_on(card) == (1_250, 0)
    assert balance(f"vendor:{lamp.vendor_id}") == 5_500 - 605
    assert_books_agree()


def test_what_is_covered_in_whole_and_cannot_be_sold_is_declined_and_free_again(mug):
    card = give_card(2_500)
    cart = cart_with((mug, 1), cards=(card,))
    quote = cart_services.quote_cart(cart, language="en", now=NOW).quote
    checkout, _ = prepare(cart, quote, PaymentChoice(method="nothing_to_pay"), fingerprint="a", now=NOW)
    suspend(mug)

    with pytest.raises(PaymentDeclined):
        steps.advance(checkout, now=NOW)

    assert Checkout.objects.get().state == "declined"
    assert left_on(card) == (2_500, 0)
    assert_books_agree()


def test_the_rest_is_not_collected_on_delivery(mug):
    cart = cart_with((mug, 1), cards=(give_card(1_000),))

    with pytest.raises(MethodNotAvailable):
        place(cart, payment=CASH)

    assert not Checkout.objects.exists()


def test_what_is_reserved_can_be_spent_although_the_card_is_blocked_or_expires(mug, api, sandbox, drain):
    card = give_card(1_500, expires_at=NOW + timedelta(minutes=1))
    done = place(cart_with((mug, 1), cards=(card,)), payment=ON_PAGE)
    services.block_credit(credit_id=str(card.credit_id), reason="Stolen", actor=FINANCE, now=NOW)
    services.expire_credits(now=LATER)

    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()

    assert Checkout.objects.get().state == "completed"
    assert left_on(card) == (0, 0)
    assert_books_agree()


def test_a_cart_without_credit_asks_for_none(mug):
    cart = make_cart((mug, 1))
    total = total_of(cart)

    with CaptureQueriesContext(connections["eu"]) as captured:
        place_at(cart, total.minor)

    assert captured.captured_queries
    assert [query["sql"] for query in captured.captured_queries if "credit" in query["sql"] and "financial" not in query["sql"]] == []
    assert not FinancialTransaction.objects.filter(type__startswith="credit").exists()
