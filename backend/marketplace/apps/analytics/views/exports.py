"""Reports as files, for staff and for vendors."""

from __future__ import annotations

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries, services, tasks
from marketplace.apps.analytics.domain.catalogue import MEASURES
from marketplace.apps.analytics.domain.report_files import CONTENT_TYPES
from marketplace.apps.analytics.errors import ExportNotFound, FileNotReady, TooManyFiles
from marketplace.apps.analytics.serializers.reports import ExportReport, ExportVendorReport, asked_of
from marketplace.apps.analytics.types import Asked, FileFormat, ReportExportView
from marketplace.apps.analytics.views.permissions import IS_ANALYST, IS_STAFF, sees_money
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, validated
from marketplace.kit.errors import Forbidden, InvalidInput
from marketplace.kit.pages import Page


class StaffExports(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_exports_list", parameters=PAGE, responses={200: Page[ReportExportView]})
    def get(self, request: Request) -> Response:
        """The files that staff asked for, the newest first."""
        return Response(queries.list_exports(page_request(request), vendor_id="", sees_money=sees_money(request)))

    @extend_schema(
        operation_id="admin_analytics_exports_create",
        request=ExportReport,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: ReportExportView, 403: problem(Forbidden), 409: problem(TooManyFiles), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask for a report as a file. It is made within minutes and kept for seven days."""
        data = validated(ExportReport, request.data)
        asked = asked_of(data, sees_money=sees_money(request), now=clock.now())
        return _begin(request, asked, data["format"])


class StaffExport(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_exports_get", responses={200: ReportExportView, 404: problem(ExportNotFound)})
    def get(self, request: Request, file_id: str) -> Response:
        """Whether a file is ready."""
        return Response(queries.get_export(file_id, vendor_id="", sees_money=sees_money(request)))


class StaffExportFile(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(
        operation_id="admin_analytics_exports_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 404: problem(ExportNotFound), 409: problem(FileNotReady)},
    )
    def get(self, request: Request, file_id: str) -> FileResponse:
        """The file."""
        return _file(request, file_id, "")


class VendorExports(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_exports_list", parameters=PAGE, responses={200: Page[ReportExportView]})
    def get(self, request: Request) -> Response:
        """The files that the vendor's people asked for, the newest first."""
        vendor_id = principal_of(request).vendor_id
        return Response(queries.list_exports(page_request(request), vendor_id=vendor_id, sees_money=True))

    @extend_schema(
        operation_id="vendor_analytics_exports_create",
        request=ExportVendorReport,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: ReportExportView, 409: problem(TooManyFiles), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask for a report of the vendor's own as a file. It is made within minutes and kept for seven days."""
        data, vendor_id = validated(ExportVendorReport, request.data), principal_of(request).vendor_id
        asked = asked_of(data, vendor_id=vendor_id, sees_money=True, now=clock.now())
        return _begin(request, asked, data["format"])


class VendorExport(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(operation_id="vendor_analytics_exports_get", responses={200: ReportExportView, 404: problem(ExportNotFound)})
    def get(self, request: Request, file_id: str) -> Response:
        """Whether a file is ready."""
        return Response(queries.get_export(file_id, vendor_id=principal_of(request).vendor_id, sees_money=True))


class VendorExportFile(TenantAPIView):
    permission_classes = [IS_ANALYST]

    @extend_schema(
        operation_id="vendor_analytics_exports_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 404: problem(ExportNotFound), 409: problem(FileNotReady)},
    )
    def get(self, request: Request, file_id: str) -> FileResponse:
        """The file."""
        return _file(request, file_id, principal_of(request).vendor_id)


def _begin(request: Request, asked: Asked, format: str) -> Response:
    principal = principal_of(request)
    export = services.request_export(
        asked=asked,
        format=FileFormat(format),
        vendor_id=principal.vendor_id or "",
        person_id=principal.id,
        has_money=any(MEASURES[measure].is_money for measure in asked.measures),
        now=clock.now(),
    )
    tasks.make_export.send_after_commit(export_id=export.id)
    return Response(export, status=201)


def _file(request: Request, file_id: str, vendor_id: str) -> FileResponse:
    file, kind = queries.open_export(file_id, vendor_id=vendor_id, sees_money=bool(vendor_id) or sees_money(request))
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(file, as_attachment=True, filename=f"report.{kind.value}", content_type=CONTENT_TYPES[kind], headers=headers)
