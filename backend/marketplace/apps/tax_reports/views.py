"""Reports to tax offices: the operator's of all vendors, and a vendor's own."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.tax_reports import queries, services
from marketplace.apps.tax_reports.domain import oss_file
from marketplace.apps.tax_reports.errors import OperatorUnknown
from marketplace.apps.tax_reports.serializers import OfMonth, OfQuarter, OfYear
from marketplace.apps.tax_reports.types import Dac7Seller, IossReport, Month, OssReport, OssThreshold, OssVendorRow, Quarter
from marketplace.foundation import clock
from marketplace.foundation.rest.json import CSVRenderer, JSONRenderer
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, query_validated
from marketplace.kit.pages import Page

HANDLES_MONEY = staff_role("admin", "finance")


class VendorOssReport(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "accountant")]

    @extend_schema(operation_id="vendor_oss_report_get", parameters=[OfQuarter], responses={200: OssReport})
    def get(self, request: Request) -> Response:
        """The vendor's sales of a quarter to consumers in other countries, by country and rate, for its return of the one-stop shop."""
        return Response(queries.oss_report(_quarter(request), vendor_id=principal_of(request).vendor_id))


class StaffOssReport(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_oss_report_get", parameters=[OfQuarter], responses={200: OssReport})
    def get(self, request: Request) -> Response:
        """The sales of a quarter to consumers in other countries, by scheme, country and rate."""
        return Response(queries.oss_report(_quarter(request)))


class StaffOssVendors(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_oss_report_vendors_list", parameters=[OfQuarter, *PAGE], responses={200: Page[OssVendorRow]})
    def get(self, request: Request) -> Response:
        """The same by vendor."""
        return Response(queries.list_oss_vendor_rows(_quarter(request), page_request(request)))


class StaffOssThresholds(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_oss_report_thresholds_list", parameters=[OfQuarter, *PAGE], responses={200: Page[OssThreshold]})
    def get(self, request: Request) -> Response:
        """Which vendors have sold more than EUR 10,000 to consumers of other member states in the year or the one before."""
        return Response(queries.list_oss_thresholds(_quarter(request), page_request(request)))


class StaffOssCSV(TenantAPIView):
    permission_classes = [HANDLES_MONEY]
    renderer_classes = [CSVRenderer, JSONRenderer]

    @extend_schema(operation_id="admin_oss_report_csv", parameters=[OfQuarter], responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request) -> HttpResponse:
        """The rows by vendor as a file for an accountant's program."""
        quarter = _quarter(request)
        headers = {"Content-Disposition": f'attachment; filename="oss-{quarter}.csv"', "Cache-Control": "private, no-store"}
        content = oss_file.as_csv(queries.oss_vendor_rows(quarter))
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


class StaffIossReport(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_ioss_report_get", parameters=[OfMonth], responses={200: IossReport})
    def get(self, request: Request) -> Response:
        """What the operator declares of a month for products from outside the EU of up to EUR 150 a consignment, by country and rate."""
        return Response(queries.ioss_report(_month(request)))


class StaffIossVendors(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_ioss_report_vendors_list", parameters=[OfMonth, *PAGE], responses={200: Page[OssVendorRow]})
    def get(self, request: Request) -> Response:
        """The same by vendor."""
        return Response(queries.list_ioss_vendor_rows(_month(request), page_request(request)))


class StaffIossCSV(TenantAPIView):
    permission_classes = [HANDLES_MONEY]
    renderer_classes = [CSVRenderer, JSONRenderer]

    @extend_schema(operation_id="admin_ioss_report_csv", parameters=[OfMonth], responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request) -> HttpResponse:
        """The rows by vendor as a file for an accountant's program."""
        month = _month(request)
        headers = {"Content-Disposition": f'attachment; filename="ioss-{month}.csv"', "Cache-Control": "private, no-store"}
        content = oss_file.as_csv(queries.ioss_vendor_rows(month))
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


class StaffDac7Sellers(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_dac7_report_list", parameters=[OfYear, *PAGE], responses={200: Page[Dac7Seller]})
    def get(self, request: Request) -> Response:
        """The vendors that sold something in a year: what is reported of each, why it is not, and what is missing."""
        return Response(queries.list_dac7_sellers(query_validated(OfYear, request)["year"], page_request(request)))


class StaffDac7File(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_dac7_report_xml",
        parameters=[OfYear],
        responses={(200, "application/xml"): OpenApiTypes.BINARY, 409: problem(OperatorUnknown)},
    )
    def get(self, request: Request) -> HttpResponse:
        """The report for the tax office, with vendors' bank accounts in clear. Reading it is audited."""
        year = query_validated(OfYear, request)["year"]
        headers = {"Content-Disposition": f'attachment; filename="dac7-{year}.xml"', "Cache-Control": "private, no-store"}
        content = services.make_dac7_file(year, actor=actor_of(request), now=clock.now())
        return HttpResponse(content, content_type="application/xml", headers=headers)


def _month(request: Request) -> Month:
    wanted = query_validated(OfMonth, request)
    return Month(wanted["year"], wanted["month"])


def _quarter(request: Request) -> Quarter:
    wanted = query_validated(OfQuarter, request)
    return Quarter(wanted["year"], wanted["quarter"])
