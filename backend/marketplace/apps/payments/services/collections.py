"""Payments that settle on delivery: what was collected, part by part."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payments.errors import CollectionExceedsPayment, PaymentDiffers
from marketplace.apps.payments.events import PaymentCollected
from marketplace.apps.payments.models import Capture
from marketplace.apps.payments.services.shares import lock_payment
from marketplace.apps.payments.types import PaymentState, PaymentView, SecuredBy
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money


def record_collection(*, payment_id: str, amount: Money, reference: str, now: datetime) -> PaymentView:
    """
    Record money that was taken on delivery for ``reference`` (a vendor order's id), in the caller's transaction; at most once each.

    :raises CollectionExceedsPayment: if it is more than is still to be paid, or the payment does not settle on delivery
    :raises PaymentDiffers: if another amount was recorded for the same reference
    :raises PaymentNotFound: if there is none
    """
    with tenancy.atomic():
        row = lock_payment(payment_id)
        known = row.captures.filter(reference=reference).first()
        if known is not None:
            if (known.amount_minor, known.currency) != (amount.minor, amount.currency):
                raise PaymentDiffers(note=f"{known.amount_minor} {known.currency} were collected for {reference}")
            return row.as_view()
        left_minor = row.amount_minor - row.captured_minor
        is_open = row.secured_by == SecuredBy.COLLECTION and row.state == PaymentState.AUTHORIZED
        if not is_open or amount.currency != row.currency or not 0 < amount.minor <= left_minor:
            raise CollectionExceedsPayment(state=row.state, open=Money(left_minor, row.currency))
        capture = Capture(payment=row, reference=reference, currency=amount.currency, amount_minor=amount.minor, captured_at=now)
        row.captured_minor += amount.minor
        row.captured_at = row.captured_at or now
        if row.captured_minor == row.amount_minor:
            row.state = PaymentState.SUCCEEDED
        row.updated_at = now
        event = PaymentCollected(
            payment_id=PaymentId(row.id),
            checkout_id=CheckoutId(row.checkout_id),
            order_id=OrderId(row.order_id),
            reference=reference,
            amount=amount,
        )
        changed = ("state", "captured_minor", "captured_at", "updated_at")
        rows.change(row, *changed, also=capture, events=[outbox.record(event, now=now)])
    return row.as_view()
