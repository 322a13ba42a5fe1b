"""Payments subscribe to their own events: decisions are executed at the provider, and webhooks interpreted, whatever crashed since."""

from __future__ import annotations

from marketplace.apps.payments import services
from marketplace.apps.payments.events import CardRemoved, ProviderEventReceived, RefundRequested
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(RefundRequested, name="payments.execute_refund")
def execute_refund(event: RefundRequested, recorded: Recorded) -> None:
    """A provider that does not answer leaves it pending; the scheduled task goes on from there."""
    services.execute_refund(refund_id=event.refund_id, now=clock.now())


@subscriber(ProviderEventReceived, name="payments.interpret_event")
def interpret_event(event: ProviderEventReceived, recorded: Recorded) -> None:
    """Raises while the provider does not answer; the relay delivers it again."""
    services.interpret_event(provider_code=event.provider, event_id=event.event_id, now=clock.now())


@subscriber(CardRemoved, name="payments.forget_card")
def forget_card(event: CardRemoved, recorded: Recorded) -> None:
    """Raises while the provider does not answer; the relay delivers it again."""
    services.forget_card(card_id=event.card_id)
