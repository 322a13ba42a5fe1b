"""Reports, for staff (of the whole region) and for vendors (each of its own)."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries
from marketplace.apps.analytics.serializers.reports import AskReport, AskVendorReport, asked_of, catalogue_for
from marketplace.apps.analytics.types import AnalyticsCatalogue, AnalyticsReport
from marketplace.apps.analytics.views.permissions import IS_ANALYST, IS_STAFF, sees_money
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, query_validated
from marketplace.kit.errors import Forbidden, InvalidInput


class StaffCatalogue(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_catalogue_get", responses={200: AnalyticsCatalogue})
    def get(self, request: Request) -> Response:
        """The measures, dimensions and reports that the caller may ask for."""
        return Response(catalogue_for(is_vendor=False, sees_money=sees_money(request)))


class StaffReport(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(
        operation_id="admin_analytics_report_get",
        parameters=[AskReport, *PAGE],
        responses={200: AnalyticsReport, 403: problem(Forbidden), 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """A report over days of the region, compared with another period where that is asked for. Money is for admin and finance."""
        asked = asked_of(query_validated(AskReport, request), sees_money=sees_money(request), now=clock.now())
        return Response(queries.get_report(asked, page_request(request)))


class VendorCatalogue(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_catalogue_get", responses={200: AnalyticsCatalogue})
    def get(self, request: Request) -> Response:
        """The measures, dimensions and reports that a vendor may ask for."""
        return Response(catalogue_for(is_vendor=True, sees_money=True))


class VendorReport(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(
        operation_id="vendor_analytics_report_get",
        parameters=[AskVendorReport, *PAGE],
        responses={200: AnalyticsReport, 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """A report of what the vendor itself sold, and of who looked at its products."""
        vendor_id, data = principal_of(request).vendor_id, query_validated(AskVendorReport, request)
        asked = asked_of(data, vendor_id=vendor_id, sees_money=True, now=clock.now())
        return Response(queries.get_report(asked, page_request(request)))
