from __future__ import annotations

from typing import ClassVar

from marketplace.apps.messaging.types import Side
from marketplace.foundation.events.types import Event


class MessageSent(Event, frozen=True, kw_only=True):
    """A customer or a vendor has written about a vendor order; its text is read by the message's id."""

    wire_name: ClassVar[str] = "messaging.message_sent.v1"
    message_id: str
    vendor_order_id: str
    vendor_id: str
    order_id: str
    order_owner: str
    sender: Side
