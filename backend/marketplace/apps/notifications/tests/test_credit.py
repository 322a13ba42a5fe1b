"""What mails say where gift cards and store credit pay, or get a refund."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.checkout.tests.two_vendors import suspend
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.credit.tests.factories import cart_with, give_card, give_store_credit
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders.tests.factories import deliver_all, make_listing, make_order, part_of, place
from marketplace.apps.returns.tests.handling import act, taken_back

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

LABELS = {
    "en": ["Paid by gift card: ", "Paid by store credit: ", "Charged: "],
    "nl": ["Betaald met een cadeaukaart: ", "Betaald met tegoed: ", "In rekening gebracht: "],
    "de": ["Mit Geschenkkarte bezahlt: ", "Mit Guthaben bezahlt: ", "Belastet: "],
    "fr": ["Payé par carte cadeau : ", "Payé par avoir : ", "Montant débité : "],
    "ar": ["المدفوع ببطاقة هدية: ", "المدفوع من رصيد المتجر: ", "المبلغ المخصوم: "],
}


def body_of(occasion: str) -> str:
    return Message.objects.get(occasion__startswith=f"{occasion}:", recipient="noor@customer.example").body


def paid_lines(body: str, language: str) -> list[str]:
    """The amounts after the labels, in the mail's order, as digits."""
    found = []
    for line in body.splitlines():
        for label in LABELS[language]:
            if line.startswith(label):
                found.append("".join(filter(str.isdecimal, line.removeprefix(label))))
    return found


@pytest.mark.parametrize("language", list(LABELS))
def test_the_confirmation_says_what_paid_the_order(drain, language):
    customer = make_customer().id
    mug = make_listing(price_minor=2_000, shipping_minor=500)
    give_store_credit(customer, 400)
    first, second = give_card(700), give_card(300)
    cart = cart_with((mug, 1), cards=(first, second), customer_id=customer, own=True)
    cart.language = language

    place(cart)
    drain()

    amounts = [str(int(digits)) for digits in paid_lines(body_of("order_confirmed"), language)]
    assert amounts == ["1000", "400", "1100"]  # both cards together, the store credit, and the rest of 25.00


def test_the_confirmation_of_an_order_without_credit_says_nothing_of_it(drain):
    make_order((make_listing(), 1))
    drain()

    assert paid_lines(body_of("order_confirmed"), "en") == []


def test_what_was_not_sold_is_not_said_to_be_paid(api, sandbox, drain):
    mug, lamp = make_listing(price_minor=2_000, shipping_minor=500), make_listing(price_minor=5_000, shipping_minor=500)
    cart = cart_with((mug, 1), (lamp, 1), cards=(give_card(4_000),))
    done = place(cart, payment=PaymentChoice(method="sandbox_card", return_url="https://shop.example/back"))
    suspend(mug)

    sandbox.pay(done.payment.action.url)
    sandbox.next_webhook(done.payment.id, "payment.succeeded").post(api)
    drain()

    assert paid_lines(body_of("order_confirmed"), "en") == ["2750", "2750"]  # half of the lamp's 55.00, and the card's half


def test_a_return_for_store_credit_says_so_when_it_is_requested_and_when_it_is_refunded(api, drain):
    customer = make_customer().id
    mug = make_listing(price_minor=2_000, shipping_minor=500)
    order = make_order((mug, 1), customer_id=customer)
    part = deliver_all(part_of(order, mug))
    drain()
    body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": 1}], "reason": "damaged", "as_store_credit": True}

    (made,) = api.post(f"store/orders/{order.id}/returns", body, token=customer_token(customer)).json()["returns"]
    drain()
    act(api, made, "approve")
    taken_back(api, made, 1, sellable=1)
    drain()

    assert "the refund will be store credit" in body_of("return_requested")
    assert "€25.00 is refunded as credit" in body_of("sale_refunded")
    assert "the way you paid" not in body_of("sale_refunded")
