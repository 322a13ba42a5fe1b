"""Segments of customers, for staff who handle customers."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries
from marketplace.apps.analytics.serializers.segments import AskSegment, Segments, asked_currency
from marketplace.apps.analytics.types import Segment, SegmentCustomer
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page


class SegmentSizes(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]

    @extend_schema(operation_id="admin_segments_list", parameters=[AskSegment], responses={200: Segments, 422: problem(InvalidInput)})
    def get(self, request: Request) -> Response:
        """How many customers each segment has; a customer may be in several. As of the last night."""
        return Response(Segments(queries.segment_sizes(_currency(request), now=clock.now())))


class SegmentCustomers(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]
    audited = ("GET",)

    @extend_schema(
        operation_id="admin_segments_customers_list",
        parameters=[AskSegment, *PAGE],
        responses={200: Page[SegmentCustomer], 404: problem(NotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request, segment: str) -> Response:
        """Who is in a segment (`top`, `vip`, `new`, `at_risk`, `inactive`), who spent most first. Entered into the audit log."""
        if segment not in set(Segment):
            raise NotFound
        return Response(queries.list_segment(Segment(segment), _currency(request), page_request(request), now=clock.now()))


def _currency(request: Request) -> str:
    return asked_currency(query_validated(AskSegment, request))
