"""Turning a cart into an order: the first step of the saga, and its loser's way to the winner's order."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from django.db import IntegrityError
from django.utils.crypto import salted_hmac

from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.queries import Cart
from marketplace.apps.carts.types import Quote
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders.events import CheckoutOpened
from marketplace.apps.orders.models import LIVE_STATES, SOLD_STATES, Checkout
from marketplace.apps.orders.services import progress
from marketplace.apps.orders.services.errors import CheckoutIncomplete, PaymentDeclined, PriceChanged
from marketplace.apps.orders.services.terms import CheckoutTerms
from marketplace.apps.payments import services as payment_services
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import rows, sql
from marketplace.kit.errors import FieldError
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId, hash_secret, new_id
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

CHECKOUT_LIFE = timedelta(minutes=30)
# The stock is held a little longer than the checkout lives, so that calling it off comes first.
RESERVATION_LIFE = CHECKOUT_LIFE + timedelta(minutes=5)

_NUMBER = """
    WITH counter AS (
        INSERT INTO order_counters (year, last) VALUES (%(year)s, 1)
        ON CONFLICT (year) DO UPDATE SET last = order_counters.last + 1 RETURNING last
    )
    UPDATE checkouts SET order_number = %(prefix)s || lpad(counter.last::text, greatest(6, length(counter.last::text)), '0')
    FROM counter WHERE id = %(id)s RETURNING order_number
"""


class PaymentChoice(msgspec.Struct, frozen=True, kw_only=True):
    """How to pay. A hosted page sends the customer back to ``return_url``; a ``card_token`` of the provider spares the page."""

    method: str
    return_url: str = ""
    card_token: str = ""


def place_order(*, cart: Cart, quoted_total: Money, payment: PaymentChoice, now: datetime) -> progress.Progress:
    """
    Turn ``cart`` (with all that the request said of it) into an order and take its payment as far as it goes by itself.

    Called again for the same cart, total and choices, it goes on with the first call's order. With others, the
    unfinished attempt is called off and a new one begins.

    :raises PriceChanged: if the cart no longer costs ``quoted_total``; nothing is stored
    :raises CheckoutIncomplete: if something is missing
    :raises cart_services.CartClosed: if the cart was ordered, with other choices
    :raises OutOfStock: if any line cannot be reserved; nothing is stored
    :raises VendorNotSelling: if a vendor may not sell (any more); nothing is stored
    :raises PaymentDeclined: if the provider refuses at once; the stock is free again
    """
    fingerprint = _fingerprint(cart, quoted_total, payment)
    if not cart.is_open:
        return _of_closed_cart(cart, now=now)
    live = _live_checkout(cart)
    if live is not None and not _is_called_off(live, fingerprint, now=now):
        return _go_on(live, now=now)
    quoted = cart_services.quote_cart(cart, language=cart.language, now=now)
    _require_complete(quoted.missing)
    if quoted.quote.total != quoted_total:
        raise PriceChanged(current_total=quoted.quote.total, changes=msgspec.to_builtins(quoted.changes))
    try:
        opened = _prepare(cart, quoted.quote, payment, fingerprint=fingerprint, now=now)
    except _LostRace:
        return _of_winner(cart, fingerprint, now=now)
    return progress.drive_on(opened, now=now)


def _of_winner(cart: Cart, fingerprint: str, *, now: datetime) -> progress.Progress:
    """
    What came of the request that was faster.

    :raises PaymentDeclined: if it has failed already, as it was told itself
    :raises cart_services.CartClosed: if it made other choices
    """
    winner = Checkout.objects.filter(cart_id=cart.id).latest("opened_at", "id")
    if winner.fingerprint != fingerprint:
        raise cart_services.CartClosed(order_id=winner.order_id, order_number=winner.order_number)
    if winner.state not in LIVE_STATES:
        raise PaymentDeclined(failure_code=winner.failure)
    return _go_on(winner, now=now)


def _of_closed_cart(cart: Cart, *, now: datetime) -> progress.Progress:
    """The order that the cart became: asking again is answered with it. :raises cart_services.CartClosed: if it went into another cart"""
    if not cart.order_id:
        raise cart_services.CartClosed
    return progress.drive(Checkout.objects.get(order_id=cart.order_id).id, now=now)


def _go_on(live: Checkout, *, now: datetime) -> progress.Progress:
    """With the cart's own attempt. One that waited for the customer may have been paid, and the provider's word of it is on its way."""
    with suppress(payment_services.ProviderUnavailable):
        progress.ask_provider(live, now=now)
    return progress.drive(live.id, now=now)


def _live_checkout(cart: Cart) -> Checkout | None:
    return rows.first(
        Checkout, "cart_id = %(cart_id)s AND state = ANY (%(states)s::text[])", {"cart_id": cart.id, "states": [*LIVE_STATES]}
    )


def order_token(checkout_id: str) -> str:
    """The secret by which a guest reads the order: derived, so that a repeated request gets the same one."""
    return salted_hmac("order-token", checkout_id, algorithm="sha256").hexdigest()


def _is_called_off(live: Checkout, fingerprint: str, *, now: datetime) -> bool:
    """Whether an unfinished attempt with other choices made room. :raises cart_services.CartClosed: if it was paid in the meantime"""
    if live.fingerprint == fingerprint:
        return False
    if live.state in SOLD_STATES or not progress.call_off(live.id, reason="replaced", now=now):
        raise cart_services.CartClosed(order_id=live.order_id, order_number=live.order_number)
    return True


def _require_complete(missing: list[str]) -> None:
    if missing:
        raise CheckoutIncomplete(
            missing=missing,
            errors=[FieldError(name, "missing", Text("Still needed before ordering: {name}", name=name)) for name in missing],
        )


def _prepare(cart: Cart, quote: Quote, choice: PaymentChoice, *, fingerprint: str, now: datetime) -> Checkout:
    """One transaction: open the checkout, hold the stock of all lines or none, create the payment, say so."""
    assert cart.shipping_address is not None  # the quote was complete
    checkout = _new_checkout(cart, fingerprint=fingerprint, now=now)
    with tenancy.atomic():
        payment = payment_services.create_payment(
            payment_id=PaymentId(checkout.payment_id),
            checkout_id=CheckoutId(checkout.id),
            order_id=OrderId(checkout.order_id),
            amount=quote.total,
            method=choice.method,
            return_url=choice.return_url,
            card_token=choice.card_token,
            description=tenancy.current().name,
            customer_email=cart.email,
            country=cart.shipping_address.country,
            now=now,
        )
        checkout.terms = msgspec.to_builtins(_terms(cart, quote, choice, payment.provider))
        _insert(checkout, now=now)
        vendor_services.require_selling([part.vendor_id for part in quote.parts])
        inventory_services.reserve(
            owner_id=checkout.order_id,
            lines=[StockLine(line.variant_id, line.quantity) for line in quote.lines],
            until=now + RESERVATION_LIFE,
            now=now,
        )
        _number(checkout, now=now)
    return checkout


def _new_checkout(cart: Cart, *, fingerprint: str, now: datetime) -> Checkout:
    checkout_id = new_id("chk", at=now)
    checkout = Checkout(
        id=checkout_id,
        cart_id=cart.id,
        cart_owner=cart.owner,
        fingerprint=fingerprint,
        order_id=new_id("ord", at=now),
        order_number=checkout_id,  # stands in until the row gets its number
        payment_id=new_id("pay", at=now),
        opened_at=now,
        expires_at=now + CHECKOUT_LIFE,
        touched_at=now,
    )
    checkout.order_owner = cart.customer_id or checkout.order_id
    checkout.order_token_hash = hash_secret(order_token(checkout.id))
    return checkout


class _LostRace(Exception):
    """Another request opened this cart's checkout first; what this one did is rolled back."""


