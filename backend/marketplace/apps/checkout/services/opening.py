"""Opening a checkout: its row, its payment, its stock and its order's number, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import IntegrityError

from marketplace.apps.carts.types import Cart
from marketplace.apps.checkout.domain.commissions import freeze_commissions
from marketplace.apps.checkout.domain.payment_details import attempt_to_pay, payment_details
from marketplace.apps.checkout.events import CheckoutOpened
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.types import CheckoutSnapshot, CheckoutState, PaymentChoice
from marketplace.apps.credit import services as credit_services
from marketplace.apps.fraud import services as fraud_services
from marketplace.apps.fraud.types import RiskLevel
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import CardChoice, PaymentView
from marketplace.apps.pricing.types import Quote
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.foundation import metrics, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId, new_id
from marketplace.kit.money import Money

CHECKOUT_LIFE = timedelta(minutes=30)
# The stock is reserved a little longer than the checkout lives, so that the checkout expires first.
RESERVATION_LIFE = CHECKOUT_LIFE + timedelta(minutes=5)


def prepare(cart: Cart, quote: Quote, choice: PaymentChoice, *, fingerprint: str, now: datetime) -> tuple[Checkout, str]:
    """
    Open the checkout, reserve the stock and the credit of all or none, create the payment and number the order, in one transaction.

    :returns: the checkout, and the order's number
    """
    checkout = _new_checkout(cart, choice, fingerprint=fingerprint, now=now)
    commissions = _commissions(quote, now=now)
    with tenancy.atomic():
        payment = create_payment(checkout, cart, quote, commissions, choice, now=now)
        checkout.agreed = _snapshot(cart, quote, commissions, payment)
        checkout.snapshot = msgspec.to_builtins(checkout.agreed)
        _insert(checkout, now=now)
        vendor_services.require_taking_orders([part.vendor_id for part in quote.parts], now=now)
        reserve_stock(checkout, quote, now=now)
        reserve_credit(checkout, quote, now=now)
        number = order_services.register_order(order_id=checkout.order_id, owner=checkout.order_owner, now=now)
    return checkout, number


def create_payment(
    checkout: Checkout,
    cart: Cart,
    quote: Quote,
    commissions: Sequence[FrozenCommission],
    choice: PaymentChoice,
    *,
    attempt: int = 1,
    now: datetime,
) -> PaymentView:
    """
    The payment that ``checkout`` names, assessed for fraud, in the caller's transaction.

    :raises MethodNotAvailable: if the method cannot be used for it
    """
    level = _risk_of(checkout, cart, quote, choice, attempt=attempt, now=now)
    details = payment_details(cart, quote, commissions)
    return payment_services.create_payment(
        payment_id=PaymentId(checkout.payment_id),
        checkout_id=CheckoutId(checkout.id),
        order_id=OrderId(checkout.order_id),
        amount=quote.amount_due,
        fee=quote.payment_fee,
        method=choice.method,
        return_url=choice.return_url,
        card=CardChoice(token=choice.card_token, card_id=choice.card_id, saves_card=choice.saves_card, customer_id=cart.customer_id),
        description=tenancy.current().name,
        details=msgspec.structs.replace(details, is_challenged=level is not RiskLevel.ALLOW),
        country=cart.country,
        attempt=attempt,
        now=now,
    )


def _risk_of(checkout: Checkout, cart: Cart, quote: Quote, choice: PaymentChoice, *, attempt: int, now: datetime) -> RiskLevel:
    """What is paid now is assessed; what is collected on delivery, or costs nothing, is not."""
    if not quote.amount_due or payment_queries.settles_on_delivery(choice.method):
        return RiskLevel.ALLOW
    made = attempt_to_pay(
        cart,
        quote,
        choice,
        payment_id=checkout.payment_id,
        order_id=checkout.order_id,
        attempt=attempt,
        local_hour=tenancy.current().local_hour(now),
        can_be_challenged=payment_queries.can_be_challenged(choice.method),
    )
    return fraud_services.assess(made, now=now)


def reserve_stock(checkout: Checkout, quote: Quote, *, now: datetime) -> None:
    """All lines or none, a little longer than the checkout lives. :raises OutOfStock: if any line cannot be had"""
    take_over(checkout, now=now)
    lines = [StockLine(line.variant_id, line.quantity) for line in quote.lines]
    inventory_services.reserve(owner_id=checkout.order_id, lines=lines, until=now + RESERVATION_LIFE, now=now)


def take_over(checkout: Checkout, *, now: datetime) -> None:
    """What a return has held for this order is free, for the order to reserve it in the same transaction."""
    if checkout.agreed.exchange_of:
        inventory_services.release(owner_id=checkout.agreed.exchange_of, now=now)


def reserve_credit(checkout: Checkout, quote: Quote, *, now: datetime) -> None:
    """What gift cards and store credit are to pay. :raises CreditNotAvailable: if one has less by now"""
    if quote.tenders:
        credit_services.reserve(order_id=checkout.order_id, cart_id=checkout.cart_id, tenders=quote.tenders, now=now)


def _new_checkout(cart: Cart, choice: PaymentChoice, *, fingerprint: str, now: datetime) -> Checkout:
    return Checkout(
        id=new_id("chk", at=now),
        cart_id=cart.id,
        cart_owner=cart.owner,
        fingerprint=fingerprint,
        payment_fingerprint=payment_fingerprint_of(choice),
        state=CheckoutState.PREPARED,
        order_id=new_id("ord", at=now),
        payment_id=new_id("pay", at=now),
        opened_at=now,
        expires_at=now + CHECKOUT_LIFE,
        touched_at=now,
    )


class LostRace(Exception):
    """Another request opened this cart's checkout first; what this one did is rolled back."""


