"""
Recording what a provider says of a payment.

The answer of a call, a webhook and a later look all end in ``record_outcome``, which only moves a payment forward.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.payments.errors import PaymentNotFound, ProviderDisagrees
from marketplace.apps.payments.events import PaymentAuthorized, PaymentCanceled, PaymentEvent, PaymentFailed, PaymentSucceeded
from marketplace.apps.payments.models import RANK, Capture, Payment
from marketplace.apps.payments.providers.base import ProviderPayment
from marketplace.apps.payments.services.cards import save_card
from marketplace.apps.payments.services.fees import fee_posting
from marketplace.apps.payments.types import PaymentState, PaymentView, SecuredBy
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId
from marketplace.kit.money import Money

CHECK_AFTER = timedelta(seconds=60)  # how long to wait for a webhook before asking
CHECK_AT_MOST_EVERY = timedelta(hours=6)
CHECK_UNTIL = timedelta(days=30)

# From these a payment succeeds with all of its amount; only what was authorized before may be captured in part.
UNAUTHORIZED = (PaymentState.CREATED, PaymentState.REQUIRES_ACTION, PaymentState.PROCESSING, PaymentState.FAILED, PaymentState.CANCELED)

SECURED = (PaymentState.AUTHORIZED, PaymentState.SUCCEEDED)  # the card was good, so a customer who wants to keep it may

# What an outcome changes, and what it must find as it was read: refunds and disputes keep to the row's other columns.
_RECORDED = (
    "state",
    "action",
    "failure_code",
    "provider_reference",
    "captured_minor",
    "captured_at",
    "provider_fee_minor",
    "updated_at",
    "next_check_at",
)
_GUARD = ("state", "provider_reference", "captured_minor", "provider_fee_minor")

log = logging.getLogger(__name__)


def get_row(payment_id: str) -> Payment:
    """The row, not locked. :raises PaymentNotFound: if there is none"""
    row = rows.first(Payment, "id = %(id)s", {"id": payment_id})
    if row is None:
        raise PaymentNotFound
    return row


def record_outcome(*, payment_id: str, outcome: ProviderPayment, now: datetime) -> PaymentView:
    """
    Record what the provider says of a payment, and publish an event when the state moved.

    An outdated update changes nothing, so answers, webhooks and checks may come twice and in any order.

    :raises ProviderDisagrees: if it speaks of another amount, took less, or is about another payment at the provider
    :raises PaymentNotFound: if there is none
    """
    return record_known(get_row(payment_id), outcome, now=now)


def record_known(row: Payment, outcome: ProviderPayment, *, now: datetime) -> PaymentView:
    """
    The same, for a row just read. If another process has changed it since, it is read again; as it only moves forward, that ends.

    :raises ProviderDisagrees: if it speaks of another amount, took less, or is about another payment at the provider
    """
    while True:
        before = {name: getattr(row, name) for name in _RECORDED}
        event = _apply(row, outcome, now=now)
        if before == {name: getattr(row, name) for name in _RECORDED}:
            return row.as_view()
        try:
            _store(row, outcome, {name: before[name] for name in _GUARD}, event, now=now)
        except rows.StaleRow:
            row = get_row(row.id)
        else:
            return row.as_view()


def _store(row: Payment, outcome: ProviderPayment, expected: dict[str, Any], event: PaymentEvent | None, *, now: datetime) -> None:
    """
    One statement, unless the provider's fee has to be booked, or a card saved, with it.

    :raises StaleRow: if the row is no longer as expected
    """
    fee_minor = row.provider_fee_minor - expected["provider_fee_minor"]
    card = outcome.card if row.saves_card and row.state in SECURED and expected["state"] not in SECURED else None
    if not fee_minor and card is None:
        _write(row, outcome, expected, event, now=now)
        return
    with tenancy.atomic():
        _write(row, outcome, expected, event, now=now)
        if fee_minor:
            ledger_services.post([fee_posting(row, fee_minor)], now=now)
        if card is not None:
            save_card(row, card, now=now)


def _write(row: Payment, outcome: ProviderPayment, expected: dict[str, Any], event: PaymentEvent | None, *, now: datetime) -> None:
    """Together with the capture that raises the payment's sum, so that the sum and its captures cannot differ."""
    capture = _capture(row, outcome, row.captured_minor - expected["captured_minor"])
    events = [outbox.record(event, now=now)] if event else []
    rows.change(row, *_RECORDED, expected=expected, also=capture, events=events)


