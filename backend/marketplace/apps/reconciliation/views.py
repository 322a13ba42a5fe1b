"""The operator's endpoints of providers' reports and of what differs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.reconciliation import queries, services
from marketplace.apps.reconciliation.errors import DifferenceNotFound, DifferenceStateForbids, ReportNotFound
from marketplace.apps.reconciliation.serializers import ChangeDifference, ListDifferences, ListEntries, ListReports, UploadReport
from marketplace.apps.reconciliation.types import DifferenceView, EntryView, ReportFormat, ReportView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, page_request, query_validated, validated
from marketplace.foundation.rows import StaleRow
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

HANDLES_MONEY = staff_role("admin", "finance")


class ReportList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]
    parser_classes = [uploads_of(services.MAX_FILE_BYTES)]

    @extend_schema(operation_id="admin_settlement_reports_list", parameters=[ListReports, *PAGE], responses={200: Page[ReportView]})
    def get(self, request: Request) -> Response:
        return Response(queries.list_reports(page_request(request), **query_validated(ListReports, request)))

    @extend_schema(
        operation_id="admin_settlement_reports_create",
        request={"multipart/form-data": UploadReport},
        parameters=[IDEMPOTENCY_KEY],
        responses={201: ReportView, 413: problem(TooLarge), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Take in a provider's report: its rows are matched with the books, and what differs is noted. The same file is one report."""
        data = validated(UploadReport, request.data)
        file = data["file"]
        uploaded = services.upload_report(
            format=ReportFormat(data["format"]),
            content=file.read(),
            filename=file.name,
            provider=data["provider"],
            actor=actor_of(request),
            now=clock.now(),
        )
        return Response(uploaded, status=201)


class ReportItem(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_settlement_reports_get", responses={200: ReportView, 404: problem(ReportNotFound)})
    def get(self, request: Request, report_id: str) -> Response:
        return Response(queries.get_report(report_id))


class ReportEntries(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_settlement_reports_entries_list",
        parameters=[ListEntries, *PAGE],
        responses={200: Page[EntryView], 404: problem(ReportNotFound)},
    )
    def get(self, request: Request, report_id: str) -> Response:
        """The rows of a report, and what each matches. Those that an earlier report had are there."""
        return Response(queries.list_entries(report_id, page_request(request), **query_validated(ListEntries, request)))


class DifferenceList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_settlement_differences_list", parameters=[ListDifferences, *PAGE], responses={200: Page[DifferenceView]}
    )
    def get(self, request: Request) -> Response:
        return Response(queries.list_differences(page_request(request), **query_validated(ListDifferences, request)))


class DifferenceItem(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_settlement_differences_get", responses={200: DifferenceView, 404: problem(DifferenceNotFound)})
    def get(self, request: Request, difference_id: str) -> Response:
        return _difference(queries.get_difference(difference_id))

    @extend_schema(
        operation_id="admin_settlement_differences_edit",
        request=ChangeDifference,
        parameters=[IF_MATCH],
        responses={
            200: DifferenceView,
            404: problem(DifferenceNotFound),
            409: problem(DifferenceStateForbids),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
    )
    def patch(self, request: Request, difference_id: str) -> Response:
        """Give it an owner, or say with a reason that it is explained or resolved."""
        etag, data = if_match(request), validated(ChangeDifference, request.data)
        return _difference(
            services.change_difference(difference_id=difference_id, etag=etag, **data, actor=actor_of(request), now=clock.now())
        )


def _difference(view: DifferenceView) -> Response:
    return Response(view, headers=etag_header(view.etag))
