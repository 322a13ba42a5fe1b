"""Cards that customers save, at Stripe's stand-in: saved with a payment that succeeds, used again, and forgotten on both sides."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from marketplace.apps.accounts.tests.factories import customer_token
from marketplace.apps.payments import queries, services
from marketplace.apps.payments.errors import PaymentDetailsInvalid, ProviderUnavailable
from marketplace.apps.payments.events import CardRemoved
from marketplace.apps.payments.models import Card, Payment
from marketplace.apps.payments.tests.at_gateways import held, post_webhook, waiting
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, name_at_provider
from marketplace.apps.payments.tests.gateways import MollieAtDouble, StripeAtDouble, StripeManualAtDouble
from marketplace.apps.payments.types import CardChoice, ConfirmInPage, PaymentView, SavedCard, VisitAddress
from marketplace.foundation.events.models import OutboxEvent
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

NOOR, OTHER = new_id("cus", at=NOW), new_id("cus", at=NOW)


@pytest.fixture
def stripe(using: Any) -> StripeAtDouble:
    made: StripeAtDouble = using(StripeAtDouble)
    return made


def pay(card: CardChoice, *, method: str = "stripe_card") -> PaymentView:
    return services.start_payment(payment_id=a_payment(method=method, card=card).id, now=NOW)


def save(card: str = "pm_card_visa", *, customer_id: str = NOOR, method: str = "stripe_card") -> SavedCard:
    """The customer's newest card, saved with a payment."""
    pay(CardChoice(token=card, saves_card=True, customer_id=customer_id), method=method)
    return cards_of(customer_id)[0]


def cards_of(customer_id: str) -> list[SavedCard]:
    return list(queries.list_cards(customer_id, page=PageRequest(10)).items)


def customer_at(stripe: StripeAtDouble, payment: PaymentView) -> str:
    customer: str = held(stripe, payment)["customer"]
    return customer


def removed_cards() -> list[str]:
    """The ids that the events name."""
    found = OutboxEvent.objects.filter(wire_name=CardRemoved.wire_name).order_by("id").values_list("event_id", "payload")
    return [payload["card_id"] for payload in dict(found).values()]


def test_a_card_is_saved_when_its_payment_succeeds_in_the_page(stripe):
    payment = pay(CardChoice(saves_card=True, customer_id=NOOR))
    assert isinstance(payment.action, ConfirmInPage)
    assert cards_of(NOOR) == []

    form = {"payment_method": "pm_card_visa", "client_secret": payment.action.client_secret, "key": payment.action.publishable_key}
    httpx.post(f"{stripe.url}/v1/payment_intents/{name_at_provider(payment)}/confirm", data=form, trust_env=False).raise_for_status()
    for notice in waiting(stripe) * 2:
        assert post_webhook("stripe", notice) == 200

    (card,) = cards_of(NOOR)
    assert (card.brand, card.last4, card.expires_month, card.expires_year, card.saved_at) == ("visa", "4242", 12, 2034, NOW)
    assert queries.get_payment(payment.id).captured == EUR_20
    assert "noor" not in str(stripe.by_region["eu"].records)  # Stripe knows the customer by our id alone


@pytest.mark.parametrize("kind", [StripeAtDouble, StripeManualAtDouble])
def test_a_saved_card_pays_without_being_typed(using, kind):
    gateway = using(kind)
    card = save(method=gateway.method)

    paid = pay(CardChoice(card_id=card.id, customer_id=NOOR), method=gateway.method)

    assert paid.state == ("succeeded" if kind is StripeAtDouble else "authorized")
    assert customer_at(gateway, paid).startswith("cus_")
    assert len(cards_of(NOOR)) == 1


def test_the_bank_may_still_ask_for_the_customer(stripe):
    first = pay(CardChoice(token="pm_card_threeDSecure2Required", saves_card=True, customer_id=NOOR))
    assert isinstance(first.action, VisitAddress)
    httpx.post(first.action.url, data={"outcome": "complete"}, trust_env=False)
    services.refresh_payment(payment_id=first.id, now=NOW)
    (card,) = cards_of(NOOR)

    again = pay(CardChoice(card_id=card.id, customer_id=NOOR))

    assert isinstance(again.action, VisitAddress)
    assert customer_at(stripe, again) == customer_at(stripe, first)


def test_what_is_declined_or_was_not_to_be_saved_is_not_saved(stripe):
    declined = pay(CardChoice(token="pm_card_visa_chargeDeclined", saves_card=True, customer_id=NOOR))
    paid = pay(CardChoice(token="pm_card_visa", customer_id=NOOR))

    assert (declined.state, paid.state, cards_of(NOOR)) == ("failed", "succeeded", [])
    assert Payment.objects.get(pk=paid.id).customer_id == ""


@pytest.mark.parametrize(
    ("choice", "method", "field"),
    [
        ({"saves_card": True, "customer_id": ""}, "stripe_card", "save_card"),
        ({"saves_card": True, "customer_id": NOOR}, "mollie_ideal", "save_card"),
        ({"card_id": "mine", "customer_id": ""}, "stripe_card", "card_id"),
        ({"card_id": "mine", "customer_id": OTHER}, "stripe_card", "card_id"),
        ({"card_id": "mine", "customer_id": NOOR}, "mollie_ideal", "card_id"),
        ({"card_id": "mine", "customer_id": NOOR, "token": "pm_card_visa"}, "stripe_card", "card_id"),
        ({"card_id": "mine", "customer_id": NOOR, "saves_card": True}, "stripe_card", "card_id"),
    ],
)
def test_refuses_guests_others_and_methods_that_save_nothing(stripe, using, choice, method, field):
    using(MollieAtDouble)
    mine = save().id
    choice = {name: mine if value == "mine" else value for name, value in choice.items()}

    with pytest.raises(PaymentDetailsInvalid) as refused:
        a_payment(method=method, card=CardChoice(**choice))

    assert [error.field for error in refused.value.errors] == [field]


