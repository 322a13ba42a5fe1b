"""Vendors' and the operator's endpoints of invoices. A vendor's look-ups start from its own; staff see all."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.invoices import queries, services
from marketplace.apps.invoices.errors import AgreementChanged, InvoiceNotFound, NoStructuredForm
from marketplace.apps.invoices.serializers import AcceptAgreement, ListAllInvoices, ListInvoices
from marketplace.apps.invoices.types import InvoiceView, InvoicingStatus, UblFile, WaitingCommission
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.actions import action
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import LANGUAGE, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, query_validated, validated
from marketplace.kit.pages import Page

UBL = {(200, "application/xml"): OpenApiTypes.BINARY, 404: problem(InvoiceNotFound), 409: problem(NoStructuredForm)}
SEES_MONEY = vendor_role("owner", "manager", "accountant")
SIGNS = vendor_role("owner")
OF_STAFF = staff_role("admin", "support", "finance")
LINK = {201: PrivateLink, 404: problem(InvoiceNotFound), 503: problem(BlobsUnavailable)}


def as_download(file: UblFile) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(file.content, content_type="application/xml", headers=headers)


class Invoicing(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_invoicing_get", parameters=[LANGUAGE], responses={200: InvoicingStatus})
    def get(self, request: Request) -> Response:
        """Whether invoices are issued in the vendor's name, what is missing for it, and the agreement to accept."""
        return Response(queries.get_status(principal_of(request).vendor_id, language=requested_language(request)))


@action("vendor_invoicing_accept", AcceptAgreement, InvoicingStatus, AgreementChanged)
class AcceptInvoicing(TenantAPIView):
    """The owner lets the operator issue invoices in the vendor's name: for sales from now on, and for those that waited for it."""

    permission_classes = [SIGNS]

    @idempotent
    def post(self, request: Request) -> Response:
        version, vendor_id = validated(AcceptAgreement, request.data)["version"], principal_of(request).vendor_id
        services.accept_agreement(vendor_id=vendor_id, version=version, actor=actor_of(request), now=clock.now())
        return Response(queries.get_status(vendor_id, language=requested_language(request)))


class VendorInvoiceList(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_invoices_list", parameters=[ListInvoices, *PAGE], responses={200: Page[InvoiceView]})
    def get(self, request: Request) -> Response:
        """The invoices and credit notes that were issued in the vendor's name, the newest first."""
        wanted = {**query_validated(ListInvoices, request), "vendor_id": principal_of(request).vendor_id}
        return Response(queries.list_invoices(page_request(request), **wanted))


class VendorInvoiceItem(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_invoices_get", responses={200: InvoiceView, 404: problem(InvoiceNotFound)})
    def get(self, request: Request, invoice_id: str) -> Response:
        return Response(queries.get_invoice(invoice_id, vendor_id=principal_of(request).vendor_id))


class VendorInvoiceLinks(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_invoices_links_create", request=None, responses=LINK)
    def post(self, request: Request, invoice_id: str) -> Response:
        """An address that downloads the PDF without a login, for five minutes."""
        link = services.link_to_file(invoice_id=invoice_id, vendor_id=principal_of(request).vendor_id, now=clock.now())
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


class WaitingCommissionList(TenantAPIView):
    permission_classes = [OF_STAFF]

    @extend_schema(operation_id="admin_waiting_commission_list", parameters=PAGE, responses={200: Page[WaitingCommission]})
    def get(self, request: Request) -> Response:
        """The commission of months that are over and is not invoiced, and what it waits for."""
        return Response(queries.list_waiting_commissions(page_request(request), now=clock.now()))


class VendorInvoiceUbl(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_invoices_ubl", responses=UBL)
    def get(self, request: Request, invoice_id: str) -> HttpResponse:
        """The invoice as UBL 2.1 for programs: Peppol BIS Billing 3 between VAT numbers of the EU but Denmark, else EN 16931."""
        return as_download(queries.get_ubl(invoice_id, vendor_id=principal_of(request).vendor_id))


class StaffInvoiceUbl(TenantAPIView):
    permission_classes = [OF_STAFF]
    audited = ("GET",)

    @extend_schema(operation_id="admin_invoices_ubl", responses=UBL)
    def get(self, request: Request, invoice_id: str) -> HttpResponse:
        """The invoice as UBL 2.1 for programs: Peppol BIS Billing 3 between VAT numbers of the EU but Denmark, else EN 16931."""
        return as_download(queries.get_ubl(invoice_id))


class StaffInvoiceList(TenantAPIView):
    permission_classes = [OF_STAFF]
    audited = ("GET",)

    @extend_schema(operation_id="admin_invoices_list", parameters=[ListAllInvoices, *PAGE], responses={200: Page[InvoiceView]})
    def get(self, request: Request) -> Response:
        """All invoices and credit notes, the newest first."""
        return Response(queries.list_invoices(page_request(request), **query_validated(ListAllInvoices, request)))


class StaffInvoiceItem(TenantAPIView):
    permission_classes = [OF_STAFF]
    audited = ("GET",)

    @extend_schema(operation_id="admin_invoices_get", responses={200: InvoiceView, 404: problem(InvoiceNotFound)})
    def get(self, request: Request, invoice_id: str) -> Response:
        return Response(queries.get_invoice(invoice_id))


class StaffInvoiceLinks(TenantAPIView):
    permission_classes = [OF_STAFF]

    @extend_schema(operation_id="admin_invoices_links_create", request=None, responses=LINK)
    def post(self, request: Request, invoice_id: str) -> Response:
        """An address that downloads the PDF without a login, for five minutes. The audit log says who asked."""
        link = services.link_to_file(invoice_id=invoice_id, now=clock.now())
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})
