from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class AnswersExpired(Event, frozen=True, kw_only=True):
    """Cached answers with one of these tags are out of date since the region's change number ``change``, and can be made anew."""

    wire_name: ClassVar[str] = "cache.answers_expired.v1"
    tags: tuple[str, ...]
    change: int
