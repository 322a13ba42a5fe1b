"""What the shop reports of its visitors, who agreed to it."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import services
from marketplace.apps.analytics.domain.bots import is_program
from marketplace.apps.analytics.errors import VisitorNotFound
from marketplace.apps.analytics.serializers.behaviour import AgreeToCounting, RecordBehaviour
from marketplace.apps.analytics.types import Received, VisitorView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, problem
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import TenantAPIView, find_principal, validated
from marketplace.kit.errors import InvalidInput


class Visitors(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "visitors"

    @extend_schema(
        operation_id="store_visitors_create",
        request=AgreeToCounting,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: VisitorView, 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Record that the visitor agreed to be counted. The number in the answer is the browser's to keep, and to take back by."""
        data = validated(AgreeToCounting, request.data)
        return Response(services.agree(customer_id=_customer_of(request), **data, now=clock.now()), status=201)


class OneVisitor(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_visitors_remove", responses={204: OpenApiResponse(description="Done"), 404: problem(VisitorNotFound)}
    )
    def delete(self, request: Request, visitor_id: str) -> Response:
        """Take it back: what was counted under this number is deleted with it."""
        services.take_back(visitor_id=visitor_id)
        return Response(status=204)


class Behaviours(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "behaviour"

    @extend_schema(
        operation_id="store_events_create",
        request=RecordBehaviour,
        responses={202: Received, 404: problem(VisitorNotFound), 422: problem(InvalidInput)},
    )
    def post(self, request: Request) -> Response:
        """Report what a visitor did. Nothing is stored of a browser that asks not to be tracked (`Sec-GPC: 1`, `DNT: 1`)."""
        data = validated(RecordBehaviour, request.data)
        events = data["events"]
        if "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT")):
            return Response(Received(stored=0, ignored=len(events)), status=202)
        received = services.record_behaviour(
            visitor_id=data["visitor_id"],
            customer_id=_customer_of(request),
            events=events,
            is_program=is_program(request.headers.get("User-Agent", "")),
            now=clock.now(),
        )
        return Response(received, status=202)


def _customer_of(request: Request) -> str:
    """Of who is logged in as a customer; empty for a guest."""
    principal = find_principal(request)
    return principal.id if principal is not None and principal.audience == CUSTOMER else ""
