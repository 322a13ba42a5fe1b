"""A vendor's endpoints of its balance and payouts."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.domain.statement_files import FILES
from marketplace.apps.payouts.serializers import Balances, LinkToStatement, ListPayouts, PayoutOutlooks
from marketplace.apps.payouts.types import PayoutDetail, Statement
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import LANGUAGE, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

SEES_MONEY = vendor_role("owner", "manager", "accountant")


class BalanceView(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_balance_get", responses={200: Balances})
    def get(self, request: Request) -> Response:
        """What is pending, payable, being paid and paid, in each currency."""
        return Response(Balances(items=queries.balances(principal_of(request).vendor_id, now=clock.now())))


class PayoutOutlookView(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_payout_outlook_get", responses={200: PayoutOutlooks})
    def get(self, request: Request) -> Response:
        """What the next payout run would pay in each currency, when it is, and what holds payouts."""
        vendor_id = principal_of(request).vendor_id
        outlooks = services.payout_outlooks(vendor_id, now=clock.now())
        return Response(PayoutOutlooks(items=outlooks, held_order_count=queries.count_held_orders(vendor_id)))


class PayoutList(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_payouts_list", parameters=[ListPayouts, *PAGE], responses={200: Page[PayoutDetail]})
    def get(self, request: Request) -> Response:
        """The vendor's payouts, newest first."""
        wanted = {**query_validated(ListPayouts, request), "vendor_id": principal_of(request).vendor_id}
        return Response(queries.list_payouts(page_request(request), **wanted))


class PayoutItem(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_payouts_get", responses={200: PayoutDetail})
    def get(self, request: Request, payout_id: str) -> Response:
        return Response(own_payout(request, payout_id))


class StatementJSON(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(operation_id="vendor_payouts_statement_json", responses={200: Statement})
    def get(self, request: Request, payout_id: str) -> Response:
        """The payout's report: its sums and the rows of the books behind them."""
        return Response(queries.statement_of(own_payout(request, payout_id)))


class StatementFile(TenantAPIView):
    """The report as a file; the address' ending says in which form."""

    permission_classes = [SEES_MONEY]

    def file(self, request: Request, payout_id: str, ending: str) -> HttpResponse:
        return statement_file(own_payout(request, payout_id), ending, requested_language(request))


class StatementLinks(TenantAPIView):
    permission_classes = [SEES_MONEY]

    @extend_schema(
        operation_id="vendor_payouts_statement_links_create",
        request=LinkToStatement,
        parameters=[LANGUAGE],
        responses={201: PrivateLink, 404: problem(NotFound), 422: problem(InvalidInput), 503: problem(BlobsUnavailable)},
    )
    def post(self, request: Request, payout_id: str) -> Response:
        """An address that downloads the report without a login, for five minutes."""
        return statement_link(own_payout(request, payout_id), request)


def file_view(base: type[TenantAPIView], ending: str, operation: str) -> type[TenantAPIView]:
    """The view of one form, described in the OpenAPI document with its own content type."""
    content_type = FILES[ending][0].partition(";")[0]

    class FileView(base):  # type: ignore[misc, valid-type]
        @extend_schema(operation_id=f"{operation}_{ending}", parameters=[LANGUAGE], responses={(200, content_type): OpenApiTypes.BINARY})
        def get(self, request: Request, payout_id: str) -> HttpResponse:
            """The report as a file, in the language asked for."""
            return self.file(request, payout_id, ending)

    return FileView


def statement_file(payout: PayoutDetail, ending: str, language: str) -> HttpResponse:
    content_type, make = FILES[ending]
    headers = {
        "Content-Disposition": f'attachment; filename="{payout.id}.{ending}"',
        "Content-Language": language,
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(make(queries.statement_of(payout), language), content_type=content_type, headers=headers)


def statement_link(payout: PayoutDetail, request: Request) -> Response:
    ending, language = validated(LinkToStatement, request.data)["type"], requested_language(request)
    link = services.link_to_statement(payout, ending=ending, language=language, now=clock.now())
    return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


def own_payout(request: Request, payout_id: str) -> PayoutDetail:
    return queries.get_payout(payout_id, vendor_id=principal_of(request).vendor_id)
