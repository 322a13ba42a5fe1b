"""Words of messages that other apps may use."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.kit.pages import Sorting


class SentMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A mail to one person. ``sent_at`` is missing while it waits."""

    subject: str
    body: str
    language: str
    sent_at: datetime | None


class MailKind(StrEnum):
    """
    Mails that a vendor's person may do without. What nobody may miss (do not send a canceled order, a failed payout, a debt) is of none of
    them.
    """

    NEW_ORDERS = "new_orders"
    RETURNS = "returns"
    PRODUCTS = "products"  # taken down by staff, and let in again
    REFUNDS = "refunds"  # decided on by staff
    MESSAGES = "messages"  # of customers, about orders


class MailPreferences(msgspec.Struct, frozen=True, kw_only=True):
    """Which kinds of mails a person does without."""

    muted: list[MailKind]


class MessageState(StrEnum):
    """``FAILED`` is a mail that is not tried again."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class MessageCriteria(msgspec.Struct, frozen=True, kw_only=True):
    """Which mails staff looks for; what is empty does not matter. ``sort`` is by ``created_at``; the latest first when there is none."""

    recipient: str = ""
    order_id: str = ""
    state: MessageState | None = None
    sort: Sorting | None = None


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A mail about orders, products or money. ``occasion`` names what happened, such as ``order_confirmed``."""

    id: str
    occasion: str
    recipient: str
    order_id: str
    language: str
    subject: str
    state: MessageState
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    last_error: str


class MessageDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The mail with its text, as it was written; the secret of a link by which a guest reads an order is left out."""

    message: MessageRow
    body: str
