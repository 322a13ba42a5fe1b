"""The table of moves, and ``move()``: whatever is tried in whatever order, a row only ever moves as the table says, and publishes it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.queries import get_checkout
from marketplace.apps.checkout.services.states import MOVES, MoveNotAllowed, can_move, move
from marketplace.apps.checkout.services.steps import STEPS
from marketplace.apps.checkout.types import LIVE, OPEN, SOLD, UNFINISHED, UNPAID, CheckoutState, CheckoutStatus, PaymentChoice, status_of
from marketplace.apps.orders.tests.factories import make_cart, make_listing, place
from marketplace.apps.orders.types import CLOSED, PaymentStatus
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.rows import StaleRow
from marketplace.testing import NOW

ENDS = {CheckoutState.COMPLETED, CheckoutState.REFUNDED}
PUBLISHED = {
    CheckoutState.SETTLED: "checkout.checkout_settled.v1",
    CheckoutState.REFUNDED: "checkout.checkout_refunded.v1",
    **dict.fromkeys(UNPAID, "checkout.checkout_ended.v1"),
}
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")


def targets_of(state: CheckoutState) -> set[CheckoutState]:
    return {move.target for move in MOVES if move.source == state}


def published() -> list[str]:
    return sorted(set(OutboxEvent.objects.values_list("wire_name", flat=True)))


class TestTheTable:
    def test_every_state_is_reached_and_only_two_lead_nowhere(self):
        assert {move.target for move in MOVES} == set(CheckoutState)
        assert {state for state in CheckoutState if not targets_of(state)} == ENDS

    def test_no_state_can_be_reached_from_itself_unless_the_customer_pays_again(self):
        left = set(CheckoutState)
        by_steps = {state: targets_of(state) - {CheckoutState.PREPARED} for state in left}
        while final := {state for state in left if not by_steps[state] & left}:
            left -= final

        assert left == set()
        assert [move.source for move in MOVES if move.target == CheckoutState.PREPARED] == [CheckoutState.DECLINED]

    def test_every_move_is_in_it_once(self):
        assert len({(move.source, move.target) for move in MOVES}) == len(MOVES)

    def test_a_sale_is_never_taken_back(self):
        assert targets_of(CheckoutState.SETTLED) == {CheckoutState.COMPLETED}

    def test_a_canceled_checkout_never_becomes_an_order(self):
        assert targets_of(CheckoutState.CANCELED) == {CheckoutState.REFUNDED}

    def test_every_state_but_the_ends_has_a_step(self):
        assert set(STEPS) == set(CheckoutState) - ENDS

    def test_every_state_is_in_its_groups_and_has_words_for_the_customer(self):
        assert {*OPEN, *SOLD, *UNPAID, CheckoutState.REFUNDED} == set(CheckoutState)
        assert (set(LIVE), set(UNFINISHED)) == ({*OPEN, *SOLD}, {*OPEN, CheckoutState.SETTLED})
        assert {status_of(state) for state in CheckoutState} == set(CheckoutStatus)
        assert {PaymentStatus(state) for state in (*UNPAID, CheckoutState.REFUNDED)} == set(CLOSED)


@pytest.mark.usefixtures("tenant", "sandbox")
class TestMoving:
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(targets=st.lists(st.sampled_from(CheckoutState), max_size=8))
    def test_whatever_is_tried_the_row_moves_as_the_table_says(self, targets):
        if not Checkout.objects.exists():
            place(make_cart((make_listing(), 1)), payment=ON_PAGE)
        Checkout.objects.update(state="prepared", reason="", settled_at=None)
        checkout = Checkout.objects.get()

        for target in targets:
            before = CheckoutState(checkout.state)
            OutboxEvent.objects.all().delete()
            if can_move(before, target):
                move(checkout, target, reason="why", now=NOW)
                assert published() == ([PUBLISHED[target]] if target in PUBLISHED else [])
                row = get_checkout(checkout.id)
                assert (
                    (row.state, row.reason, row.touched_at)
                    == (target, "why", NOW)
                    == (checkout.state, checkout.reason, checkout.touched_at)
                )
                assert (row.settled_at is not None) == (target in SOLD)
            else:
                with pytest.raises(MoveNotAllowed):
                    move(checkout, target, now=NOW)
                assert (get_checkout(checkout.id).state, checkout.state, published()) == (before, before, [])

    @pytest.mark.parametrize("target", [CheckoutState.SETTLED, CheckoutState.EXPIRED])
    def test_one_that_another_process_moved_first_is_left_alone(self, target):
        stale = place(make_cart((make_listing(), 1)), payment=ON_PAGE).checkout
        move(get_checkout(stale.id), CheckoutState.DECLINED, reason="card_declined", now=NOW)
        OutboxEvent.objects.all().delete()

        with pytest.raises(StaleRow):
            move(stale, target, now=NOW)

        row = get_checkout(stale.id)
        assert (row.state, row.reason, published()) == ("declined", "card_declined", [])

    @pytest.mark.django_db(transaction=True)
    def test_one_whose_cart_has_another_live_checkout_cannot_be_live_again(self):
        cart = make_cart((make_listing(), 1))
        first = place(cart, payment=ON_PAGE).checkout
        move(first, CheckoutState.EXPIRED, now=NOW)
        place(cart, payment=ON_PAGE)

        with pytest.raises(IntegrityError):
            move(first, CheckoutState.SETTLED, now=NOW)

        assert get_checkout(first.id).state == "expired"
