"""The words of mails to a segment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.analytics.types.words import Segment


class CampaignState(StrEnum):
    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    CANCELED = "canceled"  # what was not written by then is not sent


class CampaignText(msgspec.Struct, frozen=True, kw_only=True):
    """What one language's readers get; plain text."""

    subject: str
    body: str


class CampaignView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A mail to those of a segment who agreed to marketing, once to each. ``texts`` are by language; who reads none of them gets the region's
    default. ``recipients`` is how many have been found so far.
    """

    id: str
    name: str
    segment: Segment
    currency: str
    texts: dict[str, CampaignText]
    state: CampaignState
    recipients: int
    created_by: str
    created_at: datetime
    started_at: datetime | None


class CampaignReach(msgspec.Struct, frozen=True, kw_only=True):
    """How many customers the segment has now, and to how many of them the campaign would go: those who agreed to marketing."""

    customers: int
    recipients: int
