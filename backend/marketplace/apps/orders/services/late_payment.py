"""Money that came for an order which can no longer be filled goes back, through the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, Posting, provider_account
from marketplace.apps.orders.events import OrderAbandoned
from marketplace.apps.orders.models import Checkout
from marketplace.apps.orders.services.terms import CheckoutTerms, terms_of
from marketplace.apps.payments import services as payment_services
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import derived_id


def give_back(checkout_id: str, *, now: datetime) -> None:
    """Book the receipt and its return in one transaction, then have the provider pay it back. Safe to repeat."""
    with tenancy.atomic():
        checkout = Checkout.objects.select_for_update().get(pk=checkout_id)
        if checkout.state in ("settled", "completed"):
            return
        terms = terms_of(checkout)
        refund_id = derived_id("rfd", checkout.id, "late", at=checkout.opened_at)
        payment_services.request_refund(
            refund_id=refund_id, payment_id=checkout.payment_id, amount=terms.quote.total, reason="late_payment", now=now
        )
        ledger_services.post(list(_postings(checkout, terms, refund_id)), now=now)
        checkout.state, checkout.touched_at = "refunded", now
        checkout.save(update_fields=["state", "touched_at"])
        outbox.publish(OrderAbandoned(order_id=checkout.order_id, owner=checkout.order_owner), now=now)
    payment_services.carry_out_refund(refund_id=refund_id, now=now)


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
