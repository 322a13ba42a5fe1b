"""Reads of messages."""

from __future__ import annotations

from marketplace.apps.notifications.models import Message
from marketplace.apps.notifications.types import SentMessage


def list_messages_to(email: str) -> list[SentMessage]:
    """The messages to an address, the latest first."""
    rows = Message.objects.filter(recipient=email).order_by("-id")
    return [SentMessage(subject=row.subject, body=row.body, language=row.language, sent_at=row.sent_at) for row in rows]
