"""Customers' endpoints of invoices: of a customer's own order, or a guest's by its token."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.invoices import queries, services
from marketplace.apps.invoices.errors import InvoiceNotFound
from marketplace.apps.invoices.types import InvoiceView
from marketplace.apps.invoices.views.handling import UBL, as_download
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import TenantAPIView, find_principal, page_request
from marketplace.kit.pages import Page

ORDER_TOKEN = OpenApiParameter("Order-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from placing the order.")


class OrderInvoices(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_orders_invoices_list",
        parameters=[ORDER_TOKEN, *PAGE],
        responses={200: Page[InvoiceView], 404: problem(OrderNotFound)},
    )
    def get(self, request: Request, order_id: str) -> Response:
        """The invoices and credit notes of the order, the newest first: one invoice for each vendor, once it has sent everything."""
        return Response(queries.list_invoices(page_request(request), order_id=_own_order_id(request, order_id)))


class OrderInvoiceLinks(TenantAPIView):
    permission_classes = [AllowAny]
    audited = ("POST",)

    @extend_schema(
        operation_id="store_orders_invoices_links_create",
        request=None,
        parameters=[ORDER_TOKEN],
        responses={201: PrivateLink, 404: problem(InvoiceNotFound), 503: problem(BlobsUnavailable)},
    )
    def post(self, request: Request, order_id: str, invoice_id: str) -> Response:
        """An address that downloads the PDF without a login, for five minutes."""
        own = _own_order_id(request, order_id)
        link = services.link_to_file(invoice_id=invoice_id, order_id=own, now=clock.now())
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


class OrderInvoiceUbl(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="store_orders_invoices_ubl", parameters=[ORDER_TOKEN], responses=UBL)
    def get(self, request: Request, order_id: str, invoice_id: str) -> HttpResponse:
        """The invoice as UBL 2.1 for programs: Peppol BIS Billing 3 between VAT numbers of the EU but Denmark, else EN 16931."""
        return as_download(queries.get_ubl(invoice_id, order_id=_own_order_id(request, order_id)))


def _own_order_id(request: Request, order_id: str) -> str:
    """:raises OrderNotFound: if it is not the caller's"""
    principal = find_principal(request)
    customer_id = principal.id if principal is not None and principal.audience == CUSTOMER else ""
    return order_queries.get_own_order(order_id, customer_id=customer_id, token=request.META.get("HTTP_ORDER_TOKEN", "")).id
