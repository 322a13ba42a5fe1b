"""The books, for vendors (their own account) and for the operator (all of them)."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.ledger import queries
from marketplace.apps.ledger.domain import general_ledger_files
from marketplace.apps.ledger.errors import TooManyRows
from marketplace.apps.ledger.serializers import (
    AccountStatement,
    ListTransactions,
    ListVendorTransactions,
    PeriodOfBooks,
    Sales,
    SalesDays,
    VendorTransaction,
    account_statement,
    period_of,
    sales_days_of,
    vendor_transaction,
)
from marketplace.apps.ledger.types import Period, Transaction, TrialBalance
from marketplace.foundation import clock, tenancy
from marketplace.foundation.rest.json import CSVRenderer, JSONRenderer
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, query_validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

HANDLES_MONEY = staff_role("admin", "finance")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY = 2**20  # bytes; a larger workbook is a file until it is sent


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


class VendorAccountStatement(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "accountant")]

    @extend_schema(
        operation_id="vendor_account_statement_get",
        parameters=[PeriodOfBooks, *PAGE],
        responses={200: AccountStatement, 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """The vendor's account over a period: opening balance, each row in the order in which it was booked, closing balance."""
        period, vendor_id = _period(request), principal_of(request).vendor_id
        rows = queries.list_vendor_rows(vendor_id, period, page_request(request))
        return Response(account_statement(period, queries.vendor_movement(vendor_id, period), rows))


class VendorSales(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "accountant")]

    @extend_schema(operation_id="vendor_sales_list", parameters=[SalesDays], responses={200: Sales, 422: problem(InvalidInput)})
    def get(self, request: Request) -> Response:
        """What the vendor sold on each day of the region's calendar, by currency; the last thirty days unless others are asked for."""
        since, until = sales_days_of(query_validated(SalesDays, request), now=clock.now())
        return Response(Sales(queries.daily_sales(principal_of(request).vendor_id, since=since, until=until)))


class Transactions(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_transactions_list", parameters=[ListTransactions, *PAGE], responses={200: Page[Transaction]})
    def get(self, request: Request) -> Response:
        """All rows of the books, newest first."""
        return Response(queries.list_transactions(page_request(request), **query_validated(ListTransactions, request)))


class TrialBalanceView(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_trial_balance_get", parameters=[PeriodOfBooks], responses={200: TrialBalance, 422: problem(InvalidInput)}
    )
    def get(self, request: Request) -> Response:
        """What each account had, what went out and came in, and what it has, over a period; for closing a month."""
        return Response(queries.trial_balance(_period(request)))


class GeneralLedgerCSV(TenantAPIView):
    permission_classes = [HANDLES_MONEY]
    renderer_classes = [CSVRenderer, JSONRenderer]

    @extend_schema(
        operation_id="admin_general_ledger_csv",
        parameters=[PeriodOfBooks],
        responses={(200, "text/csv"): OpenApiTypes.BINARY, 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Every row of the books in a period, oldest first, as a file for an accountant's program."""
        period = _period(request)
        parts = general_ledger_files.as_csv(queries.iter_rows(period), timezone=tenancy.current().timezone)
        return StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8", headers=_attachment(period, "csv"))


class GeneralLedgerXLSX(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_general_ledger_xlsx",
        parameters=[PeriodOfBooks],
        responses={(200, _WORKBOOK): OpenApiTypes.BINARY, 409: problem(TooManyRows), 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> FileResponse:
        """The same rows as a workbook, up to twenty thousand of them."""
        period = _period(request)
        if queries.count_rows(period) > general_ledger_files.WORKBOOK_ROWS:
            raise TooManyRows
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
        general_ledger_files.write_xlsx(queries.iter_rows(period), file, period, timezone=tenancy.current().timezone)
        file.seek(0)
        return FileResponse(file, content_type=_WORKBOOK, headers=_attachment(period, "xlsx"))


def _period(request: Request) -> Period:
    return period_of(query_validated(PeriodOfBooks, request))


def _attachment(period: Period, ending: str) -> dict[str, str]:
    name = f"general-ledger-{period.currency}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
