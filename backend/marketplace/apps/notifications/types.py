"""Words of messages that other apps may use."""

from __future__ import annotations

from datetime import datetime

import msgspec


class SentMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A mail to one person. ``sent_at`` is missing while it waits."""

    subject: str
    body: str
    language: str
    sent_at: datetime | None
