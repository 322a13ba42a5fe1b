from __future__ import annotations

from marketplace.kit.errors import Conflict, MarketplaceError


class TooManyMessages(MarketplaceError):
    """A side has written as much as it may within a day. ``retry_after_s`` is the number of whole seconds until it may again."""

    code = "too_many_messages"
    status = 429
    title = "You have written a lot about this order today; wait before the next message"

    def __init__(self, *, retry_after_s: int) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.retry_after_s = retry_after_s

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_s)}


class ConversationFull(Conflict):
    code = "conversation_full"
    title = "This conversation is full; ask the marketplace for help"