def _insert(checkout: Checkout, *, now: datetime) -> None:
    """Store the row and publish that. :raises LostRace: if the cart has a live checkout, after that one's commit"""
    try:
        rows.insert(checkout, events=[outbox.record(CheckoutOpened(checkout_id=checkout.id), now=now)])
    except IntegrityError:
        raise LostRace from None
    metrics.count_after_commit(metrics.CHECKOUT_MOVES, CheckoutState.PREPARED)


def _snapshot(cart: Cart, quote: Quote, commissions: list[FrozenCommission], payment: PaymentView) -> CheckoutSnapshot:
    return CheckoutSnapshot(
        quote=quote,
        commissions=tuple(commissions),
        cart_seen_at=cart.updated_at,
        customer_id=cart.customer_id,
        email=cart.email,
        language=cart.language,
        country=cart.country,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address or cart.shipping_address,
        payment_method=payment.method,
        provider=payment.provider,
        settles_on_delivery=payment.settles_on_delivery,
        note=cart.note,
        exchange_of=cart.exchange_of,
    )


def fingerprint_of(cart: Cart, quoted_total: Money, payment: PaymentChoice) -> str:
    """
    Of the cart's content, all choices and the total that was seen: the same when, and only when, the same order is meant.

    How it is paid is not in it, apart from whether anything is paid before the delivery.
    """
    is_due_later = payment_queries.settles_on_delivery(payment.method)
    addresses = [cart.shipping_address, cart.billing_address]
    codes = [cart.codes, cart.gift_cards, cart.uses_store_credit]
    content = [cart.lines, cart.email, cart.country, *addresses, cart.shipping_choices, *codes, cart.note, quoted_total, is_due_later]
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def payment_fingerprint_of(payment: PaymentChoice) -> str:
    """Of how the same order is to be paid this time."""
    cards = [payment.card_id, payment.saves_card] if payment.card_id or payment.saves_card else []
    return hashlib.sha256(msgspec.json.encode([payment.method, payment.card_token, payment.return_url, *cards])).hexdigest()


def _commissions(quote: Quote, *, now: datetime) -> list[FrozenCommission]:
    """By the plans of this moment, before any provider is asked: what is agreed on now stays so while the customer is at the bank."""
    vendor_ids = [part.vendor_id for part in quote.parts]
    return freeze_commissions(quote, vendor_queries.commission_plans(vendor_ids), vat=tax_queries.fee_vat_of(vendor_ids, now=now))
