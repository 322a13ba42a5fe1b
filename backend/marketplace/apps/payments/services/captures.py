"""
Taking what was authorized: how much is decided once, in the caller's transaction, and taken by the provider afterwards.

One capture for each authorization. What it leaves is released by the provider.
"""

from __future__ import annotations

import logging
from datetime import datetime

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import PaymentNotCapturable
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import PaymentProvider, ProviderPayment, Rejected
from marketplace.apps.payments.services.recording import ended, get_row, record_known
from marketplace.apps.payments.services.shares import lock_payment
from marketplace.apps.payments.types import PaymentState, PaymentView
from marketplace.foundation import rows, tenancy
from marketplace.kit.money import Money

log = logging.getLogger(__name__)


def request_capture(*, payment_id: str, amount: Money, now: datetime) -> PaymentView:
    """
    Decide that ``amount`` of an authorization is taken, in the caller's transaction. After the commit ``execute_capture`` takes it.

    The first decision stands: called again, it returns the payment with the amount of then as ``to_capture``.

    :raises PaymentNotCapturable: if it is not authorized, or the amount is not a part of it
    :raises PaymentNotFound: if there is none
    """
    with tenancy.atomic():
        row = lock_payment(payment_id)
        if row.to_capture_minor is None:
            is_part = amount.currency == row.currency and 0 < amount.minor <= row.amount_minor
            if row.state != PaymentState.AUTHORIZED or not is_part:
                raise PaymentNotCapturable(state=row.state)
            row.to_capture_minor, row.updated_at = amount.minor, now
            rows.change(row, "to_capture_minor", "updated_at")
        return row.as_view()


def execute_capture(*, payment_id: str, now: datetime) -> PaymentView:
    """
    Have the provider take what was decided. Outside any transaction; safe to repeat at any time.

    What the provider refuses to take, such as an authorization that has expired, is voided, and the payment has failed.

    :raises PaymentNotCapturable: if nothing was decided
    :raises ProviderUnavailable: if the provider does not answer; call again
    :raises PaymentNotFound: if there is none
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    row = get_row(payment_id)
    if row.to_capture_minor is None:
        raise PaymentNotCapturable(state=row.state)
    if row.state != PaymentState.AUTHORIZED:
        return row.as_view()
    provider = providers.get(row.provider)
    try:
        amount = Money(row.to_capture_minor, row.currency)
        outcome = provider.capture(row.provider_reference, amount, idempotency_key=f"{row.id}:capture")
    except Rejected as rejected:
        log.warning("payment %s cannot be captured: %s", row.id, rejected)
        outcome = _voided(provider, row, code=rejected.code)
    return record_known(row, outcome, now=now)


def _voided(provider: PaymentProvider, row: Payment, *, code: str) -> ProviderPayment:
    """Nothing stays reserved on the customer's card for a payment that has failed. It may have been taken in the dashboard meanwhile."""
    outcome = provider.cancel(row.provider_reference, idempotency_key=f"{row.id}:cancel")
    return outcome if outcome.state == PaymentState.SUCCEEDED else ended(row, PaymentState.FAILED, failure_code=code)
