"""Payments listen to themselves: a refund that was decided is carried out, whoever decided it and whatever crashed since."""

from __future__ import annotations

from marketplace.apps.payments import services
from marketplace.apps.payments.events import RefundRequested
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(RefundRequested, name="payments.carry_out_refund")
def carry_out_refund(event: RefundRequested, recorded: Recorded) -> None:
    """A provider that does not answer leaves it pending; the scheduled task goes on from there."""
    services.carry_out_refund(refund_id=event.refund_id, now=clock.now())
