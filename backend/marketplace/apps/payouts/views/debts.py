"""The operator's endpoint of vendors' debts."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payouts import queries
from marketplace.apps.payouts.serializers import DebtWarningDetail, ListDebtWarnings, debt_warning_detail
from marketplace.foundation.rest.openapi import PAGE
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.pages import Page


class DebtWarningList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(operation_id="admin_debt_warnings_list", parameters=[ListDebtWarnings, *PAGE], responses={200: Page[DebtWarningDetail]})
    def get(self, request: Request) -> Response:
        """Vendors that owe, or owed, more than the region allows; the newest first."""
        wanted = query_validated(ListDebtWarnings, request)
        return Response(queries.list_debt_warnings(page_request(request), **wanted).map(debt_warning_detail))
