"""The operator's doors to payouts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payouts import queries, services
from marketplace.apps.payouts.errors import (
    NeedsSecondPerson,
    NoOperatorAccount,
    NotATransferCurrency,
    PayoutAccountChanged,
    PayoutNotPossible,
    PayoutStateForbids,
    RunStateForbids,
    VendorNotSettled,
)
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.serializers import (
    BankAccountDetail,
    BankAccountOf,
    LinkToStatement,
    ListPayouts,
    MarkPaid,
    PayoutDetail,
    PayoutRunDetail,
    PayoutRunRow,
    PreviewRun,
    Reasoned,
    SetBankAccount,
    bank_account_detail,
    payout_detail,
    run_detail,
    run_row,
)
from marketplace.apps.payouts.statements import Statement, statement_of
from marketplace.apps.payouts.transfer_files import as_pain_001, as_transfer_csv
from marketplace.apps.payouts.views.vendor import statement_file, statement_link
from marketplace.apps.tax import queries as tax_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, LANGUAGE, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    query_validated,
    validated,
)
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

HANDLES_MONEY = staff_role("admin", "finance")


class PayoutRunList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payout_runs_list", parameters=PAGE, responses={200: Page[PayoutRunRow]})
    def get(self, request: Request) -> Response:
        return Response(queries.list_runs(page_request(request)).map(run_row))

    @extend_schema(
        operation_id="admin_payout_runs_create", request=PreviewRun, parameters=[IDEMPOTENCY_KEY], responses={201: PayoutRunDetail}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """What could be paid now. A preview binds nothing; approving it computes anew, up to the same moment."""
        data = validated(PreviewRun, request.data)
        run = services.preview_run(currency=data["currency"], actor=actor_of(request), now=clock.now())
        return Response(run_detail(run, []), status=201)


class PayoutRunItem(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payout_runs_get", responses={200: PayoutRunDetail})
    def get(self, request: Request, run_id: str) -> Response:
        return _run(run_id)


class ApprovePayoutRun(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payout_runs_approve",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutRunDetail, 409: problem(NeedsSecondPerson)},
    )
    @idempotent
    def post(self, request: Request, run_id: str) -> Response:
        """Take the rows and make the payouts; who may not be paid is named in `skipped`."""
        data = validated(Reasoned, request.data)
        services.approve_run(run_id=run_id, actor=actor_of(request), now=clock.now(), **data)
        return _run(run_id)


class PayPayoutRun(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payout_runs_pay",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutRunDetail, 409: problem(RunStateForbids)},
    )
    @idempotent
    def post(self, request: Request, run_id: str) -> Response:
        """Book the approved payouts; the transfer file then holds them."""
        data = validated(Reasoned, request.data)
        services.pay_run(run_id=run_id, actor=actor_of(request), now=clock.now(), **data)
        return _run(run_id)


class CancelPayoutRun(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payout_runs_cancel",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutRunDetail, 409: problem(RunStateForbids)},
    )
    @idempotent
    def post(self, request: Request, run_id: str) -> Response:
        """Give up a run of which nothing was paid yet; its rows are free for the next run."""
        data = validated(Reasoned, request.data)
        services.cancel_run(run_id=run_id, actor=actor_of(request), now=clock.now(), **data)
        return _run(run_id)


class TransfersXML(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payout_runs_transfers_xml",
        responses={
            (200, "application/xml"): OpenApiTypes.BINARY,
            409: problem(RunStateForbids, NoOperatorAccount, PayoutAccountChanged, NotATransferCurrency),
        },
    )
    def get(self, request: Request, run_id: str) -> HttpResponse:
        """ISO 20022 pain.001, for euro. Reading it is audited."""
        now = clock.now()
        orders = services.transfer_orders(run_id=run_id, actor=actor_of(request), now=now)
        return _file(as_pain_001(orders, on=tax_queries.tax_day(now)), f"{run_id}.xml", "application/xml")


class TransfersCSV(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payout_runs_transfers_csv",
        responses={(200, "text/csv"): OpenApiTypes.BINARY, 409: problem(RunStateForbids, NoOperatorAccount, PayoutAccountChanged)},
    )
    def get(self, request: Request, run_id: str) -> HttpResponse:
        """The transfers as CSV, for every currency. Reading it is audited."""
        orders = services.transfer_orders(run_id=run_id, actor=actor_of(request), now=clock.now())
        return _file(as_transfer_csv(orders), f"{run_id}.csv", "text/csv; charset=utf-8")


class PayoutList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payouts_list", parameters=[ListPayouts, *PAGE], responses={200: Page[PayoutDetail]})
    def get(self, request: Request) -> Response:
        wanted = query_validated(ListPayouts, request)
        return Response(queries.list_payouts(page_request(request), **wanted).map(payout_detail))


class PayoutItem(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payouts_get", responses={200: PayoutDetail})
    def get(self, request: Request, payout_id: str) -> Response:
        return Response(payout_detail(queries.get_payout(payout_id)))


class StatementJSON(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payouts_statement_json", responses={200: Statement})
    def get(self, request: Request, payout_id: str) -> Response:
        return Response(statement_of(queries.get_payout(payout_id)))


class StatementFile(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    def file(self, request: Request, payout_id: str, ending: str) -> HttpResponse:
        return statement_file(queries.get_payout(payout_id), ending, requested_language(request))


class StatementLinks(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payouts_statement_links_create",
        request=LinkToStatement,
        parameters=[LANGUAGE],
        responses={201: PrivateLink, 404: problem(NotFound), 422: problem(InvalidInput), 503: problem(BlobsUnavailable)},
    )
    def post(self, request: Request, payout_id: str) -> Response:
        """An address that downloads the report without a login, for five minutes."""
        return statement_link(queries.get_payout(payout_id), request)


class MarkPayoutPaid(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payouts_mark_paid",
        request=MarkPaid,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutDetail, 409: problem(PayoutStateForbids)},
    )
    @idempotent
    def post(self, request: Request, payout_id: str) -> Response:
        """The bank has carried the transfer out."""
        data = validated(MarkPaid, request.data)
        return Response(payout_detail(services.mark_paid(payout_id=payout_id, actor=actor_of(request), now=clock.now(), **data)))


class MarkPayoutFailed(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payouts_mark_failed",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutDetail, 409: problem(PayoutStateForbids)},
    )
    @idempotent
    def post(self, request: Request, payout_id: str) -> Response:
        """The bank refused the transfer; the payout keeps its rows and can be retried."""
        return _marked(services.mark_failed, request, payout_id)


class MarkPayoutReturned(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payouts_mark_returned",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutDetail, 409: problem(PayoutStateForbids)},
    )
    @idempotent
    def post(self, request: Request, payout_id: str) -> Response:
        """The money came back after it was paid; a later run pays it."""
        return _marked(services.mark_returned, request, payout_id)


class CancelPayout(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payouts_cancel",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutDetail, 409: problem(PayoutStateForbids)},
    )
    @idempotent
    def post(self, request: Request, payout_id: str) -> Response:
        """Give up a payout that was not sent, or that failed; its rows are free for the next run."""
        return _marked(services.cancel_payout, request, payout_id)


class RetryPayout(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payouts_retry",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PayoutDetail, 409: problem(PayoutStateForbids, PayoutNotPossible)},
    )
    @idempotent
    def post(self, request: Request, payout_id: str) -> Response:
        """Send a failed payout again, as itself."""
        return _marked(services.retry, request, payout_id)


class CloseVendor(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(
        operation_id="admin_vendors_close",
        request=Reasoned,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorView, 409: problem(VendorNotSettled)},
    )
    @idempotent
    def post(self, request: Request, vendor_id: str) -> Response:
        """End a vendor for good, once it has no open orders, money, payouts or disputes."""
        data = validated(Reasoned, request.data)
        closed = services.close_settled_vendor(vendor_id=vendor_id, actor=actor_of(request), now=clock.now(), **data)
        return Response(closed, headers=etag_header(closed.etag))


class BankAccountDoor(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_bank_account_get", parameters=[BankAccountOf], responses={200: BankAccountDetail})
    def get(self, request: Request) -> Response:
        """The account that payouts of `currency` are paid from."""
        return _bank_account(query_validated(BankAccountOf, request)["currency"])

    @extend_schema(
        operation_id="admin_bank_account_set",
        request=SetBankAccount,
        parameters=[IF_MATCH],
        responses={200: BankAccountDetail, 412: problem(StaleDocument)},
    )
    def put(self, request: Request) -> Response:
        data = validated(SetBankAccount, request.data)
        services.set_operator_account(etag=if_match(request), actor=actor_of(request), now=clock.now(), **data)
        return _bank_account(data["currency"])


def _marked(mark: Callable[..., VendorPayout], request: Request, payout_id: str) -> Response:
    data = validated(Reasoned, request.data)
    return Response(payout_detail(mark(payout_id=payout_id, actor=actor_of(request), now=clock.now(), **data)))


def _run(run_id: str) -> Response:
    return Response(run_detail(queries.get_run(run_id), queries.payouts_of_run(run_id)))


def _bank_account(currency: str) -> Response:
    account = next((item for item in queries.operator_accounts() if item.currency == currency), None)
    return Response(bank_account_detail(account, currency), headers=etag_header(str(account.version) if account else "0"))


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
