"""Reports that people keep under a name, and the widgets that they make of them: their own alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries, services
from marketplace.apps.analytics.errors import SavedReportNotFound, TooManySavedReports
from marketplace.apps.analytics.serializers.reports import asked_of
from marketplace.apps.analytics.serializers.saved import ArrangeHome, EditSavedReport, KeepReport, KeepVendorReport, kept_of, widgets_of
from marketplace.apps.analytics.types import AnalyticsReport, Asked, HomeView, SavedPeriod, SavedReportView, Schedule
from marketplace.apps.analytics.views.permissions import IS_ANALYST, IS_STAFF, sees_money
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.views import TenantAPIView, etag_header, if_match, page_request, principal_of, validated
from marketplace.kit.errors import Forbidden, InvalidInput
from marketplace.kit.pages import Page

NOTHING = OpenApiResponse(description="Done")
EDITED = {200: SavedReportView, 404: problem(SavedReportNotFound), 412: problem(StaleRow), 422: problem(InvalidInput)}
ARRANGED = {200: HomeView, 404: problem(SavedReportNotFound), 412: problem(StaleRow), 422: problem(InvalidInput)}


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
        """Keep a report under a name, one of the catalogue or put together from it, and have it mailed by a schedule."""
        data = validated(KeepReport, request.data)
        return _save(request, data, asked_of(data, sees_money=sees_money(request), now=clock.now()))


class StaffSavedReport(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_saved_reports_get", responses={200: SavedReportView, 404: problem(SavedReportNotFound)})
    def get(self, request: Request, saved_id: str) -> Response:
        """A report that the caller keeps."""
        return _get(request, saved_id)

    @extend_schema(operation_id="admin_analytics_saved_reports_edit", request=EditSavedReport, parameters=[IF_MATCH], responses=EDITED)
    def patch(self, request: Request, saved_id: str) -> Response:
        """Rename it, or change its days or when it is mailed."""
        return _edit(request, saved_id)

    @extend_schema(operation_id="admin_analytics_saved_reports_remove", responses={204: NOTHING, 404: problem(SavedReportNotFound)})
    def delete(self, request: Request, saved_id: str) -> Response:
        """Keep it no longer, and mail it no longer."""
        return _delete(request, saved_id)


class StaffSavedResult(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(
        operation_id="admin_analytics_saved_reports_result",
        parameters=PAGE,
        responses={200: AnalyticsReport, 403: problem(Forbidden), 404: problem(SavedReportNotFound)},
    )
    def get(self, request: Request, saved_id: str) -> Response:
        """What a saved report says today."""
        asked = asked_of(_asked_by(request, saved_id), sees_money=sees_money(request), now=clock.now())
        return Response(queries.get_report(asked, page_request(request)))


class StaffHome(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_home_get", responses={200: HomeView})
    def get(self, request: Request) -> Response:
        """The widgets of the caller's home page, in their order."""
        return _home(request)

    @extend_schema(operation_id="admin_analytics_home_set", request=ArrangeHome, parameters=[IF_MATCH], responses=ARRANGED)
    def put(self, request: Request) -> Response:
        """Arrange the widgets of the caller's home page: which saved reports, in which order, how wide."""
        return _arrange(request)


class VendorSavedReports(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_saved_reports_list", parameters=PAGE, responses={200: Page[SavedReportView]})
    def get(self, request: Request) -> Response:
        """The reports that the caller keeps, the newest first."""
        return Response(queries.list_saved_reports(principal_of(request).id, page_request(request)))

    @extend_schema(
        operation_id="vendor_analytics_saved_reports_create",
        request=KeepVendorReport,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: SavedReportView, 409: problem(TooManySavedReports), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Keep a report of the vendor's own under a name, and have it mailed by a schedule."""
        data, vendor_id = validated(KeepVendorReport, request.data), principal_of(request).vendor_id
        return _save(request, data, asked_of(data, vendor_id=vendor_id, sees_money=True, now=clock.now()))


class VendorSavedReport(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_saved_reports_get", responses={200: SavedReportView, 404: problem(SavedReportNotFound)})
    def get(self, request: Request, saved_id: str) -> Response:
        """A report that the caller keeps."""
        return _get(request, saved_id)

    @extend_schema(operation_id="vendor_analytics_saved_reports_edit", request=EditSavedReport, parameters=[IF_MATCH], responses=EDITED)
    def patch(self, request: Request, saved_id: str) -> Response:
        """Rename it, or change its days or when it is mailed."""
        return _edit(request, saved_id)

    @extend_schema(operation_id="vendor_analytics_saved_reports_remove", responses={204: NOTHING, 404: problem(SavedReportNotFound)})
    def delete(self, request: Request, saved_id: str) -> Response:
        """Keep it no longer, and mail it no longer."""
        return _delete(request, saved_id)


class VendorSavedResult(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(
        operation_id="vendor_analytics_saved_reports_result",
        parameters=PAGE,
        responses={200: AnalyticsReport, 404: problem(SavedReportNotFound)},
    )
    def get(self, request: Request, saved_id: str) -> Response:
        """What a saved report says today, of the vendor's own."""
        vendor_id = principal_of(request).vendor_id
        asked = asked_of(_asked_by(request, saved_id), vendor_id=vendor_id, sees_money=True, now=clock.now())
        return Response(queries.get_report(asked, page_request(request)))


class VendorHome(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_home_get", responses={200: HomeView})
    def get(self, request: Request) -> Response:
        """The widgets of the caller's home page, in their order."""
        return _home(request)

    @extend_schema(operation_id="vendor_analytics_home_set", request=ArrangeHome, parameters=[IF_MATCH], responses=ARRANGED)
    def put(self, request: Request) -> Response:
        """Arrange the widgets of the caller's home page: which saved reports, in which order, how wide."""
        return _arrange(request)


def _save(request: Request, data: dict[str, Any], asked: Asked) -> Response:
    principal = principal_of(request)
    kept = kept_of(data, asked, of_vendor=principal.vendor_id or "")
    saved = services.save_report(vendor_id=principal.vendor_id or "", person_id=principal.id, **kept, now=clock.now())
    return Response(saved, status=201, headers=etag_header(saved.etag))


def _get(request: Request, saved_id: str) -> Response:
    saved = queries.get_saved_report(saved_id, person_id=principal_of(request).id)
    return Response(saved, headers=etag_header(saved.etag))


def _edit(request: Request, saved_id: str) -> Response:
    person_id, etag, now = principal_of(request).id, if_match(request), clock.now()
    kinds = {"period": SavedPeriod, "schedule": Schedule, "name": str}
    changes = {name: kinds[name](value) for name, value in validated(EditSavedReport, request.data).items()}
    saved = services.edit_saved_report(saved_id=saved_id, person_id=person_id, etag=etag, now=now, **changes)
    return Response(saved, headers=etag_header(saved.etag))


def _delete(request: Request, saved_id: str) -> Response:
    services.delete_saved_report(saved_id=saved_id, person_id=principal_of(request).id)
    return Response(status=204)


def _asked_by(request: Request, saved_id: str) -> dict[str, Any]:
    return queries.asked_by(queries.get_saved_report(saved_id, person_id=principal_of(request).id), now=clock.now())


def _home(request: Request) -> Response:
    home = queries.get_home(principal_of(request).id)
    return Response(home, headers=etag_header(home.etag))


def _arrange(request: Request) -> Response:
    widgets = widgets_of(validated(ArrangeHome, request.data))
    home = services.arrange_home(person_id=principal_of(request).id, widgets=widgets, etag=if_match(request))
    return Response(home, headers=etag_header(home.etag))
