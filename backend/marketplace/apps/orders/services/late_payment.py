"""Money that came for an order which can not be filled (any more) goes back, through the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, Posting, provider_account
from marketplace.apps.orders.events import OrderAbandoned
from marketplace.apps.orders.models import OPEN_STATES, SOLD_STATES, Checkout
from marketplace.apps.orders.queries import get_checkout
from marketplace.apps.orders.services.terms import CheckoutTerms, lock_checkout, terms_of
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import rows
from marketplace.kit.ids import derived_id


def give_back(checkout_id: str, *, now: datetime) -> None:
    """Free the stock, book the receipt and its return in one transaction, then have the provider pay it back. Safe to repeat."""
    checkout = get_checkout(checkout_id)
    terms = terms_of(checkout)
    if terms.is_cash:
        _promise_nothing(checkout, now=now)
        return
    refund_id = derived_id("rfd", checkout.id, "late", at=checkout.opened_at)
    with tenancy.atomic():
        checkout = lock_checkout(checkout_id)
        if checkout.state in SOLD_STATES:
            return
        payment_services.request_refund(
            refund_id=refund_id, payment_id=checkout.payment_id, amount=terms.quote.total, reason="late_payment", now=now, is_due=True
        )
        ledger_services.post(list(_postings(checkout, terms, refund_id)), now=now)
        _end(checkout, "refunded", now=now)
    payment_services.carry_out_refund(refund_id=refund_id, now=now)


def _promise_nothing(checkout: Checkout, *, now: datetime) -> None:
    """Nothing was taken yet: what was to be paid at the door is canceled."""
    with tenancy.atomic():
        checkout = lock_checkout(checkout.id)
        if checkout.state in OPEN_STATES:
            payment_services.withdraw_promise(payment_id=checkout.payment_id, now=now)
            checkout.failure = "vendor_not_selling"
            _end(checkout, "failed", now=now)


def _end(checkout: Checkout, state: str, *, now: datetime) -> None:
    inventory_services.release(owner_id=checkout.order_id, now=now)
    checkout.state, checkout.touched_at = state, now
    abandoned = OrderAbandoned(order_id=checkout.order_id, owner=checkout.order_owner)
    outbox.write(*rows.changing(checkout, "state", "failure", "touched_at"), event=abandoned, now=now)


def _postings(checkout: Checkout, terms: CheckoutTerms, refund_id: str) -> Iterator[Posting]:
    """In from the provider and back to it, past the vendors, who sold nothing."""
    provider = provider_account(terms.provider)
    moves = (("late", provider, OPERATOR_ADJUSTMENTS, ""), ("late_return", OPERATOR_ADJUSTMENTS, provider, refund_id))
    for name, source, destination, refund in moves:
        yield Posting(
            key=f"{name}:{checkout.id}",
            type="adjustment",
            source=source,
            destination=destination,
            amount=terms.quote.total,
            order_id=checkout.order_id,
            payment_id=checkout.payment_id,
            refund_id=refund,
            details={"reason": "late_payment"},
        )
