"""A vendor's webhooks: for its owners, as its API keys are; staff see what was sent, and may have it sent again."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.errors import VendorNotSelling
from marketplace.apps.webhooks import queries, services
from marketplace.apps.webhooks.errors import EndpointNotActive, EndpointNotFound, TooManyEndpoints
from marketplace.apps.webhooks.serializers import CreateWebhook, EditWebhook, ListDeliveries, ReplayForVendor, Webhooks
from marketplace.apps.webhooks.types import DeliveryState, DeliveryView, EndpointView, EndpointWithSecret
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    principal_of,
    query_validated,
    validated,
)
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

OWNER = vendor_role("owner", needs_second_factor=True)
# Where changes are sent, and by which secret: for more than an open browser.
PROVED_OWNER = vendor_role("owner", needs_second_factor=True, needs_recent_authentication=True)

HELPERS = staff_role("admin", "support")


class WebhookList(TenantAPIView):
    permission_classes = [PROVED_OWNER]

    @extend_schema(operation_id="vendor_webhooks_list", responses={200: Webhooks})
    def get(self, request: Request) -> Response:
        """The vendor's webhooks, without their secrets."""
        return Response(Webhooks(queries.list_endpoints(_vendor_of(request))))

    @extend_schema(
        operation_id="vendor_webhooks_create",
        request=CreateWebhook,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: EndpointWithSecret, 409: problem(TooManyEndpoints, VendorNotSelling), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Be notified of changes by signed requests. The secret is shown in this answer only."""
        data = validated(CreateWebhook, request.data)
        made = services.create_endpoint(vendor_id=_vendor_of(request), **data, actor=actor_of(request), now=clock.now())
        return Response(made, status=201, headers=etag_header(made.endpoint.etag))


class WebhookItem(TenantAPIView):
    permission_classes = [PROVED_OWNER]

    @extend_schema(operation_id="vendor_webhooks_get", responses={200: EndpointView, 404: problem(EndpointNotFound)})
    def get(self, request: Request, endpoint_id: str) -> Response:
        endpoint = queries.get_endpoint(_vendor_of(request), endpoint_id)
        return Response(endpoint, headers=etag_header(endpoint.etag))

    @extend_schema(
        operation_id="vendor_webhooks_edit",
        request=EditWebhook,
        parameters=[IF_MATCH],
        responses={
            200: EndpointView,
            404: problem(EndpointNotFound),
            409: problem(VendorNotSelling),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
    )
    def patch(self, request: Request, endpoint_id: str) -> Response:
        """Change a webhook, pause it, or turn it on again."""
        named: dict[str, Any] = {"vendor_id": _vendor_of(request), "endpoint_id": endpoint_id, "etag": if_match(request)}
        endpoint = services.change_endpoint(**named, **validated(EditWebhook, request.data), actor=actor_of(request), now=clock.now())
        return Response(endpoint, headers=etag_header(endpoint.etag))

    @extend_schema(
        operation_id="vendor_webhooks_remove",
        responses={204: OpenApiResponse(description="Done"), 404: problem(EndpointNotFound)},
    )
    def delete(self, request: Request, endpoint_id: str) -> Response:
        """Send nothing there any more."""
        services.remove_endpoint(vendor_id=_vendor_of(request), endpoint_id=endpoint_id, actor=actor_of(request), now=clock.now())
        return Response(status=204)


class RotateSecret(TenantAPIView):
    permission_classes = [PROVED_OWNER]

    @extend_schema(
        operation_id="vendor_webhooks_rotate_secret",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: EndpointWithSecret, 404: problem(EndpointNotFound)},
    )
    @idempotent
    def post(self, request: Request, endpoint_id: str) -> Response:
        """A new secret, shown in this answer only. For a day requests are signed by the one before as well."""
        named = {"vendor_id": _vendor_of(request), "endpoint_id": endpoint_id}
        return Response(services.rotate_secret(**named, actor=actor_of(request), now=clock.now()))


class TestWebhook(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(
        operation_id="vendor_webhooks_test",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: DeliveryView, 404: problem(EndpointNotFound), 409: problem(EndpointNotActive)},
    )
    @idempotent
    def post(self, request: Request, endpoint_id: str) -> Response:
        """Have a request sent that says nothing (`webhook.test`): the list of deliveries says what came of it."""
        named = {"vendor_id": _vendor_of(request), "endpoint_id": endpoint_id}
        return Response(services.send_test(**named, actor=actor_of(request), now=clock.now()))


class DeliveryList(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(
        operation_id="vendor_webhooks_deliveries_list",
        parameters=[ListDeliveries, *PAGE],
        responses={200: Page[DeliveryView], 404: problem(EndpointNotFound)},
    )
    def get(self, request: Request, endpoint_id: str) -> Response:
        """What was sent to a webhook in the last 30 days, the newest first."""
        state = query_validated(ListDeliveries, request).get("state")
        wanted = DeliveryState(state) if state else None
        return Response(queries.list_deliveries(_vendor_of(request), endpoint_id, page_request(request), state=wanted))


class ReplayDelivery(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(
        operation_id="vendor_webhooks_deliveries_replay",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: DeliveryView, 404: problem(EndpointNotFound), 409: problem(EndpointNotActive)},
    )
    @idempotent
    def post(self, request: Request, endpoint_id: str, delivery_id: str) -> Response:
        """Send a delivery again, with the id that it had."""
        named = {"vendor_id": _vendor_of(request), "endpoint_id": endpoint_id, "delivery_id": delivery_id}
        return Response(services.replay(**named, actor=actor_of(request), now=clock.now()))


class VendorWebhooks(TenantAPIView):
    permission_classes = [HELPERS]

    @extend_schema(operation_id="admin_vendors_webhooks_list", responses={200: Webhooks, 404: problem(NotFound)})
    def get(self, request: Request, vendor_id: str) -> Response:
        """A vendor's webhooks, ten at most, without their secrets."""
        return Response(Webhooks(queries.list_endpoints(vendor_queries.get_vendor(vendor_id).id)))


class VendorDeliveries(TenantAPIView):
    permission_classes = [HELPERS]

    @extend_schema(
        operation_id="admin_vendors_webhooks_deliveries_list",
        parameters=[ListDeliveries, *PAGE],
        responses={200: Page[DeliveryView], 404: problem(EndpointNotFound)},
    )
    def get(self, request: Request, vendor_id: str, endpoint_id: str) -> Response:
        """What was sent to a vendor's webhook in the last 30 days, the newest first."""
        state = query_validated(ListDeliveries, request).get("state")
        wanted = DeliveryState(state) if state else None
        return Response(queries.list_deliveries(vendor_id, endpoint_id, page_request(request), state=wanted))


class ReplayVendorDelivery(TenantAPIView):
    permission_classes = [HELPERS]

    @extend_schema(
        operation_id="admin_vendors_webhooks_deliveries_replay",
        request=ReplayForVendor,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: DeliveryView, 404: problem(EndpointNotFound), 409: problem(EndpointNotActive)},
    )
    @idempotent
    def post(self, request: Request, vendor_id: str, endpoint_id: str, delivery_id: str) -> Response:
        """Send a vendor's delivery again, with the id that it had."""
        named = {"vendor_id": vendor_id, "endpoint_id": endpoint_id, "delivery_id": delivery_id}
        reason = validated(ReplayForVendor, request.data)["reason"]
        return Response(services.replay(**named, reason=reason, actor=actor_of(request), now=clock.now()))


def _vendor_of(request: Request) -> str:
    return str(principal_of(request).vendor_id)
