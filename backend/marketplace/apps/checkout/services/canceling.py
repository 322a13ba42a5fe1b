"""Canceling an order, whether it is paid or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.checkout.queries import get_checkout, get_checkout_of_order
from marketplace.apps.checkout.services import endings, steps
from marketplace.apps.checkout.types import OPEN, SOLD, CheckoutState
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.errors import CannotCancel
from marketplace.apps.orders.types import LineQuantity, Order, PaymentStatus
from marketplace.kit.texts import Text

BLOCKED = "The payment was not accepted after a review."


def cancel_order_lines(*, order: Order, lines: Sequence[LineQuantity], reason: str, by: str, request_key: str, now: datetime) -> Order:
    """
    Cancel units of an order over any of its vendors. An unpaid order is canceled as a whole, with its checkout. Safe to repeat.

    :raises CannotCancel: if any unit is sent already, or the order is not paid and ``lines`` are not all of it
    :raises Unavailable: if a dispute is not booked yet; what was canceled by then stays so, and a repeat cancels the rest
    """
    if order.payment_status != PaymentStatus.AWAITING_PAYMENT:
        return order_services.cancel_order_lines(order=order, lines=lines, reason=reason, by=by, request_key=request_key, now=now)
    if set(lines) != set(order_queries.unsent_lines(order)):
        raise CannotCancel(Text("An order that is not paid yet is canceled as a whole."), state=order.state)
    checkout = get_checkout_of_order(order.id)
    if not steps.stop(checkout, CheckoutState.CANCELED, reason=by, now=now):
        raise CannotCancel(Text("The payment is being processed; try again in a minute."), state=order.state)
    endings.close_order(checkout.id, now=now)  # its event does the same; the customer should see it in this very answer
    return order_queries.get_order(order.owner, order.id)


def cancel_blocked_order(*, order_id: str, payment_id: str, now: datetime) -> None:
    """
    Cancel what was not sent of an order that is paid, or waits to be paid, by a payment that staff took for fraud. Safe to repeat.

    A payment whose place another one has taken concerns the order no more. One that cannot be canceled now, and is paid later, is refunded:
    settling asks whether it is blocked.

    :raises CannotCancel: if the order is not confirmed yet, or a unit was sent just now; a repeat cancels what is left
    :raises Unavailable: if the provider does not answer, or a dispute is not booked yet; the same holds
    """
    checkout = get_checkout_of_order(order_id)
    if checkout.payment_id == payment_id and checkout.state in OPEN:
        if steps.stop(checkout, CheckoutState.CANCELED, reason="staff", now=now):
            return
        checkout = get_checkout(checkout.id)
    if checkout.payment_id != payment_id or checkout.state not in SOLD:
        return
    order = order_queries.get_any_order(order_id)
    if lines := order_queries.unsent_lines(order):
        order_services.cancel_order_lines(
            order=order, lines=lines, reason=BLOCKED, by="staff", request_key=f"blocked:{payment_id}", now=now
        )
