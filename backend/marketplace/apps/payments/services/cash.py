"""Cash on delivery: what was collected at the door."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payments.errors import CashExceedsPayment, PaymentDiffers, PaymentNotFound
from marketplace.apps.payments.events import CashCollected
from marketplace.apps.payments.models import CashCollection, Payment
from marketplace.apps.payments.types import CASH_PROVIDER, PaymentState, PaymentView
from marketplace.foundation import tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money


def record_cash_collected(*, payment_id: str, amount: Money, reference: str, now: datetime) -> PaymentView:
    """
    Record cash that was taken for ``reference`` (a vendor order's id), in the caller's transaction; at most once each.

    :raises CashExceedsPayment: if it is more than is still to be paid, or the payment is not one in cash
    :raises PaymentDiffers: if another amount was recorded for the same reference
    :raises PaymentNotFound: if there is none
    """
    with tenancy.atomic():
        row = Payment.objects.select_for_update().filter(pk=payment_id).first()
        if row is None:
            raise PaymentNotFound
        known = row.collections.filter(reference=reference).first()
        if known is not None:
            if (known.amount_minor, known.currency) != (amount.minor, amount.currency):
                raise PaymentDiffers(note=f"{known.amount_minor} {known.currency} were collected for {reference}")
            return row.as_view()
        left_minor = row.amount_minor - row.captured_minor
        is_cash = row.provider == CASH_PROVIDER and row.state == PaymentState.AUTHORIZED
        if not is_cash or amount.currency != row.currency or not 0 < amount.minor <= left_minor:
            raise CashExceedsPayment(state=row.state, open=Money(left_minor, row.currency))
        CashCollection.objects.create(
            payment=row, reference=reference, currency=amount.currency, amount_minor=amount.minor, collected_at=now
        )
        row.captured_minor += amount.minor
        if row.captured_minor == row.amount_minor:
            row.state = PaymentState.SUCCEEDED
        row.updated_at = now
        row.save()
        event = CashCollected(
            payment_id=PaymentId(row.id),
            checkout_id=CheckoutId(row.checkout_id),
            order_id=OrderId(row.order_id),
            reference=reference,
            amount=amount,
        )
        outbox.publish(event, now=now)
    return row.as_view()
