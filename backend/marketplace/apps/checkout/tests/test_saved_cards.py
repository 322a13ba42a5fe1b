"""A customer's way through the shop with a card that is saved: offered, agreed to, paid with again; and guests, who have none."""

from __future__ import annotations

from typing import Any

import pytest

from contract.tests.buying import Buyer
from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.payments.models import Card
from marketplace.apps.payments.tests.gateways import StripeAtDouble
from marketplace.foundation import clock

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

TYPED = {"method": "stripe_card", "card_token": "pm_card_visa"}


@pytest.fixture(autouse=True)
def stripe(tenant: Any, using: Any) -> StripeAtDouble:
    made: StripeAtDouble = using(StripeAtDouble)
    return made


def a_buyer(api: Any, product: Any, *, token: str | None = None) -> Buyer:
    buyer = Buyer(api, token=token)
    buyer.fill((product, 1), country="NL", currency="EUR")
    return buyer


def offered(buyer: Buyer) -> dict[str, Any]:
    """The way to pay by Stripe, as the cart's owner is offered it."""
    methods: list[dict[str, Any]] = buyer.change("GET", "/payment-methods")["items"]
    return next(method for method in methods if method["code"] == "stripe_card")


def test_a_customer_saves_a_card_and_pays_the_next_order_with_it(api, mug):
    token = customer_token(make_customer().id)
    first = a_buyer(api, mug, token=token)
    assert (offered(first)["can_save_card"], offered(first)["saved_cards"]) == (True, [])

    saved = first.pay(**TYPED, save_card=True)
    second = a_buyer(api, mug, token=token)
    (card,) = offered(second)["saved_cards"]
    paid = second.pay(method="stripe_card", card_id=card["id"])

    assert (saved.json()["payment"]["state"], paid.json()["payment"]["state"]) == ("succeeded", "succeeded")
    assert (card["brand"], card["last4"]) == ("visa", "4242")


def test_a_card_that_has_expired_is_not_offered(api, mug):
    token = customer_token(make_customer().id)
    a_buyer(api, mug, token=token).pay(**TYPED, save_card=True)
    second = a_buyer(api, mug, token=token)
    now = clock.now()
    offers = []
    for year, month in [(now.year - 1, 12), (now.year, now.month)]:
        Card.objects.update(expires_year=year, expires_month=month)
        offers.append(len(offered(second)["saved_cards"]))

    assert offers == [0, 1]


def test_a_guest_is_neither_offered_nor_allowed_to(api, mug):
    card = api_card(api, mug)
    guest = a_buyer(api, mug)

    method = offered(guest)
    answers = [guest.pay(**TYPED, save_card=True), guest.pay(method="stripe_card", card_id=card)]

    assert (method["can_save_card"], method["saved_cards"]) == (False, [])
    assert [answer.status_code for answer in answers] == [422, 422]
    assert [answer.json()["errors"][0]["field"] for answer in answers] == ["save_card", "card_id"]


def api_card(api: Any, product: Any) -> str:
    """The id of a card that some customer has saved."""
    token = customer_token(make_customer(email="other@customer.example").id)
    assert a_buyer(api, product, token=token).pay(**TYPED, save_card=True).status_code == 201
    card: str = api.get("me/cards", token=token).json()["items"][0]["id"]
    return card
