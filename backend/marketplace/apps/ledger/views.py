"""The books, for vendors (their own account) and for the operator (all of them)."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.ledger import queries
from marketplace.apps.ledger.serializers import (
    ListTransactions,
    ListVendorTransactions,
    VendorTransaction,
    vendor_transaction,
)
from marketplace.apps.ledger.types import Transaction
from marketplace.foundation.rest.openapi import PAGE
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, query_validated
from marketplace.kit.pages import Page


class VendorTransactions(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "accountant")]

    @extend_schema(
        operation_id="vendor_transactions_list", parameters=[ListVendorTransactions, *PAGE], responses={200: Page[VendorTransaction]}
    )
    def get(self, request: Request) -> Response:
        """The rows of the vendor's account, newest first."""
        wanted = query_validated(ListVendorTransactions, request)
        rows = queries.list_vendor_transactions(page_request(request), vendor_id=principal_of(request).vendor_id, **wanted)
        return Response(rows.map(vendor_transaction))


class Transactions(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(operation_id="admin_transactions_list", parameters=[ListTransactions, *PAGE], responses={200: Page[Transaction]})
    def get(self, request: Request) -> Response:
        """All rows of the books, newest first."""
        return Response(queries.list_transactions(page_request(request), **query_validated(ListTransactions, request)))
