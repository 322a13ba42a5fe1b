"""The words of conversations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Side(StrEnum):
    """Who wrote a message, and for whom a conversation waits."""

    CUSTOMER = "customer"
    VENDOR = "vendor"


class OrderMessageView(msgspec.Struct, frozen=True, kw_only=True):
    """A message about a vendor order, as both sides and staff read it."""

    id: str
    vendor_order_id: str
    sender: Side
    text: str
    sent_at: datetime


class OrderConversationView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's conversation about one of its orders. ``awaits_vendor``: the customer wrote last, and has no answer yet. ``last_text`` is
    the beginning of the last message.
    """

    vendor_order_id: str
    order_number: str
    awaits_vendor: bool
    message_count: int
    last_sender: Side
    last_text: str
    last_sent_at: datetime
