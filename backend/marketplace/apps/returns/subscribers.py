"""
What returns do when they hear of something: of their own, to finish what a crash left open; of sales, to find what replaces them; of labels
that were bought or voided.
"""

from __future__ import annotations

from marketplace.apps.carriers.events import ReturnLabelSettled
from marketplace.apps.checkout.events import CheckoutEnded, CheckoutRefunded, CheckoutSettled
from marketplace.apps.returns import services
from marketplace.apps.returns.events import ReturnChanged
from marketplace.apps.returns.types import ReturnState
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(CheckoutSettled, name="returns.note_exchange_order")
def note_exchange_order(event: CheckoutSettled, recorded: Recorded) -> None:
    services.note_exchange_order(checkout_id=event.checkout_id, now=clock.now())


@subscriber(CheckoutEnded, CheckoutRefunded, name="returns.hold_exchange_again")
def hold_exchange_again(event: CheckoutEnded | CheckoutRefunded, recorded: Recorded) -> None:
    services.hold_again(checkout_id=event.checkout_id, now=clock.now())


@subscriber(ReturnChanged, name="returns.settle_return")
def settle_return(event: ReturnChanged, recorded: Recorded) -> None:
    if event.state in (ReturnState.INSPECTED, ReturnState.REFUNDED):
        services.settle_return(return_id=event.return_id, now=clock.now())


@subscriber(ReturnLabelSettled, name="returns.follow_carrier_label")
def follow_carrier_label(event: ReturnLabelSettled, recorded: Recorded) -> None:
    services.follow_carrier_label(return_id=event.return_id, label_id=event.label_id, now=clock.now())
