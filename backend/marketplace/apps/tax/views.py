"""The operator's endpoints of vendors' VAT numbers, and of the rates of VAT."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.tax import queries, services
from marketplace.apps.tax.errors import NoVatNumberToCheck
from marketplace.apps.tax.serializers import ListVatNumberChecks
from marketplace.apps.tax.types import TaxRates, VatNumberCheckView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page

HANDLES_MONEY = staff_role("admin", "finance")


class VatNumberCheckList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_vat_number_checks_list", parameters=[ListVatNumberChecks, *PAGE], responses={200: Page[VatNumberCheckView]}
    )
    def get(self, request: Request) -> Response:
        """What VIES was asked about vendors' VAT numbers and what it said, the newest first."""
        return Response(queries.list_checks(page_request(request), **query_validated(ListVatNumberChecks, request)))


class CheckVatNumber(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_vendors_vat_number_checks_create",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: VatNumberCheckView, 404: problem(NotFound), 409: problem(NoVatNumberToCheck)},
    )
    @idempotent
    def post(self, request: Request, vendor_id: str) -> Response:
        """Ask VIES now about the vendor's VAT number. An answer that VIES does not give is kept, too."""
        return Response(services.check_vat_number(vendor_id=vendor_id, now=clock.now()), status=201)


class TaxRateList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_tax_rates_list", responses={200: TaxRates})
    def get(self, request: Request) -> Response:
        """The rates of VAT of the region's countries, each from its first day on, with the law behind it."""
        return Response(queries.list_rates(clock.now()))
