"""Turning a cart into an order: opening its checkout, or finding the one that another request opened."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import msgspec

from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.queries import missing_for_payment
from marketplace.apps.carts.types import Cart
from marketplace.apps.checkout.errors import CheckoutIncomplete, PaymentDeclined, PriceChanged
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.queries import Progress, find_live_checkout, get_checkout, get_checkout_of_order
from marketplace.apps.checkout.services import attempts, steps
from marketplace.apps.checkout.services.opening import LostRace, fingerprint_of, payment_fingerprint_of, prepare
from marketplace.apps.checkout.types import LIVE, SOLD, CheckoutState, PaymentChoice
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.errors import MethodNotAvailable, ProviderUnavailable
from marketplace.apps.payments.types import NOTHING_TO_PAY
from marketplace.apps.pricing.types import Quote
from marketplace.kit.errors import FieldError
from marketplace.kit.money import Money
from marketplace.kit.texts import Text


def place_order(*, cart: Cart, quoted_total: Money, payment: PaymentChoice, now: datetime) -> Progress:
    """
    Turn ``cart`` (with all that the request said of it) into an order and take its payment as far as it goes by itself.

    Called again for the same cart, total and choices, it goes on with the first call's order: also to pay it by another card or method,
    or after a decline. With other choices, the unfinished checkout is replaced by a new one.

    :raises PriceChanged: if ``quoted_total`` is not what is left to pay for the cart now; nothing is stored
    :raises CheckoutIncomplete: if something is missing
    :raises cart_services.CartClosed: if the cart was ordered, with other choices
    :raises OutOfStock: if any line cannot be reserved; nothing is stored
    :raises VendorNotSelling: if a vendor may not sell (any more); nothing is stored
    :raises CreditNotAvailable: if a gift card or store credit cannot pay as much any more; nothing is stored
    :raises MethodNotAvailable: for a payment on delivery of what a gift card or store credit leaves
    :raises PaymentDeclined: if the provider refuses at once; the stock is free again
    """
    fingerprint = fingerprint_of(cart, quoted_total, payment)
    if not cart.is_open:
        return _of_closed_cart(cart, now=now)
    live = find_live_checkout(cart.id)
    if live is not None and not _makes_room(live, fingerprint, payment, now=now):
        return _go_on(live, now=now)
    cart = cart_services.with_choices(cart, {"payment_method": payment.method})  # its fee is in the total
    quoted = cart_services.quote_cart(cart, language=cart.language, now=now)
    if not quoted.quote.amount_due:  # whatever was chosen, there is nothing to pay with it
        payment = PaymentChoice(method=NOTHING_TO_PAY)
    _require_complete([*quoted.missing, *missing_for_payment(cart, payment.method)])
    _require_payable(quoted.quote, payment, country=cart.country)
    if quoted.quote.amount_due != quoted_total:
        raise PriceChanged(current_total=quoted.quote.amount_due, changes=msgspec.to_builtins(quoted.changes))
    try:
        again = attempts.pay_again(cart, quoted.quote, payment, fingerprint=fingerprint, now=now)
        opened, number = (again, "") if again else prepare(cart, quoted.quote, payment, fingerprint=fingerprint, now=now)
    except LostRace:
        return _of_winner(cart, fingerprint, now=now)
    return steps.advance(opened, number=number, now=now)


def _of_winner(cart: Cart, fingerprint: str, *, now: datetime) -> Progress:
    """
    What came of the request that was faster.

    :raises PaymentDeclined: if it has failed already
    :raises cart_services.CartClosed: if it made other choices
    """
    winner = Checkout.objects.filter(cart_id=cart.id).latest("opened_at", "id")
    if winner.fingerprint != fingerprint:
        raise _closed(winner)
    if winner.state not in LIVE:
        raise PaymentDeclined(failure_code=winner.reason)
    return _go_on(winner, now=now)


def _of_closed_cart(cart: Cart, *, now: datetime) -> Progress:
    """The order that the cart became: asking again is answered with it. :raises cart_services.CartClosed: if it went into another cart"""
    if not cart.order_id:
        raise cart_services.CartClosed
    return steps.advance(get_checkout_of_order(cart.order_id), now=now)


def _go_on(live: Checkout, *, now: datetime) -> Progress:
    """Advance the cart's own attempt. It may have been paid on the provider's page, whose webhook has not come yet."""
    with suppress(ProviderUnavailable):
        steps.ask_provider(live, now=now)
    return steps.advance(get_checkout(live.id), now=now)


def _closed(live: Checkout) -> cart_services.CartClosed:
    return cart_services.CartClosed(order_id=live.order_id, order_number=order_queries.get_order_number(live.order_id))


def _makes_room(live: Checkout, fingerprint: str, payment: PaymentChoice, *, now: datetime) -> bool:
    """
    Whether an unfinished attempt has ended, so that a new one may begin: of the same order, or of another one with other choices.

    Another card, method or return address for the same order ends an attempt that waits for the customer or for a provider that did not
    answer, not one whose answer is on its way: that answer is the answer to this request, too.

    :raises cart_services.CartClosed: if an order with other choices was paid in the meantime
    """
    if live.fingerprint == fingerprint:
        is_other_card = live.payment_fingerprint != payment_fingerprint_of(payment)
        return is_other_card and live.state == CheckoutState.ORDERED and attempts.close(live, now=now)
    if live.state in SOLD or not steps.stop(live, CheckoutState.REPLACED, now=now):
        raise _closed(live)
    return True


def _require_payable(quote: Quote, payment: PaymentChoice, *, country: str) -> None:
    """:raises MethodNotAvailable: if the rest of what credit pays is to be collected on delivery"""
    if not quote.tenders or not payment_queries.settles_on_delivery(payment.method):
        return
    offered = payment_queries.available_methods(country=country, currency=quote.currency, total=quote.due_before_fee)
    codes = [method.code for method in offered if not method.settles_on_delivery]
    wrong = FieldError("payment_method", "not_available", Text("One of: {choices}", choices=codes))
    raise MethodNotAvailable(method=payment.method, available=codes, errors=[wrong])


def _require_complete(missing: list[str]) -> None:
    if missing:
        raise CheckoutIncomplete(
            missing=missing,
            errors=[FieldError(name, "missing", Text("Still needed before ordering: {name}", name=name)) for name in missing],
        )