def _capture(row: Payment, outcome: ProviderPayment, captured_minor: int) -> Capture | None:
    """What was taken since the row was read, if anything was."""
    if not captured_minor:
        return None
    return Capture(
        payment_id=row.id,
        reference=outcome.capture_reference or f"{row.provider_reference}:{row.captured_minor}"[-100:],
        currency=row.currency,
        amount_minor=captured_minor,
        captured_at=row.updated_at,
    )


def _apply(row: Payment, outcome: ProviderPayment, *, now: datetime) -> PaymentEvent | None:
    """Put the update into the row. The result is the event to publish, if the state moves."""
    _require_same(row, outcome)
    has_moved = RANK[outcome.state] > RANK[PaymentState(row.state)]
    if has_moved:
        row.state = outcome.state
        row.action = msgspec.to_builtins(outcome.action) if outcome.action else None
        row.failure_code = outcome.failure_code
    is_changed = has_moved or not row.provider_reference
    row.provider_reference = row.provider_reference or outcome.reference
    if outcome.captured_minor > row.captured_minor or outcome.fee_minor > row.provider_fee_minor or is_changed:
        row.captured_minor = max(row.captured_minor, outcome.captured_minor)
        row.captured_at = row.captured_at or (now if row.captured_minor else None)
        row.provider_fee_minor = max(row.provider_fee_minor, outcome.fee_minor)
        row.updated_at = now
    row.next_check_at = next_check(row, now=now)
    return _event(row) if has_moved else None


def _require_same(row: Payment, outcome: ProviderPayment) -> None:
    is_renamed = row.provider_reference and outcome.reference and row.provider_reference != outcome.reference
    is_other = outcome.payment_id != row.id or is_renamed
    is_short = outcome.state == PaymentState.SUCCEEDED and row.state in UNAUTHORIZED and outcome.captured_minor < row.amount_minor
    if outcome.amount != row.amount or outcome.captured_minor > row.amount_minor or is_short or is_other:
        log.error("payment %s: the provider's %s does not fit", row.id, outcome.reference)
        reported = f"{outcome.amount}, {outcome.captured_minor} captured"
        raise ProviderDisagrees(note=f"{row.id} is about {row.amount}, {outcome.reference} about {reported}")


def next_check(row: Payment, *, now: datetime) -> datetime | None:
    """When to ask again: seldom, the older the payment is; never for one that has ended or needs no provider."""
    age = now - row.created_at
    if row.as_view().is_settled or row.secured_by == SecuredBy.COLLECTION or age > CHECK_UNTIL:
        return None
    return now + min(max(CHECK_AFTER, age / 2), CHECK_AT_MOST_EVERY)


def _event(row: Payment) -> PaymentEvent | None:
    ids: dict[str, Any] = {
        "payment_id": PaymentId(row.id),
        "checkout_id": CheckoutId(row.checkout_id),
        "order_id": OrderId(row.order_id),
    }
    events: dict[str, Callable[[], PaymentEvent]] = {
        PaymentState.AUTHORIZED: lambda: PaymentAuthorized(**ids),
        PaymentState.SUCCEEDED: lambda: PaymentSucceeded(**ids, captured=Money(row.captured_minor, row.currency)),
        PaymentState.FAILED: lambda: PaymentFailed(**ids, failure_code=row.failure_code),
        PaymentState.CANCELED: lambda: PaymentCanceled(**ids),
    }
    make = events.get(row.state)
    return make() if make else None


def ended(row: Payment, state: PaymentState, *, failure_code: str = "") -> ProviderPayment:
    """An end that the provider has no object of."""
    return ProviderPayment(reference=row.provider_reference, payment_id=row.id, amount=row.amount, state=state, failure_code=failure_code)