def test_the_same_card_saved_again_takes_the_place_of_the_first(stripe):
    first = save()
    second = save()

    assert [card.id for card in cards_of(NOOR)] == [second.id]
    assert removed_cards() == [first.id]
    services.forget_card(card_id=first.id)
    (kept,) = stripe.double.cards_of("eu", Card.objects.get(pk=second.id).provider_customer)
    assert kept == Card.objects.get(pk=second.id).reference


def test_a_fee_that_is_known_later_does_not_bring_a_removed_card_back(using):
    manual = using(StripeManualAtDouble)
    paid = pay(CardChoice(token="pm_card_visa", saves_card=True, customer_id=NOOR), method=manual.method)
    services.remove_card(customer_id=NOOR, card_id=cards_of(NOOR)[0].id, now=NOW)
    services.forget_card(card_id=Card.objects.get().id)

    services.request_capture(payment_id=paid.id, amount=Money(1500, "EUR"), now=NOW)
    services.execute_capture(payment_id=paid.id, now=NOW)

    assert not Card.objects.exists()


def test_a_customer_lists_and_removes_cards_and_nobody_elses(stripe, api):
    card, others = save(), save(customer_id=OTHER)
    reference = Card.objects.get(pk=card.id).reference
    token = customer_token(NOOR)

    listed = api.get("me/cards", token=token).json()["items"]
    shown = {name: listed[0][name] for name in ("id", "brand", "last4", "expires_month", "expires_year")}
    refused = [
        api.send("DELETE", f"me/cards/{others.id}", token=token).status_code,
        api.send("DELETE", f"me/cards/{card.id}").status_code,
        api.get("me/cards").status_code,
    ]
    removed = [api.send("DELETE", f"me/cards/{card.id}", token=token).status_code for _ in range(2)]

    assert (len(listed), shown) == (1, {"id": card.id, "brand": "visa", "last4": "4242", "expires_month": 12, "expires_year": 2034})
    assert reference not in str(listed)
    assert (refused, removed) == ([404, 401, 401], [204, 404])
    assert (cards_of(NOOR), [each.id for each in cards_of(OTHER)]) == ([], [others.id])
    with pytest.raises(PaymentDetailsInvalid):
        a_payment(method="stripe_card", card=CardChoice(card_id=card.id, customer_id=NOOR))


def test_a_removed_card_is_forgotten_by_the_provider_once_it_answers(stripe):
    card = save()
    customer = Card.objects.get(pk=card.id).provider_customer
    services.remove_card(customer_id=NOOR, card_id=card.id, now=NOW)
    stripe.double.faults.is_down = True
    with pytest.raises(ProviderUnavailable):
        services.forget_card(card_id=card.id)
    stripe.double.faults.is_down = False
    assert len(stripe.double.cards_of("eu", customer)) == 1

    for _ in range(2):
        services.forget_card(card_id=card.id)

    assert (stripe.double.cards_of("eu", customer), Card.objects.count()) == ([], 0)


def test_a_card_that_was_detached_by_hand_is_out_of_use(stripe):
    card = save()
    stripe.double.detach_by_hand(Card.objects.get(pk=card.id).reference)

    for notice in waiting(stripe) * 2:
        assert post_webhook("stripe", notice) == 200

    assert (cards_of(NOOR), Card.objects.count()) == ([], 0)


def test_a_notice_of_a_card_that_its_customer_still_has_changes_nothing(stripe):
    card = save()
    method = stripe.by_region["eu"].records[Card.objects.get(pk=card.id).reference]

    waiting(stripe)
    assert post_webhook("stripe", stripe.double.event(stripe.by_region["eu"], "payment_method.detached", method)) == 200

    assert [each.id for each in cards_of(NOOR)] == [card.id]


def test_a_key_that_may_not_register_customers_still_takes_the_payment(stripe):
    stripe.double.faults.forbids = "POST /v1/customers"

    paid = pay(CardChoice(token="pm_card_visa", saves_card=True, customer_id=NOOR))

    assert (paid.state, cards_of(NOOR)) == ("succeeded", [])
    assert queries.get_health("stripe").state == "working"


def test_a_key_that_may_not_delete_customers_does_not_stop_an_erasure(stripe, caplog):
    customer = customer_at(stripe, pay(CardChoice(token="pm_card_visa", saves_card=True, customer_id=NOOR)))
    stripe.double.faults.forbids = "DELETE /v1/customers/.*"

    services.forget_customer(customer_id=NOOR)

    assert customer in caplog.text
    assert Card.objects.count() == 0
    assert not Payment.objects.filter(customer_id=NOOR).exists()


def test_a_customer_who_is_forgotten_is_forgotten_by_the_provider(stripe):
    paid = pay(CardChoice(token="pm_card_visa", saves_card=True, customer_id=NOOR))
    others = save(customer_id=OTHER)
    customer = customer_at(stripe, paid)
    stripe.double.faults.is_down = True
    with pytest.raises(ProviderUnavailable):
        services.forget_customer(customer_id=NOOR)
    stripe.double.faults.is_down = False

    for _ in range(2):
        services.forget_customer(customer_id=NOOR)

    assert customer not in stripe.by_region["eu"].records
    assert stripe.double.cards_of("eu", customer) == []
    assert [card.id for card in Card.objects.all()] == [others.id]
    assert not Payment.objects.filter(customer_id=NOOR).exists()
