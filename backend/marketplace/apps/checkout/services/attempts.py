"""
Paying again for the same order: by another card, by another method of the same cost, or once more after a decline.

The attempt before is closed at its provider first. A further payment takes its place; the checkout keeps its order, its number and its
price. What an earlier attempt is paid all the same, after its end was reported, is returned.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import IntegrityError

from marketplace.apps.carts.types import Cart
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.queries import find_payable_checkout, get_checkout
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.opening import (
    CHECKOUT_LIFE,
    LostRace,
    create_payment,
    payment_fingerprint_of,
    reserve_credit,
    reserve_stock,
)
from marketplace.apps.checkout.services.states import move
from marketplace.apps.checkout.types import PAYABLE, CheckoutState, PaymentChoice
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.pricing.types import Quote
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import rows, tenancy
from marketplace.kit.ids import new_id


def close(checkout: Checkout, *, now: datetime) -> bool:
    """
    Cancel the payment that an unfinished checkout waits for, to make room for another. Returns whether it has ended without money.

    One whose answer is on its way is left alone.

    :raises ProviderUnavailable: if the provider does not answer; nothing has changed
    """
    if payment_services.is_replaceable(payment_id=checkout.payment_id):
        return payment_services.cancel_payment(payment_id=checkout.payment_id, now=now).is_lost
    return payment_queries.get_payment(checkout.payment_id).is_lost


def pay_again(cart: Cart, quote: Quote, choice: PaymentChoice, *, fingerprint: str, now: datetime) -> Checkout | None:
    """
    Give the cart's unpaid checkout for the same order a further payment, and its stock back if it had ended. None if there is no such
    checkout, or the same things are sold differently by now.

    :raises LostRace: if another request was faster
    :raises OutOfStock: if any line cannot be reserved; nothing is stored
    :raises CreditNotAvailable: if a gift card or store credit has less by now; nothing is stored
    :raises VendorNotSelling: if a vendor may not sell any more, or is on vacation by now; nothing is stored
    """
    known = find_payable_checkout(cart.id, fingerprint, now=now)
    if known is None:
        return None
    if msgspec.structs.replace(known.agreed.quote, payment_method=quote.payment_method) != quote:
        steps.stop(known, CheckoutState.REPLACED, now=now)
        return None
    with tenancy.atomic():
        checkout = get_checkout(known.id, for_update=True)
        before = payment_queries.get_payment(checkout.payment_id)
        if checkout.state not in PAYABLE or not before.is_lost:
            raise LostRace
        if checkout.state == CheckoutState.DECLINED:
            _reopen(checkout, now=now)
        vendor_services.require_taking_orders([part.vendor_id for part in quote.parts], now=now)
        reserve_stock(checkout, quote, now=now)
        reserve_credit(checkout, quote, now=now)
        _take_payment(checkout, cart, quote, choice, attempt=before.attempt + 1, now=now)
    return checkout


def _reopen(checkout: Checkout, *, now: datetime) -> None:
    """:raises LostRace: if the cart has another live checkout"""
    try:
        move(checkout, CheckoutState.PREPARED, now=now)
    except IntegrityError:
        raise LostRace from None


def _take_payment(checkout: Checkout, cart: Cart, quote: Quote, choice: PaymentChoice, *, attempt: int, now: datetime) -> None:
    checkout.payment_id = new_id("pay", at=now)
    payment = create_payment(checkout, cart, quote, checkout.agreed.commissions, choice, attempt=attempt, now=now)
    agreed = msgspec.structs.replace(checkout.agreed, quote=quote, payment_method=payment.method, provider=payment.provider)
    checkout.agreed, checkout.snapshot, checkout.unsold = agreed, msgspec.to_builtins(agreed), []
    checkout.payment_fingerprint = payment_fingerprint_of(choice)
    checkout.expires_at, checkout.touched_at = now + CHECKOUT_LIFE, now
    rows.change(checkout, "payment_id", "payment_fingerprint", "snapshot", "unsold", "expires_at", "touched_at")
