"""The operator's endpoints of payouts."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

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
    NoTransfers,
    PayoutAttemptStale,
    PayoutNotPossible,
    PayoutStateForbids,
    RunStateForbids,
    VendorNotSettled,
)
from marketplace.apps.payouts.models import PayoutRun, VendorPayout
from marketplace.apps.payouts.rails import CSV_FILE, SEPA_FILE, PayoutRail
from marketplace.apps.payouts.serializers import (
    Attempted,
    Balances,
    BankAccountDetail,
    BankAccountOf,
    LinkToStatement,
    ListPayouts,
    MarkPaid,
    PayoutRunDetail,
    PayoutRunRow,
    PreviewRun,
    Reasoned,
    SetBankAccount,
    VendorClosing,
    attempt_named,
    bank_account_detail,
    run_detail,
    run_row,
)
from marketplace.apps.payouts.types import PayoutDetail, Statement
from marketplace.apps.payouts.views.vendor import statement_file, statement_link
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.actions import action
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
SENDS_MONEY = staff_role("admin", "finance", needs_recent_authentication=True)


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


class RunAction(TenantAPIView):
    """Base: something that staff do with one run, with a reason; ``act`` is the service."""

    permission_classes = [SENDS_MONEY]
    act: ClassVar[Callable[..., PayoutRun]]

    @idempotent
    def post(self, request: Request, run_id: str) -> Response:
        self.act(run_id=run_id, actor=actor_of(request), now=clock.now(), **validated(Reasoned, request.data))
        return _run(run_id)


@action("admin_payout_runs_approve", Reasoned, PayoutRunDetail, NeedsSecondPerson, RunStateForbids)
class ApprovePayoutRun(RunAction):
    """Take the rows and make the payouts; who may not be paid is named in `skipped`."""

    act = staticmethod(services.approve_run)


@action("admin_payout_runs_pay", Reasoned, PayoutRunDetail, RunStateForbids)
class PayPayoutRun(RunAction):
    """Book the approved payouts, to be submitted to the rail."""

    act = staticmethod(services.pay_run)


@action("admin_payout_runs_cancel", Reasoned, PayoutRunDetail, RunStateForbids)
class CancelPayoutRun(RunAction):
    """Cancel a run of which nothing was paid yet; its rows are free for the next run."""

    act = staticmethod(services.cancel_run)


class TransfersXML(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payout_runs_transfers_xml",
        responses={
            (200, "application/xml"): OpenApiTypes.BINARY,
            409: problem(RunStateForbids, NoOperatorAccount, NoTransfers, NotATransferCurrency),
        },
    )
    def get(self, request: Request, run_id: str) -> HttpResponse:
        """ISO 20022 pain.001, for euro. Reading it is audited."""
        return _submitted(run_id, SEPA_FILE, request)


class TransfersCSV(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_payout_runs_transfers_csv",
        responses={(200, "text/csv"): OpenApiTypes.BINARY, 409: problem(RunStateForbids, NoOperatorAccount, NoTransfers)},
    )
    def get(self, request: Request, run_id: str) -> HttpResponse:
        """The transfers as CSV, for every currency. Reading it is audited."""
        return _submitted(run_id, CSV_FILE, request)


class VendorBalances(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_vendors_balance_get", responses={200: Balances, 404: problem(NotFound)})
    def get(self, request: Request, vendor_id: str) -> Response:
        """What is pending, payable, being paid and paid to a vendor, in each currency."""
        vendor_queries.get_vendor(vendor_id)
        return Response(Balances(items=queries.balances(vendor_id, now=clock.now())))


class PayoutList(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payouts_list", parameters=[ListPayouts, *PAGE], responses={200: Page[PayoutDetail]})
    def get(self, request: Request) -> Response:
        wanted = query_validated(ListPayouts, request)
        return Response(queries.list_payouts(page_request(request), **wanted))


class PayoutItem(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payouts_get", responses={200: PayoutDetail})
    def get(self, request: Request, payout_id: str) -> Response:
        return Response(queries.get_payout(payout_id))


class StatementJSON(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_payouts_statement_json", responses={200: Statement})
    def get(self, request: Request, payout_id: str) -> Response:
        return Response(queries.statement_of(queries.get_payout(payout_id)))


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


class PayoutAction(TenantAPIView):
    """Base: something that staff do with one payout, with a reason. ``shape`` is the request's, ``act`` the service."""

    permission_classes = [SENDS_MONEY]
    shape: ClassVar[type[Reasoned]] = Reasoned
    act: ClassVar[Callable[..., VendorPayout]]

    @idempotent
    def post(self, request: Request, payout_id: str) -> Response:
        data = validated(self.shape, request.data)
        if named := {name: data.pop(name) for name in ("attempt", "end_to_end_id") if name in data}:
            data["attempt"] = attempt_named(payout_id, **named)
        return Response(self.act(payout_id=payout_id, actor=actor_of(request), now=clock.now(), **data).as_detail())


