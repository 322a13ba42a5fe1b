"""Reads of campaigns, and of whom they go to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.types import ConsentPurpose, Contact
from marketplace.apps.analytics.domain.segments import CONDITIONS
from marketplace.apps.analytics.errors import CampaignNotFound
from marketplace.apps.analytics.models import Campaign
from marketplace.apps.analytics.types import CampaignReach, CampaignState, CampaignText, CampaignView, Segment
from marketplace.foundation import rows
from marketplace.foundation.postgres import sql
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

BATCH = 500


def list_campaigns(page: PageRequest) -> Page[CampaignView]:
    """The newest first."""
    found = Campaign.objects.order_by("-id")
    if page.cursor:
        found = found.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.id).map(campaign_view_of)


def get_campaign(campaign_id: str) -> CampaignView:
    """:raises CampaignNotFound:"""
    found = rows.first(Campaign, "id = %(id)s", {"id": campaign_id})
    if found is None:
        raise CampaignNotFound
    return campaign_view_of(found)


def reach_of(segment: Segment, currency: str, *, now: datetime) -> CampaignReach:
    """How many customers a campaign would go to: two statements for each ``BATCH`` of the segment."""
    customers = recipients = 0
    for ids in _batches(segment, currency, now=now):
        customers += len(ids)
        recipients += len(recipients_of(ids))
    return CampaignReach(customers=customers, recipients=recipients)


def recipients_of(customer_ids: list[str]) -> list[Contact]:
    """Those of the customers who agree to marketing by now."""
    return account_queries.who_agreed_to(ConsentPurpose.MARKETING, customer_ids) if customer_ids else []


def members_after(segment: Segment, currency: str, after: str, *, most: int, now: datetime) -> list[str]:
    """The next customers of a segment by id; no more: that is all."""
    statement = (
        f"SELECT customer_id FROM analytics_customers WHERE currency = %(currency)s AND {CONDITIONS[segment]}"  # noqa: S608  # constant text
        " AND customer_id > %(after)s ORDER BY customer_id LIMIT %(most)s"
    )
    return [found for (found,) in sql.rows(statement, {"currency": currency, "after": after, "most": most, "now": now})]


def campaign_view_of(row: Campaign) -> CampaignView:
    return CampaignView(
        id=row.id,
        name=row.name,
        segment=Segment(row.segment),
        currency=row.currency,
        texts=msgspec.convert(row.texts, dict[str, CampaignText]),
        state=CampaignState(row.state),
        recipients=row.recipients,
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
    )


def _batches(segment: Segment, currency: str, *, now: datetime) -> Iterator[list[str]]:
    after = ""
    while ids := members_after(segment, currency, after, most=BATCH, now=now):
        yield ids
        after = ids[-1]
