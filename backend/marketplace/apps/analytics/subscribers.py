"""What is counted of the apps below. Each handler reads the state of things again, so order and repeats do not matter."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.analytics import services
from marketplace.apps.orders.events import VendorOrderChanged
from marketplace.apps.payments.events import PaymentCanceled, PaymentFailed, PaymentSucceeded
from marketplace.apps.returns.events import ReturnChanged
from marketplace.foundation.events.subscribers import BULK, batch_subscriber


@batch_subscriber(VendorOrderChanged, name="analytics.record_sales", queue=BULK)
def record_sales(events: Sequence[VendorOrderChanged]) -> None:
    services.record_sales([(event.vendor_id, event.vendor_order_id) for event in events])


@batch_subscriber(PaymentSucceeded, PaymentFailed, PaymentCanceled, name="analytics.note_payments", queue=BULK)
def note_payments(events: Sequence[PaymentSucceeded | PaymentFailed | PaymentCanceled]) -> None:
    services.note_payments({event.payment_id for event in events})


@batch_subscriber(ReturnChanged, name="analytics.note_returns", queue=BULK)
def note_returns(events: Sequence[ReturnChanged]) -> None:
    services.note_returns({event.return_id for event in events})
