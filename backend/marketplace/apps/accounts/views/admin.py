"""What the operator's staff sees of customers."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries
from marketplace.apps.accounts.serializers import ListCustomers
from marketplace.apps.accounts.types import CustomerView
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page


class AdminCustomers(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]
    audited = ("GET",)

    @extend_schema(
        parameters=[*PAGE, ListCustomers], responses={200: Page[CustomerView]}, operation_id="admin_customers_list", tags=["admin"]
    )
    def get(self, request: Request) -> Response:
        """Customers, newest first, by the beginning of an e-mail address."""
        email_prefix = query_validated(ListCustomers, request)["email"]
        return Response(queries.list_customers(email_prefix=email_prefix, page=page_request(request)))


class AdminCustomer(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]
    audited = ("GET",)

    @extend_schema(responses={200: CustomerView, 404: problem(NotFound)}, operation_id="admin_customers_get", tags=["admin"])
    def get(self, request: Request, customer_id: str) -> Response:
        """One customer."""
        return Response(queries.get_customer(customer_id))
