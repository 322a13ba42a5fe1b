from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.live import services
from marketplace.apps.live.serializers import GiveTicket
from marketplace.apps.live.types import LiveTicket
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, find_principal, validated
from marketplace.kit.errors import NotFound

ORDER_TOKEN = OpenApiParameter("Order-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from placing the order.")


class LiveTickets(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "live"

    @extend_schema(
        operation_id="live_tickets_create",
        request=GiveTicket,
        parameters=[ORDER_TOKEN],
        responses={201: LiveTicket, 404: problem(NotFound), 409: problem(VendorStateForbids)},
    )
    def post(self, request: Request) -> Response:
        """A ticket that opens one connection to live updates: of what the caller may read, and of an order that is the caller's."""
        order_id = validated(GiveTicket, request.data)["order_id"]
        principal = find_principal(request)
        if principal is None and not order_id:
            raise NotAuthenticated
        ticket = services.give_ticket(principal=principal, order_id=order_id, order_token=request.META.get("HTTP_ORDER_TOKEN", ""))
        return Response(ticket, status=201)
