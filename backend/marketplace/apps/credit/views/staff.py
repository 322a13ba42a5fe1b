"""The operator's endpoints of gift cards and store credit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.credit import queries, services
from marketplace.apps.credit.errors import CreditNotFound, ExpiryPassed, IssueNeedsSecondPerson, IssueStateForbids
from marketplace.apps.credit.serializers import (
    CreditDetail,
    CreditMovement,
    CreditReason,
    IssueCredit,
    ListCredits,
    ListIssues,
    credit_detail,
    movement,
)
from marketplace.apps.credit.types import CreditView, IssueView
from marketplace.apps.ledger.types import credit_account
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.actions import action
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

GIVES_CREDIT = staff_role("admin", "finance", "support")
HANDLES_MONEY = staff_role("admin", "finance")


class IssueList(TenantAPIView):
    permission_classes = [GIVES_CREDIT]

    @extend_schema(operation_id="admin_credit_issues_list", parameters=[ListIssues, *PAGE], responses={200: Page[IssueView]})
    def get(self, request: Request) -> Response:
        return Response(queries.list_issues(page_request(request), **query_validated(ListIssues, request)))

    @extend_schema(
        operation_id="admin_credit_issues_create",
        request=IssueCredit,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: IssueView, 409: problem(ExpiryPassed, IssueStateForbids), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Give a gift card, whose code this answer alone shows, or store credit; above the region's limit another person approves it."""
        data = validated(IssueCredit, request.data)
        kind, key = TenderKind(data.pop("kind")), request.META["HTTP_IDEMPOTENCY_KEY"]
        issued = services.issue_credit(kind=kind, actor=actor_of(request), request_key=key, now=clock.now(), **data)
        return Response(issued, status=201)


class IssueItem(TenantAPIView):
    permission_classes = [GIVES_CREDIT]

    @extend_schema(operation_id="admin_credit_issues_get", responses={200: IssueView, 404: problem(CreditNotFound)})
    def get(self, request: Request, issue_id: str) -> Response:
        return Response(queries.get_issue(issue_id))


class Decision(TenantAPIView):
    """Base: what a member of staff decides on a proposed issue, with a reason; ``act`` is the service."""

    permission_classes = [HANDLES_MONEY]
    act: ClassVar[Callable[..., IssueView]]

    @idempotent
    def post(self, request: Request, issue_id: str) -> Response:
        data = validated(CreditReason, request.data)
        return Response(self.act(issue_id=issue_id, actor=actor_of(request), now=clock.now(), **data))


@action("admin_credit_issues_approve", CreditReason, IssueView, IssueStateForbids, IssueNeedsSecondPerson)
class ApproveIssue(Decision):
    """Issue it: by another person than the one who proposed it. The answer alone shows the code of a gift card."""

    act = staticmethod(services.approve_issue)


@action("admin_credit_issues_reject", CreditReason, IssueView, IssueStateForbids)
class RejectIssue(Decision):
    """Decide against it; nothing is booked."""

    act = staticmethod(services.reject_issue)


class CreditList(TenantAPIView):
    permission_classes = [GIVES_CREDIT]

    @extend_schema(operation_id="admin_credits_list", parameters=[ListCredits, *PAGE], responses={200: Page[CreditDetail]})
    def get(self, request: Request) -> Response:
        wanted: dict[str, Any] = query_validated(ListCredits, request)
        return Response(queries.list_credits(page_request(request), **wanted).map(credit_detail))


class CreditItem(TenantAPIView):
    permission_classes = [GIVES_CREDIT]

    @extend_schema(operation_id="admin_credits_get", responses={200: CreditDetail, 404: problem(CreditNotFound)})
    def get(self, request: Request, credit_id: str) -> Response:
        return Response(credit_detail(queries.get_credit(credit_id)))


class CreditMovements(TenantAPIView):
    permission_classes = [GIVES_CREDIT]

    @extend_schema(
        operation_id="admin_credits_movements_list",
        parameters=PAGE,
        responses={200: Page[CreditMovement], 404: problem(CreditNotFound)},
    )
    def get(self, request: Request, credit_id: str) -> Response:
        account = credit_account(credit_id)
        rows = queries.list_movements(credit_id, page_request(request))
        return Response(rows.map(lambda row: movement(row, account=account)))


class Change(TenantAPIView):
    """Base: what a member of staff does to a credit, with a reason; ``act`` is the service."""

    permission_classes = [GIVES_CREDIT]
    act: ClassVar[Callable[..., CreditView]]

    @idempotent
    def post(self, request: Request, credit_id: str) -> Response:
        data = validated(CreditReason, request.data)
        return Response(credit_detail(self.act(credit_id=credit_id, actor=actor_of(request), now=clock.now(), **data)))


@action("admin_credits_block", CreditReason, CreditDetail)
class BlockCredit(Change):
    """Have it pay nothing more; it keeps its balance."""

    act = staticmethod(services.block_credit)


@action("admin_credits_unblock", CreditReason, CreditDetail)
class UnblockCredit(Change):
    """Have it pay again."""

    act = staticmethod(services.unblock_credit)
