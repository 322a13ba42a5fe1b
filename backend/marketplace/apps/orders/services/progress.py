"""
Driving a checkout on from its last recorded step, whoever asks: the request, the payment's event, or recovery.

Every step finds what an earlier run of it left behind, so a crash between any two changes nothing about the end.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.carts import services as cart_services
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.orders import queries
from marketplace.apps.orders.documents import ORDERS, Order, OrderPart
from marketplace.apps.orders.events import OrderAbandoned, OrderChanged
from marketplace.apps.orders.models import OPEN_STATES, SOLD_STATES, Checkout
from marketplace.apps.orders.queries import get_checkout
from marketplace.apps.orders.services import parts, settlement
from marketplace.apps.orders.services.errors import PaymentDeclined
from marketplace.apps.orders.services.terms import CheckoutTerms, terms_of, vendor_order_id
from marketplace.apps.orders.types import TimelineEntry
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import CASH_PROVIDER, PaymentView
from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import rows, sql
from marketplace.kit.money import Money

PAID = "succeeded"
LOST_STATES = ("failed", "canceled")


class Progress(msgspec.Struct, frozen=True):
    """Where a checkout stands after it was driven as far as it goes by itself."""

    checkout: Checkout
    payment: PaymentView


def drive(checkout_id: str, *, now: datetime) -> Progress:
    """
    Take every step that can be taken now.

    :raises PaymentDeclined: if the payment turns out to be lost; the stock is free again by then
    """
    return drive_on(get_checkout(checkout_id), now=now)


def drive_on(checkout: Checkout, *, now: datetime) -> Progress:
    """The same, of a row just read or made. What others do to it meanwhile is found by each step."""
    order = None
    if checkout.state == "prepared" and not _is_cash(checkout):
        order = _write_order(checkout, now=now)
        checkout = _advance(checkout, "prepared", "ordered", now=now)
    if checkout.state in OPEN_STATES:
        payment = payment_services.start_payment(payment_id=checkout.payment_id, now=now)
    else:
        payment = payment_queries.get_payment(checkout.payment_id)
    if is_secured(payment):
        checkout = settlement.settle(checkout.id, now=now)
        if checkout.state in settlement.RELEASED_STATES:
            raise PaymentDeclined(failure_code=checkout.failure)
    elif payment.state in LOST_STATES and checkout.state not in SOLD_STATES:
        give_up(checkout.id, state="failed", reason=payment.failure_code or payment.state, now=now)
        raise PaymentDeclined(failure_code=payment.failure_code)
    if checkout.state == "settled":
        checkout = complete(checkout, order or _order_of(checkout), now=now)
    return Progress(checkout, payment)


def ask_provider(checkout: Checkout, *, now: datetime) -> None:
    """Record how the payment of a checkout stands that waits for its customer. :raises ProviderUnavailable:"""
    if checkout.state == "ordered":
        payment_services.refresh_payment(payment_id=checkout.payment_id, now=now)


def is_secured(payment: PaymentView) -> bool:
    """Whether the vendors may go ahead: the money is there, or will be taken at the door."""
    return payment.state == PAID or (payment.provider == CASH_PROVIDER and payment.state == "authorized")


def call_off(checkout_id: str, *, reason: str, now: datetime) -> bool:
    """
    End an unfinished checkout: the payment first, so that nobody pays for what is gone. Whether it could be ended.

    It cannot when the money has arrived; then it is driven on instead.
    """
    checkout = get_checkout(checkout_id)
    if checkout.state in OPEN_STATES and not _is_cash(checkout):
        payment = payment_services.cancel_payment(payment_id=checkout.payment_id, now=now)
        if is_secured(payment):
            drive(checkout_id, now=now)
            return False
        if payment.state not in LOST_STATES:
            return False
    return give_up(checkout_id, state="expired", reason=reason, now=now)


def give_up(checkout_id: str, *, state: str, reason: str, now: datetime) -> bool:
    """
    Free the stock and tell the order that it will not be paid, unless it was settled. Whether it has ended. Safe to repeat.

    A promise of cash is withdrawn in the same transaction: it must not be kept by an order that is given up, nor lost by one that is not.
    """
    with tenancy.atomic():
        checkout = Checkout.objects.select_for_update().get(pk=checkout_id)
        if checkout.state in OPEN_STATES:
            if _is_cash(checkout):
                payment_services.withdraw_promise(payment_id=checkout.payment_id, now=now)
            inventory_services.release(owner_id=checkout.order_id, now=now)
            checkout.state, checkout.failure, checkout.touched_at = state, reason[:60], now
            checkout.save(update_fields=["state", "failure", "touched_at"])
            outbox.publish(OrderAbandoned(order_id=checkout.order_id, owner=checkout.order_owner), now=now)
    return checkout.state not in SOLD_STATES


def mark_abandoned(order_id: str, owner: str, *, now: datetime) -> None:
    """The order document's side of giving up; called for the event, so that a crash in between loses nothing."""
    order = queries.find_order(owner, order_id)
    if order is None or order.payment_state != "awaiting_payment":
        return
    order.payment_state = "payment_failed"
    order.timeline.append(TimelineEntry(at=now, kind="payment_failed"))
    try:
        ORDERS.replace(order, etag=order.etag, events=[outbox.record(OrderChanged(order_id=order_id, owner=owner), now=now)])
    except StaleDocument:  # the request and its event do the same thing
        mark_abandoned(order_id, owner, now=now)


