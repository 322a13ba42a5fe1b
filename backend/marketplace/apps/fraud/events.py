from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event
from marketplace.kit.ids import OrderId, PaymentId


class PaymentBlocked(Event, frozen=True, kw_only=True):
    """A member of staff took a payment for fraud: its order is to be canceled, as far as nothing was sent."""

    wire_name: ClassVar[str] = "fraud.payment_blocked.v1"
    payment_id: PaymentId
    order_id: OrderId
