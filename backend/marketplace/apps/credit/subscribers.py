"""What credit does when it hears of something."""

from __future__ import annotations

from marketplace.apps.credit import services, tasks
from marketplace.apps.credit.events import GiftCardPaid
from marketplace.apps.payments.events import (
    DisputeEvent,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    PaymentCanceled,
    PaymentFailed,
    PaymentSucceeded,
    RefundSucceeded,
)
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(PaymentSucceeded, PaymentFailed, PaymentCanceled, name="credit.settle_purchase")
def settle_purchase(event: PaymentSucceeded | PaymentFailed | PaymentCanceled, recorded: Recorded) -> None:
    services.settle_purchase(payment_id=event.payment_id, now=clock.now())


@subscriber(GiftCardPaid, name="credit.mail_gift_card")
def mail_gift_card(event: GiftCardPaid, recorded: Recorded) -> None:
    tasks.mail_gift_card.apply_async(kwargs={"purchase_id": event.purchase_id})


@subscriber(DisputeOpened, DisputeWon, DisputeLost, RefundSucceeded, name="credit.follow_returned_money")
def follow_returned_money(event: DisputeEvent | RefundSucceeded, recorded: Recorded) -> None:
    services.follow_returned_money(payment_id=event.payment_id, now=clock.now())