def _insert(checkout: Checkout, *, now: datetime) -> None:
    """Store the row and tell it. :raises _LostRace: if the cart has a live checkout, after that one's commit"""
    try:
        outbox.write(*rows.inserting(checkout), event=CheckoutOpened(checkout_id=checkout.id), now=now)
    except IntegrityError:
        raise _LostRace from None


def _terms(cart: Cart, quote: Quote, choice: PaymentChoice, provider: str) -> CheckoutTerms:
    assert cart.shipping_address is not None
    return CheckoutTerms(
        quote=quote,
        customer_id=cart.customer_id,
        email=cart.email,
        language=cart.language,
        country=cart.shipping_address.country,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address or cart.shipping_address,
        payment_method=choice.method,
        provider=provider,
    )


def _fingerprint(cart: Cart, quoted_total: Money, payment: PaymentChoice) -> str:
    """Of the cart's content, all choices and the total that was seen: the same when, and only when, the same order is meant."""
    addresses = [cart.shipping_address, cart.billing_address]
    content = [cart.lines, cart.email, *addresses, cart.shipping_choices, cart.codes, quoted_total, payment.method]
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def _number(checkout: Checkout, *, now: datetime) -> None:
    """
    ``EU-2026-000123``: per tenant and year, without gaps, since a checkout that fails to open gives its number back.

    The transaction's last statement: the counter's row is locked from here to the commit, and every checkout waits for it.
    """
    tenant = tenancy.current()
    year = tax_queries.tax_day(now).year  # in the region's own time zone
    prefix = f"{tenant.slug.upper()}-{year}-"
    ((checkout.order_number,),) = sql.rows(_NUMBER, {"year": year, "prefix": prefix, "id": checkout.id})
