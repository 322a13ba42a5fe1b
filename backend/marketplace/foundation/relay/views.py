"""The work in the background, as the operator's administrators watch it."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation import audit, clock, tenancy
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.relay import backlog, parking
from marketplace.foundation.relay.queues import QueuesUnavailable
from marketplace.foundation.relay.types import Jobs, ParkedEvent, ReplayedEvents
from marketplace.foundation.rest.fields import CodeField, LineField
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

ADMINS = staff_role("admin")


class ParkedFilter(StrictSerializer):
    """The query string of the list of parked events."""

    subscriber = CodeField(max_length=100, required=False, default="")
    wire_name = CodeField(max_length=100, required=False, default="", help_text="Such as `orders.order_placed.v1`.")


class ReplayParked(ParkedFilter):
    """Which parked events to try again: all that fit; without any filter all."""

    event_id = CodeField(max_length=40, required=False, default="")
    reason = LineField(max_length=500)


class JobsEndpoint(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(operation_id="admin_jobs_get", responses={200: Jobs, 503: problem(QueuesUnavailable)})
    def get(self, request: Request) -> Response:
        """What waits: tasks by queue, events by subscriber; and what is scheduled."""
        return Response(backlog.jobs())


class ParkedEvents(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(
        operation_id="admin_jobs_parked_events_list",
        parameters=[ParkedFilter, *PAGE],
        responses={200: Page[ParkedEvent], 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """Events that a subscriber failed on until the relay stopped trying, the oldest first."""
        return Response(parking.page_of_parked(page_request(request), **query_validated(ParkedFilter, request)))


class ParkedEventsReplay(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(
        operation_id="admin_jobs_parked_events_replay",
        parameters=[IDEMPOTENCY_KEY],
        request=ReplayParked,
        responses={200: ReplayedEvents, 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Let the relay try parked events again, at once."""
        wanted = validated(ReplayParked, request.data)
        reason = wanted.pop("reason")
        with tenancy.atomic():
            count = parking.replay_parked(**wanted)
            new = {**wanted, "count": count}
            facts = {"action": "events.replayed", "resource": wanted["event_id"] or "parked_events", "new": new, "reason": reason}
            audit.record(actor=actor_of(request), now=clock.now(), **facts)
        return Response(ReplayedEvents(count))
