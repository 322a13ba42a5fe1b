"""What becomes of payments. Order and repeats do not matter: one that was paid stays paid, and what staff decided stands."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.fraud import services
from marketplace.apps.fraud.types import Label, Outcome
from marketplace.apps.payments.events import DisputeOpened, DisputeWon, PaymentCanceled, PaymentEvent, PaymentFailed, PaymentSucceeded
from marketplace.foundation.events.subscribers import batch_subscriber, subscriber
from marketplace.foundation.events.types import Recorded

FRAUD_WORDS = ("fraud", "unauthor", "not_recogni", "unrecogni")  # of banks' reasons, whatever the provider calls them
_OUTCOMES: dict[type[PaymentEvent], Outcome] = {
    PaymentCanceled: Outcome.CANCELED,
    PaymentFailed: Outcome.DECLINED,
    PaymentSucceeded: Outcome.PAID,
}


@batch_subscriber(PaymentCanceled, PaymentFailed, PaymentSucceeded, name="fraud.note_outcomes")
def note_outcomes(events: Sequence[PaymentEvent]) -> None:
    outcomes: dict[str, Outcome] = {event.payment_id: _OUTCOMES[type(event)] for event in events}
    paid: dict[str, Outcome] = {event.payment_id: Outcome.PAID for event in events if isinstance(event, PaymentSucceeded)}
    services.note_outcomes(outcomes | paid)


@subscriber(DisputeOpened, DisputeWon, name="fraud.note_dispute")
def note_dispute(event: DisputeOpened | DisputeWon, recorded: Recorded) -> None:
    """A bank that takes a payment back since the customer does not know of it; one that lets us keep the money found it honest."""
    if isinstance(event, DisputeWon):
        services.note_disputes([event.payment_id], label=Label.HONEST)
    elif any(word in event.reason.casefold() for word in FRAUD_WORDS):
        services.note_disputes([event.payment_id], label=Label.FRAUD)
