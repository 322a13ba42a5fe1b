"""The state machine of a checkout: every move there is, and the one function that makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from marketplace.apps.checkout.events import CheckoutEnded, CheckoutRefunded, CheckoutSettled
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.types import CheckoutState
from marketplace.foundation import metrics, rows
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event

PREPARED, ORDERED, SETTLED, COMPLETED = (
    CheckoutState.PREPARED,
    CheckoutState.ORDERED,
    CheckoutState.SETTLED,
    CheckoutState.COMPLETED,
)
DECLINED, EXPIRED, CANCELED = CheckoutState.DECLINED, CheckoutState.EXPIRED, CheckoutState.CANCELED
REPLACED, REFUNDED = CheckoutState.REPLACED, CheckoutState.REFUNDED


class Move(NamedTuple):
    """One row of the table. ``when`` says what is true once the move is made."""

    source: CheckoutState
    target: CheckoutState
    when: str


# Every path through the table ends but the customer's own: only a further payment leads back. So every loop over the steps ends.
MOVES = (
    Move(PREPARED, ORDERED, "the order document is written"),
    Move(PREPARED, SETTLED, "a payment that settles on delivery is secured, and the stock is sold"),
    *(
        Move(source, target, when)
        for source in (PREPARED, ORDERED)
        for target, when in (
            (DECLINED, "the payment was refused, or a vendor may not sell any more before anything was paid"),
            (EXPIRED, "nobody paid in time"),
            (CANCELED, "the customer or staff canceled the order before it was paid"),
            (REPLACED, "an attempt with other choices, or with another card, takes its place"),
        )
    ),
    Move(ORDERED, SETTLED, "the payment is booked and the stock is sold, in one transaction"),
    Move(ORDERED, REFUNDED, "the payment came, and a vendor may not sell any more or the stock is gone"),
    Move(SETTLED, COMPLETED, "the vendor orders exist, the order is confirmed and the cart is closed"),
    *(
        move
        for source in (DECLINED, EXPIRED, REPLACED)
        for move in (
            Move(source, SETTLED, "a late payment came, and everything can still be sold"),
            Move(source, REFUNDED, "a late payment came, and not everything can be sold any more"),
            Move(source, CANCELED, "the order was canceled, and the end of its payment was noticed first"),
        )
    ),
    Move(DECLINED, PREPARED, "the customer pays again: a further payment exists, and the stock is reserved again"),
    Move(CANCELED, REFUNDED, "a late payment came for a canceled order"),
)
_ALLOWED = {(move.source, move.target) for move in MOVES}


class MoveNotAllowed(Exception):
    """The table lacks this move: an error of ours, which nobody can provoke from outside."""


def can_move(source: str, target: CheckoutState) -> bool:
    """Whether the table has this move."""
    return (source, target) in _ALLOWED


def move(checkout: Checkout, target: CheckoutState, *, reason: str = "", now: datetime) -> None:
    """
    Lock the row, write its new state and publish what that makes true, in one statement; ``checkout`` then says the same.

    ``reason`` is a stable code that the customer reads, for a checkout that ends without a sale.

    :raises MoveNotAllowed: if the table lacks the move; nothing is written
    :raises StaleRow: if the row is no longer in the state that ``checkout`` says: another process moved it; nothing is written
    :raises IntegrityError: if the checkout would be live again and its cart has another live one
    """
    source = checkout.state
    if not can_move(source, target):
        raise MoveNotAllowed(f"{checkout.id}: {source} > {target}")
    names = ["state", "reason", "touched_at"]
    checkout.state, checkout.reason, checkout.touched_at = target, reason[:60], now
    if target == SETTLED:
        checkout.settled_at = now
        names.append("settled_at")
    publish = _EVENTS.get(target)
    events = [outbox.record(publish(checkout), now=now)] if publish else []
    rows.change(checkout, *names, expected={"state": source}, events=events)
    metrics.count_after_commit(metrics.CHECKOUT_MOVES, target)


def _ended(checkout: Checkout) -> Event:
    return CheckoutEnded(checkout_id=checkout.id, order_id=checkout.order_id, state=checkout.state)


def _refunded(checkout: Checkout) -> Event:
    return CheckoutRefunded(
        checkout_id=checkout.id,
        order_id=checkout.order_id,
        owner=checkout.order_owner,
        amount=checkout.to_pay,
        reason=checkout.reason,
    )


_EVENTS: dict[CheckoutState, Callable[[Checkout], Event]] = {
    SETTLED: lambda checkout: CheckoutSettled(checkout_id=checkout.id),
    **dict.fromkeys((DECLINED, EXPIRED, CANCELED, REPLACED), _ended),
    REFUNDED: _refunded,
}
