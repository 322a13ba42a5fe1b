from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class HomeChanged(Event, frozen=True, kw_only=True):
    """The home page of the shop was set."""

    wire_name: ClassVar[str] = "content.home_changed.v1"


class PageChanged(Event, frozen=True, kw_only=True):
    """A page of the operator's was written, changed or removed."""

    wire_name: ClassVar[str] = "content.page_changed.v1"
    page_id: str
