"""A vendor's forecasts, and how it orders."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.intelligence import queries, services, tasks
from marketplace.apps.intelligence.serializers import ListForecasts, SetReorderTerms
from marketplace.apps.intelligence.types import ForecastView, ReorderTerms
from marketplace.foundation import clock
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
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
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page


class Forecasts(TenantAPIView):
    permission_classes = [vendor_role()]

    @extend_schema(
        operation_id="vendor_forecasts_list",
        parameters=[ListForecasts, *PAGE],
        responses={200: Page[ForecastView], 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """What is expected to be sold, and what to order; by SKU. Empty before a first forecast, and while the model is off."""
        due = query_validated(ListForecasts, request)["due"]
        return Response(queries.list_forecasts(principal_of(request).vendor_id, page_request(request), due=due))


class Terms(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "fulfilment")]

    @extend_schema(operation_id="vendor_reorder_terms_get", responses={200: ReorderTerms})
    def get(self, request: Request) -> Response:
        terms, version = queries.get_terms(principal_of(request).vendor_id)
        return Response(terms, headers=etag_header(version))

    @extend_schema(
        operation_id="vendor_reorder_terms_set",
        parameters=[IF_MATCH],
        request=SetReorderTerms,
        responses={200: ReorderTerms, 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    def put(self, request: Request) -> Response:
        """Set them as a whole. The list of what is due follows a moment later."""
        terms = ReorderTerms(**validated(SetReorderTerms, request.data))
        vendor_id, etag = principal_of(request).vendor_id, if_match(request)
        version = services.set_reorder_terms(vendor_id=vendor_id, terms=terms, etag=etag, actor=actor_of(request), now=clock.now())
        tasks.mark_due.send_after_commit(vendor_id=vendor_id)
        return Response(terms, headers=etag_header(version))
