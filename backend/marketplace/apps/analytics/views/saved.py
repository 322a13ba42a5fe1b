"""Reports that people keep under a name: their own alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries, services
from marketplace.apps.analytics.errors import SavedReportNotFound, TooManySavedReports
from marketplace.apps.analytics.serializers.reports import asked_of
from marketplace.apps.analytics.serializers.saved import KeepReport, kept_of
from marketplace.apps.analytics.types import SavedReportView
from marketplace.apps.analytics.views.permissions import IS_ANALYST, IS_STAFF, sees_money
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, validated
from marketplace.kit.errors import Forbidden, InvalidInput
from marketplace.kit.pages import Page

NOTHING = OpenApiResponse(description="Done")


class StaffSavedReports(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_saved_reports_list", parameters=PAGE, responses={200: Page[SavedReportView]})
    def get(self, request: Request) -> Response:
        """The reports that the caller keeps, the newest first."""
        return Response(queries.list_saved_reports(principal_of(request).id, page_request(request)))

    @extend_schema(
        operation_id="admin_analytics_saved_reports_create",
        request=KeepReport,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: SavedReportView, 403: problem(Forbidden), 409: problem(TooManySavedReports), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Keep a report under a name, and have it mailed by a schedule."""
        data = validated(KeepReport, request.data)
        asked_of({"report": data["report"]}, sees_money=sees_money(request), now=clock.now())
        return _save(request, data)


class StaffSavedReport(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_saved_reports_remove", responses={204: NOTHING, 404: problem(SavedReportNotFound)})
    def delete(self, request: Request, saved_id: str) -> Response:
        """Keep it no longer, and mail it no longer."""
        services.delete_saved_report(saved_id=saved_id, person_id=principal_of(request).id)
        return Response(status=204)


class VendorSavedReports(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_saved_reports_list", parameters=PAGE, responses={200: Page[SavedReportView]})
    def get(self, request: Request) -> Response:
        """The reports that the caller keeps, the newest first."""
        return Response(queries.list_saved_reports(principal_of(request).id, page_request(request)))

    @extend_schema(
        operation_id="vendor_analytics_saved_reports_create",
        request=KeepReport,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: SavedReportView, 409: problem(TooManySavedReports), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Keep a report of the vendor's own under a name, and have it mailed by a schedule."""
        data = validated(KeepReport, request.data)
        asked_of({"report": data["report"]}, vendor_id=principal_of(request).vendor_id, sees_money=True, now=clock.now())
        return _save(request, data)


class VendorSavedReport(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_saved_reports_remove", responses={204: NOTHING, 404: problem(SavedReportNotFound)})
    def delete(self, request: Request, saved_id: str) -> Response:
        """Keep it no longer, and mail it no longer."""
        services.delete_saved_report(saved_id=saved_id, person_id=principal_of(request).id)
        return Response(status=204)


def _save(request: Request, data: dict[str, Any]) -> Response:
    principal = principal_of(request)
    saved = services.save_report(vendor_id=principal.vendor_id or "", person_id=principal.id, **kept_of(data), now=clock.now())
    return Response(saved, status=201)
