from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class RegionEdited(Event, frozen=True, kw_only=True):
    """The operator changed settings or features of the region, or whether it is in maintenance; every process knows within seconds."""

    wire_name: ClassVar[str] = "staff.region_edited.v1"
    region: str
