"""Mails to a segment, for administrators: they go to many people."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries, services, tasks
from marketplace.apps.analytics.errors import CampaignNotFound, CampaignStateForbids
from marketplace.apps.analytics.serializers.campaigns import AskReach, CreateCampaign, campaign_of
from marketplace.apps.analytics.serializers.segments import asked_currency
from marketplace.apps.analytics.types import CampaignReach, CampaignView, Segment
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

MOVED = {200: CampaignView, 404: problem(CampaignNotFound), 409: problem(CampaignStateForbids)}


class Campaigns(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(operation_id="admin_campaigns_list", parameters=PAGE, responses={200: Page[CampaignView]})
    def get(self, request: Request) -> Response:
        """The campaigns of the region, the newest first."""
        return Response(queries.list_campaigns(page_request(request)))

    @extend_schema(
        operation_id="admin_campaigns_create",
        request=CreateCampaign,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: CampaignView, 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Write a mail to a segment. Nothing is sent until it is started."""
        values = campaign_of(validated(CreateCampaign, request.data))
        return Response(services.create_campaign(**values, person_id=principal_of(request).id, now=clock.now()), status=201)


class OneCampaign(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(operation_id="admin_campaigns_get", responses={200: CampaignView, 404: problem(CampaignNotFound)})
    def get(self, request: Request, campaign_id: str) -> Response:
        """One campaign, and how far it is."""
        return Response(queries.get_campaign(campaign_id))


class StartCampaign(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(operation_id="admin_campaigns_start", request=None, parameters=[IDEMPOTENCY_KEY], responses=MOVED)
    @idempotent
    def post(self, request: Request, campaign_id: str) -> Response:
        """Send it to every customer of the segment who agreed to marketing, once to each."""
        started = services.start_campaign(campaign_id=campaign_id, actor=actor_of(request), now=clock.now())
        tasks.send_campaigns.send_after_commit()
        return Response(started)


class CancelCampaign(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(operation_id="admin_campaigns_cancel", request=None, parameters=[IDEMPOTENCY_KEY], responses=MOVED)
    @idempotent
    def post(self, request: Request, campaign_id: str) -> Response:
        """Send no more of it."""
        return Response(services.cancel_campaign(campaign_id=campaign_id, actor=actor_of(request), now=clock.now()))


class Reach(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(
        operation_id="admin_campaign_reach_get", parameters=[AskReach], responses={200: CampaignReach, 422: problem(InvalidInput)}
    )
    def get(self, request: Request) -> Response:
        """How many customers a segment has, and to how many of them a campaign would go."""
        data = query_validated(AskReach, request)
        return Response(queries.reach_of(Segment(data["segment"]), asked_currency(data), now=clock.now()))
