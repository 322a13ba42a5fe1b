"""What reports tell the apps above."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class AlertFired(Event, frozen=True, kw_only=True):
    """A rule of staff fired; read the firing for its value."""

    wire_name: ClassVar[str] = "analytics.alert_fired.v1"
    firing_id: str
    rule_id: str
