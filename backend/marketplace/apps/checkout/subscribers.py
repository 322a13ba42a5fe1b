"""What the checkout does when it hears of something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.events import CheckoutEnded, CheckoutRefunded, CheckoutSettled
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import canceling, endings, steps
from marketplace.apps.fraud.events import PaymentBlocked
from marketplace.apps.payments.events import PaymentAuthorized, PaymentCanceled, PaymentEvent, PaymentFailed, PaymentSucceeded
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded


@batch_subscriber(PaymentAuthorized, PaymentSucceeded, PaymentFailed, PaymentCanceled, name="checkout.follow_payment")
def follow_payments(events: Sequence[PaymentEvent]) -> None:
    """Settle or end: what a provider's webhook sets off. What is paid by an attempt whose place another has taken goes back."""
    _advance(event.checkout_id for event in events)
    paid = [event for event in events if isinstance(event, PaymentSucceeded)]
    present = dict(Checkout.objects.filter(pk__in={event.checkout_id for event in paid}).values_list("pk", "payment_id"))
    for event in paid:
        if present.get(event.checkout_id, event.payment_id) != event.payment_id:
            endings.return_superseded(event.payment_id, now=clock.now())


@batch_subscriber(CheckoutSettled, name="checkout.complete_checkout")
def complete_checkouts(events: Sequence[CheckoutSettled]) -> None:
    """The request has usually completed it already; after a crash it is done here."""
    _advance(event.checkout_id for event in events)


@subscriber(CheckoutEnded, CheckoutRefunded, name="checkout.close_order")
def close_order(event: CheckoutEnded | CheckoutRefunded, recorded: Recorded) -> None:
    endings.close_order(event.checkout_id, now=clock.now())


@subscriber(PaymentBlocked, name="checkout.cancel_blocked_order")
def cancel_blocked_order(event: PaymentBlocked, recorded: Recorded) -> None:
    canceling.cancel_blocked_order(order_id=event.order_id, payment_id=event.payment_id, now=clock.now())


def _advance(checkout_ids: Iterable[str]) -> None:
    """Those that can still move: the request that paid has usually seen to the others."""
    movable = Checkout.objects.filter(pk__in=set(checkout_ids), state__in=steps.STEPS)
    for checkout in movable.order_by("pk"):
        try:
            steps.advance(checkout, now=clock.now())
        except PaymentDeclined:
            continue  # ended by now
