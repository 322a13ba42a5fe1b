"""Endpoints by which staff see the shop as a customer does, and by which the customer learns of it."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.errors import InvalidToken
from marketplace.apps.accounts.serializers import ReasonGiven, TokenFromMail
from marketplace.apps.accounts.types import AccessToken, SupportView, SupportViewLink
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer, staff_role
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, actor_of, client_address, page_request, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page


class OfferSupportView(TenantAPIView):
    permission_classes = [staff_role("admin", "support", needs_recent_authentication=True)]

    @extend_schema(
        request=ReasonGiven,
        responses={201: SupportViewLink, 404: problem(NotFound), 422: problem(InvalidInput)},
        operation_id="admin_customers_support_views_create",
        tags=["admin"],
    )
    def post(self, request: Request, customer_id: str) -> Response:
        """A link to the shop as the customer sees it, for a quarter of an hour, read-only. The customer is shown when it was."""
        data = validated(ReasonGiven, request.data)
        link = services.offer_support_view(customer_id=customer_id, **data, actor=actor_of(request), now=clock.now())
        return Response(link, status=201)


class BeginSupportView(TenantAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []  # the link is what counts, not a session that comes along
    throttle_classes = [CallerThrottle]
    throttle_scope = "login"

    @extend_schema(
        request=TokenFromMail,
        responses={200: AccessToken, 422: problem(InvalidToken, InvalidInput)},
        operation_id="auth_support_view",
        tags=["auth"],
    )
    def post(self, request: Request) -> Response:
        """Begin what `admin/customers/{customer_id}/support-views` has offered, by the token of its link."""
        user_agent, address = request.META.get("HTTP_USER_AGENT", ""), client_address(request)
        data = validated(TokenFromMail, request.data)
        return Response(services.begin_support_view(**data, address=address, user_agent=user_agent, now=clock.now()))


class MySupportViews(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(parameters=PAGE, responses={200: Page[SupportView]}, operation_id="me_support_views_list", tags=["me"])
    def get(self, request: Request) -> Response:
        """When members of staff looked at the shop as the caller, the latest first."""
        return Response(queries.list_support_views(customer_id=principal_of(request).id, page=page_request(request)))
