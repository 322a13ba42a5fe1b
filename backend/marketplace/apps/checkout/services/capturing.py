"""
Taking the money of an authorization: as much as can be sold, decided once, before the provider is asked.

A capture is not taken back by voiding, so what cannot be sold is left out of it. What becomes impossible between the capture and the
settlement is refunded there, as it is where the provider captures by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.queries import find_live_checkout, get_checkout
from marketplace.apps.checkout.services import endings
from marketplace.apps.checkout.services.selling import CannotSell, keep_stock
from marketplace.apps.checkout.services.states import can_move
from marketplace.apps.checkout.types import SOLD, CheckoutState
from marketplace.apps.fraud import queries as fraud_queries
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import PaymentNotCapturable
from marketplace.apps.payments.types import PaymentView
from marketplace.foundation import tenancy

STOCK_IS_KEPT = timedelta(minutes=5)  # longer than a provider takes to answer, however often it is asked


def capture(checkout: Checkout, payment: PaymentView, *, now: datetime) -> PaymentView:
    """
    Capture what of an authorized payment can be sold. Returns the payment as it is then. Safe to repeat.

    :raises PaymentDeclined: if nothing can be sold: the authorization is voided, and the checkout has ended
    :raises ProviderUnavailable: if the provider does not answer; what was decided stands, and a repeat goes on with it
    """
    try:
        with tenancy.atomic():
            _decide(get_checkout(checkout.id, for_update=True), payment.id, now=now)
        return payment_services.execute_capture(payment_id=payment.id, now=now)
    except PaymentNotCapturable:  # another process was faster
        return payment_queries.get_payment(payment.id)
    except CannotSell as error:
        voided = payment_services.cancel_payment(payment_id=payment.id, now=now)
        if not voided.is_lost:  # it was taken at the provider meanwhile
            return voided
        endings.end(checkout.id, CheckoutState.DECLINED, reason=error.reason, of_payment=payment.id, now=now)
        raise PaymentDeclined(failure_code=error.reason) from None


def _decide(checkout: Checkout, payment_id: str, *, now: datetime) -> None:
    """:raises CannotSell: if nothing is to be taken"""
    if checkout.state in SOLD or payment_queries.get_payment(payment_id).to_capture is not None:
        return
    if not can_move(checkout.state, CheckoutState.SETTLED):
        raise CannotSell(checkout.state)
    if fraud_queries.is_blocked(payment_id):
        raise CannotSell("canceled")
    live = find_live_checkout(checkout.cart_id)
    if live is not None and live.id != checkout.id:
        raise CannotSell("ordered_otherwise")
    keep_stock(checkout, until=now + STOCK_IS_KEPT, now=now)
    payment_services.request_capture(payment_id=payment_id, amount=checkout.to_pay, now=now)
