"""Refunds of what gift cards and store credit paid: to the source that paid last first, and to each in whole in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.credit import queries, services
from marketplace.apps.credit.tests.factories import cart_with, give_card, give_store_credit, left_on, order_of
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import CARD, CASH, cancel_units, deliver_all, make_order, part_of, place
from marketplace.apps.orders.types import RefundReason, RefundRequest
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.returns.tests.handling import act, taken_back
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, vendor_token
from marketplace.kit.errors import InvalidInput
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

LONG_AFTER = NOW + timedelta(days=3650)  # what subscribers book is dated by the real clock


def assert_books_agree() -> None:
    report = insight_queries.check_books(now=LONG_AFTER)
    assert report.is_clean, report


def refund(part, minor: int, *, key: str, as_store_credit: bool = False):
    return order_services.refund_sale(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        wanted=RefundRequest(amount=Money(minor, "EUR"), as_store_credit=as_store_credit),
        reason=RefundReason.DAMAGED,
        note="Cracked",
        by="staff",
        actor=VENDOR_ACTOR,
        request_key=key,
        now=NOW,
    )


def card_refunds(order) -> int:
    return payment_queries.get_payment(order.payment_id).refunded.minor


def test_the_card_comes_first_and_then_the_last_credit(mug, drain):
    first, second = give_card(800), give_card(700)
    order = order_of(place(cart_with((mug, 1), cards=(first, second))))  # 25.00: 8, 7, and 10 by card
    part = deliver_all(part_of(order, mug))

    seen = []
    for minor in (600, 900, 1_000):
        refund(part, minor, key=str(minor))
        seen.append((card_refunds(order), left_on(second)[0], left_on(first)[0]))
    drain()

    assert seen == [(600, 0, 0), (1_000, 500, 0), (1_000, 700, 800)]
    read = order_queries.get_any_order(order.id)
    assert (read.refunded.minor, read.refund_pending.minor) == (2_500, 0)
    assert [item.credited.minor for item in read.parts[0].refunds] == [0, 500, 1_000]
    assert not any(ledger_queries.get_balance(account, "EUR") for account in (f"vendor:{mug.vendor_id}", "provider:sandbox"))
    assert_books_agree()


def test_one_vendors_refund_takes_nothing_of_anothers_share_of_the_card(mug, lamp, drain):
    card = give_card(4_000)  # half of both
    order = order_of(place(cart_with((mug, 1), (lamp, 1), cards=(card,))))

    cancel_units(part_of(order, mug))
    drain()

    assert (card_refunds(order), left_on(card)[0]) == (1_250, 1_250)
    assert_books_agree()
    cancel_units(part_of(order, lamp))
    drain()
    assert (card_refunds(order), left_on(card)[0]) == (4_000, 4_000)
    assert_books_agree()


def test_what_was_covered_in_whole_goes_back_to_the_card_at_once(mug, drain):
    card = give_card(2_500)
    order = order_of(place(cart_with((mug, 1), cards=(card,))))

    cancel_units(part_of(order, mug))
    drain()

    assert left_on(card) == (2_500, 0)
    assert order_queries.get_any_order(order.id).refunded.minor == 2_500
    assert_books_agree()


def test_a_card_that_has_expired_can_be_used_again(mug, drain):
    card = give_card(2_500, expires_at=NOW + timedelta(days=1))
    order = order_of(place(cart_with((mug, 1), cards=(card,))))
    later = NOW + timedelta(days=2)

    cancel_units(part_of(order, mug), now=later)
    services.expire_credits(now=later)

    credit = queries.get_credit(str(card.credit_id))
    assert (credit.balance.minor, credit.problem_at(later)) == (2_500, None)


@pytest.mark.parametrize("outcome", [DisputeState.LOST, DisputeState.WON])
def test_what_the_bank_holds_is_withheld_and_the_rest_goes_to_the_credit(mug, drain, outcome):
    card = give_card(1_500)
    order = order_of(place(cart_with((mug, 1), cards=(card,))))
    drain()
    payment = Payment.objects.get(order_id=order.id)

    def dispute(state):
        facts = {"reference": "dp_1", "payment_reference": payment.provider_reference, "reason": "fraudulent"}
        record_dispute(payment_id=payment.id, outcome=ProviderDispute(amount=Money(1_000, "EUR"), state=state, **facts), now=NOW)
        drain()

    dispute(DisputeState.OPEN)
    cancel_units(part_of(order, mug))
    drain()
    meanwhile = (card_refunds(order), left_on(card)[0], part_of(order, mug).withheld.minor)
    dispute(outcome)

    assert meanwhile == (0, 1_500, 1_000)
    assert (card_refunds(order), left_on(card)[0]) == (1_000 if outcome is DisputeState.WON else 0, 1_500)
    assert_books_agree()


class TestAsStoreCredit:
    """The customer wants store credit instead of money on the card."""

    def test_a_refund_by_staff(self, api, mug, drain):
        customer = make_customer().id
        card, own = give_card(500), give_store_credit(customer, 1_000)
        order = order_of(place(cart_with((mug, 1), cards=(card,), customer_id=customer, own=True)))
        part = deliver_all(part_of(order, mug))
        body = {"amount": {"minor": 2_500, "currency": "EUR"}, "reason": "damaged", "as_store_credit": True, "vendor_order_id": part.id}

        answers = [api.post(f"admin/orders/{order.id}/refunds", body, token=staff_token("support"), key="one") for _ in range(2)]
        drain()

        assert [answer.status_code for answer in answers] == [200, 200], answers[0].content
        assert (card_refunds(order), left_on(own)[0], left_on(card)[0]) == (0, 2_000, 500)  # its own 10.00, and the card's 10.00
        assert order_queries.get_any_order(order.id).refunded.minor == 2_500
        assert_books_agree()

    def test_a_return(self, api, mug, drain):
        customer = make_customer().id
        order = make_order((mug, 1), customer_id=customer)
        part = deliver_all(part_of(order, mug))
        drain()
        body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": 1}], "reason": "damaged", "as_store_credit": True}

        asked = api.post(f"store/orders/{order.id}/returns", body, token=customer_token(customer))
        assert asked.status_code == 201, asked.content
        (made,) = asked.json()["returns"]
        act(api, made, "approve")
        taken_back(api, made, 1, sellable=1)
        drain()

        seen = api.get("store/credits", token=customer_token(customer)).json()["items"]
        assert made["as_store_credit"] is True
        assert [(item["balance"]["minor"], item["problem"]) for item in seen] == [(2_500, None)]
        assert card_refunds(order) == 0
        assert_books_agree()

    @pytest.mark.parametrize("whose", ["a guest's", "paid on delivery"])
    def test_is_refused_where_there_can_be_none(self, mug, whose):
        customer = "" if whose == "a guest's" else make_customer().id
        order = make_order((mug, 1), customer_id=customer, payment=CASH if customer else CARD)
        part = deliver_all(part_of(order, mug))

        with pytest.raises(InvalidInput) as refused:
            refund(part, 100, key="k", as_store_credit=True)

        assert [error.code for error in refused.value.errors] == ["no_store_credit"]
        assert not FinancialTransaction.objects.filter(type="credit_refunded").exists()


def test_a_vendor_cannot_choose_store_credit(api, mug):
    order = order_of(place(cart_with((mug, 1), cards=(give_card(500),))))
    part = deliver_all(part_of(order, mug))
    body = {"amount": {"minor": 100, "currency": "EUR"}, "reason": "damaged", "as_store_credit": True}

    answer = api.post(f"vendor/orders/{part.id}/refunds", body, token=vendor_token(part.vendor_id))

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "as_store_credit")
