"""Mails to a segment: written by the operator, sent once to each customer who agreed to marketing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from marketplace.apps.analytics import queries
from marketplace.apps.analytics.errors import CampaignNotFound, CampaignStateForbids
from marketplace.apps.analytics.events import CampaignMailsDue
from marketplace.apps.analytics.models import Campaign
from marketplace.apps.analytics.types import CampaignState, CampaignText, CampaignView, Segment
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import Actor
from marketplace.kit.ids import new_id

BATCH = 200  # customers of a segment that one transaction looks at
_BY_ID = "id = %(id)s"


def create_campaign(
    *, name: str, segment: Segment, currency: str, texts: Mapping[str, CampaignText], person_id: str, now: datetime
) -> CampaignView:
    """A draft; nothing is sent yet."""
    campaign = Campaign(
        id=new_id("cmp", at=now),
        name=name,
        segment=segment,
        currency=currency,
        texts=msgspec.to_builtins(dict(texts)),
        created_by=person_id,
        created_at=now,
    )
    rows.insert(campaign)
    return queries.campaign_view_of(campaign)


def start_campaign(*, campaign_id: str, actor: Actor, now: datetime) -> CampaignView:
    """Send it. One that is being sent, or was sent, stays as it is. :raises CampaignNotFound: :raises CampaignStateForbids: if canceled"""
    with tenancy.atomic():
        campaign = _lock(campaign_id)
        if campaign.state == CampaignState.CANCELED:
            raise CampaignStateForbids(state=campaign.state)
        if campaign.state == CampaignState.DRAFT:
            _move(campaign, CampaignState.SENDING, actor=actor, now=now)
    return queries.campaign_view_of(campaign)


def cancel_campaign(*, campaign_id: str, actor: Actor, now: datetime) -> CampaignView:
    """Send no more of it; mails that are written go out. :raises CampaignNotFound: :raises CampaignStateForbids: if all were sent"""
    with tenancy.atomic():
        campaign = _lock(campaign_id)
        if campaign.state == CampaignState.SENT:
            raise CampaignStateForbids(state=campaign.state)
        if campaign.state != CampaignState.CANCELED:
            _move(campaign, CampaignState.CANCELED, actor=actor, now=now)
    return queries.campaign_view_of(campaign)


def send_campaigns(*, now: datetime) -> int:
    """
    Have the mails of every campaign written that is being sent; returns to how many customers. Safe to repeat, and at once: how far a
    campaign is, is stored with the events, and nobody gets two mails of one.
    """
    found = rows.every(Campaign, "state = %(state)s ORDER BY id", {"state": CampaignState.SENDING})
    return sum(_send(campaign.id, now=now) for campaign in found)


def _send(campaign_id: str, *, now: datetime) -> int:
    sent = 0
    while True:
        with tenancy.atomic():
            campaign = _lock(campaign_id)
            if campaign.state != CampaignState.SENDING:
                return sent
            segment = Segment(campaign.segment)
            ids = queries.members_after(segment, campaign.currency, campaign.sent_to, most=BATCH, now=now)
            agreed = [contact.id for contact in queries.recipients_of(ids)]
            if agreed:
                outbox.publish(CampaignMailsDue(campaign_id=campaign_id, customer_ids=tuple(agreed)), now=now)
            campaign.recipients += len(agreed)
            campaign.sent_to = ids[-1] if ids else ""
            campaign.state = CampaignState.SENDING if len(ids) == BATCH else CampaignState.SENT
            rows.change(campaign, "recipients", "sent_to", "state")
        sent += len(agreed)


def _lock(campaign_id: str) -> Campaign:
    found = rows.first(Campaign, _BY_ID, {"id": campaign_id}, for_update=True)
    if found is None:
        raise CampaignNotFound
    return found


def _move(campaign: Campaign, state: CampaignState, *, actor: Actor, now: datetime) -> None:
    before = campaign.state
    campaign.state = state
    campaign.started_at = now if state == CampaignState.SENDING else campaign.started_at
    rows.change(campaign, "state", "started_at")
    audit.record(actor=actor, action=f"campaign.{state}", resource=campaign.id, old={"state": before}, new={"state": state}, now=now)
