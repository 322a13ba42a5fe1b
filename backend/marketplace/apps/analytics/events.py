"""What reports tell the apps above."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class AlertFired(Event, frozen=True, kw_only=True):
    """A rule of staff fired; read the firing for its value."""

    wire_name: ClassVar[str] = "analytics.alert_fired.v1"
    firing_id: str
    rule_id: str


class CampaignMailsDue(Event, frozen=True, kw_only=True):
    """These customers are to get the mail of a campaign, if they still agree to it."""

    wire_name: ClassVar[str] = "analytics.campaign_mails_due.v1"
    campaign_id: str
    customer_ids: tuple[str, ...]