@action("admin_payouts_mark_paid", MarkPaid, PayoutDetail, PayoutStateForbids, PayoutAttemptStale)
class MarkPayoutPaid(PayoutAction):
    """The bank has executed the transfer."""

    shape, act = MarkPaid, staticmethod(services.mark_paid)


@action("admin_payouts_mark_failed", Attempted, PayoutDetail, PayoutStateForbids, PayoutAttemptStale)
class MarkPayoutFailed(PayoutAction):
    """The bank refused the transfer; the payout keeps its rows and can be retried."""

    shape, act = Attempted, staticmethod(services.mark_failed)


@action("admin_payouts_mark_returned", Attempted, PayoutDetail, PayoutStateForbids, PayoutAttemptStale)
class MarkPayoutReturned(PayoutAction):
    """The money came back after it was paid; a later run pays it."""

    shape, act = Attempted, staticmethod(services.mark_returned)


@action("admin_payouts_cancel", Reasoned, PayoutDetail, PayoutStateForbids)
class CancelPayout(PayoutAction):
    """Cancel a payout that was not sent, or that failed; its rows are free for the next run."""

    act = staticmethod(services.cancel_payout)


@action("admin_payouts_retry", Reasoned, PayoutDetail, PayoutStateForbids, PayoutNotPossible)
class RetryPayout(PayoutAction):
    """Send a failed payout again, as itself."""

    act = staticmethod(services.retry)


class CloseVendor(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(
        operation_id="admin_vendors_close",
        request=VendorClosing,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: VendorView, 409: problem(VendorNotSettled, VendorStateForbids)},
    )
    @idempotent
    def post(self, request: Request, vendor_id: str) -> Response:
        """End a vendor for good, once it has no open orders, money, payouts or disputes."""
        data = validated(VendorClosing, request.data)
        closed = services.close_settled_vendor(vendor_id=vendor_id, actor=actor_of(request), now=clock.now(), **data)
        return Response(closed, headers=etag_header(closed.etag))


class BankAccountView(TenantAPIView):
    permission_classes = [SENDS_MONEY]

    @extend_schema(operation_id="admin_bank_account_get", parameters=[BankAccountOf], responses={200: BankAccountDetail})
    def get(self, request: Request) -> Response:
        """The account that payouts of `currency` are paid from."""
        return _bank_account(query_validated(BankAccountOf, request)["currency"])

    @extend_schema(
        operation_id="admin_bank_account_set",
        request=SetBankAccount,
        parameters=[IF_MATCH],
        responses={200: BankAccountDetail, 412: problem(StaleRow)},
    )
    def put(self, request: Request) -> Response:
        data = validated(SetBankAccount, request.data)
        services.set_operator_account(etag=if_match(request), actor=actor_of(request), now=clock.now(), **data)
        return _bank_account(data["currency"])


def _run(run_id: str) -> Response:
    return Response(run_detail(queries.get_run(run_id), queries.payouts_of_run(run_id)))


def _bank_account(currency: str) -> Response:
    account = next((item for item in queries.operator_accounts() if item.currency == currency), None)
    return Response(bank_account_detail(account, currency), headers=etag_header(str(account.version) if account else "0"))


def _submitted(run_id: str, rail: PayoutRail, request: Request) -> HttpResponse:
    file = services.submit_transfers(run_id=run_id, rail=rail, actor=actor_of(request), now=clock.now()).file
    assert file is not None
    headers = {"Content-Disposition": f'attachment; filename="{run_id}.{file.ending}"', "Cache-Control": "private, no-store"}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)
