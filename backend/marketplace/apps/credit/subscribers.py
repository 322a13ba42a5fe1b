"""What credit does when it hears of something."""

from __future__ import annotations

from marketplace.apps.credit import services, tasks
from marketplace.apps.credit.events import GiftCardPaid
from marketplace.apps.payments.events import DisputeOpened, PaymentCanceled, PaymentFailed, PaymentSucceeded
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(PaymentSucceeded, PaymentFailed, PaymentCanceled, name="credit.settle_purchase")
def settle_purchase(event: PaymentSucceeded | PaymentFailed | PaymentCanceled, recorded: Recorded) -> None:
    services.settle_purchase(payment_id=event.payment_id, now=clock.now())


@subscriber(GiftCardPaid, name="credit.mail_gift_card")
def mail_gift_card(event: GiftCardPaid, recorded: Recorded) -> None:
    tasks.mail_gift_card.apply_async(kwargs={"purchase_id": event.purchase_id})


@subscriber(DisputeOpened, name="credit.block_disputed")
def block_disputed(event: DisputeOpened, recorded: Recorded) -> None:
    services.block_disputed(payment_id=event.payment_id, now=clock.now())
