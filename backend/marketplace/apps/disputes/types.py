"""The words of evidence in disputes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.invoices.types import InvoiceView
from marketplace.apps.messaging.types import OrderMessageView
from marketplace.apps.notifications.types import MessageDetail
from marketplace.apps.orders.types import OrderDetail
from marketplace.apps.payments.types import CaptureView, DisputeView


class EvidenceState(StrEnum):
    """``sending`` until the provider has answered; ``refused`` can be sent again; ``sent`` is the end."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


class EvidencePack(msgspec.Struct, frozen=True, kw_only=True):
    """
    What speaks for the sale. ``order`` is None for a bought gift card; ``messages`` are the mails to the customer about the order, and
    ``conversation`` what the customer and the vendors last wrote each other about it, the oldest first.
    """

    marketplace: str
    timezone: str
    dispute: DisputeView
    captures: list[CaptureView]
    order: OrderDetail | None
    invoices: list[InvoiceView]
    messages: list[MessageDetail]
    conversation: list[OrderMessageView]
    note: str
    made_at: datetime


class EvidenceView(msgspec.Struct, frozen=True, kw_only=True):
    """
    The evidence in a dispute. ``can_send``: it can be sent from here; else it is downloaded, and given in the provider's dashboard.
    ``state`` is null before it was sent; ``reason`` is why the provider refused it.
    """

    dispute_id: str
    can_send: bool
    state: EvidenceState | None
    reason: str
    note: str
    sent_by: str
    sent_at: datetime | None