def complete(checkout: Checkout, order: Order, *, now: datetime) -> Checkout:
    """Give the vendors their parts, confirm the order, close the cart. Each finds what is there already."""
    terms = terms_of(checkout)
    parts.create_vendor_orders(checkout, order, terms, now=now)
    parts.confirm_order(order, is_cash=terms.is_cash, now=now)
    cart_services.close_cart(owner=checkout.cart_owner, cart_id=checkout.cart_id, order_id=checkout.order_id, now=now)
    return _advance(checkout, "settled", "completed", now=now)


def _is_cash(checkout: Checkout) -> bool:
    """Then nobody has to be waited for, and the order is written once, as it is when it is confirmed."""
    return bool(checkout.terms["provider"] == CASH_PROVIDER)


def _order_of(checkout: Checkout) -> Order:
    if _is_cash(checkout):
        return _new_order(checkout, terms_of(checkout))
    order = queries.find_order(checkout.order_owner, checkout.order_id)
    return order or _write_order(checkout, now=checkout.opened_at)


def _write_order(checkout: Checkout, *, now: datetime) -> Order:
    """The order document, under the id that the checkout was given: a repeat finds it."""
    order = _new_order(checkout, terms_of(checkout))
    try:
        event = outbox.record(OrderChanged(order_id=order.id, owner=order.owner), now=now)
        return ORDERS.create(order, events=[event])
    except DocumentExists:
        return queries.get_order(order.owner, order.id)


def _new_order(checkout: Checkout, terms: CheckoutTerms) -> Order:
    zero = Money.zero(terms.quote.currency)
    return Order(
        id=checkout.order_id,
        tenant_id=tenancy.current().slug,
        number=checkout.order_number,
        checkout_id=checkout.id,
        owner=checkout.order_owner,
        customer_id=terms.customer_id,
        email=terms.email,
        language=terms.language,
        country=terms.country,
        shipping_address=terms.shipping_address,
        billing_address=terms.billing_address,
        quote=terms.quote,
        payment_id=checkout.payment_id,
        payment_method=terms.payment_method,
        parts=[
            OrderPart(
                vendor_order_id=vendor_order_id(checkout, part.vendor_id),
                vendor_id=part.vendor_id,
                vendor_name=part.vendor_name,
                refunded=zero,
            )
            for part in terms.quote.parts
        ],
        timeline=[TimelineEntry(at=checkout.opened_at, kind="placed")],
        placed_at=checkout.opened_at,
    )


def _advance(checkout: Checkout, from_state: str, to_state: str, *, now: datetime) -> Checkout:
    """Record the step, unless somebody else has gone further meanwhile; the row as it now is."""
    checkout.state, checkout.touched_at = to_state, now
    if sql.row(*rows.changing(checkout, "state", "touched_at", expected={"state": from_state})) is not None:
        return checkout
    return get_checkout(checkout.id)
